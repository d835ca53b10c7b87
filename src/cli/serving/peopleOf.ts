/** How people sign in to this process, by its configuration. */
import type { SessionKind } from '../../engine/reads.ts'
import { type Config, isLoopbackName } from '../config.ts'

/** Fictional people sign in where nobody else can come in: the embedded database on loopback, without a proxy. */
const isTrial = ({ authMode, databaseUrl, host, publicUrl, allowedHosts, trustedProxies }: Config): boolean =>
  authMode === 'key' &&
  databaseUrl === null &&
  isLoopbackName(host) &&
  publicUrl === null &&
  allowedHosts.length === 0 &&
  trustedProxies.length === 0

/** What sessions of the record count. */
export const sessionKinds = (config: Config): readonly SessionKind[] =>
  config.authMode === 'oidc' ? ['oidc'] : isTrial(config) ? ['trial', 'key'] : ['key']

/** The force of the trial's people; null where there is no trial. */
export const trialForce = (config: Config): string | null => (isTrial(config) ? config.force : null)

/** Null in key mode. */
export const providerSettings = ({ oidcIssuer, oidcClientId, oidcClientSecret, oidcClaims }: Config) =>
  oidcIssuer === null || oidcClientId === null || oidcClientSecret === null
    ? null
    : { issuer: oidcIssuer, clientId: oidcClientId, clientSecret: oidcClientSecret, claims: oidcClaims }
