import type { counts } from './answers/counts.ts'
import type { Answer } from './answers/shapes.ts'
import type { Taker } from './taker.ts'
import type { Reader } from './views/readers.ts'

export type Counts = Answer<typeof counts>

/** For whom is counted. */
export interface Counting {
  readonly reader: Reader
  /** Whose incidents are counted; null for a key. */
  readonly mine: Taker | null
  /** Who has an alert of an incident that the reader may not read is not told. */
  readonly minesHidden: boolean
  /** Alerts and deliveries of open incidents only. */
  readonly openOnly: boolean
  /** Whether the caller reads alerts and deliveries. */
  readonly alerts: boolean
  /** Whether the caller reads approvals, reassessments and hand-overs. */
  readonly samples: boolean
}
