/**
 * Requests to the API within this process: Node's own HTTP over a connection in memory, so that the API cannot tell them from a
 * browser's. (A library that only imitates requests changes the prototypes of Express for the whole process.)
 */
import { createServer, type IncomingHttpHeaders, type RequestListener, request } from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'

export interface Sending {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Of the browser; the log of reads has it. */
  readonly from: string
}

export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export type Within = (sending: Sending) => Promise<Received>

/** @param api answers; it listens nowhere for these. */
export function within(api: RequestListener): Within {
  const server = createServer(api)
  const connect = (from: string): Duplex => {
    const [ours, theirs] = duplexPair()
    Object.defineProperty(theirs, 'remoteAddress', { value: from })
    server.emit('connection', theirs)
    return ours
  }
  return ({ method, path, headers, body, from }) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const sent = request({
        ...{ method, path, createConnection: () => connect(from) },
        headers: { ...headers, ...length, connection: 'close' },
      })
      sent.once('error', reject)
      sent.once('response', async (answer) => {
        try {
          const chunks: Buffer[] = []
          for await (const chunk of answer) chunks.push(chunk)
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() })
        } catch (error) {
          reject(error)
        }
      })
      sent.end(body)
    })
}
