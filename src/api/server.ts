/**
 * Listening and stopping: a sender that dawdles is cut off, a port that is taken is one clear error, and stopping lets running
 * requests end. An api has others beside it: it goes on taking what comes until a load balancer can have heard that it stops.
 */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Listening {
  readonly host: string
  readonly port: number
  /** Takes no new connection (an api: after its notice), lets running requests end, and cuts what still runs after `withinMs`. */
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

/**
 * For so long an api that is told to stop answers `/readyz` with 503 and everything else as ever, ending each connection with
 * its answer. With the door closed at once, whoever asks every second would send to a closed one for most of that second.
 */
const NOTICE_MS = 2_000

export interface Door {
  readonly host: string
  readonly port: number
  readonly role?: 'all' | 'api' | 'worker'
}

/** @throws PortTaken */
export async function listen(app: RequestListener, { host, port, role = 'all' }: Door): Promise<Listening> {
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
      if (role === 'api') await pause(NOTICE_MS)
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
