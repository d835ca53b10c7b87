/** The caller: the bearer key of the request, or 401 before anything else is read. */
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { Caller, Keys } from '../engine/reads.ts'
import { callerAddress } from './door/source.ts'
import type { CountWrongKey } from './door/wrongKeys.ts'
import { Refused } from './problems.ts'

declare global {
  namespace Express {
    interface Locals {
      /** Set once the request carried a known key, or the cookie of a session. */
      caller?: Caller
      /** The token that a form of this session must send back; absent for a key. */
      csrf?: string
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

async function keyOf(keys: Keys, req: Request): Promise<Caller | null> {
  const bearer = BEARER.exec(req.get('authorization') ?? '')?.[1]
  return bearer === undefined ? null : keys.find(bearer)
}

/** Called only after the look-up: a valid key is never counted, and never refused for its neighbours' wrong keys. */
export const authenticate =
  (keys: Keys, countWrongKey: CountWrongKey): RequestHandler =>
  async (req: Request, res: Response, next: NextFunction) => {
    const caller = await keyOf(keys, req)
    if (!caller) throw await stranger(countWrongKey, req, res)
    res.locals.caller = caller
    next()
  }

async function stranger(countWrongKey: CountWrongKey, req: Request, res: Response): Promise<Refused> {
  const from = callerAddress(req)
  const { retryAfter, isLogged } = await countWrongKey(from)
  Object.assign(res.locals, { from, passing: !isLogged })
  // A request without a key guesses nothing: say what to send.
  if (retryAfter === null || req.get('authorization') === undefined)
    return new Refused('unauthorized', 'Send `Authorization: Bearer KEY` with a key of this service.')
  res.set('Retry-After', String(retryAfter))
  return new Refused('too-many-wrong-keys', 'Wait as long as Retry-After says, or send a key of this service.')
}

/** For a stream: false once its key was withdrawn. A record that cannot be read withdraws nothing. */
export const isStillKnown = (keys: Keys, req: Request): Promise<boolean> =>
  keyOf(keys, req).then(
    (key) => key !== null,
    () => true,
  )

/** The key behind this request; only for routes behind `authenticate`. */
export function callerOf(res: Response): Caller {
  if (!res.locals.caller) throw new Error('route is not behind authenticate')
  return res.locals.caller
}
