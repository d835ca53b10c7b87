import { ATTENTION } from '../../../machines/rules/vocabulary.ts'
import { type Loaded, SnapshotUnreadable } from '../../engine/ports.ts'
import type { IncidentFilter, Listed, Page } from '../../engine/reads.ts'
import type { Case, CaseKey } from '../../engine/step/case.ts'
import type { Taker } from '../../engine/taker.ts'
import type { IncidentItem } from '../../engine/views/views.ts'
import { caseIs } from '../caseKey.ts'
import type { Clock } from '../connection/clock.ts'
import type { Database } from '../connection/database.ts'
import { readSnapshot } from '../snapshot.ts'
import { isStorable } from '../text.ts'
import { ofTaker } from './alerts.ts'
import type { Key } from './cursor.ts'
import { BEGAN, type MovingList, movedSince, snapshotKept, walk } from './walk.ts'

interface Row {
  readonly id: number
  readonly sort_key: string
  readonly item: string
  readonly began: string
}

/**
 * Worst first, in the order of the engine's sort key, and then those that became worse or were added during the walk. @throws
 * BadCursor
 */
export async function incidentsOf(
  database: Database,
  force: string,
  filter: IncidentFilter,
  page: Page,
): Promise<Listed<IncidentItem>> {
  const { attention, priority, state, area, mine, openOnly } = filter
  if (!isStorable(priority ?? '', state ?? '', mine?.id ?? '')) return { items: [], next: null }
  const list: MovingList<Row, IncidentItem> = {
    scope: ['incidents', force, attention, priority, state, openOnly, ...(area || mine ? [area, mine] : [])],
    began: { kinds: ['snapshot'], of: ({ began }) => [snapshotKept(began)] },
    place: { kinds: ['string', 'bigint'], of: ({ sort_key, id }) => [sort_key, id] },
    name: { kinds: ['bigint'], of: ({ id }) => [id], first: [0] },
    itemOf: ({ item }) => JSON.parse(item) as IncidentItem,
    inOrder: (after, limit) => {
      const { text, values } = incidentsInOrder(force, filter, after, limit)
      return database.query<Row>({ text }, values)
    },
    movedUp: ([since], [id], limit) => {
      const { values, conditions } = asked(force, filter)
      const text = incidentsMovedUp(conditions, `$${values.push(since)}`, `$${values.push(id)}`, `$${values.push(limit)}`)
      return database.query<Row>({ text }, values)
    },
  }
  return walk(database, list, page)
}

/** @param after a place in the order; null for the beginning. */
export function incidentsInOrder(force: string, filter: IncidentFilter, after: Key | null, limit: number) {
  const { state, ...rest } = filter
  if (state !== undefined && !CLOSURE.has(state)) return incidentsInState(force, state, rest, after, limit)
  const { values, conditions } = asked(force, filter)
  if (after !== null) conditions.push(`(sort_key, id) > ($${values.push(after[0])}, $${values.push(after[1])})`)
  const text = `select id, sort_key, item, ${BEGAN} from reassess.cases where ${conditions.join(' and ')} order by sort_key, id limit $${values.push(limit)}`
  return { text, values }
}

/** Among so many incidents a page of fifty is found, where one in forty has the state. Project default. */
const LOOKED_THROUGH = 2_000

/**
 * A state that many incidents have fills the page from the next incidents of the list. For a state that few have, the index of
 * states is asked, by a function: row-level security keeps the reader off it (migration 0026). One statement, since the walk
 * notes what it saw.
 */
function incidentsInState(force: string, state: string, filter: IncidentFilter, after: Key | null, limit: number) {
  const { values, conditions } = asked(force, filter)
  const given = (value: unknown): string => `$${values.push(value)}`
  if (after !== null) conditions.push(`(sort_key, id) > (${given(after[0])}, ${given(after[1])})`)
  const [named, most, where] = [given(state), given(limit), conditions.join(' and ')]
  const text = `
    with looked as materialized (
      select id, sort_key, states @> array[${named}::text] as fits
        from reassess.cases where ${where} order by sort_key, id limit ${LOOKED_THROUGH}
    ), near as materialized (
      select id, sort_key from looked where fits order by sort_key, id limit ${most}
    ), far as (
      select c.id, c.sort_key
        from reassess.cases_in_state($1, ${named}) s
       cross join lateral (select * from reassess.cases c where c.id = s.case_id limit 1) c
       where ${where} and (select count(*) from near) < ${most} and (select count(*) from looked) = ${LOOKED_THROUGH}
    ), page as (
      select id, sort_key from near union select id, sort_key from far order by sort_key, id limit ${most}
    )
    select page.id, page.sort_key, c.item, ${BEGAN}
      from page cross join lateral (select item from reassess.cases c where c.id = page.id limit 1) c
     order by page.sort_key, page.id`
  return { text, values }
}

/** As columns, these two states have an index; no other region has states of these names. */
const CLOSURE: ReadonlyMap<string, string> = new Map([
  ['closure.closed', 'closed'],
  ['closed', 'closed'],
  ['closure.open', 'not closed'],
  ['open', 'not closed'],
])

/** The conditions of a filter, and the values they name; the force is `$1`. */
function asked(force: string, { attention, priority, state, area, mine, hidden = [], openOnly }: IncidentFilter) {
  const values: unknown[] = [force]
  const conditions = ['force = $1']
  if (openOnly) conditions.push('not closed')
  // Literal in the statement, since each value has an index of its own.
  if (attention !== undefined && ATTENTION.includes(attention)) conditions.push(`attention @> '{${attention}}'::text[]`)
  if (priority !== undefined) conditions.push(`priority = $${values.push(priority)}`)
  if (state !== undefined) conditions.push(CLOSURE.get(state) ?? `states @> $${values.push([state])}`)
  if (area !== undefined) conditions.push(`area = $${values.push(area)}`)
  if (hidden.length > 0) conditions.push(`reference <> all($${values.push(hidden)}::text[])`)
  if (mine !== undefined) conditions.push(`reference = any(array(${hadBy(mine, values)}))`)
  return { values, conditions }
}

/** The incidents of which somebody has an alert now: few, and asked first. */
export const hadBy = (mine: Taker, values: unknown[]): string =>
  ofTaker(mine, values)
    .map(
      (taken) =>
        `select a.incident from reassess.alerts a where a.force = $1 and a.status = 'acknowledged' and ${taken.join(' and ')}`,
    )
    .join(' union all ')

/** Finds those that moved first, by their own index: they are few beside the whole list. */
export const incidentsMovedUp = (conditions: readonly string[], since: string, id: string, limit: string): string => `
  with moved as materialized (
    select id from reassess.cases where force = $1 and ${movedSince('moved_up', since)} and id > ${id}
  )
  select c.id, sort_key, item, '' as began
    from moved m cross join lateral (select * from reassess.cases c where c.id = m.id limit 1) c
   where ${conditions.join(' and ')} order by c.id limit ${limit}`

/** The rows of `LOAD` that a reader needs: the time, and the snapshots. */
export const LOAD_OF = {
  name: 'reassess-load-of',
  text: `
    select now() as now, null as snapshot, null as reference
    union all
    select null, c.snapshot, c.reference
      from unnest((select $2::text[])) as k(reference)
     cross join lateral (select * from reassess.cases c where ${caseIs('$1', 'k.reference')} limit 1) c`,
}

interface LoadedRow {
  readonly now: string | null
  readonly snapshot: string
  readonly reference: string
}

/** References that are not on record are absent from the answer. */
export async function loadOf(
  database: Database,
  clock: Pick<Clock, 'floor' | 'highest'>,
  force: string,
  references: readonly string[],
): Promise<Pick<Loaded, 'now' | 'cases' | 'unreadable'>> {
  const rows = await database.query<LoadedRow>(LOAD_OF, [force, references.filter((reference) => isStorable(reference))])
  let now = clock.floor()
  const cases: Case[] = []
  const unreadable: CaseKey[] = []
  for (const row of rows) {
    if (row.now !== null) {
      now = clock.highest(row.now)
      continue
    }
    const key = { force, reference: row.reference }
    const kept = readSnapshot(row.snapshot, key)
    if (kept === null) unreadable.push(key)
    else cases.push(kept)
  }
  return { now, cases, unreadable }
}

const CASE = { name: 'reassess-case', text: `select c.snapshot from reassess.cases c where ${caseIs('$1', '$2')}` }

/** @returns null for an unknown incident. @throws SnapshotUnreadable */
export async function caseOf(database: Database, key: CaseKey): Promise<Case | null> {
  const { force, reference } = key
  if (!isStorable(force, reference)) return null
  const [row] = await database.query<{ snapshot: string }>(CASE, [force, reference])
  if (!row) return null
  const kept = readSnapshot(row.snapshot, key)
  if (kept === null) throw new SnapshotUnreadable(key)
  return kept
}
