/**
 * The cookie that holds a session's token. `__Host-` makes the browser insist on Secure, on this host alone and on every path.
 * SameSite is Lax: the way back from the provider is a navigation from another site, and a Strict cookie would not come with it,
 * so that who has just signed in would be asked to sign in.
 */
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'

export const SESSION_COOKIE = '__Host-reassess'

const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

export const cookieOf = (req: Pick<Request, 'headers'>, name = SESSION_COOKIE): string | undefined =>
  req.headers.cookie === undefined ? undefined : parseCookie(req.headers.cookie)[name]

/** @param maxAge seconds; absent for a cookie that goes with the browser. The record ends the session in any case. */
export function setCookie(res: Response, value: string, name = SESSION_COOKIE, maxAge?: number): void {
  res.append('Set-Cookie', stringifySetCookie({ name, value, ...ATTRIBUTES, ...(maxAge !== undefined && { maxAge }) }))
}

export const clearCookie = (res: Response, name = SESSION_COOKIE): void => setCookie(res, '', name, 0)
