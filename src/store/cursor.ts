import type { Listed, Page } from '../engine/reads.ts'

/** A cursor that this list did not give. */
export class BadCursor extends Error {
  readonly code = 'invalid-cursor'

  constructor() {
    super('The cursor is not one that this list gave')
  }
}

type Kind = 'number' | 'string' | 'instant'
type Key = readonly (number | string)[]

/** Where a page ended: the ordering columns of its last row, as base64url of their JSON. */
function writeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** @throws BadCursor when it does not hold one value of each kind. */
export function readCursor(cursor: string, kinds: readonly Kind[]): Key {
  let key: unknown
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw new BadCursor()
  }
  if (!Array.isArray(key) || key.length !== kinds.length || !kinds.every((kind, at) => isKind(kind, key[at])))
    throw new BadCursor()
  return key as Key
}

function isKind(kind: Kind, value: unknown): boolean {
  if (kind === 'number') return Number.isSafeInteger(value)
  if (typeof value !== 'string' || value.length > 1000 || value.includes('\0')) return false
  return kind === 'string' || (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value)))
}

/** One page of rows that were read with one row more than asked for, which only tells whether there is a next page. */
export function listed<Row, Item>(
  rows: readonly Row[],
  { limit }: Page,
  itemOf: (row: Row) => Item,
  keyOf: (row: Row) => Key,
): Listed<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(itemOf), next: rows.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null }
}
