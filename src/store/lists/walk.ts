/**
 * A walk over a list whose order can change meanwhile (decision 0036).
 *
 * The pages follow the order of the list. An item that moves towards the beginning may pass the walk's place, so after the last
 * page come the items that were added or moved up since the first page, in the order of their names, which never change. So the
 * walk gives everything that is on the list throughout: an item that did not move up in its place, the others at the end. An
 * item may come twice; the later copy is the newer.
 *
 * A row carries the transaction that last added it or moved it up. The first page notes its snapshot: which transactions it
 * saw. That tells afterwards what it did not see, in whatever order transactions commit. No session is kept, and no cursor
 * grows.
 */
import type { Listed, Page } from '../../engine/reads.ts'
import type { Database } from '../connection/database.ts'
import { BadCursor, type Key, type Kind, readCursor, type Scope, writeCursor } from './cursor.ts'

/** For the select list of a first page: which transactions this statement sees. */
export const BEGAN = 'pg_current_snapshot()::text as began'

/** Transactions that ran when the walk began. With more than these, everything after the first of them counts as not seen. */
const MOST_RUNNING = 20
/** A snapshot as a cursor carries it. */
export function snapshotKept(began: string): string {
  const [oldest = '', , running = ''] = began.split(':')
  return running.split(',').length > MOST_RUNNING ? `${oldest}:${oldest}:` : began
}

/**
 * SQL: whether that snapshot did not see a row's transaction. Transactions above the running ones belong to a database that a
 * backup was taken of.
 */
export const movedSince = (column: string, began: string): string =>
  `${column} >= pg_snapshot_xmin(${began}::pg_snapshot) and ${column} < pg_snapshot_xmax(pg_current_snapshot())
   and not pg_visible_in_snapshot(${column}, ${began}::pg_snapshot)`

export interface MovingList<Row, Item> {
  readonly scope: Scope
  /** The first page's note of when the walk began. */
  readonly began: { readonly kinds: readonly Kind[]; readonly of: (row: Row) => Key }
  /** Its place in the order. */
  readonly place: { readonly kinds: readonly Kind[]; readonly of: (row: Row) => Key }
  /** Its name, which never changes; `first` is before every name. */
  readonly name: { readonly kinds: readonly Kind[]; readonly of: (row: Row) => Key; readonly first: Key }
  readonly itemOf: (row: Row) => Item
  /** After a place, in order; null for the beginning. */
  readonly inOrder: (after: Key | null, limit: number) => Promise<readonly Row[]>
  /** Items added or moved up since, after a name, in the order of their names. */
  readonly movedUp: (began: Key, after: Key, limit: number) => Promise<readonly Row[]>
}

/** @throws BadCursor */
export async function walk<Row, Item>(
  database: Database,
  list: MovingList<Row, Item>,
  { cursor, limit }: Page,
): Promise<Listed<Item>> {
  const at = cursor === undefined ? null : placeIn(list, cursor)
  const rows = at?.atTheEnd ? [] : await list.inOrder(at?.after ?? null, limit + 1)
  const last = rows[limit - 1]
  if (rows.length > limit && last !== undefined) {
    const began = at?.began ?? list.began.of(last)
    const next = writeCursor(list.scope, [...began, ...list.place.of(last)])
    return { items: rows.slice(0, limit).map(list.itemOf), next }
  }
  // A single statement saw all of it.
  if (at === null) return { items: rows.map(list.itemOf), next: null }
  return withMoved(database, list, at, rows, limit)
}

interface Place {
  readonly began: Key
  readonly after: Key
  /** The walk reached the end of the order. */
  readonly atTheEnd: boolean
}

/** The last page of the order, if any, and then what moved up. */
async function withMoved<Row, Item>(
  database: Database,
  list: MovingList<Row, Item>,
  { began, after, atTheEnd }: Place,
  rows: readonly Row[],
  limit: number,
): Promise<Listed<Item>> {
  await mustKnow(database, began)
  const room = limit - rows.length
  const name = atTheEnd ? after : list.name.first
  const moved = await list.movedUp(began, name, room + 1)
  const shown = moved.slice(0, room)
  const last = shown.at(-1)
  const next = moved.length > room ? writeCursor(endOf(list.scope), [...began, ...(last ? list.name.of(last) : name)]) : null
  return { items: [...rows, ...shown].map(list.itemOf), next }
}

const endOf = (scope: Scope): Scope => [...scope, 'moved up']

function placeIn<Row, Item>({ scope, began, place, name }: MovingList<Row, Item>, cursor: string): Place {
  const read = (of: Scope, kinds: readonly Kind[], atTheEnd: boolean): Place => {
    const values = readCursor(cursor, of, [...began.kinds, ...kinds])
    return { began: values.slice(0, began.kinds.length), after: values.slice(began.kinds.length), atTheEnd }
  }
  try {
    return read(scope, place.kinds, false)
  } catch {
    return read(endOf(scope), name.kinds, true)
  }
}

const KNOWN = {
  name: 'reassess-walk-known',
  text: 'select pg_snapshot_xmax($1::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) as known',
}

/** After a restore transactions are counted anew: nobody could tell what moved since then. @throws BadCursor */
async function mustKnow(database: Database, [began]: Key): Promise<void> {
  const [row] = await database.query<{ known: boolean }>(KNOWN, [began])
  if (!row?.known) throw new BadCursor()
}
