/** Writes a hand-over: the row, its list as the record stands, and the incidents that are told of the change of shift. */
import { ALERTS, type AlertKind } from '../../../machines/rules/catalogue/alerts.ts'
import { DEADLINE_NAMES, DEADLINES } from '../../../machines/rules/catalogue/deadlines.ts'
import type { HandingOver, HandoverAhead, HandoverTerms } from '../../engine/handover/ports.ts'
import { ASKED } from '../../engine/registers/approvalRows.ts'
import { READING } from '../../engine/registers/readingRows.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'

/** `attention=` that asks for somebody now. */
export const ASKS = (attention: string): string =>
  `(${['demanded', 'overdue', 'warning'].map((one) => `${attention} @> '{${one}}'::text[]`).join(' or ')})`

const isOfUnit = (late: string): boolean => ALERTS[late as AlertKind]?.audience === 'hau'
/** What the list has anyway, as what waits for a second person. */
const DOUBTFUL: readonly string[] = ['reassessment-check', 'approval']
const ASKS_A_SECOND = [DEADLINES['reassessment-check'], DEADLINES.approval].flatMap(({ asks, late }) => [asks, late])
/** The deadlines of the shift: not what the harm assessment unit owes. */
const OF_THE_SHIFT = DEADLINE_NAMES.filter((name) => !isOfUnit(DEADLINES[name].late) && !DOUBTFUL.includes(name))
const arrayOf = (words: readonly string[]): string => `array[${words.map((word) => `'${word}'`).join(', ')}]`
/** Of the timer `t`, SQL: the deadline that it is the clock of; null for what escalates, and for what a demand waits for. */
export const DEADLINE_OF = `
  case when t.machine = 'incident' and t.deadline <> 'attendance-warning' then t.deadline
       when t.machine like 'duties/%' and t.deadline = 'due' then split_part(t.machine, '/', 2) end`
const SEVERITY = `array_position(array['critical', 'high', 'medium', 'low'], item ->> 'severity')`
const after = (ms: string) => `${ms}::double precision * interval '1 millisecond'`
const UNORDERED = `''::text collate "C"`

/** Alerts of the shift: not those of the harm assessment unit. */
const alerts = (status: string, rank: string, and = '') => `
  select a.case_id, a.kind, a.incident, a.id as about, a.item ->> 'severity' as severity, (a.item ->> 'level')::integer as level,
         (a.item ->> 'dueAt')::timestamptz as due_at, (a.item -> 'acknowledgedBy')::text as has, ${rank} as rank, ${UNORDERED} as sort_key
    from (select case_id, kind, incident, id, item::jsonb as item from reassess.alerts
           where force = $1 and status = '${status}' and audience <> 'hau') as a ${and}`

/** What a hand-over lists and whom it tells, after a table `clock` with its instant. @param ahead milliseconds. @param all whether all unattended incidents are told. */
const handedOver = (ahead: string, all: string): string => `
    asking as materialized (
      select c.id as case_id, c.reference, c.sort_key, c.attention, c.demand_level, c.item::jsonb as item
        from reassess.cases c
       where c.force = $1 and not c.closed and ${ASKS('c.attention')}
    ), found as (
      select 'open' as what, case_id,
             case when attention @> '{demanded}' then 'demanded' when attention @> '{overdue}' then 'overdue' else 'warning' end as kind,
             reference as incident, '' as about, null::text as severity, nullif(demand_level, 0) as level,
             coalesce(
               (select min((d ->> 'dueAt')::timestamptz) from jsonb_array_elements(item -> 'demands') d),
               (select min((d ->> 'dueAt')::timestamptz) from jsonb_array_elements(item -> 'deadlines') d where d ->> 'name' = 'attendance')
             ) as due_at, null::text as has, 1 as rank, sort_key
        from asking
      union all
      select 'open', * from (${alerts('open', `case item ->> 'severity' when 'critical' then 0 else 2 end`)}
          , clock
         where a.case_id not in (select case_id from asking) and a.kind <> all(${arrayOf(ASKS_A_SECOND)})
           and (item ->> 'severity' in ('critical', 'high') or (item ->> 'dueAt')::timestamptz <= clock.at + ${after(ahead)})) as untaken
      union all
      select 'doubtful', r.case_id, case r.kind when '${READING}' then 'reassessment-check' else 'approval' end, c.reference, r.name,
             null, null, r.due_at, null, 3, ${UNORDERED}
        from reassess.registers r join reassess.cases c on c.id = r.case_id
       where r.force = $1 and r.state = 'waiting' and r.weight = 0 and r.kind in ('${READING}', '${ASKED}')
      union all
      select 'taken', * from (${alerts('acknowledged', `3 + ${SEVERITY}`)}) as taken
      union all
      select 'due', t.case_id, t.name, c.reference, t.machine, null, null, t.due_at, null, 8, ${UNORDERED}
        from (select case_id, machine, due_at, ${DEADLINE_OF} as name
                from reassess.timers t, clock where t.force = $1 and t.due_at <= clock.at + ${after(ahead)}) as t
        join reassess.cases c on c.id = t.case_id
       where t.name = any(${arrayOf(OF_THE_SHIFT)}) and not (t.name = 'attendance' and t.case_id in (select case_id from asking))
    ), told as (
      select reference, sort_key from asking
      union
      select reference, sort_key from reassess.cases
       where ${all} and force = $1 and not closed and not states @> '{attendance.attended}'
    )`

/**
 * $1 force, $2 id, $3 from, $4 to, $5 by, $6 note, $7 actor, $8 the sender's id, $9 and $10 milliseconds, $11 whether all unattended
 * incidents are told, $12 the clock's bounds.
 */
const WRITE = {
  name: 'reassess-handover-write',
  text: `
    with clock as materialized (
      select ${engineNow('$12')} as at
    ), made as (
      insert into reassess.handovers (id, force, from_shift, to_shift, by, note, actor, sent_id, at, accept_by, looked_at)
      select $2, $1, $3, $4, $5, $6, $7, $8, at, at + ${after('$9')}, at from clock
      on conflict (force, sent_id) where sent_id is not null do nothing
      returning id, at
    ), ${handedOver('$10', '$11')}, listed as (
      insert into reassess.handover_items (handover, number, force, what, kind, incident, case_id, about, severity, level, due_at, has)
      select made.id, row_number() over (order by rank, sort_key, due_at nulls last, incident, kind, about), $1, what, kind, incident,
             case_id, about, severity, level, due_at, has
        from found, made
    ), changes as (
      insert into reassess.handover_changes (handover, incident, force, number, try_at)
      select made.id, reference, $1, row_number() over (order by sort_key, reference), made.at from told, made
    )
    select id from made`,
}
/** $1 force, $2 milliseconds, $3 whether all unattended incidents are told, $4 the clock's bounds. Nobody has attended while a unit looks for her. */
const AHEAD = {
  name: 'reassess-handover-ahead',
  text: `
    with clock as materialized (
      select ${engineNow('$4')} as at
    ), ${handedOver('$2', '$3')}
    select (select count(*)::integer from found) as items, (select count(*)::integer from told) as incidents,
           (select count(*)::integer from told join reassess.cases c on c.force = $1 and c.reference = told.reference
             where not c.states @> '{attendance.attended}'
                or exists (select from jsonb_array_elements(c.item::jsonb -> 'deadlines') d where d ->> 'name' = 'victim-seen')) as demands`,
}
export const lookingAhead =
  (database: Database, clock: Pick<Clock, 'bounds'>) =>
  async (force: string, { aheadMs, tellsAll }: HandoverTerms): Promise<HandoverAhead> => {
    const [found] = await database.query<HandoverAhead>(AHEAD, [force, aheadMs, tellsAll, clock.bounds()])
    if (found === undefined) throw new TypeError('a count has one row')
    return found
  }

const FIRST = {
  name: 'reassess-handover-first',
  text: 'select id from reassess.handovers where force = $1 and sent_id = $2',
}

export const writing = (database: Database, clock: Pick<Clock, 'bounds'>) => {
  const first = async (force: string, sentId: string | null): Promise<string | undefined> =>
    (await database.query<{ id: string }>(FIRST, [force, sentId]))[0]?.id

  return async (id: string, said: HandingOver, { acceptWithinMs, aheadMs, tellsAll }: HandoverTerms): Promise<string> => {
    const { force, from, to, by, note, actor, sentId } = said
    // Before the list is made: the same again costs little.
    const known = sentId === null ? undefined : await first(force, sentId)
    if (known !== undefined) return known
    const [made] = await database.query<{ id: string }>(WRITE, [
      ...[force, id, from, to, JSON.stringify(by), note, JSON.stringify(actor), sentId],
      ...[acceptWithinMs, aheadMs, tellsAll, clock.bounds()],
    ])
    const written = made?.id ?? (await first(force, sentId))
    if (written === undefined) throw new TypeError('a hand-over that was made before is on record')
    return written
  }
}
