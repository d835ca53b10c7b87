/** Posts JSON to an address of the delivery file: https and public addresses only, unless `allow` has the host. */
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { NotSent } from '../way.ts'
import { createPublicAgent, isNotPublic, saysNotPublic } from './publicAddresses.ts'

/** Of an answer; the rest is not read. */
const ANSWER_BYTES = 64 * 1024
/** Open connections to a host. */
const MOST_SOCKETS = 20
/** Bounds of `Retry-After`, in milliseconds. Project default: 10 min is the longest pause between two tries. */
const WAIT_MS = { least: 1_000, most: 600_000 }

const NOT_PUBLIC = 'The address leads to a host that is not public: add the host to allow if that is meant.'

export interface Posting {
  post(url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Answered>
  close(): Promise<void>
}

export interface Answered {
  readonly status: number
  /** As its header asks, within bounds; null without one. */
  readonly waitMs: number | null
}

/** Whether the delivery file allows an address as it is. */
const isAllowed = ({ hostname, host }: URL, allow: readonly string[]): boolean => allow.includes(hostname) || allow.includes(host)

/** Why an address may not be used; null when it may. Whether a name leads to a public address is known when it is called. */
export function whyNotUrl(written: string, allow: readonly string[]): string | null {
  const url = URL.canParse(written) ? new URL(written) : null
  if (url === null || !['https:', 'http:'].includes(url.protocol))
    return 'must be an address such as https://desk.example.org/alerts'
  if (url.username + url.password !== '') return 'must have no name and password in it'
  if (url.protocol !== 'https:' && !isAllowed(url, allow)) return 'must be https, or its host must be in allow'
  return null
}

export function createPosting(
  allow: readonly string[],
  { now, lookup }: { readonly now: () => Date; readonly lookup?: LookupFunction | undefined },
): Posting {
  const keep = { keepAlive: true, maxSockets: MOST_SOCKETS }
  const filtered = createPublicAgent(keep, lookup)
  const allowed = { 'https:': new HttpsAgent(keep), 'http:': new HttpAgent(keep) }
  const agents = [filtered, allowed['https:'], allowed['http:']]

  return {
    post: async (written, headers, body, signal) => {
      const why = whyNotUrl(written, allow)
      if (why !== null) throw new NotSent(`The address ${why}.`)
      const url = new URL(written)
      const isHttp = url.protocol === 'http:'
      const isFree = isAllowed(url, allow)
      if (!isFree && isNotPublic(url)) throw new NotSent(NOT_PUBLIC)
      const agent = isFree ? allowed[isHttp ? 'http:' : 'https:'] : filtered
      const options = { method: 'POST', agent, signal, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }
      const send = () => answerOf(isHttp ? httpRequest(url, options) : httpsRequest(url, options), body)
      // A connection that was kept open may have been closed by the other side just now. The message id makes a second try harmless.
      const response = await send()
        .catch((error: unknown) => (isStale(error) ? send() : Promise.reject(error)))
        .catch((error: unknown) => {
          throw new NotSent(inWords(error, signal))
        })
      await readSome(response)
      return { status: response.statusCode ?? 0, waitMs: waitOf(response.headers['retry-after'], now) }
    },
    close: async () => {
      for (const agent of agents) agent.destroy()
    },
  }
}

interface Failed extends Error {
  readonly code?: string
  readonly onKeptConnection?: boolean
}

function answerOf(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    // A socket that fails later has nobody to tell: the answer is being read, and says so itself.
    request.on('error', (error) => reject(Object.assign(error, { onKeptConnection: request.reusedSocket })))
    request.end(body)
  })
}

const isStale = (error: unknown): boolean => {
  const { code = '', onKeptConnection = false } = error as Failed
  return onKeptConnection && ['ECONNRESET', 'EPIPE'].includes(code)
}

/** Reads to its end, so that the connection can be used again, or closes it. The status is known: what follows changes nothing. */
async function readSome(response: IncomingMessage): Promise<void> {
  let bytes = 0
  try {
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length
      if (bytes > ANSWER_BYTES) break
    }
  } catch {
    response.destroy()
  }
}

/** `Retry-After` in seconds or as a date. */
function waitOf(header: string | undefined, now: () => Date): number | null {
  if (header === undefined) return null
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now().getTime()
  return Number.isFinite(ms) ? Math.min(Math.max(ms, WAIT_MS.least), WAIT_MS.most) : null
}

/** Without the address: a log may show it. */
function inWords(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'There was no answer in time.'
  if (saysNotPublic(error)) return NOT_PUBLIC
  return `It cannot be reached (${(error as Failed).code ?? 'no code'}).`
}
