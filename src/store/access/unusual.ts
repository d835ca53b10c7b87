/** Who read how much on each day, beside the others of the same role. */
import type { AccessReads, Days } from '../../engine/access/ports.ts'
import type { Database } from '../connection/database.ts'

/**
 * A reader counts on a day with anything in the log. Lists and the stream ask for no reference: what a wall shows by itself is
 * nobody's curiosity.
 */
const BY_DAY = {
  text: `
    with read as (
      select (at at time zone $4)::date::text as day, reader, role,
             count(distinct asked) filter (where status < 400) as incidents,
             count(*) filter (where status >= 400) as refused,
             count(distinct asked) filter (where restricted) as restricted,
             count(distinct asked) filter (where glass) as glass
        from reassess.access_log
       where force = $1 and role not in ('command', 'subscription')
         and at >= $2::date::timestamp at time zone $4 and at < ($3::date + 1)::timestamp at time zone $4
       group by 1, 2, 3
    ), usual as (
      select day, role, percentile_cont(0.5) within group (order by incidents) as median from read group by day, role
    )
    select read.*, usual.median from read join usual using (day, role)
     order by day desc, incidents desc, reader limit $5`,
}

interface Row {
  readonly day: string
  readonly reader: string
  readonly role: 'auditor'
  readonly incidents: number
  readonly refused: number
  readonly restricted: number
  readonly glass: number
  readonly median: number
}

export async function readersByDay(
  database: Database,
  force: string,
  { from, to, timezone }: Days,
  most: number,
): ReturnType<AccessReads['readersByDay']> {
  const rows = await database.query<Row>(BY_DAY, [force, from, to, timezone, most])
  return rows.map(({ reader, glass, ...row }) => {
    const [key = '', subject, name] = JSON.parse(reader) as string[]
    const person = subject === undefined || name === undefined ? null : { issuer: key, subject, name }
    return { ...row, brokenGlass: glass, key: person === null ? key : null, person }
  })
}
