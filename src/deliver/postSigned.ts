/**
 * Posts a signed body to a webhook (Standard Webhooks): to https and public addresses, unless the delivery file allows the host. Each
 * address is checked when it is connected to, so that a name cannot lead inside after it was read. Redirects are not followed.
 */
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { RequestFilteringHttpsAgent } from 'request-filtering-agent'
import { Webhook as Signer } from 'standardwebhooks'
import type { Posted, Posting } from '../engine/subscriptions/ports.ts'

/** From the delivery file. */
export interface WebhookOnFile {
  readonly url: string
  /** `whsec_…` */
  readonly secret: string
}

/** For all of it: name, connection, request and answer (contract §7). */
const WITHIN_MS = 10_000
/** Of an answer; its body is not looked at. Project default. */
const MOST_READ = 64 * 1024
/** Connections are used again, and closed after so long without use. */
const KEPT = { keepAlive: true, timeout: 30_000 } as const
const AGENT = 'reassess'

export type PostSigned = (webhook: WebhookOnFile, posting: Posting, signal: AbortSignal) => Promise<Posted>

/** @param allow hosts, or `host:port`, that need neither https nor a public address. */
export function createPostSigned(allow: readonly string[]): PostSigned {
  const filtered = new RequestFilteringHttpsAgent(KEPT)
  const inside = { 'http:': new Agent(KEPT), 'https:': new HttpsAgent(KEPT) }

  return async ({ url: address, secret }, { id, body }, signal) => {
    const ending = new AbortController()
    const end = () => ending.abort()
    const late = setTimeout(end, WITHIN_MS)
    signal.addEventListener('abort', end)
    try {
      const url = new URL(address)
      const isAllowed = allow.includes(url.host) || allow.includes(url.hostname)
      if (!isAllowed && url.protocol !== 'https:') return failed('its address is not https, and `allow` does not have its host')
      const now = new Date()
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': AGENT,
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Signer(secret).sign(id, now, body),
      }
      const agent = isAllowed ? inside[url.protocol as keyof typeof inside] : filtered
      return await exchange(url, { method: 'POST', headers, agent, signal: ending.signal }, body)
    } catch (error) {
      return failed(ending.signal.aborted && !signal.aborted ? `no answer within ${WITHIN_MS / 1_000} s` : whyOf(error))
    } finally {
      clearTimeout(late)
      signal.removeEventListener('abort', end)
    }
  }
}

/** A connection that the receiver closed while it was unused is not its answer: once more, on a new connection. */
async function exchange(url: URL, options: RequestOptions, body: string): Promise<Posted> {
  const first = send(url, options, body)
  try {
    return await first.answer
  } catch (error) {
    if (!(first.request.reusedSocket && codeOf(error) === 'ECONNRESET')) throw error
    return send(url, options, body).answer
  }
}

function send(url: URL, options: RequestOptions, body: string) {
  const request: ClientRequest = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options)
  const answer = new Promise<Posted>((resolve, reject) => {
    request.on('response', (response) => readThrough(response).then(() => resolve(meaningOf(response)), reject))
    request.on('error', reject)
    request.end(body)
  })
  return { request, answer }
}

async function readThrough(response: IncomingMessage): Promise<void> {
  let bytes = 0
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length
    if (bytes > MOST_READ) break
  }
}

const GONE = 410

function meaningOf({ statusCode = 0, headers }: IncomingMessage): Posted {
  if (statusCode >= 200 && statusCode < 300) return { status: 'taken' }
  if (statusCode === GONE) return { status: 'gone', problem: 'it answered 410: it wants nothing more' }
  if (statusCode >= 300 && statusCode < 400) return failed(`it answered ${statusCode}: redirects are not followed`)
  const seconds = Number(headers['retry-after'])
  return failed(`it answered ${statusCode}`, seconds > 0 ? seconds * 1_000 : undefined)
}

const failed = (problem: string, retryAfterMs?: number): Posted => ({
  status: 'failed',
  problem,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Codes of Node and TLS only: a message may hold an address. */
function whyOf(error: unknown): string {
  const code = codeOf(error)
  if (typeof code === 'string' && code !== 'ABORT_ERR') return `no connection (${code})`
  if (error instanceof Error && /is not allowed/.test(error.message))
    return 'its address is not public, and `allow` does not have its host'
  return error instanceof Error && error.name === 'AbortError' ? 'broken off' : 'no answer that can be read'
}
