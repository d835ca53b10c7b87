/** A receiver of webhooks on loopback. It checks the signature of each, and answers as the test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface ReceivedWebhook {
  /** `webhook-id`: the same at every try. */
  readonly id: string
  /** `webhook-timestamp`, in seconds. */
  readonly timestamp: number
  // biome-ignore lint/suspicious/noExplicitAny: whatever the sender wrote.
  readonly body: any
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** On the clock of `performance.now()`. */
  readonly receivedAt: number
}

/** A status, with headers and a body; or what a receiver should not do. */
export type WebhookAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Takes the request and never answers. */
  | 'hangs'
  /** Closes the connection without an answer. */
  | 'resets'
  /** Answers 200 and then sends its body for ever. */
  | 'never-ends'
  /** Answers 200 after so many milliseconds. */
  | { readonly afterMs: number }

export const OK: WebhookAnswer = { status: 204 }
export const GONE: WebhookAnswer = { status: 410 }
export const FAILS: WebhookAnswer = { status: 500, body: 'no' }
export const redirectsTo = (location: string): WebhookAnswer => ({ status: 302, headers: { location } })

export interface WebhookReceiver {
  readonly url: string
  /** `127.0.0.1:port`, for `allow` of the delivery file. */
  readonly host: string
  readonly secret: string
  /** Every request with a good signature, in order, whatever was answered. */
  readonly received: readonly ReceivedWebhook[]
  /** Requests whose signature was missing or wrong. */
  readonly forged: readonly string[]
  /** How it answers from now on; a function decides for each request. */
  answers(how: WebhookAnswer | ((received: ReceivedWebhook) => WebhookAnswer)): void
  /** Nothing listens at its address any more, until `comesBack`. */
  goesAway(): Promise<void>
  comesBack(): Promise<void>
  close(): Promise<void>
}

export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret of this test, 32 bytes.').toString('base64')}`

export async function startWebhookReceiver({ secret = WEBHOOK_SECRET } = {}): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  const forged: string[] = []
  let answer: (received: ReceivedWebhook) => WebhookAnswer = () => OK

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await textOf(request)
    const one = { ...read(request), receivedAt: performance.now() }
    try {
      received.push({ ...one, body: new Webhook(secret).verify(text, request.headers as Record<string, string>) })
    } catch (error) {
      forged.push(String(error))
      response.writeHead(401).end()
      return
    }
    give(answer(received.at(-1) as ReceivedWebhook), response)
  }
  const make = () => createServer((request, response) => void take(request, response).catch(() => response.destroy()))
  let server = make()
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const goesAway = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${port}/hook`,
    host: `127.0.0.1:${port}`,
    secret,
    received,
    forged,
    answers: (how) => {
      answer = typeof how === 'function' ? how : () => how
    },
    goesAway,
    comesBack: async () => {
      server = make()
      await listen(port)
    },
    close: goesAway,
  }
}

const read = (request: IncomingMessage): Omit<ReceivedWebhook, 'body' | 'receivedAt'> => ({
  id: String(request.headers['webhook-id']),
  timestamp: Number(request.headers['webhook-timestamp']),
  path: request.url ?? '',
  headers: request.headers,
})

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function give(how: WebhookAnswer, response: ServerResponse): void {
  if (how === 'hangs') return
  if (how === 'resets') {
    response.destroy()
    return
  }
  if (how === 'never-ends') {
    response.writeHead(200)
    const more = setInterval(() => response.write('x'.repeat(16_384)), 1)
    response.on('close', () => clearInterval(more))
    return
  }
  if ('afterMs' in how) {
    const later = setTimeout(() => response.writeHead(200).end(), how.afterMs)
    response.on('close', () => clearTimeout(later))
    return
  }
  response.writeHead(how.status, how.headers).end(how.body)
}
