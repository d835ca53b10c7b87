/** What every request gets whatever its route: an id, headers that let a browser do nothing with an answer, and one log line when it went wrong. */
import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { ProblemCode } from '../problems.ts'

declare global {
  namespace Express {
    interface Locals {
      /** Ours, never the caller's: it goes into logs and problem documents. */
      request?: string
      /** Why this request was refused, for the log line. */
      code?: ProblemCode
      /** What is wrong has a log line of its own elsewhere: the start or stop of this process, or so much of a kind that one line stands for it. */
      passing?: boolean
    }
  }
}

export const nameRequest: RequestHandler = (_req, res, next) => {
  res.locals.request = randomUUID()
  res.setHeader('X-Request-Id', res.locals.request).setHeaders(HEADERS)
  next()
}

const HEADERS = new Map([
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Cache-Control', 'no-store'],
])

/** The URI of this occurrence in a problem document. */
export const instanceOf = (res: Response): string => `urn:uuid:${res.locals.request}`

/**
 * The route's pattern is logged, not the address that was asked for; a body never is. That a process is not ready because it
 * has only just started, or was told to stop, is no trouble.
 */
export const logTrouble =
  (log: Logger): RequestHandler =>
  (req, res, next) => {
    const started = performance.now()
    res.once('finish', () => {
      const status = res.statusCode
      const { code, caller, from, request, passing } = res.locals
      if (status < 400 || passing) return
      const route: unknown = req.route?.path ?? 'none'
      const line = {
        method: req.method,
        route,
        status,
        code,
        key: caller?.key,
        from,
        request,
        ms: Math.round(performance.now() - started),
      }
      if (status >= 500) log.error(line, 'request failed')
      else log.info(line, 'request refused')
    })
    next()
  }

/** After a process was told to stop, a connection ends with its answer. */
export const closeWhenDraining =
  (draining: AbortSignal): RequestHandler =>
  (_req, res, next) => {
    if (draining.aborted) res.set('Connection', 'close')
    next()
  }
