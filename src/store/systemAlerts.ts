/**
 * Alerts about the system itself: `timers-stalled` and `clock-ahead`. They belong to no incident, so each is a row without a case
 * and a change of the stream that no chain knows of (decision 0015). Every process that watches says again and again what it sees:
 * the first to see trouble raises the alert, in each force that has keys; it is resolved once nobody has said so for a while.
 */
import type { Person, Role } from '../../machines/rules/vocabulary.ts'
import type { SystemAlerts } from '../engine/reads.ts'
import type { AlertItem } from '../engine/views.ts'
import { type Clock, engineNow } from './clock.ts'
import type { Database } from './database.ts'
import { isStorable } from './text.ts'

type SystemKind = 'timers-stalled' | 'clock-ahead'

/** Several times the pace at which processes say what they see: one that falls silent has died or sees nothing amiss. */
const SAID_WITHIN = "interval '15 seconds'"
/** Written so that a clock set back does not keep an alert open until the past has come round again. */
const isSaid = (kind: string) => `at between now() - ${SAID_WITHIN} and now() and kind = ${kind}`

/** What running processes say that the database's clock is ahead by, in seconds; null where none does without it. */
export const CLOCK_DOUBTED_BY = `select seconds from reassess.system_said where ${isSaid("'clock-ahead'")}`

const iso = (instant: string) => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const published = (rows: string, at: string) => `
  insert into reassess.changes (case_id, force, first_sequence, last_sequence, head, recorded_at, items)
  select 0, force, 0, 0, '', ${at}, json_build_array(json_build_object('event', 'alert', 'data', item::json))::text from ${rows}`

/** One that is not resolved already, or that was raised in this very millisecond, is left as it is. */
const RAISE = {
  name: 'reassess-system-alert-raise',
  text: `
    with said as (
      insert into reassess.system_said (kind, at, seconds) values ($2, now(), $5)
      on conflict (kind) do update set at = excluded.at, seconds = excluded.seconds
    ), raised as (
      insert into reassess.alerts (case_id, id, force, status, raised_at, item)
      select 0, id, force, 'open', ${engineNow('$3')},
             (jsonb_build_object('id', id, 'incident', '', 'kind', $2::text, 'severity', 'critical', 'audience', $1::text, 'level', 1,
                                 'count', 1, 'status', 'open', 'raisedAt', ${iso(engineNow('$3'))}) || $4::jsonb)::text
        from (select force, $2::text || '-' || force || '-' || floor(extract(epoch from ${engineNow('$3')}) * 1000)::bigint as id
                from reassess.api_keys group by force) as forces
      on conflict do nothing
      returning force, item
    ) ${published('raised', engineNow('$3'))}`,
}

const RESOLVE = {
  name: 'reassess-system-alert-resolve',
  text: `
    with resolved as (
      update reassess.alerts a
         set status = 'resolved',
             item = (a.item::jsonb || jsonb_build_object('status', 'resolved', 'resolvedAt', ${iso(engineNow('$2'))}))::text
       where a.case_id = 0 and a.status <> 'resolved' and a.item::json ->> 'kind' = $1::text
         and not exists (select from reassess.system_said where ${isSaid('$1')})
      returning a.force, a.item
    ) ${published('resolved', engineNow('$2'))}`,
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
    ), told as (${published('acknowledged', engineNow('$4'))})
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

/** What it says of the database's clock. @throws RecordUnavailable */
export interface ClockSeen {
  /** @param seconds by which the database's clock is ahead, as the alert says. @param isDoubted processes do without it. */
  sayClockAhead(audience: Role, seconds: number, isDoubted: boolean): Promise<void>
  sayClockAgrees(): Promise<void>
}

export function createSystemAlerts(database: Database, clock: Pick<Clock, 'bounds'>): SystemAlerts & TimersSeen & ClockSeen {
  const raise = async (kind: SystemKind, audience: Role, more: object, seconds: number | null) => {
    await database.query(RAISE, [audience, kind, clock.bounds(), JSON.stringify(more), seconds])
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
    acknowledgeSystemAlert: async (force: string, alert: string, by: Person) => {
      if (!isStorable(alert)) return null
      const [row] = await database.query<{ item: string }>(ACKNOWLEDGE, [force, alert, JSON.stringify(by), clock.bounds()])
      return row === undefined ? null : (JSON.parse(row.item) as AlertItem)
    },
  }
}
