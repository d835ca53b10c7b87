/**
 * The lease: a single statement that finds what is due, groups it to messages, withdraws what nobody has to be told any more, and
 * marks the rest as under way.
 *
 * Whoever has a place free for each receiver says how many, so that nothing is leased that would wait in a process: what waits is
 * rows. Each person, way and severity that has something to try is looked up by the index `deliveries_to_try`, in order and no
 * further than there is room: the cost follows from how many people wait, not from how much waits for them.
 */
import type { AlertKind } from '../../machines/rules/catalogue/alerts.ts'
import { engineNow } from './connection/clock.ts'

/** Longer than any lease: a lease that ends later came from a clock that was ahead, and holds nothing up. */
const NO_LEASE = "interval '2 minutes'"
/** Rows of a message; the others of its commit or bundle go in the next. Project default. */
const MOST_ROWS = 50

const NOW = '(select now from instant)'
const isFree = (row: string) =>
  `(${row}.leased_until is null or ${row}.leased_until <= ${NOW} or ${row}.leased_until > ${NOW} + ${NO_LEASE})`

/** Of an alert of `force`: by a scalar subselect, which is never planned as a join that reads the whole table. */
const statusOf = (alert: string, force: string) =>
  `(select a.status from reassess.alerts a where a.force = ${force} and a.id = ${alert})`

/** Alerts about the service that name what they are about. */
const CONCERNING: readonly AlertKind[] = ['nobody-on-duty', 'subscription-failing', 'subscription-ended', 'delivery-failed']

/**
 * Writes that the alert ended, for rows whose message may have arrived although it has. @param ids SQL of their ids, as
 * `f(id)`.
 */
export const FOLLOW = (ids: string): string => `
      insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, written_at, try_at)
      select d.force, d.case_id, d.alert, d.incident, d.kind, d.severity, d.level, d.count, d.turn, 'ended', d.person, d.way, d.role, ${NOW}, ${NOW}
        from ${ids}
       -- One by one by their key, also while the planner believes that the table is empty.
       cross join lateral (select * from reassess.deliveries where id = f.id offset 0) d
       where d.about = 'raised' and ${statusOf('d.alert', 'd.force')} = 'resolved'
      on conflict (force, alert, level, count, turn, about, person, way) do nothing
      returning id`

/**
 * What goes into the message of the row `c`: the rows of its message, else of its bundle, else of its commit. `offset 0` keeps the
 * other conditions out, by which the planner would choose an index that reads all that waits for the person.
 */
const MEMBERS = [
  { only: 'c.message is not null', by: 'message = c.message', and: 'm.try_at is not null' },
  {
    only: 'c.message is null and c.bundled',
    by: 'force = $2 and way = c.way and person = c.person and try_at is not null',
    and: 'm.message is null and m.bundled',
  },
  {
    only: 'c.message is null and not c.bundled',
    by: 'written_by = c.written_by and way = c.way and person = c.person and message is null',
    and: `m.force = $2 and not m.bundled and m.try_at <= ${NOW}`,
  },
]
  .map(
    ({ only, by, and }) => `
      (select m.id from (select * from reassess.deliveries where ${by} offset 0) m
        where ${only} and ${and} and m.about = c.about and ${isFree('m')}
        order by m.rank, m.try_at, m.id limit ${MOST_ROWS})`,
  )
  .join(' union all ')

/**
 * The row that stands for a message is locked first: of two processes only the holder of that row leases the message. Rows that
 * another session has locked are left for the next look, so a session that hangs holds up its own row.
 */
export const LEASE = {
  name: 'reassess-deliveries-lease',
  text: `
    with recursive instant as materialized (
      select ${engineNow('$1')} as now
    ), known as materialized (
      select * from unnest($4::text[], $5::text[], $6::text[], $7::integer[], $8::text[], $9::integer[])
                 as k(way, person, receiver, room, lane, lane_room)
    ), queue as (
      (select way, person, rank from reassess.deliveries where force = $2 and try_at is not null order by way, person, rank limit 1)
      union all
      select n.* from queue q cross join lateral (
        select d.way, d.person, d.rank from reassess.deliveries d
         where d.force = $2 and d.try_at is not null and (d.way, d.person, d.rank) > (q.way, q.person, q.rank)
         order by d.way, d.person, d.rank limit 1) n
    ), found as materialized (
      select coalesce(k.receiver, q.way || ' ' || q.person) as receiver, coalesce(k.room, $10::integer) as room,
             coalesce(k.lane, '') as lane, coalesce(k.lane_room, $10::integer) as lane_room, d.*
        from queue q left join known k on k.way = q.way and k.person = q.person
       cross join lateral (
         select f.id, f.way, f.person, f.rank, f.try_at, f.about, f.message, f.bundled and f.message is null as bundled,
                case when f.message is null and not f.bundled then f.written_by end as written_by
           from reassess.deliveries f
          where f.force = $2 and f.way = q.way and f.person = q.person and f.rank = q.rank and f.try_at <= ${NOW} and ${isFree('f')}
          order by f.try_at, f.id
          limit least(coalesce(k.room, $10::integer), coalesce(k.lane_room, $10::integer))) d
    ), grouped as (
      select receiver, room, lane, lane_room, way, person, about, message, bundled, written_by,
             min(id) as head, min(rank) as rank, min(try_at) as try_at
        from found group by receiver, room, lane, lane_room, way, person, about, message, bundled, written_by
    ), for_receiver as (
      select *, row_number() over (partition by receiver order by rank, try_at, head) as nth_there from grouped
    ), for_lane as (
      select *, row_number() over (partition by lane order by rank, try_at, head) as nth from for_receiver where nth_there <= room
    ), claimed as materialized (
      select c.*, coalesce(c.message, 'msg_' || replace(gen_random_uuid()::text, '-', '')) as new_message
        from for_lane c join reassess.deliveries d on d.id = c.head
       where c.nth <= c.lane_room and d.try_at is not null and ${isFree('d')}
         for update of d skip locked
    ), members as materialized (
      select c.new_message, c.rank as worst, c.try_at as oldest, m.id from claimed c cross join lateral (${MEMBERS}) m
    ), locked as materialized (
      select m.*, d.alert, d.about, d.leased_until is not null as was_under_way
        from members m join reassess.deliveries d on d.id = m.id
       where d.try_at is not null and ${isFree('d')}
         for update of d skip locked
    ), looked as materialized (
      select l.*, case l.about when 'ended' then false when 'raised' then l.alert_status in ('acknowledged', 'resolved')
                               else l.alert_status = 'resolved' end as is_stopped
        from (select k.*, coalesce(${statusOf('k.alert', '$2')}, '') as alert_status from locked k offset 0) l
    ), withdrawn as (
      update reassess.deliveries d set status = 'withdrawn', try_at = null, leased_until = null
        from looked l where d.id = l.id and l.is_stopped
    ), followed as (${FOLLOW('(select id from looked where is_stopped and was_under_way) f')}
    ), leased as (
      update reassess.deliveries d
         set message = l.new_message, tries = d.tries + 1, tried_at = instant.now, leased_until = instant.now + $3 * interval '1 millisecond'
        from looked l, instant
       where d.id = l.id and not l.is_stopped
      returning l.new_message as message, l.worst, l.oldest, case d.alert when '' then 'test' else d.about end as about, d.person, d.way, d.tries, d.id,
                d.alert, d.incident, d.kind, d.severity, d.rank, d.level, d.count, d.due_at, d.written_at
    )
    select now() as now,
           -- Not where all that was found is locked: it would be found again at once.
           exists (select from looked)
             and (exists (select from found group by way, person, rank having count(*) >= least(min(room), min(lane_room)))
                  or exists (select from members group by new_message having count(*) >= ${MOST_ROWS})) as more,
           l.message, l.about, l.person, l.way, l.tries, l.id, l.alert, l.incident, l.kind,
           l.severity, l.level, l.count, l.due_at, l.written_at,
           case when l.kind = any('{${CONCERNING.join(',')}}') then
             (select coalesce(a.item::jsonb ->> 'role', a.item::jsonb ->> 'subscription', a.item::jsonb ->> 'of')
                from reassess.alerts a where a.force = $2 and a.id = l.alert)
           end as concerns
      from instant left join leased l on true
     order by l.worst, l.oldest, l.message, l.rank, l.due_at, l.id`,
}
