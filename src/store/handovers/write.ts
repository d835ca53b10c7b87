/** Writes a hand-over: the row, its list as the record stands, and the incidents that are told of the change of shift. */
import type { HandingOver, HandoverTerms } from '../../engine/handover/ports.ts'
import { ASKED } from '../../engine/registers/approvalRows.ts'
import { READING } from '../../engine/registers/readingRows.ts'
import { type Clock, engineNow } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'

/** `attention=` that asks for somebody now. */
export const ASKS = (attention: string): string =>
  `(${['demanded', 'overdue', 'warning'].map((one) => `${attention} @> '{${one}}'::text[]`).join(' or ')})`

/** Clocks of what the list has anyway: an open demand, an incident, what waits for a second person. */
const LISTED_ANYWAY = ['answer', 'attendance-warning', 'reassessment-check', 'approval'].map((one) => `'${one}'`).join(', ')
const SEVERITY = `array_position(array['critical', 'high', 'medium', 'low'], item ->> 'severity')`
const after = (ms: string) => `${ms}::double precision * interval '1 millisecond'`
const UNORDERED = `''::text collate "C"`

/** Alerts of supervisors: those of the harm assessment unit are not of their shift. */
const alerts = (status: string, rank: string, and = '') => `
  select a.case_id, a.kind, a.incident, a.id as about, a.item ->> 'severity' as severity, (a.item ->> 'level')::integer as level,
         (a.item ->> 'dueAt')::timestamptz as due_at, (a.item -> 'acknowledgedBy')::text as has, ${rank} as rank, ${UNORDERED} as sort_key
    from (select case_id, kind, incident, id, item::jsonb as item from reassess.alerts
           where force = $1 and status = '${status}' and audience <> 'hau') as a ${and}`

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
      insert into reassess.handovers (id, force, from_shift, to_shift, by, note, actor, sent_id, at, accept_by)
      select $2, $1, $3, $4, $5, $6, $7, $8, at, at + ${after('$9')} from clock
      on conflict (force, sent_id) where sent_id is not null do nothing
      returning id, at
    ), asking as materialized (
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
         where item ->> 'severity' in ('critical', 'high') and a.case_id not in (select case_id from asking)) as untaken
      union all
      select 'doubtful', r.case_id, case r.kind when '${READING}' then 'reassessment-check' else 'approval' end, c.reference, r.name,
             null, null, r.due_at, null, 3, ${UNORDERED}
        from reassess.registers r join reassess.cases c on c.id = r.case_id
       where r.force = $1 and r.state = 'waiting' and r.weight = 0 and r.kind in ('${READING}', '${ASKED}')
      union all
      select 'taken', * from (${alerts('acknowledged', `3 + ${SEVERITY}`)}) as taken
      union all
      select 'due', t.case_id, t.deadline, c.reference, t.machine, null, null, t.due_at, null, 8, ${UNORDERED}
        from reassess.timers t join reassess.cases c on c.id = t.case_id, clock
       where t.force = $1 and t.due_at <= clock.at + ${after('$10')} and t.deadline not in (${LISTED_ANYWAY})
         and not (t.deadline = 'attendance' and t.case_id in (select case_id from asking))
    ), listed as (
      insert into reassess.handover_items (handover, number, force, what, kind, incident, case_id, about, severity, level, due_at, has)
      select made.id, row_number() over (order by rank, sort_key, due_at nulls last, incident, kind, about), $1, what, kind, incident,
             case_id, about, severity, level, due_at, has
        from found, made
    ), told as (
      select reference, sort_key from asking
      union
      select reference, sort_key from reassess.cases
       where $11 and force = $1 and not closed and not states @> '{attendance.attended}'
    ), changes as (
      insert into reassess.handover_changes (handover, incident, force, number, try_at)
      select made.id, reference, $1, row_number() over (order by sort_key, reference), made.at from told, made
    )
    select id from made`,
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
