/**
 * Whether the record can be written, as readiness asks. A row that is written for the question tells; so does a commit that
 * lands while it is asked, since behind busy connections the row may wait longer than anybody does for an answer; and so
 * does one that the database refused a moment ago, since on a full disk what needs no room still works. A commit that never
 * reached the database says nothing of now: the row finds out by itself.
 */
import { RecordUnavailable } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { RecordRefused } from './faults.ts'

export interface Writable {
  /** @param landed whether anything of it was written. */
  told(landed: boolean): void
  /** @param error why a commit failed. */
  failed(error: unknown): void
  /** @throws RecordUnavailable */
  check(): Promise<void>
}

const REFUSED_COUNTS_MS = 3_000
/**
 * The row is skipped where somebody has locked it: then a number for the transaction is all that is asked for, which only a record
 * that can be written gives. The tables of the record are named without touching a row: while one is locked as a whole no event
 * can be recorded, and this waits.
 */
const WRITE = {
  name: 'reassess-writable',
  text: `
    with free as materialized (select ctid from reassess.writable for update skip locked),
         written as (update reassess.writable w set at = now() from free where w.ctid = free.ctid returning 1),
         cases as (delete from reassess.cases where false),
         timers as (delete from reassess.timers where false),
         alerts as (delete from reassess.alerts where false)
    select coalesce((select count(*) from written), 0), pg_current_xact_id()`,
}

export function createWritable(database: Database): Writable {
  const asking = new Set<() => void>()
  /** When a commit was last refused, while none has landed since. */
  let refusedAt = Number.NEGATIVE_INFINITY

  return {
    told(landed) {
      if (!landed) return
      refusedAt = Number.NEGATIVE_INFINITY
      for (const answer of asking) answer()
    },
    failed(error) {
      if (error instanceof RecordRefused) refusedAt = performance.now()
    },
    async check() {
      if (performance.now() - refusedAt < REFUSED_COUNTS_MS) throw new RecordUnavailable('The last commit was refused')
      let answer = () => {}
      const landed = new Promise<void>((resolve) => {
        answer = resolve
      })
      asking.add(answer)
      try {
        await Promise.race([database.query(WRITE), landed])
      } finally {
        asking.delete(answer)
      }
    },
  }
}
