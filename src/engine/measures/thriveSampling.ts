/** Supervisors' sampling of THRIVE: what is asked of the record for it. */
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { sampleItem } from '../answers/sampling.ts'
import type { Answer } from '../answers/shapes.ts'

/**
 * From the first instant to just before the second, by when a THRIVE was recorded: a late entry belongs to the night it was
 * entered in.
 */
export interface Period {
  readonly from: Instant
  readonly to: Instant
}

export interface SampleAsked extends Period {
  /** The same seed draws the same assessments. */
  readonly seed: string
  readonly size: number
}

/** One assessment as it was recorded, and nothing of what the engine found in it: a person scores it blind. */
export type SampleItem = Answer<typeof sampleItem>

export interface Sample {
  /** How many were recorded in the period: what is drawn from. */
  readonly recorded: number
  /** In the order of the draw: of a larger size, a smaller one is the beginning. */
  readonly items: readonly SampleItem[]
}

/** A THRIVE with a person's score of it. */
export interface Scored {
  readonly incident: string
  /** Of the THRIVE. */
  readonly sequence: number
  readonly score: CaseEventData['thrive.scored']
  /** Whether nobody scored it before. */
  readonly first: boolean
}

/** What the sampling reads. Every call is for one force. @throws RecordUnavailable */
export interface ThriveReads {
  thriveSample(force: string, asked: SampleAsked): Promise<Sample>
  /** How many THRIVEs were recorded in the period. */
  thrivesRecorded(force: string, period: Period): Promise<number>
  /** The scores, whenever they were made, of THRIVEs that were recorded in the period; a batch in memory at a time. */
  thriveScores(force: string, period: Period): AsyncIterable<Scored>
}
