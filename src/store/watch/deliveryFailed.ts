/**
 * `delivery-failed`: a critical or high alert has reached nobody, and the second way has failed, or the only way that there is: a demand
 * of an ordinary prompt-graded incident is high. It is raised once for each time that the alert is told: as it was raised, came back,
 * escalated or was open again; never about another `delivery-failed`. It ends when a way works, somebody has the alert, the alert ends,
 * or somebody dismisses it.
 */
import { ALERTS } from '../../../machines/rules/catalogue/alerts.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { raising, resolving } from './systemAlerts.ts'

/** Of a force. Further alerts take a place as it becomes free; metrics and `/v1/deliveries` count all. Project default. */
const MOST_OPEN = 100
/** Looked at: longer than a delivery is tried. Project default. */
const WRITTEN_WITHIN = "interval '7 days'"

/** SQL: alerts of these severities that nobody has, with a delivery in one of these states. */
export const openWith = (severities: string, statuses: string, at: string): string => `
  select f.force, f.alert
    from (select distinct d.force, d.case_id, d.alert
            from reassess.deliveries d
           where d.severity in (${severities}) and d.kind <> 'delivery-failed' and d.status in (${statuses}) and d.written_at > ${at} - ${WRITTEN_WITHIN} and d.about = 'raised') f
   where exists (select from reassess.alerts a where a.case_id = f.case_id and a.id = f.alert and a.status = 'open')`

/** SQL: how the last notification of the alert `of` went, as a row to join laterally. */
export const lastTold = (force: string, of: string): string => `
  select min(d.incident) as incident, min(d.written_at) as written_at, md5(string_agg(distinct concat_ws(' ', d.alert, d.level, d.count, d.turn), '')) as name,
         count(distinct d.way) as ways, count(distinct d.way) filter (where d.status in ('failed', 'dead')) as failed,
         count(*) filter (where d.status in ('sent', 'delivered')) as reached, count(*) filter (where d.status in ('pending', 'failed')) as waiting
    from reassess.deliveries d
   where d.force = ${force} and d.alert = ${of} and d.about = 'raised' and d.status <> 'withdrawn'
     and (d.level, d.count, d.turn) = (
       select l.level, l.count, l.turn from reassess.deliveries l
        where l.force = ${force} and l.alert = ${of} and l.about = 'raised' order by l.id desc limit 1)`

const ABOUT = "'delivery-failed-' || t.name"
/** Longest first, as many as have a place. */
const UNREACHED = (at: string): string => `
  select force, incident, about, null::timestamptz as due_at, alert
    from (select o.force, o.alert, t.incident, ${ABOUT} as about, row_number() over (partition by o.force order by t.written_at) as nth
            from (${openWith("'critical', 'high'", "'failed', 'dead'", at)}) o
           cross join lateral (${lastTold('o.force', 'o.alert')}) t
           where t.reached = 0 and (t.failed >= 2 or t.failed = t.ways)
             and not exists (select from reassess.alerts s where s.force = o.force and s.kind = 'delivery-failed' and s.about = ${ABOUT})
             and not exists (select from reassess.alerts s where s.force = o.force and s.kind = 'delivery-failed' and s.case_id = 0
                                and s.status <> 'resolved' and s.item::jsonb ->> 'of' = o.alert)) u
   where u.nth <= ${MOST_OPEN} - (
     select count(*) from reassess.alerts s
      where s.force = u.force and s.kind = 'delivery-failed' and s.case_id = 0 and s.status <> 'resolved')`

/** $1 whom it is for; $2 the clock's bounds. */
const RAISE = {
  name: 'reassess-delivery-failed-raise',
  text: raising({
    kind: "'delivery-failed'",
    severity: ALERTS['delivery-failed'].severity,
    audience: '$1::text',
    what: UNREACHED(engineNow('$2')),
    at: engineNow('$2'),
    more: "jsonb_build_object('of', alert)",
  }),
}

/** $1 the clock's bounds. */
const END = {
  name: 'reassess-delivery-failed-end',
  text: resolving(
    `a.kind = 'delivery-failed' and (
       not exists (select from reassess.alerts o where o.force = a.force and o.id = a.item::jsonb ->> 'of' and o.status = 'open')
       or (select t.reached from (${lastTold('a.force', "a.item::jsonb ->> 'of'")}) t) > 0)`,
    engineNow('$1'),
  ),
}

/** @throws RecordUnavailable */
export interface UnreachedAlerts {
  /** Raises and ends the alerts. @param audience whom they are for. */
  tellUnreached(audience: Role): Promise<void>
}

export function createDeliveryFailed(database: Pick<Database, 'query'>, clock: Pick<Clock, 'bounds'>): UnreachedAlerts {
  return {
    tellUnreached: async (audience) => {
      await database.query(RAISE, [audience, clock.bounds()])
      await database.query(END, [clock.bounds()])
    },
  }
}
