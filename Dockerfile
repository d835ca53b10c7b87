# The service for production: api and workers are one image with another ROLE. PostgreSQL and Redis are given by
# DATABASE_URL and REDIS_URL; the embedded database is left out.
# By digest, so that every build begins with the same bytes: docs/operations/compose.md#images renews it.
ARG NODE=26.11.1-trixie-slim@sha256:193fe51b64e77981119c98c2002c9e32a70e2f006fb4d25068ce0558998917f0

FROM node:${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --ignore-scripts
COPY . .
# The bill of materials of what this image runs: /app/dist/sbom.cdx.json.
RUN npm run build && npm run sbom -- --omit=optional

FROM node:${NODE} AS production-modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:${NODE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
# With the database elsewhere this holds the key that signs checkpoints, if the operator puts one there, and what it signed.
RUN install --directory --owner=node --group=node --mode=0700 /data
WORKDIR /app
COPY --from=production-modules /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY bin bin
USER node
EXPOSE 3000
# Alive, not ready: a process that waits for its database is not helped by a restart. /readyz is for the load balancer.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1: it handles SIGTERM and drains.
ENTRYPOINT ["node", "bin/reassess.mjs"]
CMD ["start"]
