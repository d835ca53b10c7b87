/**
 * Proof that a request of a session comes from a page of this service: browsers send the cookie with requests that other sites
 * cause, and only our pages know the token. It follows from the session's token, so nothing is kept, and it changes with it.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'

const BYTES = 32
const SENT = /^[\w-]{86}$/

const secretOf = (session: string): Buffer => createHmac('sha256', session).update('csrf').digest()
const xor = (one: Buffer, other: Buffer): Buffer => Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)))

/** Masked anew each time: an answer that is compressed with what somebody else chose tells nothing of it (BREACH). */
export function csrfToken(session: string): string {
  const mask = randomBytes(BYTES)
  return Buffer.concat([mask, xor(mask, secretOf(session))]).toString('base64url')
}

export function isCsrfToken(session: string, sent: string): boolean {
  if (!SENT.test(sent)) return false
  const bytes = Buffer.from(sent, 'base64url')
  return timingSafeEqual(xor(bytes.subarray(0, BYTES), bytes.subarray(BYTES)), secretOf(session))
}

/**
 * What the browser says of the page that caused the request; a caller that says nothing is judged by its token alone. A page
 * that names no referrer sends the origin `null`, and then `Sec-Fetch-Site` decides, which no page can set.
 */
export function isFromHere(req: Pick<Request, 'headers' | 'get'>): boolean {
  const site = req.get('sec-fetch-site')
  const origin = req.get('origin')
  // `none` is the person's own doing, such as a page that they load again.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (origin === undefined || (origin === 'null' && site !== undefined)) return true
  return URL.canParse(origin) && new URL(origin).host === req.headers.host?.toLowerCase()
}
