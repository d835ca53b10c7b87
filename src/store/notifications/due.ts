/** Notifications on PostgreSQL: who is due to be told next, and of which alerts nobody was told as they now are. */
import { SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import type { Person, Role } from '../../../machines/rules/vocabulary.ts'
import type { AlertTold, DueNotification, NotificationRows, NotificationStep } from '../../engine/notifications/rows.ts'
import type { AlertItem } from '../../engine/views/views.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { notificationJson, notificationSteps } from './writing.ts'

/** A lease that ends later came from a clock that was ahead, and holds nothing up. */
const NO_LEASE = "interval '2 minutes'"
/** Ascending is worst first. */
const rankOf = (severity: string) => `(${SEVERITIES.length} - array_position('{${SEVERITIES.join()}}'::text[], ${severity}))`
const severityOf = (item: string) => `(${item}::jsonb ->> 'severity')`
const FIELDS = 'a.case_id, a.item, t.alert, t.level, t.count, t.turn, t.roles, t.told, t.next_at, t.taken_by'
/** Of `delivery-failed`: whom the alert that it is about did not reach. */
const FAILED_TO = `(
  select array_agg(distinct d.person) from reassess.deliveries d
   where a.kind = 'delivery-failed' and d.force = a.force and d.alert = a.item::jsonb ->> 'of' and d.status in ('failed', 'dead'))`

/** $1 the clock's bounds, $2 the force, $3 how many, $4 milliseconds. */
const LEASE = {
  name: 'reassess-notifications-lease',
  text: `
    with instant as materialized (select ${engineNow('$1')} as now), picked as materialized (
      select t.force, t.alert, t.case_id
        from reassess.notifications t
       where t.force = $2 and t.next_at <= (select now from instant)
         and (t.leased_until is null or t.leased_until <= (select now from instant)
              or t.leased_until > (select now from instant) + ${NO_LEASE})
       order by ${rankOf('t.severity')}, t.next_at
       limit $3
         for update of t skip locked
    ), looked as materialized (
      select p.force, p.alert, a.case_id, a.item, a.status = 'open' as is_open
        from picked p left join reassess.alerts a on a.case_id = p.case_id and a.id = p.alert
    ), moved as (
      update reassess.notifications t
         set leased_until = case when l.is_open then instant.now + $4 * interval '1 millisecond' end,
             next_at = case when l.is_open then t.next_at end
        from looked l, instant
       where t.force = l.force and t.alert = l.alert
      returning t.*, l.item, l.is_open
    )
    select now() as now, (select min(t.next_at) from reassess.notifications t where t.force = $2 and t.next_at > instant.now) as next,
           t.case_id, t.item, t.alert, t.level, t.count, t.turn, t.roles, t.told, t.next_at, t.taken_by
      from instant left join moved t on t.is_open
     order by ${rankOf('t.severity')}, t.next_at`,
}

/** $1 the force, $2 how many. What has ended is told last: it only withdraws. */
const OF_THE_SYSTEM = {
  name: 'reassess-notifications-system',
  text: `
    with differing as (
      select ${FIELDS}, ${FAILED_TO} as failed_to, ${rankOf(severityOf('a.item'))} as rank
        from reassess.alerts a left join reassess.notifications t on t.force = a.force and t.alert = a.id
       where a.case_id = 0 and a.status <> 'resolved' and a.force = $1
         and (t.alert is null or t.taken_by is distinct from (a.item::jsonb -> 'acknowledgedBy')
              or t.level <> (a.item::jsonb ->> 'level')::integer
              -- The alert that counts refused subjects counts up and down, and does not return by it.
              or (t.count <> (a.item::jsonb ->> 'count')::integer and a.about <> 'report-refused-'))
      union all
      select ${FIELDS}, null, ${SEVERITIES.length}
        from reassess.notifications t join reassess.alerts a on a.case_id = 0 and a.id = t.alert
       where t.case_id = 0 and t.force = $1 and a.status = 'resolved'
    )
    select now() as now, d.* from (select) as always left join (select * from differing order by rank limit $2) d on true order by d.rank`,
}

/** $1 the force, $2 and $3 the last of the page before, $4 how many, $5 who is in the delivery file. */
const UNTOLD = {
  name: 'reassess-notifications-untold',
  text: `
    with untold as (
      select ${FIELDS}, ${rankOf(severityOf('a.item'))} as rank, a.place
        from reassess.alerts a left join reassess.notifications t on t.force = a.force and t.alert = a.id
       where a.force = $1 and a.status = 'open' and a.case_id <> 0 and (t.alert is null or (t.next_at is null and not t.told && $5::text[]))
    )
    select now() as now, u.*
      from (select) as always left join (select * from untold where (rank, place) > ($2, $3) order by rank, place limit $4) u on true
     order by u.rank, u.place`,
}

/** $1 the force, $2 the steps. Alerts about the system that ended are forgotten: an id of theirs never comes back. */
const WRITE = {
  name: 'reassess-notifications-write',
  text: `
    with input as materialized (
      select s.*
        from json_to_recordset($2::json) as s(
          place integer, case_id bigint, alert text, status text, read boolean, level integer, count integer, turn integer,
          next_at timestamptz, notification json)
    ), same as materialized (
      select s.place
        from input s join reassess.notifications t on t.force = $1 and t.alert = s.alert
       where s.read and (t.level, t.count, t.turn) = (s.level, s.count, s.turn) and t.next_at is not distinct from s.next_at
       order by t.alert
         for update of t
    ), fresh as (
      select s.place from input s
       where not s.read and not exists (select from reassess.notifications t where t.force = $1 and t.alert = s.alert)
    ), landed as materialized (
      select s.case_id, $1::text as force, s.alert, s.status, s.notification
        from input s join reassess.alerts a on a.case_id = s.case_id and a.id = s.alert
       where a.status = s.status and s.place in (select place from same union all select place from fresh)
    ), ${notificationSteps('landed')}, forgotten as (
      delete from reassess.notifications t using landed l
       where l.case_id = 0 and l.status = 'resolved' and t.force = l.force and t.alert = l.alert
    )
    select count(*) as landed from landed`,
}

interface Row {
  readonly now: string
  readonly case_id: number | null
  readonly item: string
  readonly alert: string | null
  readonly level: number
  readonly count: number
  readonly turn: number
  readonly roles: Role[]
  readonly told: string[]
  readonly next_at: string | null
  readonly taken_by: Person | null
  readonly failed_to?: string[] | null
}

const BEFORE_ALL = { rank: -1, place: 0 }

export function createNotificationRows(database: Database, clock: Clock): NotificationRows {
  const nowIn = ([row]: readonly { readonly now: string }[]) => (row ? clock.highest(row.now) : clock.floor())
  return {
    leaseNotifications: async (force, limit, leaseMs) => {
      const rows = await database.query<Row & { readonly next: string | null }>(LEASE, [clock.bounds(), force, limit, leaseMs])
      return { now: nowIn(rows), next: rows[0]?.next ?? null, due: rows.flatMap(toldIn).filter(isDue) }
    },
    systemAlertsToTell: async (force, limit) => {
      const rows = await database.query<Row>(OF_THE_SYSTEM, [force, limit])
      return { now: nowIn(rows), alerts: rows.flatMap(toldIn) }
    },
    untoldAlerts: async (force, people, after, limit) => {
      const { rank, place } = after ?? BEFORE_ALL
      const rows = await database.query<Row & typeof BEFORE_ALL>(UNTOLD, [force, rank, place, limit, people])
      const alerts = rows.flatMap(toldIn)
      const last = rows.at(-1)
      const next = alerts.length < limit || last === undefined ? null : { rank: last.rank, place: last.place }
      return { now: nowIn(rows), alerts, next }
    },
    writeTold: async (force, steps) => {
      await database.query(WRITE, [force, JSON.stringify(steps.map(stepJson))])
    },
  }
}

/** A row without an alert only brings the time. */
function toldIn({
  case_id,
  item,
  alert,
  level,
  count,
  turn,
  roles,
  told,
  next_at,
  taken_by,
  failed_to,
}: Row): readonly AlertTold[] {
  if (case_id === null) return []
  const read = JSON.parse(item) as AlertItem
  const notification = alert === null ? null : { alert, level, count, turn, roles, told, nextAt: next_at }
  return [{ caseId: case_id, alert: read, notification, takenBy: taken_by, failedTo: failed_to ?? [] }]
}

const isDue = (read: AlertTold): read is DueNotification => read.notification !== null

function stepJson({ read: { caseId, alert, notification }, told }: NotificationStep, place: number) {
  const { level = null, count = null, turn = null, nextAt = null } = notification ?? {}
  const json = notificationJson(told, [alert])
  const takenBy = caseId === 0 ? (alert.acknowledgedBy ?? null) : null
  return {
    ...{ place, case_id: caseId, alert: alert.id, status: alert.status },
    ...{ read: notification !== null, level, count, turn, next_at: nextAt },
    notification: { ...json, notifications: json.notifications.map((row) => ({ ...row, takenBy })) },
  }
}
