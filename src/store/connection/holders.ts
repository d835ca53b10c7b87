/**
 * Waits for a case whose row is locked, and names the session that holds it. It asks for the lock in a trial that it rolls
 * back: the trial queues up like every other transaction, so it waits for a process that is just committing the case, and
 * `pg_blocking_pids` names the session in its way. Few trials run at once, one for each case, so that a hundred requests for a
 * locked case leave connections to the others.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Holder } from '../../engine/ports.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import { caseIs } from '../caseKey.ts'
import type { Pool } from './database.ts'
import { StatementTimedOut } from './faults.ts'

/** With the group's earlier wait, a request for a locked case is answered within a second. */
const WAIT_MS = 600
/** A busy process has committed before anybody asks who is in the way. */
const ASK_AFTER_MS = 150
const MOST_TRIALS = 2
const LOOK_AGAIN_MS = 50

const LOCK = `
  select 1 from reassess.cases c where ${caseIs('$1', '$2')} for update`
const LOCK_TIMERS = `
  select 1 from reassess.timers t
   where t.case_id = (select id from reassess.cases c where ${caseIs('$1', '$2')}) for update`
/** Leaves out what the session does: a statement may quote what people said. */
const HOLDERS = {
  name: 'reassess-holders',
  text: `
    select 'process ' || a.pid || ' (' || concat_ws(', ', nullif(a.usename, ''), nullif(a.application_name, ''), host(a.client_addr), a.state,
             'since ' || to_char(a.xact_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) || ')' as holder
      from unnest(pg_blocking_pids($1)) as b(pid) join pg_stat_activity a on a.pid = b.pid order by a.xact_start limit 3`,
}

export interface Holders {
  /** @returns null once the case's rows are free; otherwise their holder, after `WAIT_MS`. */
  awaitCase(key: CaseKey): Promise<Holder | null>
}

export function createHolders(database: Pool): Holders {
  const trials = new Map<string, Promise<Holder | null>>()

  const trial = ({ force, reference }: CaseKey): Promise<Holder | null> => {
    let holder: string | null = null
    let asking: Promise<void> = Promise.resolve()
    return database
      .trial(async (run, pid) => {
        await run(`set local lock_timeout = '${WAIT_MS}ms'`)
        const ask = setTimeout(() => {
          asking = database.query<{ holder: string }>(HOLDERS, [pid]).then(
            (rows) => {
              holder = rows.map((row) => row.holder).join(', ') || null
            },
            () => {},
          )
        }, ASK_AFTER_MS)
        try {
          await run(LOCK, [force, reference])
          await run(LOCK_TIMERS, [force, reference])
        } finally {
          clearTimeout(ask)
        }
        return null
      })
      .catch(async (error: unknown) => {
        if (!(error instanceof StatementTimedOut)) throw error
        await asking
        return { holder }
      })
  }

  return {
    async awaitCase(key) {
      const name = JSON.stringify([key.force, key.reference])
      const giveUpAt = performance.now() + WAIT_MS
      while (!trials.has(name) && trials.size >= MOST_TRIALS) {
        if (performance.now() > giveUpAt) return { holder: null }
        await pause(LOOK_AGAIN_MS)
      }
      const running = trials.get(name) ?? trial(key).finally(() => trials.delete(name))
      trials.set(name, running)
      return running
    },
  }
}
