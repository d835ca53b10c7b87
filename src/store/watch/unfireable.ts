/**
 * Timers that cannot fire, for any reason, as alerts: after 15 s each incident with such a timer is named to the first role of
 * `escalation`. The incident's own row may be the locked one, so the alert is kept like those about the system (decision 0029).
 * Also here: which builds are at work, since a build that is older than another fires only a part.
 */
import { ALERTS } from '../../../machines/rules/catalogue/alerts.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { MACHINE_VERSION } from '../../engine/step/live.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { raising, resolving } from './systemAlerts.ts'

const AFTER = "interval '15 seconds'"
/** Overdue this long while processes look each second: another session has the row. */
const LOOKED_FOR = "interval '10 seconds'"
/** Seen twice, some seconds apart: a row is locked for a moment whenever it is leased. */
const SEEN_AGAIN = "interval '2 seconds'"
/** Checked in a round, the longest overdue first. */
const MOST_LOOKED_AT = 50
/** Several times the pace at which processes say that they are at work. */
const AT_WORK_WITHIN = "interval '15 seconds'"

/** Nobody can lease a timer whose own row is locked: without this nothing would tell of it. */
const NOTE_LOCKED = {
  name: 'reassess-timers-locked',
  text: `
    with looked as materialized (
      (select case_id, id, force, due_at from reassess.timers
        where due_at <= ${engineNow('$1')} - ${LOOKED_FOR} and (leased_until is null or leased_until <= ${engineNow('$1')})
        order by due_at limit ${MOST_LOOKED_AT})
      union
      select t.case_id, t.id, t.force, t.due_at
        from reassess.timers_unfireable u join reassess.timers t on t.case_id = u.case_id and t.id = u.timer
       where u.locked
    ), free as materialized (
      select t.case_id, t.id from looked l join reassess.timers t on t.case_id = l.case_id and t.id = l.id for update of t skip locked
    ), well as (
      delete from reassess.timers_unfireable u using free f where u.locked and u.case_id = f.case_id and u.timer = f.id
    )
    insert into reassess.timers_unfireable (case_id, timer, force, since, locked)
    select l.case_id, l.id, l.force, l.due_at, true from looked l
     where not exists (select from free f where f.case_id = l.case_id and f.id = l.id)
    on conflict (case_id, timer) do nothing`,
}

const FORGET = {
  name: 'reassess-timers-fireable',
  text: `
    delete from reassess.timers_unfireable u
     where not exists (select from reassess.timers t where t.case_id = u.case_id and t.id = u.timer)`,
}

/** Each incident once, with its longest overdue timer. */
const UNFIREABLE = `
  select distinct on (c.id) c.force, c.reference as incident, 'timer-unfireable-' || c.id as about, t.due_at
    from reassess.timers_unfireable u
    join reassess.timers t on t.case_id = u.case_id and t.id = u.timer
    join reassess.cases c on c.id = u.case_id
   where u.since <= ${engineNow('$2')} - ${AFTER} and (not u.locked or u.noted_at <= now() - ${SEEN_AGAIN})
   order by c.id, t.due_at`

const RAISE = {
  name: 'reassess-timer-unfireable-raise',
  text: raising({
    kind: "'timer-unfireable'",
    severity: ALERTS['timer-unfireable'].severity,
    audience: '$1::text',
    what: UNFIREABLE,
    at: engineNow('$2'),
  }),
}

/** The alert ends when the timer fired, or was cancelled: its row is gone. */
const RESOLVE = {
  name: 'reassess-timer-unfireable-resolve',
  text: resolving(
    `
    a.about like 'timer-unfireable-%' and not exists (
      select from reassess.timers_unfireable u
        join reassess.timers t on t.case_id = u.case_id and t.id = u.timer
       where u.case_id = substr(a.about, length('timer-unfireable-') + 1)::bigint)`,
    engineNow('$1'),
  ),
}

const AT_WORK = {
  name: 'reassess-machines-at-work',
  text: `
    with said as (
      insert into reassess.machines_at_work (version, said_at) values ($1, now())
      on conflict (version) do update set said_at = excluded.said_at
    )
    select exists (
      select from reassess.machines_at_work where version > $1 and said_at between now() - ${AT_WORK_WITHIN} and now()
    ) or exists (
      select from reassess.timers t
       -- From what is due, which is little: a join may be planned to read every case.
       cross join lateral (select from reassess.cases c where c.id = t.case_id and c.machine_version > $1 limit 1) c
       where t.due_at <= ${engineNow('$2')}
    ) as newer`,
}

/** What every process does every few seconds. @throws RecordUnavailable */
export interface UnfireableTimers {
  /** Raises and ends the alerts. @param audience whom they are for. */
  tellUnfireable(audience: Role): Promise<void>
  /** Says that this build is at work. @returns whether a newer build is, or a case is due that only a newer build can fire. */
  isNewerAtWork(): Promise<boolean>
}

/**
 * @param clock whose time everything here follows: by the database's clock, a timer that is due in an hour would raise an
 *   alert.
 * @param machineVersion of this build.
 */
export function createUnfireableTimers(
  database: Pick<Database, 'query'>,
  clock: Pick<Clock, 'bounds'>,
  machineVersion: number = MACHINE_VERSION,
): UnfireableTimers {
  return {
    tellUnfireable: async (audience) => {
      await database.query(NOTE_LOCKED, [clock.bounds()])
      await database.query(RAISE, [audience, clock.bounds()])
      await database.query(RESOLVE, [clock.bounds()])
      await database.query(FORGET)
    },
    isNewerAtWork: async () => {
      const [row] = await database.query<{ newer: boolean }>(AT_WORK, [machineVersion, clock.bounds()])
      return row?.newer ?? false
    },
  }
}
