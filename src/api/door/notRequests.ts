/**
 * Answers what Node would refuse without a body that a program can read: bytes that are not HTTP, endless headers, a slow
 * sender, an unknown expectation. Each gets a problem document.
 */
import { type Server, STATUS_CODES } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { RequestHandler } from 'express'
import type { SecurityHeaders } from '../../headers/securityHeaders.ts'
import { type ProblemCode, problemBody, Refused, statusOf } from '../problems.ts'

const REFUSALS: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['request-timeout', 'The request was not complete in time. Nothing was recorded. Send it again.'],
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'The headers are longer than this service reads.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['payload-too-large', 'The chunk extensions are longer than this service reads.'],
}
const NOT_HTTP = ['malformed-request', 'This service cannot read these bytes as an HTTP request.'] as const

/** @param mayAnswer false when that connection already carries another answer. */
export function answerNotRequests(
  server: Server | TlsServer,
  headers: SecurityHeaders,
  mayAnswer: (socket: Socket) => boolean,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET' || !mayAnswer(socket)) {
      socket.destroy()
      return
    }
    socket.write(written(new Refused(...(REFUSALS[error.code ?? ''] ?? NOT_HTTP)), headers(socket)))
    socket.destroySoon()
  })
}

function written(refused: Refused, headers: ReadonlyMap<string, string>): string {
  const status = statusOf(refused.code)
  const body = JSON.stringify(problemBody(refused))
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'Content-Type: application/problem+json', 'Connection: close']
  for (const [name, value] of headers) head.push(`${name}: ${value}`)
  return `${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/**
 * Before every route: refuses a request without a host (RFC 9112 §3.2) or with an expectation other than 100-continue (RFC 9110
 * §10.1.1).
 */
export const refuseNotRequests: RequestHandler = (req, _res, next) => {
  const { expect, host } = req.headers
  if (req.httpVersion === '1.1' && host === undefined) throw new Refused('malformed-request', 'Send a Host header.')
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    throw new Refused('expectation-failed', 'This service knows only Expect: 100-continue. Leave the header out.')
  next()
}
