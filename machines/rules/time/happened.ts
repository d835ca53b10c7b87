import type { Instant } from '../vocabulary.ts'

/** The two instants of everything that reaches a machine: when it happened, and when the record learnt of it. */
export interface Happened {
  readonly at: Instant
  readonly recordedAt: Instant
  /** The line of the incident's record that it becomes. The step says it to the incident; an event that is only judged has no line yet. */
  readonly sequence?: number
}

/**
 * When a person could first be told: clocks that wait for a person run from here, so that a night entered from paper does not
 * escalate.
 */
export const known = ({ at, recordedAt }: Happened): Instant => (at > recordedAt ? at : recordedAt)

/** When a cause came, for asking what came after it: a time ahead of the record does not outlive the record. */
export const causeOf = ({ at, recordedAt }: Happened): Instant => (at < recordedAt ? at : recordedAt)
