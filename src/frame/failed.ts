/** A page that could not be answered: as a page, with what to do next, and with what somebody had written. */
import type { ErrorRequestHandler, Request, Response } from 'express'
import { type Role, SUPERVISING } from '../../machines/rules/vocabulary.ts'
import { logUnexpected } from '../api/answerProblems.ts'
import { ClientGone } from '../api/door/body.ts'
import { asRefused, type ProblemCode, RETRY_AFTER, Refused, statusOf } from '../api/problems.ts'
import { isFromHere } from '../api/session/csrf.ts'
import { failedWords, NOT_FROM_HERE } from './failedWords.ts'
import { type Frame, sendView } from './sendView.ts'

export interface Failure {
  readonly code: ProblemCode
  readonly status: number
  /** Seconds. */
  readonly retryAfter: string | null
  /** What is wrong with each field, where the API says so. */
  readonly errors: readonly string[]
  /** Names this request to the people who run the service. */
  readonly request: string | null
}

/** The form was made for another session: somebody signed in again since, perhaps another person. */
export class OldForm extends Refused {
  constructor() {
    super('forbidden', 'The form is of another session. Nothing was done.')
  }
}

/** Fields that only say which form it was. */
const OF_THE_FORM = new Set(['csrf', 'id', 'header'])
const READS: readonly string[] = ['GET', 'HEAD']

/** @param read what an error of another kind means; null for any other error. */
export const answerFailure =
  (frame: Frame, read: (error: unknown) => Failure | null = () => null): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    // Nobody is there any more, or half of an answer is.
    if (res.headersSent || error instanceof ClientGone) return next(error)
    const failure = read(error) ?? ownFailure(error, frame, res)
    const { code, status, retryAfter } = failure
    res.locals.code = code
    const isOut = status === 401 && req.get('authorization') === undefined
    if (isOut && READS.includes(req.method)) return res.redirect(303, `/sign-in?to=${encodeURIComponent(req.originalUrl)}`)
    if (retryAfter !== null) res.set('Retry-After', retryAfter)
    const who = res.locals.who ?? null
    const isPost = req.method === 'POST'
    const isForeign = isPost && status === 403 && !isFromHere(req)
    const asked = {
      isPost,
      role: who?.roleLabel.toLowerCase() ?? null,
      whoMay: whoMay(req.originalUrl, who?.role ?? null),
      retryAfter,
    }
    const { title, says } = isForeign ? NOT_FROM_HERE : failedWords(code, status, asked)
    const model = {
      ...{ says: error instanceof OldForm ? [] : says, errors: failure.errors, request: status === 500 ? failure.request : null },
      ...{ isOut, isOldForm: error instanceof OldForm, sent: sentIn(req, res), to: req.originalUrl, who },
    }
    sendView(res, frame, 'failed.njk', model, { title: error instanceof OldForm ? OLD_FORM : title, status })
  }

/** Nobody is sent to ask themselves. The access log is the auditors' alone. */
function whoMay(path: string, role: Role | null): string {
  if (/^\/access(?:[./?]|$)/.test(path)) return 'an auditor'
  return role !== null && SUPERVISING.includes(role) ? 'somebody whose role has it' : 'a supervisor'
}

const OLD_FORM = 'You signed in again since this page was made'

function ownFailure(error: unknown, { log }: Frame, res: Response): Failure {
  const { code, facts } = asRefused(error)
  const { request = '' } = res.locals
  if (code === 'internal-error') logUnexpected(log, res, error)
  const retryAfter = RETRY_AFTER[code]
  return {
    ...{ code, status: statusOf(code), retryAfter: retryAfter === undefined ? null : String(retryAfter) },
    ...{ errors: facts.errors?.map(({ detail }) => detail) ?? [], request },
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
    value: name === 'csrf' ? (locals.who?.csrf ?? value) : value,
    isText: !OF_THE_FORM.has(name) && value.trim() !== '',
  }))
}
