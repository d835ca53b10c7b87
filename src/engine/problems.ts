import type { Issue } from '../../machines/rules/issue.ts'

export type { Issue, Warning } from '../../machines/rules/issue.ts'

/** Problem names of the contract (§2): the ends of the `type` of an RFC 9457 answer. */
export const PROBLEM_CODES = [
  'not-accepted-now',
  'event-id-reused',
  'unknown-incident',
  'invalid-event',
  'reassessment-incomplete',
  'explains-delay-not-risk',
  'downgrade-not-approved',
  'closure-blocked',
  'telephone-resolution-blocked',
  'too-many',
  'not-yourself',
] as const
export type EngineProblemCode = (typeof PROBLEM_CODES)[number]

/** Why an event was not taken: what was wrong and where. */
export interface Problem {
  readonly code: EngineProblemCode
  readonly detail: string
  readonly errors?: readonly Issue[]
  /** For `not-accepted-now`: the event types that would be taken. */
  readonly accepts?: readonly string[]
  /** For `closure-blocked` and `telephone-resolution-blocked`, and for a `hau.completed` that comes too early. */
  readonly blockers?: readonly { readonly code: string; readonly detail: string }[]
}
