/**
 * Every request, whatever its route, gets an id, headers that let a browser do nothing with the answer, and one log line when
 * it fails.
 */
import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { NOTHING, type SecurityHeaders, securityHeaders } from '../../headers/securityHeaders.ts'
import type { ProblemCode } from '../problems.ts'
import { callerAddress } from './source.ts'

declare global {
  namespace Express {
    interface Locals {
      /** The service makes it, never the caller: it goes into logs and problem documents. */
      request?: string
      /** Why this request was refused, for the log line. */
      code?: ProblemCode
      /** Set when another log line already tells of it: the process's start or stop, or one line for many of a kind. */
      passing?: boolean
    }
  }
}

export const nameRequest =
  (headers: SecurityHeaders): RequestHandler =>
  (req, res, next) => {
    res.locals.request = randomUUID()
    res.setHeader('X-Request-Id', res.locals.request).setHeaders(headers(req.socket))
    next()
  }

/** What the API answers is data about people: no browser and no proxy keeps it, unless a read says that it is not. */
export const apiHeaders = (publicHttps = false): SecurityHeaders =>
  securityHeaders(NOTHING, { publicHttps, more: [['Cache-Control', 'no-store']] })

/** The URI of this occurrence in a problem document. */
export const instanceOf = (res: Response): string => `urn:uuid:${res.locals.request}`

/**
 * Logs the route's pattern, never the requested address or a body. A 503 of a process that is starting or stopping is not
 * logged.
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
        from: from ?? callerAddress(req),
        request,
        ms: Math.round(performance.now() - started),
      }
      if (status >= 500) log.error(line, 'request failed')
      else log.info(line, 'request refused')
    })
    next()
  }

/** A stopping process ends a connection with its answer. */
export const closeWhenDraining =
  (draining: AbortSignal): RequestHandler =>
  (_req, res, next) => {
    if (draining.aborted) res.set('Connection', 'close')
    next()
  }
