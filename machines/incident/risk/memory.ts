import type { OpenDemand } from '../../effects.ts'
import type { Earlier } from '../../rules/report/repeatCallers.ts'
import type { Instant, Person } from '../../rules/vocabulary.ts'

/** What the case says of itself before a reassessment moves it, and what of it is put back where that is set aside. */
export interface StoodBefore {
  /** The highest level of the demands that it names; 1 where it names none. */
  readonly level: number
  /** When the next review was due; null where none was. */
  readonly reviewDueAt: Instant | null
  readonly priority: string | null
  /** As `gradeInForce` numbers it. */
  readonly grade: number
}

/** A grade that a second person approved: the reassessment that lowered it, and how the case stood before it. */
export interface Lowering extends Pick<StoodBefore, 'priority' | 'grade'> {
  readonly reassessment: number
  readonly approvedBy: string
}

/** A reassessment that a second person may read, with what is undone where that person finds that it explains. */
export interface Check {
  /** The line of the record that it is. */
  readonly reassessment: number
  /** A drawn one is owed by nobody and shown to nobody before its verdict. */
  readonly why: 'doubtful' | 'drawn'
  /** When it was made, or recorded where that is earlier. */
  readonly at: Instant
  /** When somebody should have read it. */
  readonly readBy: Instant
  /** Ids of whoever made it and, where somebody did, approved it: neither may read it. */
  readonly madeBy: readonly string[]
  /** The level that the demands it answered had reached; 1 for one made unasked. */
  readonly level: number
  /** The demands that it ended. */
  readonly demands: readonly string[]
  /** The attendance clocks whose breaches it answered. */
  readonly clocks: readonly number[]
  /** Where it lowered the grade: the number of its grade, and the grade before, by its number. */
  readonly lowered: { readonly grade: number; readonly before: { readonly grade: number; readonly priority: string } } | null
  /** The review that its own replaced: when it was due (null for none), whose it was, and what it went back to. */
  readonly reviewBefore: {
    readonly dueAt: Instant | null
    readonly of: number | null
    readonly causes: RiskMemory['review']
  }
  /** Nobody but its author has looked at who called before. */
  readonly historyUnread: boolean
  /** When it was made, where it said that nobody has to go again. */
  readonly notNeededAt: Instant | null
}

export interface Checked extends Pick<Check, 'reassessment' | 'why' | 'readBy'> {
  readonly madeAt: Check['at']
  readonly verdict: 'assesses' | 'explains'
  /** When it was read, and by whom. */
  readonly at: Instant
  readonly by: Person
}

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

/**
 * What the risk region remembers: the demands that are open, what the next review goes back to, what was assessed, what a second person
 * has to read, who called before.
 */
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
  /** The reassessment that named the next review. */
  readonly reviewOf: number | null
  /** Reassessments that wait for a second person, or may be read by one; of the drawn ones the newest. */
  readonly checks: readonly Check[]
  /** Those that a second person has read, the latest last; bounded. */
  readonly checked: readonly Checked[]
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
  reviewOf: null,
  checks: [],
  checked: [],
  assessments: [],
  repeat: [],
  historyUnread: false,
} as const satisfies Partial<RiskMemory>
