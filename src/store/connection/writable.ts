/**
 * Whether the record can be written, for readiness. Three signs count: a row written for the question; a commit that lands
 * while the question runs, since behind busy connections the row may wait longer than anybody waits for an answer; and a commit
 * that the database refused a moment ago, since on a full disk a write that needs no room still works. A commit that never
 * reached the database says nothing of now.
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
 * Where somebody has locked the row, the statement skips it and asks only for a transaction number, which only a writable
 * record gives. It names the record's tables without touching a row: while a table is locked as a whole no event can be
 * recorded, and this waits.
 */
const WRITE = {
  name: 'reassess-writable',
  text: `
    with free as materialized (select ctid from reassess.writable for update skip locked),
         written as (update reassess.writable w set at = now() from free where w.ctid = free.ctid returning 1),
         cases as (update reassess.cases set version = version where false),
         timers as (update reassess.timers set failures = failures where false),
         alerts as (update reassess.alerts set status = status where false)
    select coalesce((select count(*) from written), 0), pg_current_xact_id()`,
}

export function createWritable(database: Database): Writable {
  const asking = new Set<() => void>()
  /** When a commit was last refused, with no commit landed since. */
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
