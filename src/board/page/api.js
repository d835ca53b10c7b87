/** The API as the board uses it: the same addresses and refusals as every other caller's, with the session of this browser. */
import { heardSession, me, sessionHeaders } from './session.js'
import { heardTime, now } from './time.js'

const ANSWER_WITHIN_MS = 10_000

/** The server refused, and says why. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`)
    this.status = status
    this.code = String(problem.type ?? '')
      .split('/')
      .at(-1)
    this.title = problem.title ?? 'Refused'
    this.errors = problem.errors ?? []
    this.blockers = problem.blockers ?? []
  }
}

/** No answer came: nobody knows whether the request was carried out. */
export class NoAnswer extends Error {}

/** Why the user reads an incident that is restricted, as the headers of every read of it. */
const reasons = new Map()
const incidentIn = (path) => /^\/v1\/incidents\/([^/?]+)/.exec(path)?.[1]

export const sayWhy = (reference, header, reason) =>
  // Headers carry no other letters.
  reasons.set(encodeURIComponent(reference), { [header]: encodeURIComponent(reason) })

async function call(path, { cache = 'no-store', ...init } = {}) {
  let answer
  let body
  try {
    answer = await fetch(path, {
      ...init,
      cache,
      headers: { ...sessionHeaders(init.method), ...reasons.get(incidentIn(path)), ...init.headers },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    body = await answer.json().catch(() => ({}))
  } catch {
    throw new NoAnswer('The server did not answer.')
  }
  heardTime(answer.headers.get('date'))
  if (heardSession(answer)) throw new Refused(401, { title: 'Not sent', detail: 'Somebody signed in anew in this browser.' })
  if (answer.ok) return body
  // A gateway without its service, or a record that is away: nobody knows what became of the request.
  if (answer.status >= 500) throw new NoAnswer(body.detail ?? `The server answered ${answer.status}.`)
  throw new Refused(answer.status, body)
}

export const read = (path) => call(path)

/** Who is signed in, with the name of the session; null when nobody is. @throws NoAnswer */
export async function whoAmI() {
  const headers = sessionHeaders()
  const answer = await fetch('/v1/me', { cache: 'no-store', headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(
    () => null,
  )
  if (answer?.status === 401) return null
  if (!answer?.ok) throw new NoAnswer('The server did not answer.')
  heardTime(answer.headers.get('date'))
  return { ...(await answer.json()), session: answer.headers.get('x-session') }
}

/** What is large and hardly ever changes: the browser keeps it, and asks whether it still stands. */
export const readKept = (path) => call(path, { cache: 'no-cache' })

/** The pages of a list, up to a number of items. */
export async function readAll(path, most) {
  const items = []
  let cursor = null
  do {
    const query = `${path.includes('?') ? '&' : '?'}limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const page = await read(path + query)
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== null && items.length < most)
  return { items, more: cursor !== null }
}

/**
 * Downloads a file that the API makes, with the reason why it leaves; a refusal is shown where it was asked for.
 *
 * @throws NoAnswer, Refused
 */
export async function download(path, name, reason) {
  const headers = { ...sessionHeaders(), 'x-reason': encodeURIComponent(reason.toWellFormed()) }
  const answer = await fetch(path, { cache: 'no-store', headers }).catch(() => null)
  if (answer !== null && heardSession(answer)) throw new Refused(401, { detail: 'Somebody signed in anew in this browser.' })
  if (answer === null || answer.status >= 500) throw new NoAnswer('The server did not answer.')
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => ({})))
  const url = URL.createObjectURL(await answer.blob())
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  URL.revokeObjectURL(url)
}

const send = (path, contentType, body) =>
  call(path, { method: 'POST', headers: { 'content-type': contentType }, body: JSON.stringify(body) })

export const acknowledge = (alert) =>
  send(`/v1/alerts/${encodeURIComponent(alert)}/acknowledge`, 'application/json', { by: me() })

export const dismiss = (alert, reason) =>
  send(`/v1/alerts/${encodeURIComponent(alert)}/dismiss`, 'application/json', { by: me(), reason })

/** How the server is; it answers 503 with the same body when something is wrong. */
export async function readiness() {
  try {
    const answer = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(4000) })
    heardTime(answer.headers.get('date'))
    return await answer.json()
  } catch {
    return null
  }
}

/**
 * Posts a form's events. After an attempt without an answer, the same content goes out as the same event, so that an event that
 * did arrive is not recorded twice; other content is a new event.
 *
 * @param {string} type
 * @param {(content: object, at: number) => object} [dataOf] the event's data, from what was filled in and when it is sent
 */
export function createPoster(type, dataOf = (content) => content) {
  let unanswered = null
  return async (subject, content, notBefore = []) => {
    const written = JSON.stringify([subject, content])
    if (unanswered?.written !== written) {
      // The server's clock is known to the second; what this answers was on the screen before.
      const at = Math.max(now(), ...notBefore.map((iso) => Date.parse(iso)))
      unanswered = { written, event: eventOf(type, subject, at, dataOf(content, at)) }
    }
    try {
      const answer = await send('/v1/events', 'application/cloudevents+json', unanswered.event)
      unanswered = null
      return answer
    } catch (error) {
      if (error instanceof Refused) unanswered = null
      throw error
    }
  }
}

const eventOf = (type, subject, at, data) => ({
  specversion: '1.0',
  id: uuid(),
  source: 'urn:reassess:board',
  type: `uk.police.da.${type}.v1`,
  subject,
  time: new Date(at).toISOString(),
  data,
})

/** Version 4. By hand, because browsers withhold `randomUUID` from pages that came over plain HTTP from another machine. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
