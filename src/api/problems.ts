/**
 * Every refusal, with its HTTP status. A new code in the engine is a compile error until it has its line here. Bodies are RFC
 * 9457; `type` ends in the contract's name (§2) and is stable.
 */
import { type Issues, MOST_ISSUES } from '../../machines/rules/issue.ts'
import type { Answer } from '../engine/answers/shapes.ts'
import { CaseHeld, RecordUnavailable } from '../engine/ports.ts'
import type { EngineProblemCode, Issue, Problem } from '../engine/problems.ts'
import type { problem } from './answers.ts'

export type ProblemCode =
  | EngineProblemCode
  | 'unauthorized'
  | 'too-many-wrong-keys'
  | 'host-not-allowed'
  | 'malformed-request'
  | 'request-timeout'
  | 'expectation-failed'
  | 'headers-too-large'
  | 'forbidden'
  | 'not-found'
  | 'draft-newer'
  | 'no-delivery-file'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'invalid-query'
  | 'reason-required'
  | 'restricted'
  | 'too-busy'
  | 'internal-error'
  | 'record-unavailable'

interface Kind {
  readonly status: number
  readonly title: string
}

export const PROBLEMS: Record<ProblemCode, Kind> = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  unauthorized: { status: 401, title: 'A valid key or session is needed' },
  forbidden: { status: 403, title: 'You may not do that' },
  restricted: { status: 403, title: 'This incident is restricted' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'no-delivery-file': { status: 404, title: 'This force has no delivery file' },
  'unknown-incident': { status: 404, title: 'No such incident' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'request-timeout': { status: 408, title: 'The request came too slowly' },
  'not-accepted-now': { status: 409, title: 'The lifecycle does not allow this now' },
  'draft-newer': { status: 409, title: 'Newer text of this form was saved elsewhere' },
  'event-id-reused': { status: 409, title: 'This event id was used for other content' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'This content type is not taken' },
  'expectation-failed': { status: 417, title: 'This expectation is not met' },
  'host-not-allowed': { status: 421, title: 'This service does not have that name' },
  'invalid-event': { status: 422, title: 'The event is not valid' },
  'invalid-query': { status: 422, title: 'The query is not valid' },
  'reason-required': { status: 422, title: 'This read needs a reason' },
  'reassessment-incomplete': { status: 422, title: 'The reassessment is not complete' },
  'explains-delay-not-risk': { status: 422, title: 'This explains the delay; it does not reassess the risk' },
  'downgrade-not-approved': { status: 422, title: 'This downgrade needs command approval' },
  'closure-blocked': { status: 422, title: 'The incident cannot be closed yet' },
  'telephone-resolution-blocked': { status: 422, title: 'The incident cannot be resolved on the telephone' },
  'not-yourself': { status: 422, title: 'This names somebody else than the person who signed in' },
  'too-many': { status: 422, title: 'Too much is open on this incident to open one more' },
  'too-busy': { status: 429, title: 'Too much is waiting; send it again' },
  'too-many-wrong-keys': { status: 429, title: 'Too many wrong keys came from this address' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'internal-error': { status: 500, title: 'This failed on our side' },
  'record-unavailable': { status: 503, title: 'The record cannot be written now; send it again' },
}

/** Seconds to wait before the same request may succeed. */
export const RETRY_AFTER: Partial<Record<ProblemCode, number>> = { 'too-busy': 1, 'record-unavailable': 2 }

const BASE = 'https://reassess.example/problems/'
const MAX_POINTER = 300
const MAX_DETAIL = 500

/** `errors` is bounded, and `more` counts the rest: what a sender can act on, not a copy of a hostile body. */
export type ProblemBody = Answer<typeof problem>

export type Facts = Pick<Problem, 'errors' | 'accepts' | 'blockers'> & Pick<ProblemBody, 'more' | 'draft'>

export const asFacts = ({ issues, more }: Issues): Facts => ({ errors: issues, ...(more > 0 && { more }) })

/** Thrown wherever a request fails; the last middleware writes the answer. */
export class Refused extends Error {
  readonly code: ProblemCode
  readonly facts: Facts

  constructor(code: ProblemCode, detail: string, facts: Facts = {}) {
    super(detail)
    this.code = code
    this.facts = facts
  }
}

/** What the same request may pass as when it is sent again. */
export const sendAgain = (code: 'too-busy' | 'record-unavailable', why = ''): Refused =>
  new Refused(code, `${why} Nothing was recorded. Send it again.`.trimStart())

const QUERY_MISTAKES = 'The query has mistakes. /openapi.json lists what each parameter takes.'
export const invalidQuery = (issues: readonly Issue[], detail = QUERY_MISTAKES, more = 0): Refused =>
  new Refused('invalid-query', detail, asFacts({ issues, more }))

export const statusOf = (code: ProblemCode): number => PROBLEMS[code].status

/** @param instance a URI for this occurrence; the request id. */
export function problemBody({ code, message, facts }: Refused, instance?: string): ProblemBody {
  const errors = facts.errors?.slice(0, MOST_ISSUES)
  const more = (facts.more ?? 0) + (facts.errors?.length ?? 0) - (errors?.length ?? 0)
  return {
    type: BASE + code,
    title: PROBLEMS[code].title,
    status: PROBLEMS[code].status,
    detail: sayCut(message),
    ...(instance === undefined ? {} : { instance }),
    ...(errors && { errors: errors.map(bounded) }),
    ...(more > 0 && { more }),
    ...(facts.accepts && { accepts: facts.accepts }),
    ...(facts.blockers && { blockers: facts.blockers }),
    ...(facts.draft && { draft: facts.draft }),
  }
}

const bounded = (issue: Issue): Issue => ({
  ...issue,
  pointer: issue.pointer.slice(0, MAX_POINTER),
  detail: sayCut(issue.detail),
})

const CUT = ' … (cut here: /openapi.json has all of it)'
/** Says that text was cut. */
const sayCut = (detail: string): string =>
  detail.length <= MAX_DETAIL ? detail : `${detail.slice(0, MAX_DETAIL - CUT.length)}${CUT}`

export const refusedBy = ({ code, detail, errors, accepts, blockers }: Problem): Refused =>
  new Refused(code, detail, { ...(errors && { errors }), ...(accepts && { accepts }), ...(blockers && { blockers }) })

/** What a caller learns about any error: our own words for known errors, nothing of the inside for others. */
export function asRefused(error: unknown): Refused {
  if (error instanceof Refused) return error
  if (error instanceof CaseHeld) return sendAgain('record-unavailable', 'This incident cannot be written now.')
  if (error instanceof RecordUnavailable) return sendAgain('record-unavailable')
  switch (codeOf(error)) {
    case 'too-busy':
      return sendAgain('too-busy')
    case 'machines-newer':
      // So that a load balancer sends to the newer builds.
      return new Refused('record-unavailable', 'A newer release has this incident: this process cannot open it. Send it again.')
    case 'invalid-cursor':
      return invalidQuery(
        [{ pointer: '/cursor', detail: 'use `next` of the last answer as it was given' }],
        'The cursor does not belong to this list with these filters.',
      )
    default:
      // The router throws this for an address whose escapes do not decode.
      return error instanceof URIError
        ? new Refused('not-found', 'This address does not decode.')
        : new Refused('internal-error', 'The service has logged the cause under this request id.')
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
