/** Deliveries on their way: leased as messages, finished, followed. */
import type { DueDeliveries, LeasedMessage, LeasedRow, TriedRow } from '../engine/dueDeliveries.ts'
import { columnsOf } from './columns.ts'
import { type Clock, engineNow } from './connection/clock.ts'
import type { Database } from './connection/database.ts'
import { FOLLOW, LEASE } from './deliveriesLease.ts'

const INSTANT = `instant as materialized (select ${engineNow('$1')} as now)`

/**
 * A success counts whatever the row has become meanwhile: it says what happened. A failure changes only what is still to be
 * tried.
 */
const FINISH = {
  name: 'reassess-deliveries-finish',
  text: `
    with ${INSTANT}, said as (
      select * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::integer[])
                 as s(id, status, reference, problem, pause, dead_ms, dead_tries)
    ), locked as materialized (
      select d.id, d.status as had from said s join reassess.deliveries d on d.id = s.id for update of d skip locked
    ), changed as (
      update reassess.deliveries d
         set status = next.status, leased_until = null,
             try_at = case when next.status = 'failed' then instant.now + s.pause * interval '1 millisecond' end,
             sent_at = case when s.status = 'failed' then d.sent_at else coalesce(d.sent_at, instant.now) end,
             delivered_at = case when s.status = 'delivered' then coalesce(d.delivered_at, instant.now) else d.delivered_at end,
             reference = coalesce(s.reference, d.reference), problem = s.problem
        from said s join locked l on l.id = s.id cross join instant
       cross join lateral (
         select case when s.status <> 'failed' then s.status
                     when s.pause is null or (s.dead_ms * interval '1 millisecond' <= instant.now - w.written_at and s.dead_tries <= w.tries) then 'dead'
                     else 'failed' end as status
           from reassess.deliveries w where w.id = s.id) next
       where d.id = s.id
         and (l.had in ('pending', 'failed') or (s.status <> 'failed' and l.had in ('withdrawn', 'dead'))
              or (s.status = 'delivered' and l.had = 'sent'))
      returning d.id, next.status
    ), followed as (${FOLLOW("(select id from changed where status in ('sent', 'delivered')) f")}
    )
    select now() as now, (select count(*) from followed) as followed, l.id from instant left join locked l on true`,
}

const END_PAUSES = {
  name: 'reassess-deliveries-end-pauses',
  text: `
    with ${INSTANT}, waiting as materialized (
      select d.id from reassess.deliveries d, instant
       where d.force = $2 and d.way = $3 and d.person = any($4::text[]) and d.status = 'failed' and d.try_at > instant.now
       order by d.rank, d.written_at
       limit 10000
         for update of d skip locked
    )
    update reassess.deliveries d set try_at = d.written_at from waiting w where d.id = w.id`,
}

/** A process with a clock that was ahead wrote or tried the row "later" than it is now. */
const FORGET_FUTURE = {
  name: 'reassess-deliveries-forget-future',
  text: `
    with ${INSTANT}, ahead as materialized (
      select d.id from reassess.deliveries d, instant
       where d.force = $2 and d.try_at > instant.now and coalesce(d.tried_at, d.written_at) > instant.now + interval '5 seconds'
         for update of d skip locked
    )
    update reassess.deliveries d set try_at = instant.now from ahead a, instant where d.id = a.id`,
}

interface Leased extends Omit<LeasedRow, 'dueAt' | 'writtenAt'> {
  readonly now: string
  readonly more: boolean
  readonly message: string | null
  readonly about: LeasedMessage['about']
  readonly person: string
  readonly way: string
  readonly tries: number
  readonly due_at: string | null
  readonly written_at: string
}

const MOST_OF_PROBLEM = 300

export function createDueDeliveries(database: Database, clock: Pick<Clock, 'bounds' | 'highest'>): DueDeliveries {
  return {
    leaseMessages: async ({ force, rooms, roomForStrangers, leaseMs }) => {
      const columns = columnsOf(rooms, 'way', 'person', 'receiver', 'room', 'lane', 'laneRoom')
      const rows = await database.query<Leased>(LEASE, [clock.bounds(), force, leaseMs, ...columns, roomForStrangers])
      // A row without a message still brings the time, so each look notices a clock that was set.
      if (rows[0]) clock.highest(rows[0].now)
      return { messages: messagesOf(rows), more: rows[0]?.more === true }
    },
    finishRows: async (tried) => {
      const rows = await database.query<{ now: string; followed: number; id: number | null }>(FINISH, [
        clock.bounds(),
        ...columnsOf(tried.map(toldOf), 'row', 'status', 'reference', 'problem', 'pauseMs', 'deadMs', 'deadTries'),
      ])
      if (rows[0]) clock.highest(rows[0].now)
      return { finished: rows.flatMap(({ id }) => id ?? []), followed: rows[0]?.followed ?? 0 }
    },
    endPauses: async (force, way, persons) => {
      await database.query(END_PAUSES, [clock.bounds(), force, way, persons])
    },
    forgetFuture: async (force) => {
      await database.query(FORGET_FUTURE, [clock.bounds(), force])
    },
  }
}

/** Rows come worst first, so messages do too, each where its worst row is. */
function messagesOf(rows: readonly Leased[]): LeasedMessage[] {
  const messages = new Map<string, LeasedMessage & { readonly rows: LeasedRow[] }>()
  for (const { now, more, message: id, about, person, way, tries, due_at, written_at, ...row } of rows) {
    if (id === null) continue
    const message = messages.get(id) ?? { id, about, person, way, tries, rows: [] }
    message.rows.push({ ...row, dueAt: due_at, writtenAt: written_at })
    messages.set(id, message)
  }
  return [...messages.values()]
}

const toldOf = (tried: TriedRow) =>
  tried.status === 'failed'
    ? {
        ...{ row: tried.row, status: tried.status, reference: null, problem: tried.problem.slice(0, MOST_OF_PROBLEM) },
        ...{ pauseMs: tried.pauseMs, deadMs: tried.deadAfter.ms, deadTries: tried.deadAfter.tries },
      }
    : { ...tried, problem: null, pauseMs: null, deadMs: null, deadTries: null }
