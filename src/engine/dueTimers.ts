/** What the workers ask of the record. */
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { CaseKey } from './step/case.ts'

/** A timer row that is due and leased to this process by a committed update. */
export interface DueTimer extends CaseKey {
  readonly timer: string
  readonly dueAt: Instant
}

export interface Leased {
  readonly now: Instant
  readonly next: Instant | null
  readonly timers: readonly DueTimer[]
}

/** A timer that was leased and did not fire. */
export interface UnfiredTimer extends CaseKey {
  readonly timer: string
  /** A row of its case was locked: tried again soon, since that may end at any moment. */
  readonly held: boolean
}

/** What the workers ask: what is due, what falls due soon, and how the clocks stand. */
export interface DueTimers {
  /**
   * Leases at most `limit` timers due by the engine's clock, worst case first, for `leaseMs`: another process does not get them meanwhile.
   * Only what this build can fire: a case that a newer build has moved is that build's.
   *
   * @param freshMs only those that fell due within so many milliseconds; null for all.
   * @returns them with the engine's time, and when the next falls due.
   */
  leaseDue(limit: number, leaseMs: number, freshMs: number | null): Promise<Leased>
  /** When timers fall due, and people are to be told of alerts, within the next `horizonMs`: each instant once, rounded up to whole steps. */
  dueSoon(horizonMs: number, stepMs: number): Promise<{ readonly now: Instant; readonly instants: readonly Instant[] }>
  /** These could not be fired: leaves each alone for a while, longer each time, in every process of this build. */
  putOff(timers: readonly UnfiredTimer[]): Promise<void>
  /** These are another build's to fire: nothing is held against them. */
  release(timers: readonly (CaseKey & { readonly timer: string })[]): Promise<void>
  counts(): Promise<{
    readonly pending: number
    readonly overdue: number
    /** Those that could not be fired when they were last tried, or whose own row is locked. */
    readonly failed: number
  }>
  /** Open demands by level, for the metrics. */
  demandLevels(): Promise<ReadonlyMap<number, number>>
  /** The queue of the harm assessment unit by what it waits for, for the metrics: how many, and since how many seconds the oldest does. */
  hauQueue(): Promise<ReadonlyMap<string, { readonly incidents: number; readonly oldestSeconds: number }>>
}
