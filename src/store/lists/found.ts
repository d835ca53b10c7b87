/**
 * Finds incidents by the hashes of what they are found by. Of several keys the rarest is walked, newest report first, and each incident on the
 * way is asked for the others by the primary key, except where it is hidden from who asks. A page looks at a bounded number of incidents, so its cost does not grow with the record.
 */
import type { Finding, Listed, Page } from '../../engine/reads.ts'
import type { IncidentItem } from '../../engine/views/views.ts'
import { caseIs } from '../caseKey.ts'
import type { Database } from '../connection/database.ts'
import { type HashMatchKey, hashFindKey } from '../hashMatchKey.ts'
import { isStorable } from '../text.ts'
import { type Key, listed, readCursor, type Scope, writeCursor } from './cursor.ts'

interface Place {
  readonly at: string
  readonly case_id: number
}
interface Row extends Place {
  readonly item: string
}

/** Incidents that a page looks at. Project default: a few milliseconds. */
export const MOST_LOOKED_AT = 1_000

/** After every place. */
const BEGINNING: Key = ['infinity', Number.MAX_SAFE_INTEGER]

/** @throws BadCursor */
export async function findIncidents(
  database: Database,
  hashMatchKey: () => Promise<HashMatchKey>,
  force: string,
  { keys, reference, openOnly, hidden }: Finding,
  page: Page,
): Promise<Listed<IncidentItem>> {
  if (!isStorable(force, reference ?? '')) return { items: [], next: null }
  const hash = await hashMatchKey()
  const hashes = keys.map((key) => hashFindKey(hash, force, key)).sort()
  const scope = ['find', force, openOnly, ...hashes]
  const after = page.cursor === undefined ? null : readCursor(page.cursor, scope, ['instant', 'bigint'])
  if (after === null && reference !== null) {
    const exactly = await database.query<Row>({ text: exact(openOnly) }, [force, reference, hashes, hidden])
    if (exactly.length > 0) return listed(exactly, page, itemOf, cursorIn(scope))
  }
  return walked(
    database,
    { force, hashes: await rarestFirst(database, force, hashes), openOnly, hidden },
    after ?? BEGINNING,
    scope,
    page,
  )
}

interface Walk {
  readonly force: string
  /** The first is walked. */
  readonly hashes: readonly string[]
  readonly openOnly: boolean
  readonly hidden: readonly string[]
}

async function walked(database: Database, walk: Walk, after: Key, scope: Scope, page: Page): Promise<Listed<IncidentItem>> {
  const { force, hashes, openOnly, hidden } = walk
  const [walkedKey, ...others] = hashes
  const rows = await database.query<Row>({ text: walkOf(openOnly) }, [force, walkedKey, ...after, others, page.limit + 1, hidden])
  const found = listed(rows, page, itemOf, cursorIn(scope))
  if (found.next !== null) return found
  const [last] = await database.query<Place>({ text: WALK_ENDS }, [force, walkedKey, ...after])
  return last === undefined ? found : { ...found, next: cursorIn(scope)(last) }
}

const itemOf = ({ item }: Row): IncidentItem => JSON.parse(item) as IncidentItem
const cursorIn =
  (scope: Scope) =>
  ({ at, case_id }: Place): string =>
    writeCursor(scope, [at, case_id])

/** By what is counted of each key, no further than a page is walked: then it does not matter which is rarer. */
async function rarestFirst(database: Database, force: string, hashes: readonly string[]): Promise<readonly string[]> {
  if (hashes.length < 2) return hashes
  const rows = await database.query<{ key: string }>({ text: RAREST_FIRST }, [force, hashes])
  return rows.map(({ key }) => key)
}

const RAREST_FIRST = `
  select k.key from unnest($2::text[]) as k(key)
   cross join lateral (
     select count(*) as size from (
       select from reassess.found_by f where f.force = $1 and f.key = decode(k.key, 'hex') limit ${MOST_LOOKED_AT}
     ) as counted
   ) s
   order by s.size, k.key`

const ON_THE_WAY = `
  select f.at, f.case_id from reassess.found_by f
   where f.force = $1 and f.key = decode($2, 'hex') and (f.at, f.case_id) < ($3::timestamptz, $4::bigint)
   order by f.at desc, f.case_id desc`

/** Whether the incident of a place `f` has all of these keys. */
const hasAll = (keys: string): string => `
  (select count(*) from unnest(${keys}::text[]) as k(key)
    cross join lateral (
      select from reassess.found_by o
       where o.force = $1 and o.key = decode(k.key, 'hex') and o.at = f.at and o.case_id = f.case_id limit 1
    ) o) = cardinality(${keys}::text[])`

/** Looked up once, before the walk: a question about each incident on the way would read each case. */
const idsOf = (references: string): string => `
  array(select c.id from reassess.cases c where c.reference = any(${references}::text[]) and c.force is not distinct from $1)`

/** The limits keep each look-up a look-up: a join may be planned to read whole tables. */
export const walkOf = (openOnly: boolean): string => `
  select f.at, f.case_id, c.item
    from (${ON_THE_WAY} limit ${MOST_LOOKED_AT}) f
   cross join lateral (
     select c.item from reassess.cases c where c.id = f.case_id${openOnly ? ' and not c.closed' : ''} limit 1
   ) c
   where f.case_id = any(${idsOf('$7')}) or ${hasAll('$5')}
   order by f.at desc, f.case_id desc limit $6`

/** The last place that such a walk looks at; none where it reaches the end. */
const WALK_ENDS = `${ON_THE_WAY} offset ${MOST_LOOKED_AT - 1} limit 1`

const exact = (openOnly: boolean): string => `
  select f.at, f.case_id, f.item
    from (select (c.item::json ->> 'reportedAt')::timestamptz as at, c.id as case_id, c.item
            from reassess.cases c where ${caseIs('$1', '$2')}${openOnly ? ' and not c.closed' : ''} limit 1) f
   where $2 = any($4::text[]) or ${hasAll('$3')}`
