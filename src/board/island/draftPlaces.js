/** Where the server keeps what is written in a form: in the form's own place, and beside it what must not replace older text there. */
import { csrf, heardSession, unattended } from './session.js'
import { heardTime } from './time.js'

/** @typedef {{place: string, savedAt: string, fields: import('./draftFields.js').Fields}} Kept */

const ANSWER_WITHIN_MS = 10_000
/** A browser sends no more while it leaves a page. */
const MOST_LEAVING_BYTES = 60_000

/** @param {string} draft `WK-1/risk.reassessed`, or `incident.reported` for an incident that has no reference yet */
export function placesOf(draft) {
  const at = draft.lastIndexOf('/')
  const above = at < 0 ? '/v1/drafts' : `/v1/drafts/${encodeURIComponent(draft.slice(0, at))}`
  const placeOf = (/** @type {string} */ name) => `${above}/${encodeURIComponent(name)}`
  const own = draft.slice(at + 1)
  return {
    own: placeOf(own),
    /** A place that no other page writes. */
    beside: () => placeOf(`${own}.beside-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(16)}`),
    placeOf,
  }
}

/** All that is kept of a form, the last saved first; null where nobody knows. @param {HTMLFormElement} form
 * @param {ReturnType<typeof placesOf>} places @returns {Promise<Kept[] | null>} */
export async function allKept(form, places) {
  const own = await keptAt(form, places.own)
  if (own === null) return null
  const others = await Promise.all((own.beside ?? []).map((other) => keptAt(form, places.placeOf(other.form))))
  return [own, ...others]
    .flatMap((kept) => (kept?.savedAt ? [{ place: kept.place, savedAt: kept.savedAt, fields: kept.fields }] : []))
    .sort((one, other) => (one.savedAt < other.savedAt ? 1 : -1))
}

/** @param {HTMLFormElement} form @param {string} place
 * @returns {Promise<{place: string, savedAt: string | null, fields: Kept['fields'], beside?: {form: string}[]} | null>} */
async function keptAt(form, place) {
  const answer = await ask('GET', form, place)
  return answer?.ok ? { ...(await answer.json()), place } : null
}

/** @param {string} method @param {HTMLFormElement} form @param {string} path @param {string} [body] @param {boolean} [isLeaving] */
export async function ask(method, form, path, body, isLeaving = false) {
  const headers = new Headers(unattended())
  const { header, reason } = /** @type {Record<string, unknown>} */ (Object.fromEntries(new FormData(form)))
  // Why somebody reads a restricted incident.
  if (header && reason) headers.set(String(header), encodeURIComponent(String(reason)))
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (method !== 'GET') headers.set('x-csrf-token', csrf())
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  const keepalive = isLeaving && new Blob([body ?? '']).size < MOST_LEAVING_BYTES
  try {
    const answer = await fetch(path, {
      method,
      headers,
      cache: 'no-store',
      keepalive,
      signal,
      ...(body !== undefined && { body }),
    })
    heardTime(answer.headers.get('date'))
    // What another person keeps is not shown here.
    return heardSession(answer) ? null : answer
  } catch {
    return null
  }
}
