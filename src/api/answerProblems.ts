/** The last middleware: turns every error into a problem document, and logs our own faults without what was sent. */
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { traceOf } from '../log/traceOf.ts'
import { ClientGone } from './door/body.ts'
import { instanceOf } from './door/requests.ts'
import type { Metrics } from './metrics.ts'
import { asRefused, problemBody, RETRY_AFTER, Refused, statusOf } from './problems.ts'

export const answerProblems =
  ({ log, metrics }: { log: Logger; metrics: Metrics }): ErrorRequestHandler =>
  (error: unknown, _req, res, _next) => {
    if (error instanceof ClientGone || res.headersSent) {
      res.destroy()
      return
    }
    const refused = asRefused(error)
    res.locals.code = refused.code
    metrics.refused(refused.code)
    if (refused.code === 'internal-error') logUnexpected(log, res, error)
    if (refused.code === 'unauthorized') res.set('WWW-Authenticate', 'Bearer')
    const retryAfter = RETRY_AFTER[refused.code]
    if (retryAfter !== undefined) res.set('Retry-After', String(retryAfter))
    res
      .status(statusOf(refused.code))
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(refused, instanceOf(res))))
  }

/** With the id that the answer names. */
export const logUnexpected = (log: Pick<Logger, 'error'>, { locals }: Response, error: unknown): void =>
  log.error({ request: locals.request, ...traceOf(error) }, 'unexpected error')

/** The end of a route: the address is right, the method is not. */
export const onlyTakes =
  (...methods: readonly string[]): RequestHandler =>
  (_req, res) => {
    res.set('Allow', methods.join(', '))
    throw new Refused('method-not-allowed', `Use ${methods.join(' or ')} here.`)
  }

export const nothingHere: RequestHandler = () => {
  throw new Refused('not-found', 'See /openapi.json for the addresses.')
}
