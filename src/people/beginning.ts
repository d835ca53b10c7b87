/**
 * A sign-in that is under way at the provider. Its cookie holds a random token, when it began and where the person wanted to go;
 * state, nonce and the verifier of the code (PKCE) follow from all of that, so a changed cookie matches no answer, and a flood of
 * begun sign-ins leaves nothing behind. `signIn` of a session sees to it that it is used once.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { ownPath } from './ownPath.ts'

export const BEGUN_COOKIE = '__Host-reassess-sign-in'

/** Long enough to find a telephone for the second factor. Project default. */
export const BEGUN_SECONDS = 10 * 60

/** The cookie's value, which is also the name of this sign-in. */
export function begin(to: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
  return `${randomBytes(32).toString('base64url')}.${seconds}.${Buffer.from(to).toString('base64url')}`
}

export interface Begun {
  readonly signIn: string
  readonly to: string
}

/** @returns null for a cookie that this service did not make, or made too long ago. */
export function begun(cookie: string | undefined, nowMs: number): Begun | null {
  const [, seconds, to = ''] = /^[\w-]{43}\.(\d{1,12})\.([\w-]{1,800})$/.exec(cookie ?? '') ?? []
  if (cookie === undefined || seconds === undefined) return null
  const ageSeconds = nowMs / 1000 - Number(seconds)
  if (ageSeconds < -1 || ageSeconds >= BEGUN_SECONDS) return null
  return { signIn: cookie, to: ownPath(Buffer.from(to, 'base64url').toString()) }
}

/** What the provider is sent, and must send back. */
export const proofsOf = (signIn: string) => {
  const proof = (of: string): string => createHmac('sha256', signIn).update(of).digest('base64url')
  return { state: proof('state'), nonce: proof('nonce'), verifier: proof('verifier') }
}
