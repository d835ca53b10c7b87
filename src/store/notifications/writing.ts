/**
 * The steps by which a statement writes who is told of which alert. The commit of the alert has them, and so does whoever
 * tells the next person. Nobody waits for a delivery that a worker has locked: the worker looks at the alert before it sends.
 */
import type { NewDelivery, Notification, Told } from '../../engine/notifications/ports.ts'
import type { AlertItem } from '../../engine/views/views.ts'

/** An acknowledged alert that is open again is told to the same person by the same way at most this often (contract §7). */
const AT_MOST_EACH = "interval '1 minute'"

/** @param rows with `case_id`, `force` and `notification`, which is JSON as `notificationJson` makes it, or null. */
export const notificationSteps = (rows: string): string => `
to_tell as materialized (
  select n.case_id, n.force, (n.notification ->> 'at')::timestamptz as at, d.*
    from ${rows} n cross join lateral json_to_recordset(n.notification -> 'deliveries') as d(
      alert text, incident text, kind text, severity text, level integer, count integer, turn integer, about text, person text, way text,
      role text, "dueAt" timestamptz, "tryAt" timestamptz, bundled boolean)
), to_deliver as (
  insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role,
                                   due_at, written_at, bundled, try_at)
  select force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, "dueAt", at, bundled,
         greatest(
           case when bundled then least("tryAt", (
             select min(o.try_at) from reassess.deliveries o
              where o.force = w.force and o.person = w.person and o.way = w.way and o.bundled and o.status = 'pending'))
           else "tryAt" end,
           case when turn > 0 and about = 'raised' then (
             -- Never later than a minute from now, whatever a clock that was ahead wrote.
             select max(least(case o.status when 'pending' then o.try_at else o.sent_at end, w.at)) + ${AT_MOST_EACH}
               from reassess.deliveries o
              where o.force = w.force and o.alert = w.alert and o.person = w.person and o.way = w.way and o.about = 'raised'
                and o.status in ('pending', 'sent', 'delivered')) end)
    from to_tell w
   order by force, alert, person, way
  on conflict (force, alert, level, count, turn, about, person, way) do nothing
), notified_so_far as (
  insert into reassess.notifications (force, alert, case_id, level, count, turn, severity, roles, told, next_at, taken_by)
  select n.force, s.alert, n.case_id, s.level, s.count, s.turn, s.severity, s.roles, s.told, s."nextAt", s."takenBy"
    from ${rows} n cross join lateral json_to_recordset(n.notification -> 'notifications') as s(
      alert text, level integer, count integer, turn integer, severity text, roles text[], told text[], "nextAt" timestamptz,
      "takenBy" jsonb)
   order by 1, 2
  on conflict (force, alert) do update
     set level = excluded.level, count = excluded.count, turn = excluded.turn, severity = excluded.severity, roles = excluded.roles,
         told = excluded.told, next_at = excluded.next_at, leased_until = null, taken_by = excluded.taken_by
   -- A worker that read the alert before it escalated changes nothing.
   where (notifications.level, notifications.count, notifications.turn) <= (excluded.level, excluded.count, excluded.turn)
), stopped as materialized (
  select n.force, s.alert, s.ended,
         -- Else its row is written above.
         n.case_id <> 0 as silences
    from ${rows} n cross join lateral json_to_recordset(n.notification -> 'stopped') as s(alert text, ended boolean)
), idle as materialized (
  select d.id
    from stopped s join reassess.deliveries d on d.force = s.force and d.alert = s.alert
   where d.status in ('pending', 'failed') and (d.about = 'raised' or (s.ended and d.about <> 'ended'))
     -- What is under way, or was as its carrier died, may have arrived: whoever carries it looks at the alert.
     and d.leased_until is null
     for update of d skip locked
), withdrawn as (
  update reassess.deliveries d set status = 'withdrawn', try_at = null, leased_until = null from idle where d.id = idle.id
), silenced as materialized (
  select t.force, t.alert
    from stopped s join reassess.notifications t on t.force = s.force and t.alert = s.alert
   where s.silences and t.next_at is not null
     -- Whoever has it leased looks at the alert before anybody is told.
     for update of t skip locked
), silent as (
  update reassess.notifications t set next_at = null, leased_until = null from silenced s where t.force = s.force and t.alert = s.alert
)`

/** @param alerts those that it is about, at least. */
export function notificationJson({ at, deliveries, notifications, stopped }: Told, alerts: readonly AlertItem[]) {
  const of = new Map(alerts.map((alert) => [alert.id, alert]))
  return {
    at,
    deliveries: deliveries.map((delivery) => deliveryJson(delivery, of.get(delivery.alert))),
    notifications: notifications.map((notification) => notificationRow(notification, of.get(notification.alert))),
    stopped: stopped.map((alert) => ({ alert, ended: of.get(alert)?.status === 'resolved' })),
  }
}

function deliveryJson(delivery: NewDelivery, alert: AlertItem | undefined) {
  const { incident, kind, severity, dueAt } = known(alert)
  return { ...delivery, incident, kind, severity, dueAt }
}

const notificationRow = (notification: Notification, alert: AlertItem | undefined) => ({
  ...notification,
  severity: known(alert).severity,
})

function known(alert: AlertItem | undefined): AlertItem {
  if (alert === undefined) throw new RangeError('people are told of an alert that did not change')
  return alert
}
