/**
 * Alerts about the system itself. They belong to no case, so each is a row without one and a change of the stream that no chain
 * knows of (decision 0015). Of one thing, which `about` names, one alert is open in a force.
 *
 * `timers-stalled`: every api says again and again what it sees. The first to see that nothing fires raises it, in each force
 * that has keys; it is resolved once nobody has said so for a while. `timer-unfireable` is raised by unfireable.ts.
 */
import type { AlertKind, Person, Role, Severity } from '../../machines/rules/vocabulary.ts'
import type { SystemAlerts } from '../engine/reads.ts'
import type { AlertItem } from '../engine/views.ts'
import type { Database } from './database.ts'
import { isStorable } from './text.ts'

/** Several times the pace at which processes say what they see: one that falls silent has died or sees timers fire. */
const SAID_WITHIN = "interval '15 seconds'"
const isoOf = (instant: string) => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const NOW = isoOf('now()')
const published = (rows: string) => `
  insert into reassess.changes (case_id, force, first_sequence, last_sequence, head, recorded_at, items)
  select 0, force, 0, 0, '', now(), json_build_array(json_build_object('event', 'alert', 'data', item::json))::text from ${rows}`

interface Raised {
  readonly kind: AlertKind
  readonly severity: Severity
  /** SQL: the role. */
  readonly audience: string
  /** SQL: a query of `force, incident, about, due_at`; `incident` is empty and `due_at` null where there is none. */
  readonly what: string
  /** SQL: more to do in the same statement, as an item of `with`. */
  readonly beside?: string
}

/** The statement that raises alerts. One that is not resolved already, or that was raised in this very millisecond, is left as it is. */
export const raising = ({ kind, severity, audience, what, beside }: Raised): string => `
    with ${beside === undefined ? '' : `${beside}, `}raised as (
      insert into reassess.alerts (case_id, id, force, status, raised_at, about, item)
      select 0, id, force, 'open', now(), about, json_strip_nulls(json_build_object('id', id, 'incident', incident, 'kind', '${kind}',
             'severity', '${severity}', 'audience', ${audience}, 'level', 1, 'count', 1, 'status', 'open', 'raisedAt', ${NOW},
             'dueAt', ${isoOf('due_at')}))::text
        from (select *, about || '-' || force || '-' || floor(extract(epoch from now()) * 1000)::bigint as id
                from (${what}) as what) as wanted
      on conflict do nothing
      returning force, item
    ) ${published('raised')}`

/** The statement that ends them. @param condition SQL, of the alert `a`. */
export const resolving = (condition: string): string => `
    with resolved as (
      update reassess.alerts a
         set status = 'resolved', item = (a.item::jsonb || jsonb_build_object('status', 'resolved', 'resolvedAt', ${NOW}))::text
       where a.case_id = 0 and a.status <> 'resolved' and ${condition}
      returning a.force, a.item
    ) ${published('resolved')}`

const RAISE = {
  name: 'reassess-system-alert-raise',
  text: raising({
    kind: 'timers-stalled',
    severity: 'critical',
    audience: '$1::text',
    what: `select force, '' as incident, 'timers-stalled' as about, null::timestamptz as due_at from reassess.api_keys group by force`,
    beside: `said as (
      insert into reassess.stalled_said (at) values (now()) on conflict (only_row) do update set at = excluded.at
    )`,
  }),
}

/** Written so that a clock set back does not keep an alert open until the past has come round again. */
const RESOLVE = {
  name: 'reassess-system-alert-resolve',
  text: resolving(`
    a.about = 'timers-stalled'
    and not exists (select from reassess.stalled_said where at between now() - ${SAID_WITHIN} and now())`),
}

/** Whoever has it already and says so again is answered with what stands: nothing changed, and nobody is told. */
const ACKNOWLEDGE = {
  name: 'reassess-system-alert-acknowledge',
  text: `
    with acknowledged as (
      update reassess.alerts
         set status = 'acknowledged', item = (item::jsonb || jsonb_build_object('status', 'acknowledged', 'acknowledgedBy', $3::jsonb))::text
       where case_id = 0 and force = $1 and id = $2 and status <> 'resolved'
         and item::jsonb #>> '{acknowledgedBy,id}' is distinct from $3::jsonb ->> 'id'
      returning force, item
    ), told as (${published('acknowledged')})
    select item from acknowledged
    union all
    select item from reassess.alerts
     where case_id = 0 and force = $1 and id = $2 and not exists (select from acknowledged)`,
}

/** What a process that watches says of the timers. @throws RecordUnavailable */
export interface TimersSeen {
  /** @param audience whom the alert is for. */
  sayStalled(audience: Role): Promise<void>
  sayFiring(): Promise<void>
}

export function createSystemAlerts(database: Database): SystemAlerts & TimersSeen {
  return {
    sayStalled: async (audience) => {
      await database.query(RAISE, [audience])
    },
    sayFiring: async () => {
      await database.query(RESOLVE)
    },
    acknowledgeSystemAlert: async (force: string, alert: string, by: Person) => {
      if (!isStorable(alert)) return null
      const [row] = await database.query<{ item: string }>(ACKNOWLEDGE, [force, alert, JSON.stringify(by)])
      return row === undefined ? null : (JSON.parse(row.item) as AlertItem)
    },
  }
}
