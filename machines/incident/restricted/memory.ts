import type { Instant, Person } from '../../rules/vocabulary.ts'

/** Who may read an incident that is restricted. Ids only: why it is restricted stands in the line of the record. */
export interface Restriction {
  /** Ids of people, as events name them; whoever restricted it reads it too. */
  readonly people: readonly string[]
  readonly since: Instant
  readonly by: Person
}

/** A person who is not a reader has opened it, or has changed who reads it. */
export interface BrokenGlass {
  /** The alert's cause. */
  readonly cause: string
  /** The person's id. */
  readonly by: string
  /** Reads of this person before this instant are covered; null where the reads are not, or no longer. */
  readonly until: Instant | null
}

export interface RestrictedMemory {
  /** Null where everybody of the force reads it. Closing the incident changes nothing here. */
  readonly restricted: Restriction | null
  /** The newest, until the alert of each is known to have ended; bounded. */
  readonly brokenGlass: readonly BrokenGlass[]
  /** How many there were in all. */
  readonly glassBroken: number
}

export const RESTRICTED_BLANK = {
  restricted: null,
  brokenGlass: [],
  glassBroken: 0,
} as const satisfies Partial<RestrictedMemory>
