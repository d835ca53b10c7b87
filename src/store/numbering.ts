/**
 * Positions of committed changes. Transactions commit in another order than they take numbers from a sequence, so a reader that
 * follows such numbers skips late commits. Here a change has no position until it is committed; then a single process at a time
 * numbers what it finds, and a visible position has every lower position before it.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from './connection/clock.ts'
import type { Database } from './connection/database.ts'

export const CHANGES_CHANNEL = 'reassess_changes'

/** Longer than a run takes; a process that hangs must not block a connection of every process. The next run tries again. */
const TURN_WITHIN = '2s'

/**
 * Positions are microseconds of the clock, or the last position plus one where that is higher: after a restore they continue
 * above every position ever given, so that a listener that resumes with a lost position misses nothing. For the same reason a
 * clock that jumped ahead takes them no further than the engine's time.
 */
const NUMBER = { name: 'reassess-number', text: 'select reassess.number_changes($1, $2, $3)' }

/** Between two runs: under load a run numbers many commits, and nobody at a screen sees the difference. */
const GAP_MS = 20

export interface Numbering {
  /** Numbers every committed change that has no position. @throws RecordUnavailable */
  numberChanges(): Promise<void>
  /** Requests a run soon; calls that come while it runs share the next run. A failed run is left to the next kick or poll. */
  kick(): void
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>
}

export function createNumbering(database: Database, clock: Pick<Clock, 'latest'>): Numbering {
  let running: Promise<void> | undefined
  let again = false

  const numberChanges = async () => {
    await database.query(NUMBER, [clock.latest(), TURN_WITHIN, CHANGES_CHANNEL])
  }
  const run = async (): Promise<void> => {
    for (;;) {
      again = false
      await numberChanges().catch(() => {})
      if (!again) break
      await pause(GAP_MS)
    }
    running = undefined
  }

  return {
    numberChanges,
    kick: () => {
      if (running) again = true
      else running = run()
    },
    settled: () => running ?? Promise.resolve(),
  }
}
