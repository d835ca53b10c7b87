import type { CaseKey } from '../engine/case.ts'
import type { Listed, Page } from '../engine/reads.ts'
import type { AlertItem } from '../engine/views.ts'
import { listed, readCursor } from './cursor.ts'
import type { Database } from './database.ts'
import { isStorable } from './text.ts'

interface Row {
  readonly item: string
  readonly raised_at: string
  readonly place: number
}

/** Newest first. With `openOnly`, those of open incidents and of the system itself. @throws BadCursor */
export async function alertsOf(
  database: Database,
  force: string,
  filter: { readonly status?: AlertItem['status']; readonly openOnly: boolean },
  page: Page,
): Promise<Listed<AlertItem>> {
  const values: unknown[] = [force, page.limit + 1]
  const conditions = ['a.force = $1']
  if (filter.status !== undefined) conditions.push(`a.status = $${values.push(filter.status)}`)
  if (filter.openOnly) conditions.push('c.closed is not true')
  if (page.cursor !== undefined) {
    const [raisedAt, place] = readCursor(page.cursor, ['instant', 'number'])
    conditions.push(`(a.raised_at, a.place) < ($${values.push(raisedAt)}, $${values.push(place)})`)
  }
  const rows = await database.query<Row>(
    {
      text: `
        select a.item, a.raised_at, a.place
          from reassess.alerts a ${filter.openOnly ? 'left join reassess.cases c on c.id = a.case_id' : ''}
         where ${conditions.join(' and ')}
         order by a.raised_at desc, a.place desc limit $2`,
    },
    values,
  )
  return listed(
    rows,
    page,
    ({ item }) => JSON.parse(item) as AlertItem,
    ({ raised_at, place }) => [raised_at, place],
  )
}

const OF_INCIDENT = {
  name: 'reassess-alerts-of-incident',
  text: `
    select a.item, a.raised_at, a.place
      from reassess.cases c join reassess.alerts a on a.case_id = c.id
     where c.force = $1 and c.reference = $2 and ($3::timestamptz is null or (a.raised_at, a.place) < ($3, $4::bigint))
     order by a.raised_at desc, a.place desc limit $5`,
}

/** Newest first, also those that ended and left the snapshot. @throws BadCursor */
export async function alertsOfIncident(
  database: Database,
  { force, reference }: CaseKey,
  page: Page,
): Promise<Listed<AlertItem>> {
  if (!isStorable(force, reference)) return { items: [], next: null }
  const after = page.cursor === undefined ? [null, null] : readCursor(page.cursor, ['instant', 'number'])
  const rows = await database.query<Row>(OF_INCIDENT, [force, reference, ...after, page.limit + 1])
  return listed(
    rows,
    page,
    ({ item }) => JSON.parse(item) as AlertItem,
    ({ raised_at, place }) => [raised_at, place],
  )
}

const CASE_OF = {
  name: 'reassess-alert-case',
  text: `
    select c.force, c.reference from reassess.alerts a join reassess.cases c on c.id = a.case_id where a.force = $1 and a.id = $2`,
}

export async function alertCase(database: Database, force: string, alert: string): Promise<CaseKey | null> {
  if (!isStorable(alert)) return null
  const [row] = await database.query<CaseKey>(CASE_OF, [force, alert])
  return row ?? null
}
