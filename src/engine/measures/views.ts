/** The question that a measure asks of the record, and the answer. */
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { CountedThing, Dimension } from './counted.ts'

/** Things of a code, or of any, that count towards one part of a measure. */
export interface Pick {
  /** `OF` for what a share is a share of, `OWN` for a part of each code. */
  readonly part: string
  /** What is counted; `refused`: refused reassessments, by the problem they were answered with. */
  readonly what: CountedThing | 'refused'
  /** Null for any. */
  readonly code: string | null
}
export const OF = ''
export const OWN = '*'

export interface MeasureAsked {
  readonly picks: readonly Pick[]
  /** The first instant of each month, and the end of the last. */
  readonly bounds: readonly Instant[]
  readonly byMonth: boolean
  readonly by: readonly Dimension[]
  /** Whether lengths of time are asked for. */
  readonly isTimed: boolean
  /** The most lines to return; the reads return one more if there are more. */
  readonly most: number
}

/** One part of one month, grade, area… */
export interface MeasuredRow extends Readonly<Record<Dimension, string | null>> {
  readonly part: string
  /** Which of the months, the first is 0; null where it is not by month. */
  readonly month: number | null
  readonly count: number
  /** Of how many a length of time is known, its median and what nine in ten do not exceed, in minutes. */
  readonly timed: number
  readonly median: number | null
  readonly ninetieth: number | null
}

/** Every call is for one force. @throws RecordUnavailable */
export interface MeasureReads {
  measured(force: string, asked: MeasureAsked): Promise<readonly MeasuredRow[]>
  /** When counting began; null where everything on record was counted. */
  countedSince(): Promise<Instant | null>
}
