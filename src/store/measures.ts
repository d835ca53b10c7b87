/** Counting by month and by what else is asked, from the indexes of migration 11. */
import type { Instant } from '../../machines/rules/vocabulary.ts'
import { DIMENSIONS, type Dimension } from '../engine/counted.ts'
import type { MeasureAsked, MeasuredRow } from '../engine/measureViews.ts'
import type { Database } from './database.ts'

/** `width_bucket` finds the month, so that months are the engine's and never the database's own time zone's. */
export const MEASURED = `
  with picked as (
    select p.part, c.at, c.code, c.priority, c.area, c.risk, c.team, c.kind, c.minutes
      from unnest($2::text[], $3::text[], $4::text[]) as p(part, what, code)
      join reassess.counted c
        on c.force = $1 and c.what = any ($3) and c.what = p.what and (p.code is null or c.code = p.code)
       and c.at >= $5 and c.at < $6
    union all
    select p.part, r.at, r.code, null, null, null, null, null, null
      from unnest($2::text[], $3::text[], $4::text[]) as p(part, what, code)
      join reassess.refusals r
        on r.force = $1 and (p.code is null or r.code = p.code) and r.at >= $5 and r.at < $6
       and r.code in ('explains-delay-not-risk', 'reassessment-incomplete')
     where p.what = 'refused'
  )
  select case when part = '*' then code else part end as part,
         case when $7 then width_bucket(at, $8::timestamptz[]) - 1 end as month,
         ${DIMENSIONS.map((name, n) => `case when $${9 + n}::boolean then ${name} end as ${name}`).join(', ')},
         count(*)::integer as count, count(minutes)::integer as timed,
         percentile_cont(0.5) within group (order by minutes) as median,
         percentile_cont(0.9) within group (order by minutes) as ninetieth
    from picked
   group by ${Array.from({ length: 2 + DIMENSIONS.length }, (_, n) => n + 1).join(', ')}
   order by ${[2, ...DIMENSIONS.map((_, n) => 3 + n), 1].join(', ')}
   limit $${9 + DIMENSIONS.length}`

export async function measured(
  database: Database,
  force: string,
  { picks, bounds, byMonth, by, most }: MeasureAsked,
): Promise<readonly MeasuredRow[]> {
  const asked: ReadonlySet<Dimension> = new Set(by)
  return database.query<MeasuredRow>({ name: 'reassess-measured', text: MEASURED }, [
    force,
    picks.map(({ part }) => part),
    picks.map(({ what }) => what),
    picks.map(({ code }) => code),
    bounds[0],
    bounds.at(-1),
    byMonth,
    bounds,
    ...DIMENSIONS.map((name) => asked.has(name)),
    most + 1,
  ])
}

const SINCE = {
  name: 'reassess-counted-since',
  text: "select at from reassess.counted where case_id = 0 and what = 'counting'",
}

export async function countedSince(database: Database): Promise<Instant | null> {
  const [row] = await database.query<{ at: Instant }>(SINCE, [])
  return row?.at ?? null
}
