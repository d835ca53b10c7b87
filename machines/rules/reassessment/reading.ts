/**
 * What the texts of a reassessment were found to say. It is recorded with the event, so that a replay reads it and judges nothing
 * anew. Source: the public contract, section 4a.
 */

/** A part of a text, in UTF-16 units from its beginning. No text itself: the event has it. */
export interface Passage {
  /** JSON pointer into the event, as `/data/decision/rationale`. */
  readonly pointer: string
  readonly start: number
  readonly end: number
}

export interface Reading {
  /** The id of the weights that judged it. */
  readonly weights: string
  /** From 0, it explains, to 1, it says how the risk is. To three decimals. */
  readonly score: number
  /** A doubtful reassessment is put before a second person. What explains for certain is refused and never recorded. */
  readonly verdict: 'assesses' | 'doubtful'
  /** What cast the doubt; empty where nothing did, and where the doubt is about what was answered and not about a text. */
  readonly doubts: readonly Passage[]
  /** Drawn for a blind reading, which a doubtful one never is. Its author is not told. */
  readonly drawn: boolean
}
