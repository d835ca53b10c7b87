/** What every way of signing in shares: over which connection, from which page, and the session that it opens. */
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { Knowing } from '../api/authenticate.ts'
import { callerAddress } from '../api/door/source.ts'
import { Refused } from '../api/problems.ts'
import { cookieOf, setCookie } from '../api/session/cookie.ts'
import { isFromHere } from '../api/session/csrf.ts'
import type { SessionOpener, Sessions } from '../engine/reads.ts'
import { landingOf } from '../frame/roles.ts'
import type { Frame } from '../frame/sendView.ts'
import type { Provider } from './provider.ts'
import { sendPage } from './sendPage.ts'
import { notPrivatePage } from './signInPages.ts'
import { isPrivate } from './transport.ts'

export interface PeoplePorts extends Frame {
  readonly sessions: Sessions
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Null in key mode. */
  readonly provider: Provider | null
  /** The force of the trial's people; null where nobody may be one of them. */
  readonly trialForce: string | null
  /** The address that browsers know, where it is not that of the request. */
  readonly publicUrl: URL | null
  /** For a sign-in that is under way. */
  readonly nowMs: () => number
}

export interface People extends PeoplePorts {
  readonly knowing: Knowing
}

/** Nobody signs in where others may listen: the cookie would not be kept there either. */
export const onlyInPrivate =
  (people: People): RequestHandler =>
  (req, res, next) =>
    isPrivate(req, people.publicUrl) ? next() : sendPage(res, people, notPrivatePage(people.publicUrl?.href ?? null), 403)

/** A sign-in that another site's page causes would make somebody work under a name that is not theirs. */
export const onlyFromHere: RequestHandler = (req, _res, next) => {
  if (!isFromHere(req)) throw new Refused('forbidden', 'A page of another site sent this. Nobody was signed in or out.')
  next()
}

/** Opens the session, ends the one that this browser had, and leads to where somebody wanted to go. */
export async function enter(
  { sessions, log }: People,
  opener: SessionOpener,
  to: string,
  req: Request,
  res: Response,
): Promise<boolean> {
  const token = await sessions.open(opener)
  if (token === null) return false
  const before = cookieOf(req)
  if (before !== undefined) await sessions.end(before)
  const session = await sessions.find(token, true)
  const { openedBy, force, roles } = opener
  log.info({ session: session?.id, openedBy, force, roles, key: opener.key?.id, from: callerAddress(req) }, 'people: signed in')
  setCookie(res, token)
  const role = session?.caller?.role
  res.redirect(303, role === undefined ? `/sign-in?to=${encodeURIComponent(to)}` : landingOf(role, to))
  return true
}
