/**
 * Limits how long and how many connections stay open. Node ends slow headers and bodies; this ends what Node leaves: unread
 * answers and idle connections. It keeps places free for other addresses and for health probes.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { SecurityHeaders } from '../../headers/securityHeaders.ts'
import { problemBody, sendAgain, statusOf } from '../problems.ts'
import { isProbe } from './hosts.ts'
import { answerNotRequests } from './notRequests.ts'
import { sourceOf } from './source.ts'

export const CONNECTION_LIMITS = {
  /** For a request's headers, from the first byte; on a new connection from its beginning. */
  headersMs: 10_000,
  /** For a whole request, headers and body. */
  requestMs: 60_000,
  /** How long a connection may wait for its next request: longer than load balancers keep it (a minute), so that they close first. */
  keepAliveMs: 65_000,
  /** How long an answer may lie unread without a moment in which all of it was taken. The stream has its own, shorter limit. */
  unreadMs: 120_000,
  /** How often connections are checked: every limit is kept to within this. */
  lookMs: 1_000,
  /** Four for each stream listener: a browser opens up to six to a host. Each holds some 30 KB. */
  connections: 2_000,
  /** Share of one address, so that a greedy address leaves room: a proxy is one, with all 500 listeners and as many requests. */
  connectionsEach: 1_500,
  /** Places beyond `connections`: each answers one health probe, or says `too-busy`, and ends. */
  spare: 20,
  /** How long a connection may hold a spare place. */
  spareMs: 2_000,
}
export type ConnectionLimits = Readonly<typeof CONNECTION_LIMITS>

/** Why a connection got no place: the process is full, or its address has its share. */
export type Crowded = 'all' | 'address'

export interface ConnectionReports {
  readonly open: (connections: number) => void
  readonly refused: (why: Crowded, source: string) => void
}

export const NOT_REPORTED: ConnectionReports = { open: () => {}, refused: () => {} }

interface Connection {
  readonly source: string
  readonly isSpare: boolean
  /** Requests without a complete answer. */
  readonly answers: Set<ServerResponse>
  /** Idle since, by `performance.now()`. */
  idleSince: number
  /** Since when the peer has always left something unread; null when it had read everything at the last check. */
  unreadSince: number | null
}

export interface Guard {
  /** Counts a request as running, or answers it where its connection has only a spare place. */
  readonly through: (app: RequestListener) => RequestListener
  /** Call it once the server is told to stop. */
  readonly watch: (server: Server | TlsServer) => void
}

export function guardConnections(limits: ConnectionLimits, reports: ConnectionReports, headers: SecurityHeaders): Guard {
  const open = new Map<Socket, Connection>()
  const bySource = new Map<string, number>()
  const byEnds = new Map<string, Socket>()
  const secureOf = new WeakMap<Socket, Socket>()

  function enter(socket: Socket): void {
    const source = sourceOf(socket)
    const mine = (bySource.get(source) ?? 0) + 1
    if (mine > limits.connectionsEach) {
      reports.refused('address', source)
      socket.destroy()
      return
    }
    const isSpare = open.size >= limits.connections
    open.set(socket, { source, isSpare, answers: new Set(), idleSince: performance.now(), unreadSince: null })
    bySource.set(source, mine)
    reports.open(open.size)
    if (isSpare) reports.refused('all', source)
    const end = isSpare ? setTimeout(() => socket.destroy(), limits.spareMs) : undefined
    const ends = endsOf(socket)
    byEnds.set(ends, socket)
    socket.once('close', () => {
      clearTimeout(end)
      byEnds.delete(ends)
      leave(secureOf.get(socket) ?? socket, source)
    })
  }

  /** Counted before its handshake; from here on requests come from the socket that decrypts. */
  function secured(secure: Socket): void {
    const socket = byEnds.get(endsOf(secure))
    const connection = socket && open.get(socket)
    if (socket === undefined || connection === undefined) return void secure.destroy()
    open.delete(socket)
    open.set(secure, connection)
    secureOf.set(socket, secure)
  }

  function leave(socket: Socket, source: string): void {
    open.delete(socket)
    const left = (bySource.get(source) ?? 1) - 1
    if (left === 0) bySource.delete(source)
    else bySource.set(source, left)
    reports.open(open.size)
  }

  function look(): void {
    const now = performance.now()
    for (const [socket, connection] of open) {
      if (socket.writableLength === 0) connection.unreadSince = null
      else connection.unreadSince ??= now
      const isUnread = connection.unreadSince !== null && now - connection.unreadSince >= limits.unreadMs
      // Node's own idle timeout restarts with each stray byte, so a line end now and then would hold a place for ever.
      const isIdle = connection.answers.size === 0 && now - connection.idleSince >= limits.keepAliveMs + limits.headersMs
      if (isUnread || isIdle) socket.destroy()
    }
  }

  return {
    through: (app) => (request, response) => {
      const connection = open.get(request.socket)
      if (connection !== undefined) count(connection, response)
      if (connection?.isSpare) {
        response.setHeader('Connection', 'close')
        if (!isProbe(request)) return sayTooBusy(request, response.setHeaders(headers(request.socket)))
      }
      app(request, response)
    },
    watch: (server) => {
      server.maxConnections = limits.connections + limits.spare
      server.on('connection', enter).on('secureConnection', secured)
      answerNotRequests(server, headers, (socket) =>
        [...(open.get(socket)?.answers ?? [])].every(({ headersSent }) => !headersSent),
      )
      server.on('drop', (dropped) => reports.refused('all', dropped?.remoteAddress ?? 'unknown'))
      const timer = setInterval(look, limits.lookMs).unref()
      server.once('close', () => clearInterval(timer))
    },
  }
}

function count(connection: Connection, response: ServerResponse): void {
  connection.answers.add(response)
  response.once('close', () => {
    connection.answers.delete(response)
    connection.idleSince = performance.now()
  })
}

/** Both sockets of a connection with TLS have the same ends. */
const endsOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket): string =>
  [remoteAddress, remotePort, localAddress, localPort].join(' ')

function sayTooBusy(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  const refused = sendAgain('too-busy', 'Too many connections are open here.')
  response.writeHead(statusOf(refused.code), { 'Content-Type': 'application/problem+json', 'Retry-After': '1' })
  response.end(JSON.stringify(problemBody(refused)))
}
