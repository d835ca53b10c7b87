import type { OpenDemand } from '../../effects.ts'
import type { Earlier } from '../../rules/report/repeatCallers.ts'
import type { Instant } from '../../rules/vocabulary.ts'

/** Where one of the two people is, in the words of the event. */
export interface Whereabouts {
  readonly where: string
  readonly source: string
  /** Null where nobody said when. */
  readonly knownAt: Instant | null
}

/** A situation as an assessment found it; what it left unanswered is unknown. */
export interface Found {
  readonly suspect: Whereabouts
  readonly victim: Whereabouts
  readonly canReach: string
  readonly changed: readonly string[]
  readonly protects: readonly string[]
}

/** A THRIVE or a reassessment. */
export interface Assessment {
  readonly at: Instant
  /** Its line of the incident's record. */
  readonly sequence: number
  readonly from: 'thrive.assessed' | 'risk.reassessed'
  /** Null for a THRIVE that says nothing of it. */
  readonly situation: Found | null
}

/** What the risk region remembers: the demands that are open, what the next review goes back to, what was assessed, who called before. */
export interface RiskMemory {
  readonly openDemands: readonly OpenDemand[]
  readonly demandsMade: number
  /** What the next review goes back to: it ends when the victim has been seen after all of it. */
  readonly review: readonly {
    readonly causeAt: Instant
    /** The attendance clock whose breach was answered. Only there for a breach. */
    readonly clock?: number
    /** The failed visit that was answered. Only there for such a visit. */
    readonly visit?: number
  }[]
  /** In the order of their times, of one instant in the order of recording, without those that were set aside. */
  readonly assessments: readonly Assessment[]
  /** Earlier incidents of the same people or place, newest first. */
  readonly repeat: readonly Earlier[]
  /** Some of it came to light after the last look at the risk, and the policy asks for a look before closing. */
  readonly historyUnread: boolean
}

export const RISK_BLANK = {
  openDemands: [],
  demandsMade: 0,
  review: [],
  assessments: [],
  repeat: [],
  historyUnread: false,
} as const satisfies Partial<RiskMemory>
