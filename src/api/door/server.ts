/**
 * Listens and stops: cuts slow senders and readers, names a taken port, and lets running requests end. A stopping api goes on
 * taking events until a load balancer can have noticed.
 */
import { createServer, type RequestListener, type ServerOptions } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CONNECTION_LIMITS,
  type ConnectionLimits,
  type ConnectionReports,
  guardConnections,
  NOT_REPORTED,
} from './connections.ts'
import { beforeContinue } from './continue.ts'
import { apiHeaders } from './requests.ts'

export interface Listening {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** New connections are made with this certificate; for a server with TLS. */
  renew(tls: Tls): void
  /** Takes no new connection (an api: after its notice), lets running requests end, and cuts the rest after `withinMs`. */
  close(withinMs: number): Promise<void>
}

/** Another program listens there. */
class PortTaken extends Error {
  readonly code = 'port-taken'
}

/**
 * How long a stopping api answers `/readyz` with 503 and everything else normally, ending each connection with its answer. If
 * it closed the port at once, a balancer that asks every second would send to a closed port for most of that second.
 */
const NOTICE_MS = 2_000

/** Certificate chain and private key, in PEM. */
export interface Tls {
  readonly cert: string
  readonly key: string
}

export interface Door {
  readonly host: string
  readonly port: number
  readonly role?: 'all' | 'api' | 'worker'
  readonly limits?: Partial<ConnectionLimits>
  readonly reports?: ConnectionReports
  /** Whether PUBLIC_URL is an https address. */
  readonly publicHttps?: boolean
  /** Null for plain HTTP. */
  readonly tls?: Tls | null
}

/** @throws PortTaken */
export async function listen(
  app: RequestListener,
  { host, port, role = 'all', limits: given = {}, reports = NOT_REPORTED, tls = null, publicHttps = false }: Door,
): Promise<Listening> {
  const limits = { ...CONNECTION_LIMITS, ...given }
  const timeouts = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    // Node checks both limits every 30 s only: ten seconds could become forty.
    connectionsCheckingInterval: limits.lookMs,
    // Node would answer without a problem document; `refuseNotRequests` answers instead.
    requireHostHeader: false,
  }
  const guard = guardConnections(limits, reports, apiHeaders(publicHttps))
  const answer = guard.through(app)
  // Node's own answer to an expectation has no problem document either.
  const server = tls === null ? createServer(timeouts, answer) : tlsServer({ ...timeouts, ...tls }, limits.headersMs, answer)
  server.on('checkExpectation', answer).on('checkContinue', beforeContinue(answer))
  guard.watch(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTaken(`port ${port} on ${host} is taken; set PORT to another`) : error),
    )
    server.listen(port, host, resolve)
  })
  return {
    host,
    port: (server.address() as AddressInfo).port,
    isTls: tls !== null,
    renew: (renewed) => {
      if (tls !== null) (server as TlsServer).setSecureContext({ ...SECURE, ...renewed })
    },
    close: async (withinMs) => {
      const cut = setTimeout(() => server.closeAllConnections(), withinMs)
      if (role === 'api') await pause(NOTICE_MS)
      // A connection that was answering when the stop began becomes idle only now.
      const sweep = setInterval(() => server.closeIdleConnections(), 50)
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      clearTimeout(cut)
      clearInterval(sweep)
    },
  }
}

/** Node would wait two minutes for a handshake. */
const tlsServer = (options: ServerOptions & Tls, handshakeTimeout: number, answer: RequestListener): TlsServer =>
  createTlsServer({ ...options, ...SECURE, handshakeTimeout }, answer)

/**
 * TLS 1.2 and 1.3 with forward secrecy and authenticated encryption, the strongest first: Node's own list goes on to suites
 * without either. Source: OWASP ASVS 5.0, V12.1.
 */
const SECURE = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const
