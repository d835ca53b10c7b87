/**
 * Every read of an incident, a list, a register, a briefing or a refusal is logged, answered or refused, and the line is on disk
 * before the answer's last byte (contract §8). Without a known key nobody is known who reads: `wrongKeys.ts` counts that.
 */
import type { Request, RequestHandler, Response } from 'express'
import type { AccessTold, Streamed } from '../../engine/access/line.ts'
import type { AccessLog } from '../../engine/access/ports.ts'
import { callerOf } from '../authenticate.ts'
import { callerAddress } from '../door/source.ts'
import { holdBack } from './holdBack.ts'
import { LONGEST, reasonGiven } from './reason.ts'
import { referencesAsked } from './references.ts'

declare global {
  namespace Express {
    interface Locals {
      /** The answer leaves as a file: a disclosure, not only a consultation. */
      leaves?: boolean
      /** What was asked for is of a restricted incident. */
      restricted?: boolean
      /** The log has this reference as asked for, where neither the address nor the query has it. */
      asked?: readonly string[]
      /** Of a stream: how far its listener has come. */
      streamed?: { readonly first: string; last: string; items: number }
      /** Of a stream: logs that it opens. Wait for it before the first item. */
      logOpened?: () => Promise<void>
    }
  }
}

export interface AccessPorts {
  readonly access: AccessLog
}

/** Goes behind `authenticate`, before whatever may refuse. */
export const logRead = ({ access }: AccessPorts, { isStream = false }: { readonly isStream?: boolean } = {}): RequestHandler =>
  // Its name is how the benchmark finds it.
  function readIsLogged(req, res, next) {
    const reason = reasonGiven(req)
    if (reason !== null) res.locals.reason ??= reason
    // Express forgets both once the route has failed.
    const asked = { route: String(req.route?.path ?? 'none'), params: req.params, query: req.query }
    const write = (!isStream && access.expectLine?.()) || access.write
    let isLogged = false
    const log = async (more: Partial<AccessTold> = {}): Promise<void> => {
      if (isLogged) return
      isLogged = true
      await write({ ...toldOf(req, res, asked), ...more })
    }
    const ended = () => {
      const { streamed } = res.locals
      return streamed === undefined ? {} : { stream: { event: 'ended', ...streamed } satisfies Streamed }
    }
    if (isStream)
      res.locals.logOpened = async () => {
        const { streamed } = res.locals
        if (streamed !== undefined)
          await access.write({ ...toldOf(req, res, asked), status: 200, stream: { event: 'opened', ...streamed } })
      }
    // A stream's items are not held back: each is news.
    holdBack(res, () => log(ended()), { piecesToo: !isStream })
    res.once('close', () => void log({ ...ended(), cut: true }))
    next()
  }

interface Asked extends Pick<Request, 'params' | 'query'> {
  readonly route: string
}

function toldOf(req: Request, res: Response, { route, params, query }: Asked): AccessTold {
  const { force, key, role, person } = callerOf(res)
  const { code, disclosed = [], leaves, reason, restricted, brokenGlass, request = '', asked } = res.locals
  return {
    ...{ force, key, role },
    ...(person !== undefined && { person }),
    action: leaves ? 'disclosure' : 'consultation',
    route,
    asked: asked ?? referencesAsked({ params, query }, code === 'unknown-incident'),
    // Of a refused read nothing was told.
    disclosed: code === undefined ? [...(typeof params.ref === 'string' ? [params.ref] : []), ...disclosed] : [],
    from: callerAddress(req),
    ...(reason !== undefined && { reason: bounded(reason) }),
    ...(restricted && { restricted }),
    ...(brokenGlass !== undefined && { brokenGlass: bounded(brokenGlass) }),
    status: res.statusCode,
    ...(code !== undefined && { code }),
    request,
  }
}

/** JSON holds no half of a character. */
const bounded = (text: string): string => Buffer.from(text.slice(0, LONGEST)).toString()
