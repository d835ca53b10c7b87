/**
 * A first report is taken with what is known: what it lacks, and what nobody can read in it, is a warning and no refusal, because a
 * refused report starts no clock. What nobody can read is kept as it was written, beside the rest. The force, the channel and the
 * receipt are required, and every field that is read has its type. Source: the public contract, section 2 (first reports).
 */
import type { z } from 'zod'
import { location, PERSON_ROLES, somebody } from './catalogue/incident/report.ts'
import { dateOfBirth, TURNS_AROUND } from './fields.ts'
import { MOST_GAPS, pointerOf, type Warning } from './gap.ts'
import { isBlank } from './words.ts'

/** What was written and nobody can read: its JSON text, by pointer. */
export type Unread = Readonly<Record<string, string>>

export interface ReportAsRead {
  /** For the schema of a report. */
  readonly raw: unknown
  readonly unread: Unread
  /** The first `MOST_GAPS`. */
  readonly warnings: readonly Warning[]
}

type Fields = Record<string, unknown>

const REPORT = ['force', 'channel', 'receivedAt', 'location', 'narrative', 'persons', 'flags']
const PLACE = Object.keys(location.shape)
const PERSON = Object.keys(somebody.shape)
/** What these lack is said by `missingIn`. */
const ASKED_FOR = ['/data/location', '/data/location/area', '/data/narrative', '/data/persons']
const REQUIRED = ['/data/force', '/data/channel', '/data/receivedAt']

/** Sets aside what a report need not say. @param raw anything that JSON can hold. */
export function readReport(raw: unknown): ReportAsRead {
  const unread: Record<string, string> = {}
  const warnings: Warning[] = []
  const warn = (code: string, pointer: string, detail: string): void => {
    if (warnings.length < MOST_GAPS) warnings.push({ code, pointer, detail })
  }
  const setAside = (fields: Fields, at: string, name: string): string => {
    const pointer = pointerOf(at, [name])
    unread[pointer] = JSON.stringify(fields[name])
    delete fields[name]
    return pointer
  }

  /** A copy with the fields that are known and say something. */
  const known = (written: object, names: readonly string[], at: string): Fields => {
    const fields: Fields = { ...written }
    for (const [name, value] of Object.entries(written)) {
      if (!names.includes(name)) {
        warn('unknown-field', setAside(fields, at, name), 'there is no such field; it is kept as it was written')
        continue
      }
      if (!isNothing(value)) continue
      const pointer = pointerOf(at, [name])
      if (!REQUIRED.includes(pointer)) {
        delete fields[name]
        if (!ASKED_FOR.includes(pointer)) warn('empty-field', pointer, 'says nothing; it counts as absent')
      }
    }
    return fields
  }

  const placeOf = (written: object): Fields => {
    const place = known(written, PLACE, '/data/location')
    if (isWord(place.area) && !isOneOf(location.shape.area, place.area)) setAside(place, '/data/location', 'area')
    for (const name of ['lat', 'lon'] as const) {
      const degrees = degreesOf(place[name])
      if (degrees === undefined) continue
      if (isOneOf(location.shape[name], degrees)) place[name] = degrees
      else if (typeof degrees === 'number' || isWord(degrees))
        warn('position-unreadable', setAside(place, '/data/location', name), 'must be degrees, north and east positive')
    }
    return place
  }

  const personOf = (written: object, index: number): Fields => {
    const at = `/data/persons/${index}`
    const person = known(written, PERSON, at)
    if (person.role === undefined || (isWord(person.role) && !isOneOf(somebody.shape.role, person.role))) {
      if (person.role !== undefined) setAside(person, at, 'role')
      person.role = 'unknown'
    }
    if (person.role === 'unknown') warn('role-unknown', `${at}/role`, `ask who this is: ${PERSON_ROLES.join(', ')}`)
    if (isWord(person.phone) && TURNS_AROUND.test(person.phone)) {
      const seen = person.phone.replaceAll(new RegExp(TURNS_AROUND, 'g'), '')
      warn('characters-removed', setAside(person, at, 'phone'), 'has characters that nobody can see, as telephones copy them')
      person.phone = seen
    }
    const born = person.dateOfBirth
    if (!isWord(born)) return person
    if (!isOneOf(dateOfBirth, born))
      warn('date-of-birth-unreadable', setAside(person, at, 'dateOfBirth'), 'must be a date, as 1990-04-01, or a year or month')
    else if (born.length < '1990-04-01'.length) warn('date-of-birth-partial', `${at}/dateOfBirth`, 'is only a year or a month')
    return person
  }

  if (!isObject(raw)) return { raw, unread, warnings }
  const report = known(raw, REPORT, '/data')
  if (isObject(report.location)) report.location = placeOf(report.location)
  const listed = (name: 'persons' | 'flags'): void => {
    const list = report[name]
    if (!Array.isArray(list)) return
    report[name] = list.filter((one, index) => {
      if (isNothing(one)) warn('empty-field', `/data/${name}/${index}`, 'says nothing; it counts as absent')
      return !isNothing(one)
    })
  }
  listed('flags')
  if (Array.isArray(report.persons))
    report.persons = report.persons.map((one: unknown, index) => (isObject(one) ? personOf(one, index) : one))
  listed('persons')
  return { raw: report, unread, warnings }
}

interface Known {
  readonly location?: z.output<typeof location> | undefined
  readonly narrative?: string | undefined
  readonly persons?: readonly z.output<typeof somebody>[] | undefined
}

/** What a report lacks and somebody has to ask for. */
export function missingIn({ location: place = {}, narrative, persons = [] }: Known): Warning[] {
  const { address, uprn, postcode, lat, lon, what3words, area = 'unknown' } = place
  const hasPosition = lat !== undefined && lon !== undefined
  const lacks = (is: boolean, code: string, pointer: string, detail: string): Warning[] => (is ? [{ code, pointer, detail }] : [])
  return [
    ...lacks(
      !hasPosition && [address, uprn, postcode, what3words].every((said) => said === undefined),
      'location-unknown',
      '/data/location',
      'no place is given: ask where help is needed',
    ),
    ...lacks(
      area === 'unknown',
      'area-assumed',
      '/data/location/area',
      'is not known: each grade has the shorter of its targets',
    ),
    ...lacks(
      persons.every(({ phone }) => phone === undefined),
      'telephone-unknown',
      '/data/persons',
      'no telephone number is given',
    ),
    ...lacks(narrative === undefined, 'narrative-missing', '/data/narrative', 'nothing is said of what happened'),
  ]
}

/** Some feeds write numbers as text. */
const degreesOf = (value: unknown): unknown =>
  isWord(value) && /^[+-]?\d{1,3}(?:\.\d{1,20})?$/.test(value.trim()) ? Number(value) : value

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)
const isWord = (value: unknown): value is string => typeof value === 'string'
const isNothing = (value: unknown): boolean => value === null || (isWord(value) && isBlank(value))
const isOneOf = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success
