import type { Case, CaseKey } from '../engine/case.ts'
import { SnapshotUnreadable } from '../engine/ports.ts'
import type { IncidentFilter, Listed, Page } from '../engine/reads.ts'
import type { IncidentItem } from '../engine/views.ts'
import { listed, readCursor } from './cursor.ts'
import type { Database } from './database.ts'
import { readSnapshot } from './snapshot.ts'
import { isStorable } from './text.ts'

interface Row {
  readonly id: number
  readonly sort_key: string
  readonly item: string
}

/** Worst first, as the engine's sort key orders them. @throws BadCursor */
export async function incidentsOf(
  database: Database,
  force: string,
  { attention, priority, state, openOnly }: IncidentFilter,
  page: Page,
): Promise<Listed<IncidentItem>> {
  if (!isStorable(priority ?? '', state ?? '')) return { items: [], next: null }
  const values: unknown[] = [force, page.limit + 1]
  const conditions = ['force = $1']
  if (openOnly) conditions.push('not closed')
  if (attention !== undefined) conditions.push(`attention @> $${values.push([attention])}`)
  if (priority !== undefined) conditions.push(`priority = $${values.push(priority)}`)
  if (state !== undefined) conditions.push(`states @> $${values.push([state])}`)
  if (page.cursor !== undefined) {
    const [sortKey, id] = readCursor(page.cursor, ['string', 'number'])
    conditions.push(`(sort_key, id) > ($${values.push(sortKey)}, $${values.push(id)})`)
  }
  const text = `select id, sort_key, item from reassess.cases where ${conditions.join(' and ')} order by sort_key, id limit $2`
  const rows = await database.query<Row>({ text }, values)
  return listed(
    rows,
    page,
    ({ item }) => JSON.parse(item) as IncidentItem,
    ({ sort_key, id }) => [sort_key, id],
  )
}

const CASE = { name: 'reassess-case', text: 'select snapshot from reassess.cases where force = $1 and reference = $2' }

/** @returns null when it is not on record. @throws SnapshotUnreadable */
export async function caseOf(database: Database, key: CaseKey): Promise<Case | null> {
  const { force, reference } = key
  if (!isStorable(force, reference)) return null
  const [row] = await database.query<{ snapshot: string }>(CASE, [force, reference])
  if (!row) return null
  const kept = readSnapshot(row.snapshot, key)
  if (kept === null) throw new SnapshotUnreadable(key)
  return kept
}
