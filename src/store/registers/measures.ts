/** Counts by month and by other parts, from the indexes of migration 11. */
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { DIMENSIONS, type Dimension } from '../../engine/measures/counted.ts'
import type { MeasureAsked, MeasuredRow } from '../../engine/measures/views.ts'
import { columnsOf } from '../columns.ts'
import type { Database } from '../connection/database.ts'

/**
 * The requested parts, else null. `width_bucket` finds the month, so that months follow the engine and never the database's
 * time zone.
 */
const BY = `
         case when $7::boolean then width_bucket(at, $8::timestamptz[]) - 1 end as month,
         ${DIMENSIONS.map((name, n) => `case when $${9 + n}::boolean then ${name} end as ${name}`).join(', ')}`
const GROUPS = ['month', ...DIMENSIONS].join(', ')
const PICKS = 'unnest($2::text[], $3::text[], $4::text[]) as p(part, what, code)'
const PART = "case when p.part = '*' then c.code else p.part end"

/** Reads each counted row once; the result, a line for each code, is then put into the parts. */
export const MEASURED = `
  with grouped as materialized (
    select what, code, ${BY}, count(*)::integer as count
      from reassess.counted
     where force = $1 and what = any ($3) and at >= $5 and at < $6
     group by what, code, ${Array.from({ length: 1 + DIMENSIONS.length }, (_, n) => n + 3).join(', ')}
    union all
    select 'refused', code, case when $7::boolean then width_bucket(at, $8::timestamptz[]) - 1 end,
           ${DIMENSIONS.map(() => 'null').join(', ')}, count(*)::integer
      from reassess.refusals
     where 'refused' = any ($3) and force = $1 and at >= $5 and at < $6
       and code in ('explains-delay-not-risk', 'reassessment-incomplete')
     group by code, 3
  )
  select ${PART} as part, ${GROUPS}, sum(count)::integer as count
    from ${PICKS} join grouped c on c.what = p.what and (p.code is null or c.code = p.code)
   group by 1, ${GROUPS}
   order by ${GROUPS}, 1
   limit $${9 + DIMENSIONS.length}`

/** A median needs each value: computed only for measures with a median. */
const TIMED = `
  with timed as (
    select what, code, minutes, ${BY}
      from reassess.counted
     where force = $1 and what = any ($3) and at >= $5 and at < $6 and minutes is not null
  )
  select ${PART} as part, ${GROUPS}, count(*)::integer as timed,
         percentile_cont(0.5) within group (order by minutes) as median,
         percentile_cont(0.9) within group (order by minutes) as ninetieth
    from ${PICKS} join timed c on c.what = p.what and (p.code is null or c.code = p.code)
   where p.part <> ''
   group by 1, ${GROUPS}
   limit $${9 + DIMENSIONS.length}`

type Group = Pick<MeasuredRow, 'part' | 'month' | Dimension>
type Timed = Group & Pick<MeasuredRow, 'timed' | 'median' | 'ninetieth'>
const UNTIMED = { timed: 0, median: null, ninetieth: null }
const keyOf = (group: Group): string => JSON.stringify([group.part, group.month, ...DIMENSIONS.map((name) => group[name])])

export async function measured(
  database: Database,
  force: string,
  { picks, bounds, byMonth, by, isTimed, most }: MeasureAsked,
): Promise<readonly MeasuredRow[]> {
  const asked: ReadonlySet<Dimension> = new Set(by)
  const values = [
    force,
    ...columnsOf(picks, 'part', 'what', 'code'),
    bounds[0],
    bounds.at(-1),
    byMonth,
    bounds,
    ...DIMENSIONS.map((name) => asked.has(name)),
    most + 1,
  ]
  const counts = await database.query<Group & { readonly count: number }>({ name: 'reassess-measured', text: MEASURED }, values)
  const timed = isTimed ? await database.query<Timed>({ name: 'reassess-timed', text: TIMED }, values) : []
  const times = new Map(timed.map((row) => [keyOf(row), row]))
  return counts.map((row) => ({ ...UNTIMED, ...times.get(keyOf(row)), ...row }))
}

const SINCE = {
  name: 'reassess-counted-since',
  text: "select at from reassess.counted where case_id = 0 and what = 'counting'",
}

export async function countedSince(database: Database): Promise<Instant | null> {
  const [row] = await database.query<{ at: Instant }>(SINCE, [])
  return row?.at ?? null
}
