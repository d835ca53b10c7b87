/** Reads a case's lines: as the timeline shows them, and as verification needs them. */

import type { LineOrder, Listed, Page } from '../../engine/reads.ts'
import type { Actor, CaseKey, Consequences, KeptEntry } from '../../engine/step/case.ts'
import type { TimelineItem } from '../../engine/views/views.ts'
import { caseIs } from '../caseKey.ts'
import type { Database } from '../connection/database.ts'
import { type KeptSnapshot, readSnapshot } from '../snapshot.ts'
import { isStorable } from '../text.ts'
import { listed, readCursor, writeCursor } from './cursor.ts'

interface Row extends Omit<KeptEntry, 'actor' | 'consequences'> {
  readonly actor: string | null
  readonly consequences: string
}

const linesFrom = (edge: string, order: string): string => `
    select e.sequence, e.type, e.source, e.event_id as id, e.at, e.recorded_at as "recordedAt", e.actor, e.canonical, e.hash,
           e.commitment, e.consequences, s.content, s.salt
      from reassess.cases c
      join reassess.entries e on e.case_id = c.id
      left join reassess.contents s on s.case_id = e.case_id and s.sequence = e.sequence
     where ${caseIs('$1', '$2')} and ${edge} and ($5::text[] is null or e.type = any($5))
     order by e.sequence ${order} limit $4`

export const AFTER = { name: 'reassess-entries', text: linesFrom('e.sequence > $3', 'asc') }
const BEFORE = { name: 'reassess-entries-before', text: linesFrom('e.sequence < $3', 'desc') }
/** As PostgreSQL's integer: before it is every line. */
const BEYOND_ALL = 2 ** 31 - 1

/** In order of sequence, or against it. @throws BadCursor */
export async function timelineOf(
  database: Database,
  { force, reference }: CaseKey,
  page: Page,
  order: LineOrder = 'oldest',
): Promise<Listed<TimelineItem>> {
  if (!isStorable(force, reference)) return { items: [], next: null }
  const isNewest = order === 'newest'
  const scope = ['timeline', force, reference, ...(isNewest ? [order] : [])]
  const [edge = isNewest ? BEYOND_ALL : 0] = page.cursor === undefined ? [] : readCursor(page.cursor, scope, ['integer'])
  const rows = await database.query<Row>(isNewest ? BEFORE : AFTER, [force, reference, edge, page.limit + 1, null])
  return listed(rows, page, timelineItem, ({ sequence }) => writeCursor(scope, [sequence]))
}

/** Without what the texts of a reassessment were found to say: nobody is told whether it was drawn, nor its score. */
function timelineItem(row: Row): TimelineItem {
  const { canonical: _, hash: __, commitment: ___, content, salt: ____, consequences, ...line } = storedEntry(row)
  const { reading: _____, ...followed } = consequences
  return { ...line, consequences: followed, data: content === null ? null : (JSON.parse(content) as unknown) }
}

const storedEntry = ({ actor, consequences, ...row }: Row): KeptEntry => ({
  ...row,
  actor: actor === null ? null : (JSON.parse(actor) as Actor),
  consequences: JSON.parse(consequences) as Consequences,
})

const BATCH = 500

/**
 * The lines of a case, in order, a batch in memory at a time.
 *
 * @param upTo the last sequence to read: a case's `version`, so that later lines do not look like a difference.
 * @param types only lines of these.
 * @param from the first sequence to read.
 */
export async function* readEntries(
  database: Database,
  { force, reference }: CaseKey,
  upTo = Number.POSITIVE_INFINITY,
  types: readonly string[] | null = null,
  from = 1,
): AsyncGenerator<KeptEntry, void, undefined> {
  let after = from - 1
  for (;;) {
    // An extra line, so that a short record takes a single round trip.
    const batch = Math.min(BATCH, upTo - after + 1)
    const rows = await database.query<Row>(AFTER, [force, reference, after, batch, types])
    for (const row of rows) {
      if (row.sequence > upTo) return
      yield storedEntry(row)
      after = row.sequence
    }
    if (rows.length < batch) return
  }
}

const CASES = {
  name: 'reassess-cases',
  text: 'select id, force, reference, snapshot from reassess.cases where id > $1 order by id limit $2',
}

/** Every case of every force, oldest first, a batch in memory at a time. */
export async function* readCases(database: Database): AsyncGenerator<KeptSnapshot, void, undefined> {
  let after = 0
  for (;;) {
    const rows = await database.query<CaseKey & { id: number; snapshot: string }>(CASES, [after, BATCH])
    for (const { id, force, reference, snapshot } of rows) {
      yield { force, reference, kept: readSnapshot(snapshot, { force, reference }) }
      after = id
    }
    if (rows.length < BATCH) return
  }
}
