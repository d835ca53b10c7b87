/**
 * The caller: the holder of the request's bearer key, or of the session of its cookie. Anybody else is 401 before anything else
 * is read. A request with `Authorization` is judged by its key alone, whatever cookie it has.
 */
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { Caller, Keys, Session, Sessions } from '../engine/reads.ts'
import type { Actor } from '../engine/step/case.ts'
import type { ReadBody } from './door/body.ts'
import { callerAddress } from './door/source.ts'
import type { CountWrongKey } from './door/wrongKeys.ts'
import { Refused } from './problems.ts'
import { cookieOf } from './session/cookie.ts'
import { csrfToken, isCsrfToken, isFromHere } from './session/csrf.ts'
import { isForm, readForm } from './session/form.ts'

declare global {
  namespace Express {
    interface Locals {
      /** Set once the request carried a known key, or the cookie of a session. */
      caller?: Caller
      /** The token that a form of this session must send back; absent for a key. */
      csrf?: string
      /** Set where the request came with the cookie of a session. */
      session?: Session
      /** References of the incidents that the answer tells of: the access log names them. */
      disclosed?: string[]
      /** Why somebody reads, as `X-Reason` or the field `reason` of a form says. */
      reason?: string
      /** Why somebody opens a restricted incident who is not among its readers, as `X-Break-Glass` says. */
      brokenGlass?: string
      /** The address of a request whose key is unknown. */
      from?: string
    }
  }
}

/** The scheme's case does not matter (RFC 9110 §11.1); the key is one token of a bounded length. */
const BEARER = /^Bearer +([\w.~+/=-]{1,256})$/i

export interface Known {
  readonly keys: Pick<Keys, 'find' | 'expiredOn'>
  readonly sessions: Pick<Sessions, 'find'>
}

export interface Knowing extends Known {
  readonly countWrongKey: CountWrongKey
  readonly readBody: ReadBody
}

const bearerOf = (req: Request): string | undefined => BEARER.exec(req.get('authorization') ?? '')?.[1]

async function keyOf({ keys }: Known, req: Request): Promise<Caller | null> {
  const bearer = bearerOf(req)
  return bearer === undefined ? null : keys.find(bearer)
}

/** Told to nobody but whoever holds the key. Nobody guesses with it, so it does not count as a wrong key. */
async function mustNotHaveExpired({ keys }: Known, req: Request): Promise<void> {
  const bearer = bearerOf(req)
  const on = bearer === undefined ? null : await keys.expiredOn(bearer)
  if (on !== null)
    throw new Refused('unauthorized', `This key expired on ${on}: ask for another, made with \`reassess keys create\`.`)
}

/** The session of the cookie; null without one, and where a key is sent. */
export async function sessionOf({ sessions }: Known, req: Request): Promise<Session | null> {
  const token = req.get('authorization') === undefined ? cookieOf(req) : undefined
  return token === undefined ? null : sessions.find(token, isAttended(req))
}

/** What a page asks for by itself keeps nobody signed in: it says so, and the stream never ends by itself. */
const isAttended = (req: Request): boolean => req.get('x-unattended') === undefined && req.path !== '/v1/stream'

/** Called only after the look-up: a valid key is never counted, and never refused for its neighbours' wrong keys. */
export const authenticate =
  (knowing: Knowing): RequestHandler =>
  async (req: Request, res: Response, next: NextFunction) => {
    const session = await sessionOf(knowing, req)
    if (session !== null) await admit(knowing, session, req, res)
    else {
      const caller = await keyOf(knowing, req)
      if (!caller) {
        await mustNotHaveExpired(knowing, req)
        throw await stranger(knowing.countWrongKey, req, res)
      }
      res.locals.caller = caller
    }
    next()
  }

const READS: readonly string[] = ['GET', 'HEAD']

async function admit({ readBody }: Knowing, session: Session, req: Request, res: Response): Promise<void> {
  if (session.caller === null) throw new Refused('unauthorized', 'Choose your role at /sign-in first.')
  const token = cookieOf(req) ?? ''
  res.set('X-Session', session.id)
  if (!READS.includes(req.method)) await mustBeOurPage(readBody, token, req, res)
  Object.assign(res.locals, { caller: session.caller, session })
  // Few answers have it, and it costs as much as the rest of this.
  Object.defineProperty(res.locals, 'csrf', { get: () => csrfToken(token) })
}

/** @throws Refused `forbidden` for a request that another site's page may have caused. */
export async function mustBeOurPage(readBody: ReadBody, token: string, req: Request, res: Response): Promise<void> {
  if (!isFromHere(req)) throw new Refused('forbidden', 'A page of another site sent this. Nothing was done.')
  const inForm = req.get('x-csrf-token') === undefined && isForm(req)
  const sent = inForm ? (await readForm(readBody, req, res)).get('csrf') : req.get('x-csrf-token')
  if (!isCsrfToken(token, sent ?? ''))
    throw new Refused(
      'forbidden',
      'This session needs its token: send `csrf` of GET /v1/me as the header X-CSRF-Token, or load the form again. Nothing was done.',
    )
}

async function stranger(countWrongKey: CountWrongKey, req: Request, res: Response): Promise<Refused> {
  const from = callerAddress(req)
  const { retryAfter, isLogged } = await countWrongKey(from)
  Object.assign(res.locals, { from, passing: !isLogged })
  // A request without a key guesses nothing: say what to send. A session that is over is no guess either.
  if (req.get('authorization') === undefined && cookieOf(req) !== undefined)
    return new Refused('unauthorized', 'You are signed out: sign in at /sign-in.')
  if (retryAfter === null || req.get('authorization') === undefined)
    return new Refused('unauthorized', 'Send `Authorization: Bearer KEY` with a key of this service, or sign in at /sign-in.')
  res.set('Retry-After', String(retryAfter))
  return new Refused('too-many-wrong-keys', 'Wait as long as Retry-After says, or send a key of this service.')
}

/** For a stream: false once its key was withdrawn, or its session is over. A record that cannot be read ends nothing. */
export const isStillKnown = (known: Known, req: Request): Promise<boolean> =>
  Promise.all([sessionOf(known, req), keyOf(known, req)]).then(
    ([session, key]) => (session?.caller ?? key) !== null,
    () => true,
  )

/** A caller as the record names them: without the force, which is the case's. */
export const actorOf = ({ key, role, person, vouches }: Caller): Actor => ({
  key,
  role,
  ...(person && { person }),
  ...(vouches && { vouches }),
})

/** The caller of this request; only for routes behind `authenticate`. */
export function callerOf(res: Response): Caller {
  if (!res.locals.caller) throw new Error('route is not behind authenticate')
  return res.locals.caller
}
