import type { DueTimer, DueTimers } from '../engine/dueTimers.ts'
import { MACHINE_VERSION } from '../engine/step/live.ts'
import { caseIs } from './caseKey.ts'
import { columnsOf } from './columns.ts'
import { type Clock, engineNow } from './connection/clock.ts'
import type { Database } from './connection/database.ts'

/** `now` is the engine's time: the database's, unless its clock was set back or jumped ahead (see clock.ts). */
const NOW = engineNow('$1')
const INSTANT = `instant as materialized (select ${NOW} as now)`
/**
 * Longer than any lease and any postponement. A lease that ends later came from a clock that was ahead, and holds nothing up.
 */
const NO_LEASE = "interval '2 minutes'"

/**
 * Leases by a committed update, so that a process that dies with timers loses them when the lease ends. Skips rows that another
 * process is leasing at this moment. Worst case first, then the longest overdue; only those that fell due in the last $4
 * milliseconds.
 *
 * Leaves a case that a newer build has changed to that build ($5 is ours), and tries what another build put off: the other
 * build may have stumbled over something that this build has mended. A lease, which another build holds while it fires, binds
 * every build.
 */
const LEASE = {
  name: 'reassess-timers-lease',
  text: `
    with ${INSTANT}, picked as materialized (
      select t.case_id, t.id, c.force, c.reference, c.sort_key
        from reassess.timers t join reassess.cases c on c.id = t.case_id
       where t.due_at <= (select now from instant) and t.due_at > (select now from instant) - $4 * interval '1 millisecond'
         and (t.leased_until is null or t.leased_until <= (select now from instant)
              or t.leased_until > (select now from instant) + ${NO_LEASE} or t.put_off_by <> $5)
         and c.machine_version <= $5
       order by c.sort_key, t.due_at
       limit $2
         for update of t skip locked
    ), leased as (
      update reassess.timers t set leased_until = instant.now + $3 * interval '1 millisecond', put_off_by = null
        from picked p, instant
       where t.case_id = p.case_id and t.id = p.id
      returning p.force, p.reference, t.id as timer, t.due_at, p.sort_key
    )
    select now() as now, (select min(t.due_at) from reassess.timers t where t.due_at > instant.now) as next, l.*
      from instant left join leased l on true order by l.sort_key, l.due_at`,
}

/**
 * The sweep fires what is overdue already. Instants are rounded up to whole steps, so that a thousand timers of a step are a
 * single row.
 */
const SOON = {
  name: 'reassess-timers-soon',
  text: `
    with ${INSTANT}, due as (
      select due_at from reassess.timers
       where due_at > (select now from instant) and due_at <= (select now from instant) + $2 * interval '1 millisecond'
      union all
      select next_at from reassess.notifications
       where next_at > (select now from instant) and next_at <= (select now from instant) + $2 * interval '1 millisecond'
    ), soon as (
      select distinct ceil(extract(epoch from due.due_at) * 1000 / $3::integer) * $3::integer as at from due
    )
    select now() as now, to_timestamp(soon.at / 1000) as at from instant left join soon on true order by soon.at`,
}

/**
 * Each failure doubles the wait, from twice the lease to a minute: short enough that the timer fires soon after the cause is
 * mended. A locked row may be released at any moment: that wait grows to two seconds only. When the timer's own row is locked,
 * the failure is noted beside it, so that it is counted, and raises an alert after a while.
 */
const PUT_OFF = {
  name: 'reassess-timers-put-off',
  text: `
    with ${INSTANT}, unfired as materialized (
      select t.case_id, t.id, t.force, k.held
        from unnest($2::text[], $3::text[], $4::text[], $5::boolean[]) as k(force, reference, timer, held)
        join reassess.cases c on ${caseIs('k.force', 'k.reference')}
        join reassess.timers t on t.case_id = c.id and t.id = k.timer
    ), noted as (
      insert into reassess.timers_unfireable (case_id, timer, force, since, locked)
      select case_id, id, force, instant.now, false from unfired, instant
      on conflict (case_id, timer) do nothing
    ), free as materialized (
      select t.case_id, t.id, u.held
        from unfired u join reassess.timers t on t.case_id = u.case_id and t.id = u.id
         for update of t skip locked
    )
    update reassess.timers t
       set failures = t.failures + 1, put_off_by = $6,
           leased_until = instant.now + case when free.held then least(0.25 * 2 ^ least(t.failures + 1, 10), 2)
                                             else least(2 * 2 ^ least(t.failures + 1, 10), 60) end * interval '1 second'
      from instant, free
     where t.case_id = free.case_id and t.id = free.id`,
}

const RELEASE = {
  name: 'reassess-timers-release',
  text: `
    with free as materialized (
      select t.case_id, t.id
        from unnest($1::text[], $2::text[], $3::text[]) as k(force, reference, timer)
        join reassess.cases c on ${caseIs('k.force', 'k.reference')}
        join reassess.timers t on t.case_id = c.id and t.id = k.timer
         for update of t skip locked
    )
    update reassess.timers t set leased_until = null from free where t.case_id = free.case_id and t.id = free.id`,
}

const COUNTS = {
  name: 'reassess-timers-counts',
  text: `
    with ${INSTANT}
    select now() as now, count(*) filter (where due_at > instant.now) as pending, count(*) filter (where due_at <= instant.now) as overdue,
           (select count(*) from reassess.timers_unfireable u join reassess.timers t on t.case_id = u.case_id and t.id = u.timer) as failed
      from instant left join reassess.timers on true
     group by instant.now`,
}

const LEVELS = {
  name: 'reassess-demand-levels',
  text: `
    select level, count(*) as demands
      from reassess.cases cross join lateral unnest(demand_levels) as level
     where demand_level > 0 group by level order by level`,
}

/** By the index on these rows alone. Overdue or not, a state counts once. */
export const HAU_QUEUE = {
  name: 'reassess-unit-queue',
  text: `
    select split_part(r.state, '.', 1) as step, count(*) as incidents,
           extract(epoch from ${NOW} - min(r.due_at))::float8 as oldest
      from reassess.registers r
     where r.kind = 'unit' group by step order by step`,
}

interface LeasedRow {
  readonly now: string
  readonly next: string | null
  readonly force: string | null
  readonly reference: string
  readonly timer: string
  readonly due_at: string
}

interface Counted {
  readonly now: string
  readonly pending: number
  readonly overdue: number
  readonly failed: number
}

interface Soon {
  readonly now: string
  readonly at: string | null
}

/** Longer ago than any timer fell due. */
const EVER_MS = 100 * 366 * 86_400_000

/** @param machineVersion of this build. */
export function createDueTimers(database: Database, clock: Clock, machineVersion: number = MACHINE_VERSION): DueTimers {
  return {
    leaseDue: async (limit, leaseMs, freshMs) => {
      const rows = await database.query<LeasedRow>(LEASE, [clock.bounds(), limit, leaseMs, freshMs ?? EVER_MS, machineVersion])
      // A row without a timer still brings the time, so each look notices a clock that was set.
      const now = rows[0] ? clock.highest(rows[0].now) : clock.floor()
      const timers = rows.flatMap(({ force, reference, timer, due_at: dueAt }): DueTimer[] =>
        force === null ? [] : [{ force, reference, timer, dueAt }],
      )
      return { now, next: rows[0]?.next ?? null, timers }
    },
    dueSoon: async (horizonMs, stepMs) => {
      const rows = await database.query<Soon>(SOON, [clock.bounds(), horizonMs, stepMs])
      const now = rows[0] ? clock.highest(rows[0].now) : clock.floor()
      return { now, instants: rows.flatMap(({ at }) => at ?? []) }
    },
    putOff: async (timers) => {
      if (timers.length === 0) return
      await database.query(PUT_OFF, [clock.bounds(), ...columnsOf(timers, 'force', 'reference', 'timer', 'held'), machineVersion])
    },
    release: async (timers) => {
      if (timers.length === 0) return
      await database.query(RELEASE, columnsOf(timers, 'force', 'reference', 'timer'))
    },
    counts: async () => {
      const [row] = await database.query<Counted>(COUNTS, [clock.bounds()])
      if (row) clock.highest(row.now)
      const { pending = 0, overdue = 0, failed = 0 } = row ?? {}
      return { pending, overdue, failed }
    },
    demandLevels: async () => {
      const rows = await database.query<{ level: number; demands: number }>(LEVELS)
      return new Map(rows.map(({ level, demands }) => [level, demands]))
    },
    hauQueue: async () => {
      const rows = await database.query<{ step: string; incidents: number; oldest: number }>(HAU_QUEUE, [clock.bounds()])
      return new Map(rows.map(({ step, incidents, oldest }) => [step, { incidents, oldestSeconds: Math.max(0, oldest) }]))
    },
  }
}
