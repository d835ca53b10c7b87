/**
 * Cursors: where a page ended. A cursor is only a place in the list that gave it. The key and filter of each request decide
 * what may be read, so a forged cursor reads nothing more; a cursor of another list, filter or force is refused, because the
 * place would mean something else there.
 */
import { createHash } from 'node:crypto'
import type { Listed, Page } from '../../engine/reads.ts'
import { isStorable } from '../text.ts'

/** A cursor that this list did not give. */
export class BadCursor extends Error {
  readonly code = 'invalid-cursor'

  constructor() {
    super('The cursor is not one that this list gave')
  }
}

/** As PostgreSQL has them: a number beyond the column's integers, or text that is not an instant, would fail the statement. */
export type Kind = 'integer' | 'bigint' | 'string' | 'instant' | 'due' | 'snapshot'
export type Key = readonly (number | string)[]

/** What a cursor belongs to: the name of the list, the force and every filter. */
export type Scope = readonly unknown[]

/** Long enough that no two lists share it by chance. */
const SCOPE_CHARACTERS = 12
const scopeMark = (scope: Scope): string =>
  createHash('sha256').update(JSON.stringify(scope)).digest('base64url').slice(0, SCOPE_CHARACTERS)

/** Base64url of the JSON of the scope's mark and the values. */
export function writeCursor(scope: Scope, key: Key): string {
  return Buffer.from(JSON.stringify([scopeMark(scope), ...key])).toString('base64url')
}

/** @throws BadCursor when it is not of this scope, or does not hold a value of each kind. */
export function readCursor(cursor: string, scope: Scope, kinds: readonly Kind[]): Key {
  const [mark, ...key] = valuesIn(cursor)
  if (mark !== scopeMark(scope) || key.length !== kinds.length || !kinds.every((kind, at) => isKind(kind, key[at])))
    throw new BadCursor()
  return key as Key
}

/** @throws BadCursor also where the decoder would skip stray characters. */
function valuesIn(cursor: string): readonly unknown[] {
  const bytes = Buffer.from(cursor, 'base64url')
  if (bytes.toString('base64url') !== cursor) throw new BadCursor()
  try {
    const values: unknown = JSON.parse(bytes.toString('utf8'))
    if (Array.isArray(values)) return values
  } catch {
    // The caller throws.
  }
  throw new BadCursor()
}

const MOST_OF_INTEGER = 2 ** 31 - 1
const LONGEST = 1000

function isKind(kind: Kind, value: unknown): boolean {
  if (kind === 'bigint') return Number.isSafeInteger(value)
  if (kind === 'integer') return Number.isInteger(value) && Math.abs(value as number) <= MOST_OF_INTEGER
  if (typeof value !== 'string' || value.length > LONGEST || !isStorable(value)) return false
  if (kind === 'string') return true
  if (kind === 'snapshot') return isSnapshot(value)
  return kind === 'due' ? value === WITHOUT_CLOCK || isInstant(value, DUE) : isInstant(value, HAPPENED)
}

/** `oldest:next:running,…` of transactions, as PostgreSQL writes and reads a snapshot: ascending, and all within the bounds. */
function isSnapshot(value: string): boolean {
  if (!/^\d{1,18}:\d{1,18}:(\d{1,18}(,\d{1,18})*)?$/.test(value)) return false
  const [oldest = 0n, next = 0n, ...running] = value.split(/[:,]/).filter(Boolean).map(BigInt)
  const inOrder = [oldest, ...running].every((one, at, all) => at === 0 || one >= (all[at - 1] as bigint))
  return oldest > 0n && oldest <= next && inOrder && running.every((one) => one < next)
}

/** Lists in order of their due times put items without a clock last. */
export const WITHOUT_CLOCK = '9999-12-31T00:00:00.000Z'
const HAPPENED = /^(?:(?:19|2[01])\d\d|2200)-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
/** A deadline may come some time after the last year that an event may name. */
const DUE = /^(?:19|2[0-2])\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
/** JavaScript reads the thirty-first of February as a day in March; PostgreSQL refuses it. */
function isInstant(value: string, form: RegExp): boolean {
  const read = new Date(form.test(value) ? value : Number.NaN)
  return !Number.isNaN(read.getTime()) && read.toISOString() === value
}

/** A page of rows, read with an extra row that only tells whether there is a next page. */
export function listed<Row, Item>(
  rows: readonly Row[],
  { limit }: Page,
  itemOf: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Listed<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(itemOf), next: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}
