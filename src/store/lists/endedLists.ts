/**
 * The whole lists of an incident's demands and deadlines: what is in its snapshot, and what ended and left it. A single
 * statement reads both, since an item that leaves the snapshot between two statements would be in neither.
 */

import type { Listed, Page } from '../../engine/reads.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import type { EndedPart } from '../../engine/step/leaving.ts'
import { endedItemOf, hereIn, type ListedOf } from '../../engine/views/endedLists.ts'
import type { DeadlineItem, DemandItem } from '../../engine/views/views.ts'
import { caseIs } from '../caseKey.ts'
import type { Database } from '../connection/database.ts'
import { readSnapshot } from '../snapshot.ts'
import { isStorable } from '../text.ts'
import { type Key, listed, readCursor, writeCursor } from './cursor.ts'
import { COLUMNS, type EndedRow, partOf } from './ended.ts'
import { BEGAN, type MovingList, movedSince, snapshotKept, walk } from './walk.ts'

const CASE = `from reassess.cases c where ${caseIs('$1', '$2')}`
const LEFT = `from reassess.cases c join reassess.ended e on e.case_id = c.id where ${caseIs('$1', '$2')}`
/** Byte order, in which they are merged with those of the snapshot. */
const NAME = 'e.home collate "C", e.id collate "C", e.nth'
const withCase = (left: string): string => `
  select ${BEGAN}, c.version, c.snapshot, null as home, null as id, null::integer as nth, null as cause, null::timestamptz as at,
         null::timestamptz as "dueAt", null as machine ${CASE}
  union all
  select * from (select null, null::integer, null, ${left}) e`

/** @param by the column in whose order they are listed, the last first. */
const newest = (by: 'e.at' | 'e.due_at', which: string): string =>
  withCase(`${COLUMNS} ${LEFT} and ${which}
     and ($3::timestamptz is null or (${by}, ${NAME}) < ($3, $4, $5, $6))
   order by ${by} desc, e.home collate "C" desc, e.id collate "C" desc, e.nth desc limit $7`)

const NEWEST = {
  demands: { name: 'reassess-ended-demands', text: newest('e.at', "e.home = 'demands'") },
  deadlines: { name: 'reassess-ended-deadlines', text: newest('e.due_at', 'e.due_at is not null') },
}
const LEFT_SINCE = {
  name: 'reassess-ended-deadlines-since',
  text: withCase(`${COLUMNS} ${LEFT} and e.due_at is not null and ${movedSince('e.left_by', '$3')}
     and (${NAME}) > ($4, $5, $6)
   order by ${NAME} limit $7`),
}

interface Row extends EndedRow {
  /** On the row of the case itself. */
  readonly snapshot: string | null
  readonly version: number
  readonly began: string
}
interface Found {
  readonly part: EndedPart
  readonly place: Key
  /** Still in the snapshot. */
  readonly here: boolean
  /** The snapshot that the statement saw, and the version of the case. */
  readonly began: Key
}

/**
 * Newest first, by when they were raised. That never changes, so a walk meets each demand that is there throughout. @throws
 * BadCursor
 */
export async function demandsOf(database: Database, key: CaseKey, page: Page): Promise<Listed<DemandItem>> {
  const scope = ['demands', key.force, key.reference]
  const after = page.cursor === undefined ? null : readCursor(page.cursor, scope, ['instant', 'string', 'string', 'integer'])
  const found = await inOrder(database, 'demands', key, after, page.limit + 1)
  return listed(
    found,
    page,
    ({ part }) => endedItemOf('demands', part),
    ({ place }) => writeCursor(scope, place),
  )
}

/** The last due first, then what changed during the walk: a running clock may be set again. @throws BadCursor */
export async function deadlinesOf(database: Database, key: CaseKey, page: Page): Promise<Listed<DeadlineItem>> {
  const list: MovingList<Found, DeadlineItem> = {
    scope: ['deadlines', key.force, key.reference],
    began: { kinds: ['snapshot', 'integer'], of: ({ began }) => began },
    place: { kinds: ['due', 'string', 'string', 'integer'], of: ({ place }) => place },
    name: { kinds: ['string', 'string', 'integer'], of: ({ part }) => nameOf(part), first: ['', '', 0] },
    itemOf: ({ part }) => endedItemOf('deadlines', part),
    inOrder: (after, limit) => inOrder(database, 'deadlines', key, after, limit),
    movedUp: (began, after, limit) => changedSince(database, key, began, after, limit),
  }
  return walk(database, list, page)
}

async function inOrder(
  database: Database,
  of: ListedOf,
  key: CaseKey,
  after: Key | null,
  limit: number,
): Promise<readonly Found[]> {
  const values = [...(after ?? [null, null, null, null]), limit]
  const found = await readWith(database, NEWEST[of], of, key, values)
  return found
    .filter(({ place }) => after === null || compare(place, after) < 0)
    .sort((a, b) => compare(b.place, a.place))
    .slice(0, limit)
}

/** When the case has changed: everything in its snapshot, which is bounded; and what left it since. */
async function changedSince(database: Database, key: CaseKey, [since, version]: Key, after: Key, limit: number) {
  const found = await readWith(database, LEFT_SINCE, 'deadlines', key, [since, ...after, limit])
  return found
    .filter(({ part, here, began }) => (!here || began[1] !== version) && compare(nameOf(part), after) > 0)
    .sort((a, b) => compare(nameOf(a.part), nameOf(b.part)))
    .slice(0, limit)
}

/** What the statement found outside the snapshot, and everything in it. */
async function readWith(
  database: Database,
  statement: { readonly name: string; readonly text: string },
  of: ListedOf,
  { force, reference }: CaseKey,
  values: readonly unknown[],
): Promise<Found[]> {
  if (!isStorable(force, reference)) return []
  const rows = await database.query<Row>(statement, [force, reference, ...values])
  const own = rows.find(({ snapshot }) => snapshot !== null)
  const kept = own?.snapshot ? readSnapshot(own.snapshot, { force, reference }) : null
  const found = (part: EndedPart, here: boolean): Found => ({
    part,
    here,
    place: [of === 'demands' ? part.at : (part.dueAt ?? part.at), ...nameOf(part)],
    began: own ? [snapshotKept(own.began), own.version] : [],
  })
  return [
    ...(kept === null ? [] : hereIn(kept, of)).map((part) => found(part, true)),
    ...rows.filter(({ snapshot }) => snapshot === null).map((row) => found(partOf(row), false)),
  ]
}

const nameOf = ({ home, id, nth }: EndedPart): Key => [home, id, nth]

/** As the statements order them. */
function compare(one: Key, other: Key): number {
  const differs = one.findIndex((value, at) => value !== other[at])
  const [a, b] = [one[differs], other[differs]]
  if (a === undefined || b === undefined) return 0
  return typeof a === 'number' ? a - Number(b) : Buffer.compare(Buffer.from(a), Buffer.from(String(b)))
}
