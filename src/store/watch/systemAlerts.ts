/**
 * Alerts about the system itself. They belong to no case: each is a row without a case and a change of the stream that no chain
 * knows of (decision 0015). A force has at most a single open alert about a thing, which `about` names.
 *
 * `timers-stalled`, `clock-ahead` and `access-log-unwritable`: every watching process says again and again what it sees; the first to see trouble raises
 * the alert, in each force that has keys, and the alert is resolved once nobody has said so for a while. `timer-unfireable` is
 * raised by unfireable.ts.
 */
import { ALERTS, type Severity } from '../../../machines/rules/catalogue/alerts.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import type { Person, Role } from '../../../machines/rules/vocabulary.ts'
import type { SystemAlerts } from '../../engine/reads.ts'
import type { AlertItem } from '../../engine/views/views.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'

type SystemKind = 'timers-stalled' | 'clock-ahead' | 'access-log-unwritable'

/** Several times the pace at which processes report: a silent process has died or sees nothing amiss. */
const SAID_WITHIN = "interval '15 seconds'"
/** Written so that a clock set back does not keep an alert open until the past has come round again. */
export const isSaid = (kind: string) => `at between now() - ${SAID_WITHIN} and now() and kind = ${kind}`

/** How far running processes say that the database's clock is ahead, in seconds; null when all use it. */
export const CLOCK_DOUBTED_BY = `select seconds from reassess.system_said where ${isSaid("'clock-ahead'")}`

export const isoOf = (instant: string) => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
export const published = (rows: string, at: string) => `
  insert into reassess.changes (case_id, force, first_sequence, last_sequence, head, recorded_at, items)
  select 0, force, 0, 0, '', ${at}, json_build_array(json_build_object('event', 'alert', 'data', item::json))::text from ${rows}`

interface Raised {
  /** SQL, like the other fields: the kind. */
  readonly kind: string
  readonly severity: Severity
  readonly audience: string
  /** A query of `force, incident, about, due_at`; `incident` is empty and `due_at` null where they do not apply. */
  readonly what: string
  /** The engine's time, or the database's. */
  readonly at: string
  /** Further fields of the alert, as `jsonb`. */
  readonly more?: string
  /** A further step of the same statement, as an item of `with`. */
  readonly beside?: string
}

/**
 * The statement that raises alerts. It leaves an alert as it is that is still open, or that was raised in this very
 * millisecond.
 */
export const raising = ({ kind, severity, audience, what, at, more = "'{}'::jsonb", beside }: Raised): string => `
    with ${beside === undefined ? '' : `${beside}, `}raised as (
      insert into reassess.alerts (case_id, id, force, incident, kind, audience, status, raised_at, about, item)
      select 0, id, force, incident, ${kind}, ${audience}, 'open', ${at}, about, (jsonb_strip_nulls(jsonb_build_object('id', id, 'incident', incident, 'kind', ${kind},
             'severity', '${severity}', 'audience', ${audience}, 'level', 1, 'count', 1, 'status', 'open', 'raisedAt', ${isoOf(at)},
             'dueAt', ${isoOf('due_at')})) || ${more})::text
        from (select *, about || '-' || force || '-' || floor(extract(epoch from ${at}) * 1000)::bigint as id
                from (${what}) as what) as wanted
      on conflict do nothing
      returning force, item
    ) ${published('raised', at)}`

/** The statement that ends them. @param condition SQL, of the alert `a`. @param at as for raising. */
export const resolving = (condition: string, at: string): string => `
    with resolved as (
      update reassess.alerts a
         set status = 'resolved', item = ((a.item::jsonb - 'dueAt') || jsonb_build_object('status', 'resolved', 'resolvedAt', ${isoOf(at)}))::text
       where a.case_id = 0 and a.status <> 'resolved' and ${condition}
      returning a.force, a.item
    ) ${published('resolved', at)}`

const raiseOf = (kind: SystemKind) => ({
  name: `reassess-system-alert-raise-${ALERTS[kind].severity}`,
  text: raising({
    kind: '$2::text',
    severity: ALERTS[kind].severity,
    audience: '$1::text',
    what: "select force, '' as incident, $2::text as about, null::timestamptz as due_at from reassess.api_keys group by force",
    at: engineNow('$3'),
    more: '$4::jsonb',
    beside: `said as (
      insert into reassess.system_said (kind, at, seconds) values ($2, now(), $5)
      on conflict (kind) do update set at = excluded.at, seconds = excluded.seconds
    )`,
  }),
})

const RESOLVE = {
  name: 'reassess-system-alert-resolve',
  text: resolving(`a.about = $1::text and not exists (select from reassess.system_said where ${isSaid('$1')})`, engineNow('$2')),
}

const HOLDER = {
  name: 'reassess-system-alert-holder',
  text: `select item::jsonb #>> '{acknowledgedBy,id}' as id from reassess.alerts where case_id = 0 and force = $1 and id = $2`,
}

/**
 * A person who already has it (`$5`, as they wrote their id then) gets the current alert: nothing changes, and nobody is told.
 */
const ACKNOWLEDGE = {
  name: 'reassess-system-alert-acknowledge',
  text: `
    with acknowledged as (
      update reassess.alerts
         set status = 'acknowledged', item = (item::jsonb || jsonb_build_object('status', 'acknowledged', 'acknowledgedBy', $3::jsonb))::text
       where case_id = 0 and force = $1 and id = $2 and status <> 'resolved'
         and item::jsonb #>> '{acknowledgedBy,id}' is distinct from $5
      returning force, item
    ), told as (${published('acknowledged', engineNow('$4'))})
    select item from acknowledged
    union all
    select item from reassess.alerts
     where case_id = 0 and force = $1 and id = $2 and not exists (select from acknowledged)`,
}

/** What somebody may end with a reason, by what it is about. */
const DISMISSIBLE = "(a.about like 'subscription-ended-%')"

/** $1 force, $2 id, $3 who, $4 why, $5 the clock's bounds. A resolved alert does not change. */
const DISMISS = {
  name: 'reassess-system-alert-dismiss',
  text: `
    with dismissed as (
      update reassess.alerts a
         set status = 'resolved',
             item = ((a.item::jsonb - 'dueAt') || jsonb_build_object('status', 'resolved', 'resolvedAt', ${isoOf(engineNow('$5'))},
                     'dismissed', jsonb_build_object('by', $3::jsonb, 'reason', $4::text)))::text
       where a.case_id = 0 and a.status <> 'resolved' and ${DISMISSIBLE} and a.force = $1 and a.id = $2
      returning a.force, a.item
    ), told as (${published('dismissed', engineNow('$5'))})
    select item from dismissed
    union all
    select a.item from reassess.alerts a
     where a.case_id = 0 and a.force = $1 and a.id = $2 and ${DISMISSIBLE} and not exists (select from dismissed)`,
}

/** What a watching process says of the timers. @throws RecordUnavailable */
export interface TimersSeen {
  /** @param audience whom the alert is for. */
  sayStalled(audience: Role): Promise<void>
  sayFiring(): Promise<void>
}

/** What it says of the database's clock. @throws RecordUnavailable */
export interface ClockSeen {
  /**
   * @param seconds by which the database's clock is ahead, for the alert. @param isDoubted true while processes run without
   *   it.
   */
  sayClockAhead(audience: Role, seconds: number, isDoubted: boolean): Promise<void>
  sayClockAgrees(): Promise<void>
}

/** What it says of the access log. @throws RecordUnavailable */
export interface AccessSeen {
  sayAccessUnwritable(audience: Role): Promise<void>
  sayAccessWritable(): Promise<void>
}

export function createSystemAlerts(
  database: Database,
  clock: Pick<Clock, 'bounds'>,
): SystemAlerts & TimersSeen & ClockSeen & AccessSeen {
  const raise = async (kind: SystemKind, audience: Role, more: object, seconds: number | null) => {
    await database.query(raiseOf(kind), [audience, kind, clock.bounds(), JSON.stringify(more), seconds])
  }
  const resolve = async (kind: SystemKind) => {
    await database.query(RESOLVE, [kind, clock.bounds()])
  }
  return {
    sayStalled: (audience) => raise('timers-stalled', audience, {}, null),
    sayFiring: () => resolve('timers-stalled'),
    sayClockAhead: (audience, seconds, isDoubted) =>
      raise('clock-ahead', audience, { seconds: Math.round(seconds) }, isDoubted ? seconds : null),
    sayClockAgrees: () => resolve('clock-ahead'),
    sayAccessUnwritable: (audience) => raise('access-log-unwritable', audience, {}, null),
    sayAccessWritable: () => resolve('access-log-unwritable'),
    acknowledgeSystemAlert: async (force: string, alert: string, by: Person) => {
      if (!isStorable(alert)) return null
      const [holder] = await database.query<{ id: string | null }>(HOLDER, [force, alert])
      const asWritten = holder?.id && samePerson(holder.id, by.id) ? holder.id : by.id
      const values = [force, alert, JSON.stringify(by), clock.bounds(), asWritten]
      const [row] = await database.query<{ item: string }>(ACKNOWLEDGE, values)
      return row === undefined ? null : (JSON.parse(row.item) as AlertItem)
    },
    dismissSystemAlert: async (force, alert, by, reason) => {
      if (!isStorable(alert)) return null
      const [row] = await database.query<{ item: string }>(DISMISS, [force, alert, JSON.stringify(by), reason, clock.bounds()])
      return row === undefined ? null : (JSON.parse(row.item) as AlertItem)
    },
  }
}
