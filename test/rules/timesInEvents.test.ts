/** Years of a record are those from 1900 to 2200, in every instant and date of every event, and what is long before anything near it is told. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { z } from 'zod'
import { EVENT_NAMES, envelopeSchema, eventSchemas, parseData } from '../../machines/rules/events.ts'
import { anyInstant, date, instant } from '../../machines/rules/fields.ts'
import { unlikelyTimes } from '../../machines/rules/time/unlikelyTimes.ts'
import { type JsonSchema, jsonSchemaOf } from '../../src/api/openapi/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'

type Path = readonly (string | number)[]

interface Shape {
  readonly properties?: Record<string, JsonSchema>
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly format?: string
  readonly pattern?: string
}

/** Where a schema has an instant or a date: a list by its first entry, a record by any name. */
function timesIn(schema: JsonSchema, path: Path = []): { path: Path; format: string; pattern: RegExp }[] {
  const { properties, items, additionalProperties, anyOf, format, pattern } = schema as Shape
  const parts: [string | number, JsonSchema | undefined][] = [
    ...Object.entries(properties ?? {}),
    [0, items],
    ['any-name', typeof additionalProperties === 'object' ? additionalProperties : undefined],
  ]
  const said = String(pattern ?? '').includes('2200') || format === 'date-time' || format === 'date'
  return [
    ...(said ? [{ path, format: String(format ?? 'date-time'), pattern: new RegExp(String(pattern)) }] : []),
    ...parts.flatMap(([step, part]) => (part === undefined ? [] : timesIn(part, [...path, step]))),
    ...(anyOf ?? []).flatMap((part) => timesIn(part, path)),
  ]
}

function withValue(data: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  const part = typeof data === 'object' && data !== null ? (data as Record<string | number, unknown>) : {}
  const put = withValue(part[step], rest, value)
  return typeof step === 'number' ? [put] : { ...part, [step]: put }
}

const pointerTo = (path: Path) => `/data/${path.join('/')}`
const every = EVENT_NAMES.flatMap((name) => timesIn(jsonSchemaOf(eventSchemas[name])).map((time) => ({ name, ...time }))).filter(
  // A year or a month is enough, and a first report sets aside what is neither (firstReport.test.ts).
  ({ name, path, format }) => path.at(-1) !== 'dateOfBirth' || (name !== 'incident.reported' && format === 'date'),
)

describe('the years of a record', () => {
  const OUTSIDE = ['0000-01-01', '0001-01-01', '1899-12-31', '2201-01-01', '9999-12-31']
  const INSIDE = ['1900-01-01', '2200-12-31']
  const written = (day: string, format: string) => (format === 'date' ? day : `${day}T12:00:00Z`)
  const issuesAt = (name: (typeof EVENT_NAMES)[number], path: Path, value: string) => {
    const read = parseData(name, withValue(exampleEvent(name).data, path, value))
    return read.ok ? [] : read.issues.filter(({ pointer }) => pointer === pointerTo(path))
  }

  it('bound every instant and date of every event, and its schema says so', () => {
    // An instant that the walk misses would be missed here too: so many there are.
    expect(every.length).toBeGreaterThanOrEqual(40)
    for (const { name, path, format, pattern } of every) {
      for (const day of OUTSIDE) {
        const value = written(day, format)
        expect([name, path, day, issuesAt(name, path, value).map(({ detail }) => detail)]).toEqual([
          name,
          path,
          day,
          [expect.stringContaining('years 1900 to 2200')],
        ])
        expect([name, path, pattern.test(value)]).toEqual([name, path, false])
      }
      for (const day of INSIDE) {
        const value = written(day, format)
        expect([name, path, day, issuesAt(name, path, value)]).toEqual([name, path, day, []])
        expect([name, path, pattern.test(value)]).toEqual([name, path, true])
      }
    }
  })

  it('bound the time of the envelope, as it is in UTC', () => {
    const timeOf = (time: string) => envelopeSchema.safeParse({ ...exampleEvent('log.noted'), time })
    for (const time of [
      '0000-01-01T00:00:00Z',
      '1899-12-31T23:59:59.999Z',
      '1900-01-01T00:30:00+01:00',
      '2200-12-31T23:30:00-01:00',
      '2201-01-01T00:00:00Z',
    ])
      expect(timeOf(time).error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
        ['time', 'must be in the years 1900 to 2200'],
      ])
    for (const time of [
      '1900-01-01T00:00:00Z',
      '1900-01-02T00:30:00+01:00',
      '2200-12-30T23:30:00-01:00',
      '2200-12-31T23:59:59.999Z',
    ])
      expect(timeOf(time).success).toBe(true)
    expect(timeOf('1900-01-01T12:00:00+01:00').error?.issues[0]?.message).toMatch(/in UTC$/)
  })

  it('are in the schema as they are in the service: a client that checks first is told the same', () => {
    const years = fc.constantFrom('1899', '1900', '1904', '2000', '2026', '2100', '2199', '2200', '2201')
    const days = fc.constantFrom('01-01', '01-02', '02-28', '02-29', '02-30', '04-31', '06-30', '12-30', '12-31', '13-01', '1-1')
    const clocks = fc.constantFrom('00:00:00', '00:30:00', '12:00:00.123456', '23:30:00', '23:59:60', '24:00:00', '12:00')
    const offsets = fc.constantFrom('Z', 'z', '+00:00', '-00:00', '+01:00', '-01:00', '+23:59', '-23:59', '+24:00', '')
    const written = fc.tuple(years, days, fc.constantFrom('T', 't', ' '), clocks, offsets)
    const isTaken = (schema: z.ZodType, value: string) => schema.safeParse(value).success
    const isInSchema = (schema: z.ZodType, value: string) => new RegExp(String(jsonSchemaOf(schema).pattern), 'u').test(value)
    fc.assert(
      fc.property(written, ([year, day, t, clock, offset]) => {
        const [date_, time] = [`${year}-${day}`, `${year}-${day}${t}${clock}${offset}`]
        for (const [schema, value] of [
          [instant, time],
          [anyInstant, time],
          [date, date_],
        ] as const)
          expect([value, isInSchema(schema, value)]).toEqual([value, isTaken(schema, value)])
      }),
      { numRuns: 3_000 },
    )
    for (const nothing of ['', ' ', '\t\n', '\u200b\u00ad', '\u0000']) expect(isInSchema(anyInstant, nothing)).toBe(true)
  })
})

describe('a time long before anything near it', () => {
  const REPORTED = '2026-11-20T21:00:00.000Z'
  const warned = (type: string, at: string, data: object, reported = REPORTED) =>
    unlikelyTimes({ type, at, data }, reported, REPORTED).map(({ code, pointer }) => [code, pointer])

  it('is told where it is: an event before its report, a receipt before its report, anything by decades', () => {
    expect(warned('log.noted', '1970-01-01T00:00:00.000Z', {})).toEqual([['time-unlikely', '/time']])
    expect(warned('incident.reported', REPORTED, { receivedAt: '2025-11-20T21:00:00.000Z' })).toEqual([
      ['time-unlikely', '/data/receivedAt'],
    ])
    expect(warned('crime.recorded', REPORTED, { offences: [{ 'a/b': '1970-01-01T00:00:00.000Z' }] })).toEqual([
      ['time-unlikely', '/data/offences/0/a~1b'],
    ])
  })

  it('is told although everything that was sent is of the same wrong year', () => {
    for (const year of ['1900', '1970']) {
      const at = `${year}-01-01T00:00:00.000Z`
      expect(warned('incident.reported', at, { receivedAt: at }, at)).toEqual([
        ['time-unlikely', '/time'],
        ['time-unlikely', '/data/receivedAt'],
      ])
      expect(warned('log.noted', at, {}, at)).toEqual([['time-unlikely', '/time']])
    }
  })

  it('is not a night entered from paper, an offence of long ago, or a word about a time', () => {
    expect(warned('log.noted', '2026-10-21T21:00:00.000Z', {})).toEqual([])
    expect(warned('incident.reported', REPORTED, { receivedAt: '2026-10-21T21:00:00.000Z' })).toEqual([])
    expect(warned('crime.recorded', REPORTED, { offenceAt: '1985-06-01T00:00:00.000Z' })).toEqual([])
    expect(warned('log.noted', REPORTED, { text: 'It began on 1970-01-01T00:00:00.000Z.', by: { id: 'ch-1' } })).toEqual([])
  })
})
