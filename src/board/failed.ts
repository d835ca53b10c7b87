/** A page that could not be answered: as a page, with what to do next, and with what somebody had written. */
import type { ErrorRequestHandler, Request, Response } from 'express'
import { asRefused, PROBLEMS, RETRY_AFTER, statusOf } from '../api/problems.ts'
import { isFromHere } from '../api/session/csrf.ts'
import { type Frame, sendView } from '../frame/sendView.ts'
import { ApiRefused } from './ask.ts'

/** Fields that only say which form it was. */
const OF_THE_FORM = new Set(['csrf', 'id'])

interface Failure {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly retryAfter?: string
}

export const answerFailure =
  (frame: Frame): ErrorRequestHandler =>
  async (error: unknown, req, res, next) => {
    const failure = failureOf(error)
    // Our own faults are logged where all of them are.
    if (res.headersSent || failure === null) return next(error)
    const isOut = failure.status === 401 && req.get('authorization') === undefined
    if (isOut && req.method === 'GET') return res.redirect(303, `/sign-in?to=${encodeURIComponent(req.originalUrl)}`)
    if (failure.retryAfter !== undefined) res.set('Retry-After', failure.retryAfter)
    const model = { ...failure, isOut, sent: sentIn(req, res), to: req.originalUrl, who: res.locals.who ?? null }
    sendView(res, frame, 'failed.njk', model, { title: failure.title, status: failure.status })
  }

function failureOf(error: unknown): Failure | null {
  if (error instanceof ApiRefused) {
    const { status, problem, retryAfter, message } = error
    return { status, title: problem.title, detail: message, ...(retryAfter !== undefined && { retryAfter }) }
  }
  const { code, message } = asRefused(error)
  if (code === 'internal-error') return null
  const retryAfter = RETRY_AFTER[code]
  return {
    ...{ status: statusOf(code), title: PROBLEMS[code].title, detail: message },
    ...(retryAfter !== undefined && { retryAfter: String(retryAfter) }),
  }
}

/**
 * What somebody had written stays on the page, and can be sent again from there, with the token of the session that they have by
 * then. What another site's page sent is not offered.
 */
function sentIn(req: Request, { locals }: Response): readonly { name: string; value: string; isText: boolean }[] {
  if (req.method !== 'POST' || locals.form === undefined || !isFromHere(req)) return []
  return [...locals.form].map(([name, value]) => ({
    name,
    value: name === 'csrf' ? (locals.csrf ?? value) : value,
    isText: !OF_THE_FORM.has(name) && value.trim() !== '',
  }))
}
