/** Listening and stopping: a sender that dawdles is cut off, a port that is taken is one clear error, and stopping lets running requests end. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listening {
  readonly host: string
  readonly port: number
  /** Takes no new connection, lets running requests end, and cuts what still runs after `withinMs`. */
  close(withinMs: number): Promise<void>
}

/** Somebody else listens there. */
class PortTaken extends Error {
  readonly code = 'port-taken'
}

const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 60_000
/** Longer than the minute for which load balancers keep a connection, so that theirs ends first. */
const KEEP_ALIVE_MS = 65_000

/** @throws PortTaken */
export async function listen(app: RequestListener, { host, port }: { host: string; port: number }): Promise<Listening> {
  const timeouts = { headersTimeout: HEADERS_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS, keepAliveTimeout: KEEP_ALIVE_MS }
  const server = createServer(timeouts, app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTaken(`port ${port} on ${host} is taken; set PORT to another`) : error),
    )
    server.listen(port, host, resolve)
  })
  return {
    host,
    port: (server.address() as AddressInfo).port,
    close: async (withinMs) => {
      const cut = setTimeout(() => server.closeAllConnections(), withinMs)
      // A connection that was answering when we stopped is idle only afterwards.
      const sweep = setInterval(() => server.closeIdleConnections(), 50)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      clearTimeout(cut)
      clearInterval(sweep)
    },
  }
}
