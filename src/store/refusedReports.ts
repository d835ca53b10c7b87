/**
 * `report-refused`: an event of a subject that nobody has reported was refused, so no clock runs for it and nobody knows. Each such
 * subject is an alert of the force, kept as those about the system are since there is no case, and goes up the ladder until the
 * subject is reported or somebody dismisses the alert (contract §2). Of the subjects beyond `MOST_OPEN` one alert says how many.
 */
import type { Person, Role } from '../../machines/rules/vocabulary.ts'
import type { CaseKey } from '../engine/case.ts'
import type { AlertItem } from '../engine/views.ts'
import { type Clock, engineNow } from './clock.ts'
import type { Database } from './database.ts'
import { isoOf, published, resolving } from './systemAlerts.ts'
import { isStorable } from './text.ts'

/** Alerts with a subject of their own, of one force (contract §2). */
const MOST_OPEN = 100

/** How an alert that nobody ends goes on. */
export interface Escalation {
  readonly ladder: readonly Role[]
  /** Milliseconds until it goes to the next role, and at the top until it comes back. */
  readonly everyMs: number
}

const KIND = 'report-refused'
const isOpen = `a.case_id = 0 and a.status <> 'resolved' and a.about like '${KIND}-%'`
const after = (at: string, ms: string) => `(${at} + ${ms}::double precision * interval '1 millisecond')`
const onRecord = 'exists (select from reassess.cases c where c.force = w.force and c.reference = w.incident)'

/** $1, $2 forces and subjects; $3 the ladder's first role; $4 milliseconds; $5 the clock's bounds. */
const RAISE = {
  name: 'reassess-report-refused-raise',
  text: `
    with wanted as (
      select w.*, row_number() over (partition by w.force order by w.incident) as nth
        from (select distinct force, incident from unnest($1::text[], $2::text[]) as w(force, incident)) as w
       where not ${onRecord}
         and not exists (select from reassess.alerts a where ${isOpen} and a.force = w.force and a.about = '${KIND}-' || w.incident)
    ), room as (
      select w.force, ${MOST_OPEN} - (
        select count(*) from reassess.alerts a where ${isOpen} and a.force = w.force and a.about <> '${KIND}-') as places
        from wanted w group by w.force
    ), named as (
      select w.force, w.incident, 1 as count from wanted w join room r on r.force = w.force where w.nth <= r.places
      union all
      select w.force, '', count(*)::integer from wanted w join room r on r.force = w.force where w.nth > r.places group by w.force
    ), raised as (
      insert into reassess.alerts (case_id, id, force, incident, status, kind, audience, raised_at, about, item)
      select 0, id, force, incident, 'open', '${KIND}', $3::text, at, '${KIND}-' || incident, jsonb_build_object('id', id, 'incident', incident, 'kind', '${KIND}',
             'severity', 'critical', 'audience', $3::text, 'level', 1, 'count', count, 'status', 'open', 'raisedAt', ${isoOf('at')},
             'dueAt', ${isoOf(after('at', '$4'))})::text
        from (select *, '${KIND}-' || gen_random_uuid() as id, ${engineNow('$5')} as at from named) as named
      on conflict (force, about) where case_id = 0 and status <> 'resolved' do update
         set status = 'open',
             item = ((alerts.item::jsonb - 'acknowledgedBy') || jsonb_build_object('status', 'open', 'count',
                     (alerts.item::jsonb ->> 'count')::integer + (excluded.item::jsonb ->> 'count')::integer))::text
       -- Another process has just raised the same subject: that is the alert.
       where alerts.about = '${KIND}-'
      returning force, item
    ), told as (${published('raised', engineNow('$5'))})
    select item from raised`,
}

/** Each goes to the next role, or at the top comes back. $1 the ladder; $2 milliseconds; $3 the clock's bounds. */
const ESCALATE = {
  name: 'reassess-report-refused-escalate',
  text: `
    with due as (
      select a.case_id, a.id, a.item::jsonb as item, (a.item::jsonb ->> 'level')::integer as level
        from reassess.alerts a
       where ${isOpen} and (a.item::jsonb ->> 'dueAt')::timestamptz <= ${engineNow('$3')}
         for update skip locked
    ), escalated as (
      update reassess.alerts a
         set status = 'open', audience = coalesce(($1::text[])[d.level + 1], a.audience),
             item = ((d.item - 'acknowledgedBy') || jsonb_build_object('status', 'open', 'dueAt', ${isoOf(after(engineNow('$3'), '$2'))}) ||
                     case when d.level < cardinality($1::text[])
                          then jsonb_build_object('level', d.level + 1, 'audience', ($1::text[])[d.level + 1])
                          when d.item ->> 'incident' = '' then '{}'
                          else jsonb_build_object('count', (d.item ->> 'count')::integer + 1) end)::text
        from due d
       where a.case_id = d.case_id and a.id = d.id
      returning a.force, a.item
    ) ${published('escalated', engineNow('$3'))}`,
}

/** $1 the clock's bounds. */
const END = {
  name: 'reassess-report-refused-end',
  text: resolving(
    `a.about like '${KIND}-%'
     and exists (select from reassess.cases c where c.force = a.force and c.reference = a.item::jsonb ->> 'incident')`,
    engineNow('$1'),
  ),
}

const OPEN = {
  name: 'reassess-report-refused-open',
  text: `select a.force, a.item::jsonb ->> 'incident' as reference from reassess.alerts a where ${isOpen}`,
}

/** $1 force, $2 id, $3 who, $4 why, $5 the clock's bounds. One that ended already stays as it ended. */
const DISMISS = {
  name: 'reassess-report-refused-dismiss',
  text: `
    with dismissed as (
      update reassess.alerts a
         set status = 'resolved',
             item = ((a.item::jsonb - 'dueAt') || jsonb_build_object('status', 'resolved', 'resolvedAt', ${isoOf(engineNow('$5'))},
                     'dismissed', jsonb_build_object('by', $3::jsonb, 'reason', $4::text)))::text
       where ${isOpen} and a.force = $1 and a.id = $2
      returning a.force, a.item
    ), told as (${published('dismissed', engineNow('$5'))})
    select item from dismissed
    union all
    select a.item from reassess.alerts a
     where a.case_id = 0 and a.force = $1 and a.id = $2 and a.about like '${KIND}-%' and not exists (select from dismissed)`,
}

/** @throws RecordUnavailable */
export interface RefusedReportRows {
  /** Raises an alert for each subject that is not on record. @returns those that were raised or counted. */
  raiseRefused(subjects: readonly CaseKey[], escalation: Escalation): Promise<readonly AlertItem[]>
  escalateRefused(escalation: Escalation): Promise<void>
  /** Ends the alerts whose subjects are on record. */
  endReported(): Promise<void>
  /** The subjects with an open alert. */
  refusedSubjects(): Promise<readonly CaseKey[]>
  /** @returns the alert as it now is; null where there is none of that id about a refused report. */
  dismissRefused(force: string, alert: string, by: Person, reason: string): Promise<AlertItem | null>
}

export function createRefusedReports(database: Database, clock: Pick<Clock, 'bounds'>): RefusedReportRows {
  // One after the other, so that two refusals at once do not pass the bound. Each process may pass it by what it raises at once.
  let raised: Promise<unknown> = Promise.resolve()
  const items = (rows: readonly { readonly item: string }[]) => rows.map(({ item }) => JSON.parse(item) as AlertItem)
  return {
    async raiseRefused(subjects, { ladder: [first = 'supervisor'], everyMs }) {
      const known = subjects.filter(({ reference }) => isStorable(reference))
      if (known.length === 0) return []
      const forces = known.map(({ force }) => force)
      const references = known.map(({ reference }) => reference)
      const raise = () => database.query<{ item: string }>(RAISE, [forces, references, first, everyMs, clock.bounds()])
      const rows = raised.then(raise, raise)
      raised = rows
      return items(await rows)
    },
    async escalateRefused({ ladder, everyMs }) {
      await database.query(ESCALATE, [ladder, everyMs, clock.bounds()])
    },
    async endReported() {
      await database.query(END, [clock.bounds()])
    },
    refusedSubjects: () => database.query<CaseKey>(OPEN),
    async dismissRefused(force, alert, by, reason) {
      if (!isStorable(alert)) return null
      const rows = await database.query<{ item: string }>(DISMISS, [force, alert, JSON.stringify(by), reason, clock.bounds()])
      return items(rows)[0] ?? null
    },
  }
}
