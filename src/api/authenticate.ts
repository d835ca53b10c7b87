/** Who asks: the bearer key of the request, or 401 before anything else is looked at. */
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { ApiKey, Keys } from '../engine/reads.ts'
import { Refused } from './problems.ts'

declare global {
  namespace Express {
    interface Locals {
      /** Set once the request carried a key that we know. */
      caller?: ApiKey
    }
  }
}

/** The scheme's case does not matter (RFC 9110 §11.1); the key is one token of a bounded length. */
const BEARER = /^Bearer +([\w.~+/=-]{1,256})$/i

async function keyOf(keys: Keys, req: Request): Promise<ApiKey | null> {
  const bearer = BEARER.exec(req.get('authorization') ?? '')?.[1]
  return bearer === undefined ? null : keys.find(bearer)
}

export const authenticate =
  (keys: Keys): RequestHandler =>
  async (req: Request, res: Response, next: NextFunction) => {
    const caller = await keyOf(keys, req)
    if (!caller) throw new Refused('unauthorized', 'Send `Authorization: Bearer KEY` with a key of this service.')
    res.locals.caller = caller
    next()
  }

/** For an answer that goes on and on: false once the key behind it was withdrawn. A record that cannot be asked withdraws nothing. */
export const isStillKnown = (keys: Keys, req: Request): Promise<boolean> =>
  keyOf(keys, req).then(
    (key) => key !== null,
    () => true,
  )

/** The key behind this request; only for routes behind `authenticate`. */
export function callerOf(res: Response): ApiKey {
  if (!res.locals.caller) throw new Error('route is not behind authenticate')
  return res.locals.caller
}
