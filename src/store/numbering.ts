/**
 * Positions of committed changes. Transactions commit in another order than they take numbers from a sequence, so a reader that
 * goes by such numbers skips those that commit late. Here a change has no position until it is committed; then one process at a
 * time numbers what it finds, and a position, once visible, has every lower one before it.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database.ts'

export const CHANGES_CHANNEL = 'reassess_changes'

/** Longer than a run takes; a holder that hangs must not keep a connection of every process. The next run tries again. */
const TURN_WITHIN = '2s'

/**
 * The last statement begins after the lock was given, so it sees what the last holder numbered. A bitmap of the index would be
 * made of every change that was numbered since the last vacuum, again each time; a scan of it forgets them as it goes.
 *
 * Positions are microseconds of the clock, or one more than the last where that is higher: after a restore from a backup they go
 * on above every position that was ever handed out, so that a listener that resumes with a lost one misses nothing. For the same
 * reason a clock that jumped ahead takes them no further than the engine's time.
 */
const number = (latest: Instant): string => `
  set local enable_bitmapscan = off;
  set local lock_timeout = '${TURN_WITHIN}';
  select pg_advisory_xact_lock(hashtext('reassess.positions'));
  with base as (
    select greatest(coalesce(max(position), 0), floor(extract(epoch from least(clock_timestamp(), '${latest}'::timestamptz)) * 1000000)::bigint) as position
      from reassess.changes
  ), waiting as (
    select id, row_number() over (order by id) as place from reassess.changes where position is null
  ), numbered as (
    update reassess.changes c set position = base.position + waiting.place
      from base, waiting where c.id = waiting.id returning c.position
  )
  select pg_notify('${CHANGES_CHANNEL}', max(position)::text) from numbered having count(*) > 0`

/** Between two runs: under load one run numbers many commits, and nobody at a screen sees the difference. */
const GAP_MS = 20

export interface Numbering {
  /** Numbers every committed change that has no position. @throws RecordUnavailable */
  numberChanges(): Promise<void>
  /** Has it done soon; calls that come while it runs share the next run. Failures are left to the next kick or poll. */
  kick(): void
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>
}

export function createNumbering(database: Database, clock: Pick<Clock, 'latest'>): Numbering {
  let running: Promise<void> | undefined
  let again = false

  const numberChanges = () => database.script(number(clock.latest()))
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
