/**
 * The engine's one clock: the database's, which all processes share, held so that it never goes back.
 *
 * When the database's clock is set back, time runs on from the highest instant seen by this process's monotonic clock, so no
 * deadline waits for the past to come round again. Small differences (latency, two crystals drifting apart) are not a clock
 * set back: there the database is followed and its clock is never run ahead of, since nothing may fire early.
 */
import type { Instant } from '../../machines/rules/vocabulary.ts'

export interface Clock {
  /** The engine's time, for a reading of the database's clock taken just now. */
  highest(databaseNow: Instant): Instant
  /** What the engine's time has reached at least, without asking the database: for `greatest(now(), …)` in a statement. */
  floor(): Instant
}

/** A reading this far behind where it should be means that somebody set the clock. */
const TOLERANCE_MS = 1_000

/**
 * @param seed the latest instant on record, so that a clock set back while we were down is noticed too; null for an empty record.
 * @param monotonicMs for tests.
 */
export function createClock(seed: Instant | null, monotonicMs: () => number = () => performance.now()): Clock {
  const start = seed === null ? 0 : Date.parse(seed)
  let anchor = { at: start, monotonic: monotonicMs() }
  let highest = start
  let setBack = false
  const reading = () => anchor.at + Math.floor(monotonicMs() - anchor.monotonic)

  return {
    highest: (databaseNow) => {
      const now = Date.parse(databaseNow)
      setBack = now < reading() - TOLERANCE_MS
      if (!setBack) anchor = { at: now, monotonic: monotonicMs() }
      highest = Math.max(highest, reading())
      return new Date(highest).toISOString()
    },
    floor: () => new Date(setBack ? Math.max(highest, reading()) : highest).toISOString(),
  }
}
