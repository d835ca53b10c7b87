/** What a referral to MARAC remembers, and what it hears. */
import type { HeardBy } from '../../rules/events.ts'
import type { Instant, MaracCriterion, RiskGrade } from '../../rules/vocabulary.ts'
import type { MatterContext, MatterEvent } from '../matter.ts'

interface Action {
  readonly action: string
  /** A post or an agency. */
  readonly owner: string
  readonly dueAt: Instant
  readonly doneAt: Instant | null
}

export interface MaracContext extends MatterContext {
  readonly area: string | null
  readonly criteria: readonly MaracCriterion[]
  readonly risk: RiskGrade | null
  readonly referredAt: Instant | null
  readonly repeat: boolean
  /** The version of the rule by which it is one, or none. */
  readonly repeatRule: string | null
  readonly lastReferredAt: Instant | null
  readonly custodyEndsAt: Instant | null
  /** Whether anybody said when the area meets. */
  readonly calendar: 'known' | 'unknown' | null
  readonly meeting: 'regular' | 'ad-hoc' | 'daily' | null
  readonly meetingAt: Instant | null
  /** The last instant at which the meeting takes papers; null for a meeting that was listed by hand. */
  readonly papersBy: Instant | null
  readonly heardAt: Instant | null
  readonly chair: string | null
  readonly agencies: readonly string[]
  readonly actions: readonly Action[]
  /** Files of both are flagged until then: what happens between them till then is a repeat. */
  readonly flaggedUntil: Instant | null
}

export type MaracEvent = MatterEvent<HeardBy<'marac'>>
