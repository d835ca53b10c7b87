/**
 * The only place where text becomes markup: answers of this server, which are pages. Content that people wrote is escaped there. The
 * browser refuses markup that was made anywhere else (trusted types).
 */
import { heardSession, unattended } from './session.js'
import { heardTime } from './time.js'

/** @typedef {{createPolicy: (name: string, rules: {createHTML: (text: string) => string}) => {createHTML: (text: string) => string}}} Types */

const types = /** @type {{trustedTypes?: Types}} */ (/** @type {unknown} */ (globalThis)).trustedTypes
const policy = types?.createPolicy('reassess', { createHTML: (text) => text })

const ANSWER_WITHIN_MS = 10_000

/** No answer came: nobody knows whether the request was carried out. */
export class NoAnswer extends Error {}

/**
 * @param {string} address of this server
 * @param {RequestInit} [init]
 * @returns {Promise<{answer: Response, text: string, isAnother: boolean}>} an empty text where the answer is no page; `isAnother`: it is
 *   made for another session
 * @throws {NoAnswer}
 */
export async function fetchPage(address, { headers, ...init } = {}) {
  const url = new URL(address, location.href)
  if (url.origin !== location.origin) throw new Error(`${url.origin} is another server`)
  try {
    const all = { ...unattended(), ...headers }
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const answer = await fetch(url, { cache: 'no-store', ...init, mode: 'same-origin', headers: all, signal })
    heardTime(answer.headers.get('date'))
    const isAnother = heardSession(answer)
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false
    return { answer, text: isPage ? await answer.text() : '', isAnother }
  } catch (error) {
    throw new NoAnswer(String(error))
  }
}

/** @param {string} text that this server answered @returns {Document} */
export const pageOf = (text) => new DOMParser().parseFromString(policy?.createHTML(text) ?? text, 'text/html')
