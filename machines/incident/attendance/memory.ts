import type { RankClock } from '../../rules/grading/grading.ts'
import type { Instant, Person } from '../../rules/vocabulary.ts'

/** A wait for attendance that passed its deadline. It stays in the record whatever the grade becomes. */
export interface Breach {
  readonly clock: number
  readonly dueAt: Instant
  readonly priority: string
  /** The demand that it opened or joined. */
  readonly demand: string
  /** A reassessment answered it. */
  readonly answered: boolean
  /** Only there where the reassessment that answered it was set aside: the demand that asks again, null where the victim had been seen. */
  readonly setAside?: string | null
  /** Late news of an arrival in time voids the breach. */
  readonly settled: boolean
}

/** A unit at the scene, and when it left. */
export interface AtScene {
  readonly unit: string
  readonly arrivedAt: Instant
  readonly clearedAt: Instant | null
}

/** A visit at which nobody had seen the victim yet. */
export interface Visit {
  /** Counts visits, from 1. */
  readonly number: number
  readonly arrivedAt: Instant
  /** Since when the wait goes on that it belongs to; null for the first. */
  readonly waitingSince: Instant | null
  /** When it failed; null while somebody looks for her. */
  readonly failedAt: Instant | null
  /** The units that were still coming when it failed. */
  readonly coming: readonly string[]
}

/** What the attendance region remembers: its clocks and breaches, who was sent, who arrived, what the victim was told. */
export interface AttendanceMemory {
  /** Counts attendance clocks: the first grade starts one, an upgrade after a breach or an arrival a fresh one. */
  readonly clock: number
  /** From where the current clock counts. */
  readonly clockStart: Instant | null
  /** From where the first clock of this wait counted; a downgrade counts from here again, so that it erases no time waited. */
  readonly waitStart: Instant | null
  /** Of each rank that a grade of this wait had, the clock that fell due first. */
  readonly rankClocks: readonly RankClock[]
  /** Set by a grade; an upgrade may bring it nearer, only an approved downgrade moves it away. */
  readonly attendBy: Instant | null
  readonly warnBy: Instant | null
  /** The last clock whose warning point was reached, 0 for none: from there lowering the grade takes rank and a second person. */
  readonly warnedOn: number
  readonly breaches: readonly Breach[]
  readonly units: readonly string[]
  readonly firstAssignedAt: Instant | null
  /** The newest units that arrived. */
  readonly scene: readonly AtScene[]
  readonly visitsMade: number
  /** The visits that failed without her being seen, and the one that goes on. */
  readonly visits: readonly Visit[]
  /** How the current clock ended, if it did. */
  readonly attendance: 'met' | 'missed' | null
  /** Since when this wait goes on, where an earlier one ended: an arrival before it is no answer to it. */
  readonly waitingSince: Instant | null
  /** The arrival that stopped the clock; null again when it turns out to have failed. */
  readonly attendedAt: Instant | null
  readonly victimSeenAt: Instant | null
  /** When she was last told that it will be late, where the policy asks for that. */
  readonly toldAt: Instant | null
  /** Visits that did not see her after she had been told, where the policy asks that she is told again: how many, and when the last was. */
  readonly failedVisits: { readonly made: number; readonly at: Instant | null }
  /** The resolution on the telephone that is in force: nobody goes, until there is news. */
  readonly telephone: { readonly at: Instant; readonly by: Person; readonly approvedBy: Person | null } | null
  /** The forces that were asked to take it over. */
  readonly transfers: Readonly<Record<string, 'made' | 'acknowledged'>>
}

export const ATTENDANCE_BLANK = {
  clock: 0,
  clockStart: null,
  waitStart: null,
  rankClocks: [],
  attendBy: null,
  warnBy: null,
  warnedOn: 0,
  breaches: [],
  units: [],
  firstAssignedAt: null,
  scene: [],
  visitsMade: 0,
  visits: [],
  attendance: null,
  waitingSince: null,
  attendedAt: null,
  victimSeenAt: null,
  toldAt: null,
  failedVisits: { made: 0, at: null },
  telephone: null,
  transfers: {},
} as const satisfies Partial<AttendanceMemory>
