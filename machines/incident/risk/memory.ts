import type { OpenDemand } from '../../effects.ts'
import type { Earlier } from '../../rules/report/repeatCallers.ts'
import type { Instant } from '../../rules/vocabulary.ts'

/** What the risk region remembers: the demands that are open, what the next review goes back to, who called before. */
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
  /** Earlier incidents of the same people or place, newest first. */
  readonly repeat: readonly Earlier[]
  /** Some of it came to light after the last look at the risk, and the policy asks for a look before closing. */
  readonly historyUnread: boolean
}

export const RISK_BLANK = {
  openDemands: [],
  demandsMade: 0,
  review: [],
  repeat: [],
  historyUnread: false,
} as const satisfies Partial<RiskMemory>
