/**
 * A first report is taken with what is known: what it lacks, and what nobody can read in it, is a warning and no refusal, because a
 * refused report starts no clock. What nobody can read is kept as it was written, beside the rest. The force, the channel and the
 * receipt are required, and every field that is read has its type; a number is read as text where text belongs. Source: the public
 * contract, section 2 (first reports).
 */
import type { z } from 'zod'
import { location, PERSON_ROLES, reportEvents, somebody } from '../catalogue/incident/report.ts'
import { dateOfBirth, TURNS_AROUND } from '../fields.ts'
import { type Issues, MOST_ISSUES, pointerOf, type Warning } from '../issue.ts'
import { isBlank } from '../words.ts'

/** What was written and nobody can read: its JSON text, by the pointer of its place in the report as it is recorded. */
export type Unread = Readonly<Record<string, string>>

export interface ReportAsRead {
  /** For the schema of a report. */
  readonly raw: unknown
  readonly unread: Unread
  /** The first `MOST_GAPS`; pointers into what was written. */
  readonly warnings: readonly Warning[]
  /** Mistakes in `raw` as mistakes in what was written, where entries of a list that say nothing were left out. */
  readonly asWritten: (found: Issues) => Issues
}

type Fields = Record<string, unknown>

const REPORT = Object.keys(reportEvents['incident.reported'].schema.shape)
/** Of `location`. */
export const PLACE = Object.keys(location.shape)
const PERSON = Object.keys(somebody.shape)
/** What these lack is said by `missingIn`. */
const ASKED_FOR = ['/data/location', '/data/location/area', '/data/narrative', '/data/persons']
const REQUIRED = ['/data/force', '/data/channel', '/data/receivedAt']
/** In degrees; everything else is text. */
const DEGREES = ['lat', 'lon'] as const
const POSITION: readonly string[] = DEGREES

/** Where a part of the report stands: in what was written, and in what is recorded. */
interface Place {
  readonly written: string
  readonly recorded: string
}
const place = (pointer: string): Place => ({ written: pointer, recorded: pointer })

/** Sets aside what a report need not say. @param raw anything that JSON can hold. */
export function readReport(raw: unknown): ReportAsRead {
  const unread: Record<string, string> = {}
  const warnings: Warning[] = []
  /** A pointer cuts a long name and replaces what nobody can keep: two names may have one pointer, and both are kept (`…`, `…~2`). */
  const setAsideAt = new Map<string, number>()
  /** By the pointer of a list, the places in what was written of the entries that are read. */
  const written = new Map<string, readonly number[]>()
  const warn = (code: string, pointer: string, detail: string): void => {
    if (warnings.length < MOST_ISSUES) warnings.push({ code, pointer, detail })
  }
  const setAside = (given: Fields, fields: Fields, at: Place, name: string): string => {
    const pointer = pointerOf(at.recorded, [name])
    const nth = (setAsideAt.get(pointer) ?? 0) + 1
    setAsideAt.set(pointer, nth)
    unread[nth === 1 ? pointer : `${pointer}~${nth}`] = JSON.stringify(given[name])
    delete fields[name]
    return pointerOf(at.written, [name])
  }

  /** Names that other systems count, as a UPRN, a house number, the 999 of the channel. Beyond the safe integers digits are lost. */
  const numberAsText = (given: Fields, fields: Fields, at: Place, name: string): void => {
    const pointer = pointerOf(at.written, [name])
    fields[name] = asText(given[name])
    if (isWord(fields[name])) {
      if (name === 'phone') warn('number-read-as-text', pointer, 'a number has no 0 at its beginning: write it as text')
    } else if (!REQUIRED.includes(pointer))
      warn('number-unreadable', setAside(given, fields, at, name), 'has more digits than a number keeps: write it as text')
  }

  /** A copy with the fields that are known and say something. */
  const known = (given: Fields, names: readonly string[], at: Place): Fields => {
    const fields: Fields = { ...given }
    for (const [name, value] of Object.entries(given)) {
      if (!names.includes(name)) {
        const detail = `there is no such field; it is kept as it was written. Read here: ${names.join(', ')}`
        warn('unknown-field', setAside(given, fields, at, name), detail)
        continue
      }
      const pointer = pointerOf(at.written, [name])
      if (!isNothing(value)) {
        if (typeof value === 'number' && !POSITION.includes(name)) numberAsText(given, fields, at, name)
      } else if (value === null || !REQUIRED.includes(pointer)) {
        delete fields[name]
        if (!ASKED_FOR.includes(pointer) && !REQUIRED.includes(pointer))
          warn('empty-field', pointer, 'says nothing; it counts as absent')
      }
    }
    return fields
  }

  const placeOf = (given: Fields): Fields => {
    const at = place('/data/location')
    const fields = known(given, PLACE, at)
    if (isWord(fields.area) && !isOneOf(location.shape.area, fields.area)) setAside(given, fields, at, 'area')
    for (const name of DEGREES) {
      const degrees = degreesOf(fields[name])
      if (degrees === undefined) continue
      if (isOneOf(location.shape[name], degrees)) fields[name] = degrees
      else if (typeof degrees === 'number' || isWord(degrees))
        warn('position-unreadable', setAside(given, fields, at, name), 'must be degrees, north and east positive')
    }
    return fields
  }

  const personOf = (given: Fields, at: Place): Fields => {
    const person = known(given, PERSON, at)
    if (person.role === undefined || (isWord(person.role) && !isOneOf(somebody.shape.role, person.role))) {
      if (person.role !== undefined) setAside(given, person, at, 'role')
      person.role = 'unknown'
    }
    if (person.role === 'unknown') warn('role-unknown', `${at.written}/role`, `ask who this is: ${PERSON_ROLES.join(', ')}`)
    if (isWord(person.phone) && TURNS_AROUND.test(person.phone)) {
      const seen = person.phone.replaceAll(new RegExp(TURNS_AROUND, 'g'), '')
      warn(
        'characters-removed',
        setAside(given, person, at, 'phone'),
        'has characters that nobody can see, as telephones copy them',
      )
      person.phone = seen
    }
    const born = person.dateOfBirth
    if (!isWord(born)) return person
    if (!isOneOf(dateOfBirth, born))
      warn(
        'date-of-birth-unreadable',
        setAside(given, person, at, 'dateOfBirth'),
        'must be a date, as 1990-04-01, or a year or month',
      )
    else if (born.length < '1990-04-01'.length)
      warn('date-of-birth-partial', `${at.written}/dateOfBirth`, 'is only a year or a month')
    return person
  }

  /** Without the entries that say nothing. */
  const entriesOf = (list: readonly unknown[], pointer: string, read: (entry: unknown, at: Place) => unknown): unknown[] => {
    const indexes = list.flatMap((entry, index) => (isNothing(entry) ? [] : [index]))
    written.set(pointer, indexes)
    for (const [index, entry] of list.entries())
      if (isNothing(entry)) warn('empty-field', `${pointer}/${index}`, 'says nothing; it counts as absent')
    return indexes.map((index, at) => read(list[index], { written: `${pointer}/${index}`, recorded: `${pointer}/${at}` }))
  }

  const asWritten = ({ issues, more }: Issues): Issues => ({
    issues: issues.map(({ pointer, detail }) => ({ pointer: pointerAsWritten(pointer, written), detail })),
    more,
  })

  if (!isObject(raw)) return { raw, unread, warnings, asWritten }
  const report = known(raw, REPORT, place('/data'))
  if (isObject(report.location)) report.location = placeOf(report.location)
  if (Array.isArray(report.flags)) report.flags = entriesOf(report.flags, '/data/flags', (flag) => asText(flag))
  if (Array.isArray(report.persons))
    report.persons = entriesOf(report.persons, '/data/persons', (one, at) => (isObject(one) ? personOf(one, at) : one))
  return { raw: report, unread, warnings, asWritten }
}

function pointerAsWritten(pointer: string, written: ReadonlyMap<string, readonly number[]>): string {
  const [, list = '', index = '', rest = ''] = /^(\/data\/\w+)\/(\d+)(.*)$/.exec(pointer) ?? []
  const place = written.get(list)?.[Number(index)]
  return place === undefined ? pointer : `${list}/${place}${rest}`
}

const asText = (value: unknown): unknown =>
  typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : value

/** Other feeds write numbers as text. */
const degreesOf = (value: unknown): unknown =>
  isWord(value) && /^[+-]?\d{1,3}(?:\.\d{1,20})?$/.test(value.trim()) ? Number(value) : value

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const isWord = (value: unknown): value is string => typeof value === 'string'
const isNothing = (value: unknown): boolean => value === null || (isWord(value) && isBlank(value))
const isOneOf = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success
