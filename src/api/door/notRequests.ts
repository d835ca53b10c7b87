/**
 * What Node would refuse by itself, without a word that a program can read: no HTTP at all, headers without end, a sender that
 * dawdles, an expectation that nobody meets. Each is told as a problem, like everything else that is refused.
 */
import { type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { RequestHandler } from 'express'
import { type ProblemCode, problemBody, Refused, statusOf } from '../problems.ts'

const REFUSALS: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    'request-timeout',
    'The request did not come to its end in time. Nothing was recorded. Send it again.',
  ],
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'The headers are longer than this service reads.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['payload-too-large', 'The chunk extensions are longer than this service reads.'],
}
const NOT_HTTP = ['malformed-request', 'This is no HTTP request that this service can read.'] as const

/** @param mayAnswer false where another answer has begun on that connection. */
export function answerNotRequests(server: Server, mayAnswer: (socket: Socket) => boolean): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET' || !mayAnswer(socket)) {
      socket.destroy()
      return
    }
    socket.write(written(new Refused(...(REFUSALS[error.code ?? ''] ?? NOT_HTTP))))
    socket.destroySoon()
  })
}

function written(refused: Refused): string {
  const status = statusOf(refused.code)
  const body = JSON.stringify(problemBody(refused))
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'Content-Type: application/problem+json', 'Connection: close']
  return `${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** Before every route: a request that says no host (RFC 9112 §3.2), or expects what is not 100-continue (RFC 9110 §10.1.1). */
export const refuseNotRequests: RequestHandler = (req, _res, next) => {
  const { expect, host } = req.headers
  if (req.httpVersion === '1.1' && host === undefined) throw new Refused('malformed-request', 'Send a Host header.')
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    throw new Refused('expectation-failed', 'The only Expect that is met is 100-continue: leave it out.')
  next()
}
