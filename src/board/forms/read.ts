/**
 * A posted form back into an event's data. Blank fields are left out. What cannot be read is an issue at its field, in the shape of
 * the API's own; whether what was read is right and complete is the API's to say.
 */
import type { Issue } from '../../../machines/rules/issue.ts'
import { isBlank } from '../../../machines/rules/words.ts'
import { readLondonTime, type Which } from './londonTime.ts'
import { ADD, clocksOf, DATA, keyOf, lastOf, partOf, TIME, within } from './names.ts'
import { type Leaf, MOST_ROWS, type Shape } from './shapeOf.ts'

/** What was typed, by the name of the field; rows are numbered anew, without those that were left blank. */
export type Typed = ReadonlyMap<string, readonly string[]>

export interface Posted {
  readonly data: Readonly<Record<string, unknown>>
  /** Null for now. */
  readonly time: string | null
  readonly typed: Typed
  /** How many rows of each list the form had, and one more where somebody asked for it. */
  readonly rows: ReadonlyMap<string, number>
  readonly issues: readonly Issue[]
}

/** An event has at most so many names (contract §2). */
export const MOST_FIELDS = 2_000

class Reading {
  readonly sent = new Map<string, string[]>()
  readonly typed = new Map<string, readonly string[]>()
  readonly rows = new Map<string, number>()
  readonly issues: Issue[] = []
  readonly #used = new Set<string>()
  /** The names below each pointer, as they were sent. */
  readonly #below = new Map<string, Set<string>>()

  constructor(fields: URLSearchParams) {
    let count = 0
    for (const [name, value] of fields) {
      if (++count > MOST_FIELDS) {
        this.issues.push({ pointer: DATA, detail: `A form has at most ${MOST_FIELDS} fields.` })
        return
      }
      this.sent.set(name, [...(this.sent.get(name) ?? []), value])
      if (name.startsWith(`${DATA}/`)) this.#note(name)
    }
  }

  #note(name: string): void {
    for (let end = name.indexOf('/', DATA.length + 1); end !== -1; end = name.indexOf('/', end + 1)) {
      const parts = this.#below.get(name.slice(0, end)) ?? new Set()
      const next = name.indexOf('/', end + 1)
      this.#below.set(name.slice(0, end), parts.add(name.slice(end + 1, next === -1 ? undefined : next)))
    }
  }

  /** What was typed into a field, and kept for the form to show again. */
  take(from: string, to: string): readonly string[] {
    this.#used.add(from)
    const values = this.sent.get(from) ?? []
    if (values.length > 0) this.typed.set(to, values)
    return values.filter((value) => !isBlank(value))
  }

  below(pointer: string): readonly string[] {
    return [...(this.#below.get(pointer) ?? [])]
  }

  issue(pointer: string, detail: string): undefined {
    this.issues.push({ pointer, detail })
  }

  /** Names that fill no part of the event: a form of another release, or somebody's own. */
  refuseUnknown(): void {
    for (const name of this.sent.keys())
      if (name.startsWith('/') && !this.#used.has(name)) this.issue(name, 'This form has no such field.')
  }
}

export function readForm(shapes: readonly Shape[], fields: URLSearchParams): Posted {
  const reading = new Reading(fields)
  const data = fieldsAt(reading, shapes, DATA, DATA)
  const time = instantAt(reading, TIME, TIME, reading.take(TIME, TIME)[0])
  const added = fields.get(ADD)
  if (added !== null) reading.rows.set(added, Math.min((reading.rows.get(added) ?? 0) + 1, MOST_ROWS))
  reading.refuseUnknown()
  const { typed, rows, issues } = reading
  return { data, time: time ?? null, typed, rows, issues }
}

function fieldsAt(reading: Reading, shapes: readonly Shape[], from: string, to: string): Record<string, unknown> {
  const read = shapes.map((shape) => {
    const name = lastOf(shape.path)
    return [name, valueAt(reading, shape, within(from, name), within(to, name))] as const
  })
  return Object.fromEntries(read.filter(([, value]) => value !== undefined))
}

/** @param to where it is in what was read: rows move up where others were left blank. */
function valueAt(reading: Reading, shape: Shape, from: string, to: string): unknown {
  switch (shape.kind) {
    case 'group':
    case 'person': {
      const fields = fieldsAt(reading, shape.fields, from, to)
      return Object.keys(fields).length > 0 || (shape.required && shape.kind === 'group') ? fields : undefined
    }
    case 'rows':
      return listAt(reading, shape.row, shape.required, from, to)
    case 'named':
      return namedAt(reading, shape.each, from, to)
    default:
      return leafAt(reading, shape, from, to)
  }
}

function listAt(reading: Reading, row: readonly Shape[], required: boolean, from: string, to: string): unknown {
  const sent = reading
    .below(from)
    .filter((part) => /^\d{1,4}$/.test(part))
    .map(Number)
    .sort((one, other) => one - other)
  if (sent.length > MOST_ROWS) reading.issue(to, TOO_MANY)
  const list: Record<string, unknown>[] = []
  for (const at of sent.slice(0, MOST_ROWS)) {
    const value = fieldsAt(reading, row, within(from, at), within(to, list.length))
    if (Object.keys(value).length > 0) list.push(value)
  }
  reading.rows.set(to, Math.min(sent.length, MOST_ROWS))
  return list.length > 0 || required ? list : undefined
}

function namedAt(reading: Reading, each: Shape, from: string, to: string): unknown {
  const [added] = reading.take(keyOf(from), keyOf(to))
  const names = reading.below(from)
  if (names.length > MOST_ROWS) return reading.issue(to, TOO_MANY)
  // A form asks for every name that it knows: what is left blank is not an answer.
  const shape = { ...each, required: false }
  const read = names.map((name) => [partOf(name), valueAt(reading, shape, `${from}/${name}`, `${to}/${name}`)] as const)
  const values = read.filter(([, value]) => value !== undefined)
  if (added !== undefined) reading.typed.set(within(to, added.trim()), [])
  return values.length > 0 ? Object.fromEntries(values) : undefined
}

function leafAt(reading: Reading, shape: Leaf, from: string, to: string): unknown {
  const values = reading.take(from, to)
  const [written] = values
  if (shape.nullable && values.includes('null')) {
    if (values.length === 1) return null
    return reading.issue(to, 'Fill in the field or tick the box, not both.')
  }
  switch (shape.kind) {
    case 'several':
      return values.length > 0 || shape.required ? values : undefined
    case 'lines':
      return linesOf(shape, values, reading, from, to)
    case 'instant':
      return instantAt(reading, from, to, written)
  }
  if (written === undefined) return undefined
  // No browser sends it so; what would be left out is not left out in silence.
  if (new Set(values).size > 1) return reading.issue(to, 'This was sent with more than one answer. Give one.')
  switch (shape.kind) {
    case 'long-text':
      return written.replaceAll('\r\n', '\n')
    case 'code':
      return codeOf(written)
    case 'yes-no':
      if (written === 'true' || written === 'false') return written === 'true'
      return reading.issue(to, 'Choose one of the answers.')
    case 'number':
      return numberOf(written) ?? reading.issue(to, `Enter ${shape.whole ? 'a whole number' : 'a number'} in digits.`)
    case 'one':
      return oneOf(shape, written)
    default:
      return written.trim()
  }
}

/** One a line, or a field for each. */
function linesOf(
  shape: { readonly item: 'text' | 'code'; readonly required: boolean },
  values: readonly string[],
  reading: Reading,
  from: string,
  to: string,
): unknown {
  const single = reading.below(from).flatMap((part) => reading.take(`${from}/${part}`, `${to}/${part}`))
  const lines = [...values.flatMap((value) => value.split(/\r\n|\n|\r/)), ...single].map((line) => line.trim())
  const said = lines.filter((line) => !isBlank(line))
  if (said.length === 0 && !shape.required) return undefined
  return shape.item === 'code' ? said.map(codeOf) : said
}

function instantAt(reading: Reading, from: string, to: string, written: string | undefined): string | undefined {
  const [which] = reading.take(clocksOf(from), clocksOf(to))
  if (written === undefined) return undefined
  const read = readLondonTime(written, which === 'first' || which === 'second' ? (which satisfies Which) : null)
  return read.ok ? read.instant : reading.issue(to, WHY_NOT[read.why])
}

const TOO_MANY = `At most ${MOST_ROWS} can be recorded at once.`

export const WHY_NOT = {
  'not-a-time': 'Enter a date and a time, like 2026-11-20 21:05.',
  'left-out': 'No clock showed this time: the clocks went forward that night, from 1am to 2am. Enter another time.',
  'comes-twice': 'The clocks went back that night, so this time came twice. Choose which of the two it was.',
} as const

/** "No contact" as a code of the force: the record keeps `no-contact`. */
const codeOf = (written: string): string =>
  written
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{Mn}'’]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

const numberOf = (written: string): number | undefined =>
  /^[+-]?\d+(?:\.\d+)?$/.test(written.trim()) ? Number(written) : undefined

function oneOf({ words, others }: Extract<Leaf, { kind: 'one' }>, written: string): unknown {
  const word = words.find((one) => String(one) === written)
  return word ?? (others ? codeOf(written) : written)
}
