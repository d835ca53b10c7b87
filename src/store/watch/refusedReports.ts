/**
 * `report-refused`: an event about a subject that nobody has reported was refused, so no clock runs for it and nobody knows.
 * Each such subject is an alert of the force, kept like the alerts about the system since it has no case. The alert escalates
 * until the subject is reported or somebody dismisses the alert (contract §2). Subjects beyond `MOST_OPEN` wait for a place,
 * and a counting alert says how many wait and since when (decision 0039).
 */
import { setTimeout as pause } from 'node:timers/promises'
import { ALERTS } from '../../../machines/rules/catalogue/alerts.ts'
import type { Person, Role } from '../../../machines/rules/vocabulary.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import type { AlertItem } from '../../engine/views/views.ts'
import { caseIs } from '../caseKey.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'
import { isoOf, published, resolving } from './systemAlerts.ts'

/** A force's alerts with a subject of their own (contract §2). */
const MOST_OPEN = 100
/** Places of each key when the force's places are full: the key that fills them does not silence the others. */
const OWN_PLACES = 10
/** A key's subjects that wait for a place. Further subjects are in `/v1/refusals` only. */
const MOST_WAITING = 1_000
/** Another process that gives places is done within milliseconds; the next round of any process finds what it did not see. */
const TRIES = 5
const TRY_AGAIN_MS = 20

/** How an unanswered alert escalates. */
export interface Escalation {
  readonly ladder: readonly Role[]
  /** Milliseconds until it goes to the next role, and at the top until it repeats. */
  readonly everyMs: number
}

const KIND = 'report-refused'
const isOpen = `a.case_id = 0 and a.status <> 'resolved' and a.about like '${KIND}-%'`
const after = (at: string, ms: string) => `(${at} + ${ms}::double precision * interval '1 millisecond')`
const onRecord = `exists (select from reassess.cases c where ${caseIs('w.force', 'w.incident')})`
const hasAlert = `exists (select from reassess.alerts a where ${isOpen} and a.force = w.force and a.about = '${KIND}-' || w.incident)`

/**
 * A waiting subject continues to wait under the key that sent it last: a key that has used its places keeps no other key's
 * subject from a place.
 *
 * $1, $2 forces and subjects; $3 the key that sent them; $4 the clock's bounds.
 */
const WAIT = {
  name: 'reassess-report-refused-wait',
  text: `
    insert into reassess.refused_subjects (force, incident, key, at)
    select w.force, w.incident, $3::text, ${engineNow('$4')}
      from (select distinct force, incident from unnest($1::text[], $2::text[]) as w(force, incident)) as w
     where not ${onRecord} and not ${hasAlert}
     order by w.incident
     limit greatest(0, ${MOST_WAITING} - (select count(*) from reassess.refused_subjects where key = $3::text))
    on conflict (force, incident) do update set key = excluded.key where refused_subjects.key <> excluded.key`,
}

/**
 * Gives an alert to whoever waits longest, as far as there are places, and counts the rest. The counting alert changes only its
 * number: acknowledged it stays acknowledged, and it ends when nobody waits.
 *
 * $1 the first role of `escalation`; $2 milliseconds; $3 the clock's bounds.
 */
const GIVE_PLACES = {
  name: 'reassess-report-refused-places',
  text: `
    with turn as materialized (
      select t.name from reassess.turns t where t.name = 'report-refused' for update skip locked
    ), gate as materialized (
      select exists (select from turn) as is_ours, ${engineNow('$3')} as at
    ), waiting as materialized (
      select w.*, row_number() over (partition by w.force order by w.at, w.incident) as nth,
             row_number() over (partition by w.key order by w.at, w.incident) as nth_of_key
        from reassess.refused_subjects w
       where (select is_ours from gate) and not ${onRecord} and not ${hasAlert}
    ), taken as (
      select a.force, a.raised_by as key, count(*) as count
        from reassess.alerts a where ${isOpen} and a.about <> '${KIND}-' group by 1, 2
    ), placed as materialized (
      select w.force, w.incident, w.key
        from waiting w
       where w.nth <= ${MOST_OPEN} - coalesce((select sum(t.count) from taken t where t.force = w.force), 0)
          or w.nth_of_key <= ${OWN_PLACES} - coalesce((select sum(t.count) from taken t where t.key = w.key), 0)
    ), gone as (
      delete from reassess.refused_subjects w
       where (select is_ours from gate)
         and not exists (select from waiting l where l.force = w.force and l.incident = w.incident
                          and not exists (select from placed p where p.force = l.force and p.incident = l.incident))
    ), counted as (
      select w.force, count(*)::integer as count
        from waiting w
       where not exists (select from placed p where p.force = w.force and p.incident = w.incident)
       group by w.force
    ), wanted as (
      select force, incident, key, 1 as count, '{}'::jsonb as more from placed
      union all
      select force, '', null, count, '{"refusals": "/v1/refusals"}' from counted
    ), raised as (
      insert into reassess.alerts (case_id, id, force, incident, status, kind, audience, raised_at, about, raised_by, item)
      select 0, id, force, incident, 'open', '${KIND}', $1::text, at, '${KIND}-' || incident, key, (jsonb_build_object('id', id, 'incident', incident, 'kind', '${KIND}',
             'severity', '${ALERTS[KIND].severity}', 'audience', $1::text, 'level', 1, 'count', count, 'status', 'open', 'raisedAt', ${isoOf('at')},
             'dueAt', ${isoOf(after('at', '$2'))}) || more)::text
        from (select wanted.*, gate.at, '${KIND}-' || gen_random_uuid() as id from wanted, gate) as named
      on conflict (force, about) where case_id = 0 and status <> 'resolved' do update
         set item = (alerts.item::jsonb || jsonb_build_object('count', excluded.item::jsonb -> 'count'))::text
       -- Another process has just raised the same subject: that is the alert.
       where alerts.about = '${KIND}-' and alerts.item::jsonb -> 'count' <> excluded.item::jsonb -> 'count'
      returning force, incident, item
    ), ended as (
      update reassess.alerts a
         set status = 'resolved', item = ((a.item::jsonb - 'dueAt') || jsonb_build_object('status', 'resolved', 'resolvedAt', ${isoOf('(select at from gate)')}))::text
       where (select is_ours from gate) and ${isOpen} and a.about = '${KIND}-'
         and not exists (select from counted where counted.force = a.force)
      returning a.force, a.item
    ), changed as (
      select force, item from raised union all select force, item from ended
    ), told as (${published('changed', engineNow('$3'))})
    select is_ours, coalesce((select json_agg(item::json) from raised), '[]')::text as raised from gate`,
}

/** Each goes to the next role, or repeats at the top. $1 the roles of `escalation`; $2 milliseconds; $3 the clock's bounds. */
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
         set status = 'open', taken_by = null, taken_account = null, audience = coalesce(($1::text[])[d.level + 1], a.audience),
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
     and exists (select from reassess.cases c where ${caseIs('a.force', "a.item::jsonb ->> 'incident'")})`,
    engineNow('$1'),
  ),
}

const OPEN = {
  name: 'reassess-report-refused-open',
  text: `
    select a.force, a.incident as reference from reassess.alerts a where ${isOpen}
    union all
    select force, incident from reassess.refused_subjects`,
}

/**
 * $1 force, $2 id, $3 who, $4 why, $5 the clock's bounds. A resolved alert does not change; dismissing the counting alert ends
 * the waiting of its subjects.
 */
const DISMISS = {
  name: 'reassess-report-refused-dismiss',
  text: `
    with dismissed as (
      update reassess.alerts a
         set status = 'resolved',
             item = ((a.item::jsonb - 'dueAt') || jsonb_build_object('status', 'resolved', 'resolvedAt', ${isoOf(engineNow('$5'))},
                     'dismissed', jsonb_build_object('by', $3::jsonb, 'reason', $4::text)))::text
       where ${isOpen} and a.force = $1 and a.id = $2
      returning a.force, a.about, a.item
    ), cleared as (
      delete from reassess.refused_subjects w using dismissed d where d.about = '${KIND}-' and w.force = d.force
    ), told as (${published('dismissed', engineNow('$5'))})
    select item from dismissed
    union all
    select a.item from reassess.alerts a
     where a.case_id = 0 and a.force = $1 and a.id = $2 and a.about like '${KIND}-%' and not exists (select from dismissed)`,
}

/** @throws RecordUnavailable */
export interface RefusedReportRows {
  /**
   * Raises an alert for each subject that is not on record, or lets it wait for a place. @param key that sent it. @returns what
   * was raised or counted.
   */
  raiseRefused(subjects: readonly CaseKey[], key: string, escalation: Escalation): Promise<readonly AlertItem[]>
  escalateRefused(escalation: Escalation): Promise<void>
  /** Ends the alerts whose subjects are on record, and gives their places to subjects that wait. */
  endReported(escalation: Escalation): Promise<void>
  /** The subjects with an open alert, or that wait for a place. */
  refusedSubjects(): Promise<readonly CaseKey[]>
  /** @returns the alert as it now is; null when no alert about a refused report has that id. */
  dismissRefused(force: string, alert: string, by: Person, reason: string): Promise<AlertItem | null>
}

export function createRefusedReports(database: Database, clock: Pick<Clock, 'bounds'>): RefusedReportRows {
  const items = (rows: readonly { readonly item: string }[]) => rows.map(({ item }) => JSON.parse(item) as AlertItem)
  const givePlaces = async ({ ladder: [first = 'supervisor'], everyMs }: Escalation): Promise<readonly AlertItem[]> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const [row] = await database.query<{ is_ours: boolean; raised: string }>(GIVE_PLACES, [first, everyMs, clock.bounds()])
      if (row?.is_ours) return JSON.parse(row.raised) as AlertItem[]
      await pause(TRY_AGAIN_MS)
    }
    return []
  }
  // In sequence, so that simultaneous refusals do not wait for each other's lock.
  let placed: Promise<unknown> = Promise.resolve()
  const inTurn = (escalation: Escalation): Promise<readonly AlertItem[]> => {
    const give = () => givePlaces(escalation)
    const given = placed.then(give, give)
    placed = given
    return given
  }
  return {
    async raiseRefused(subjects, key, escalation) {
      const known = subjects.filter(({ reference }) => isStorable(reference))
      if (known.length === 0) return []
      const forces = known.map(({ force }) => force)
      const references = known.map(({ reference }) => reference)
      await database.query(WAIT, [forces, references, key, clock.bounds()])
      return inTurn(escalation)
    },
    async escalateRefused({ ladder, everyMs }) {
      await database.query(ESCALATE, [ladder, everyMs, clock.bounds()])
    },
    async endReported(escalation) {
      await database.query(END, [clock.bounds()])
      await inTurn(escalation)
    },
    refusedSubjects: () => database.query<CaseKey>(OPEN),
    async dismissRefused(force, alert, by, reason) {
      if (!isStorable(alert)) return null
      const rows = await database.query<{ item: string }>(DISMISS, [force, alert, JSON.stringify(by), reason, clock.bounds()])
      return items(rows)[0] ?? null
    },
  }
}
