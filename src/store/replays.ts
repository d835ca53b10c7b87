/**
 * Sends deliveries again that failed. What is sent again is the message that failed, under its own id: a receiver that had taken it
 * all the same, and whose answer was lost, knows it by that. So all that failed of a message goes along, and nothing goes twice
 * (decision 0062).
 */
import type { DeliveryStatus, Replayed, Replays } from '../engine/notifications/seen.ts'
import { type Clock, engineNow } from './connection/clock.ts'
import type { Database } from './connection/database.ts'
import { isStorable } from './text.ts'

/** Deliveries of a call; the rest of their messages comes on top. Project default. */
const MOST = 1_000

const NOW = engineNow('$8')

/** A message about how an alert ended goes out after it has ended. */
const WHY_NOT = `
  case when d.leased_until > ${NOW} then 'underWay'
       when a.status = 'resolved' and d.about <> 'ended' then 'ended'
       when a.status = 'acknowledged' and d.about = 'raised' then 'taken' end`
const ALERT =
  'left join lateral (select a.status from reassess.alerts a where a.case_id = d.case_id and a.id = d.alert limit 1) a on true'

/** Worst first, then the longest waiting. $1 force; $2 id, $3 alert, $4 statuses, $5 person; $6 who, $7 their key or session; $8 the clock's bounds; $9 what was asked for. */
const REPLAY = {
  name: 'reassess-deliveries-replay',
  text: `
    with wanted as materialized (
      select d.id, d.message, d.severity, ${WHY_NOT} as why_not
        from reassess.deliveries d ${ALERT}
       where d.force = $1 and d.status = any($4) and ($2::bigint is null or d.id = $2) and ($3::text is null or d.alert = $3)
         and ($5::text is null or d.person = $5)
    ), picked as materialized (
      select id, message from wanted where why_not is null
       order by array_position(array['critical', 'high', 'medium', 'low'], severity), id limit ${MOST}
    ), whole as materialized (
      select id from picked
      union
      select d.id
        from (select distinct message from picked where message is not null) m
        join reassess.deliveries d on d.message = m.message ${ALERT}
       where d.force = $1 and d.status in ('failed', 'dead') and ${WHY_NOT} is null
    ), free as materialized (
      select d.id from reassess.deliveries d
       where d.id in (select id from whole) and d.status in ('failed', 'dead') for update skip locked
    ), said as (
      insert into reassess.replays (force, at, by, actor, asked, replayed)
      select $1, ${NOW}, $6, $7, $9, (select count(*) from free) returning id, at
    ), replayed as (
      update reassess.deliveries d
         set status = 'pending', try_at = said.at, leased_until = null, tries = 0, replay = said.id, replayed_at = said.at
        from free, said where d.id = free.id
      returning d.id
    )
    select (select count(*) from replayed)::integer as replayed,
           (select count(*) from wanted w where w.why_not is null and not exists (select from replayed r where r.id = w.id))::integer as left,
           (select count(*) from wanted where why_not = 'ended')::integer as ended,
           (select count(*) from wanted where why_not = 'taken')::integer as taken,
           (select count(*) from wanted where why_not = 'underWay')::integer as under_way`,
}

const STATUS = {
  name: 'reassess-delivery-status',
  text: 'select status from reassess.deliveries where force = $1 and id = $2',
}

interface Row {
  readonly replayed: number
  readonly left: number
  readonly ended: number
  readonly taken: number
  readonly under_way: number
}

const NOTHING: Replayed = { replayed: 0, left: 0, leftOut: { ended: 0, taken: 0, underWay: 0 } }
const AGAIN: readonly DeliveryStatus[] = ['failed', 'dead']
/** As ids are given; a longer number fails the statement. */
const isId = (id: string): boolean => /^[1-9]\d{0,15}$/.test(id)

export const createReplays = (database: Database, clock: Pick<Clock, 'bounds'>): Replays => ({
  async replay(force, asked, { by, actor }) {
    const { id = null, alert = null, status = id === null ? 'dead' : null, person = null } = asked
    if (id !== null && !isId(id)) return null
    if (!isStorable(alert ?? '', person ?? '')) return NOTHING
    if (id !== null) {
      const [one] = await database.query<{ status: DeliveryStatus }>(STATUS, [force, id])
      if (one === undefined) return null
      if (!AGAIN.includes(one.status)) return one.status
    }
    const which = [id, alert, status === null ? AGAIN : [status], person]
    const who = [by === null ? null : JSON.stringify(by), JSON.stringify(actor)]
    const [row] = await database.query<Row>(REPLAY, [force, ...which, ...who, clock.bounds(), JSON.stringify(asked)])
    if (row === undefined) return NOTHING
    const { replayed, left, ended, taken, under_way: underWay } = row
    return { replayed, left, leftOut: { ended, taken, underWay } }
  },
})
