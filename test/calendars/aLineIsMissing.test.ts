/**
 * Any one line of a calendar may get lost. Then days may be open or unknown that were closed, and no day may be closed that was not.
 *
 * This can be true only of lines that do not themselves take a closing back (STATUS, EXDATE, METHOD, the text that denies), and of terms
 * that are longer than a holiday may be: a lost term of three weeks looks like a holiday. The terms here are as long as they are in schools.
 */
import fc from 'fast-check'
import { isWorkingDay, schoolDay } from '../../machines/rules/calendar/index.ts'
import { schoolsFromCsv } from '../../src/calendars/fromCsv.ts'
import { forceWith } from '../rules/calendar/force.ts'
import { AUTUMN, allDay, calendar, event, read, SPRING } from './fictional.ts'

const compact = (date: string) => date.replaceAll('-', '')
const plus = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

const TERMS = [
  ['Autumn', '2026-09-02', '2026-12-18'],
  ['Spring', '2027-01-04', '2027-03-25'],
  ['Summer', '2027-04-12', '2027-07-21'],
  ['Autumn', '2027-09-01', '2027-12-17'],
] as const
const HALVES = [
  ['Autumn half term 1', '2026-09-02', '2026-10-23'],
  ['Autumn half term 2', '2026-11-02', '2026-12-18'],
  ['Spring half term 1', '2027-01-04', '2027-02-12'],
  ['Spring half term 2', '2027-02-22', '2027-03-25'],
  ['Summer half term 1', '2027-04-12', '2027-05-28'],
  ['Summer half term 2', '2027-06-07', '2027-07-21'],
  ['Autumn half term 1', '2027-09-01', '2027-10-22'],
] as const

const NOBODY = forceWith()
const WEEKDAYS = Array.from({ length: 480 }, (_, index) => plus('2026-09-01', index)).filter((date) => isWorkingDay(date, NOBODY))

/** Weekdays on which the school is shut, as the engine counts. */
function shutDays(schools: object): Set<string> {
  const force = forceWith({ schools: schools as never })
  return new Set(WEEKDAYS.filter((date) => !schoolDay(date, 'School', force).open))
}

/** Null for a file that is refused: then the calendar of before stays. */
function shutBy(lines: readonly string[]): Set<string> | null {
  try {
    const { terms, closed } = read(lines)
    return shutDays({ School: { terms, closed } })
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('school.ics')) return null
    throw error
  }
}

const shift = fc.integer({ min: -2, max: 2 })
const anyDay = fc.integer({ min: 0, max: 420 }).map((days) => plus('2026-09-01', days))
const asEvents = (terms: readonly (readonly [string, string, string])[], name: (term: string) => string) =>
  fc
    .array(shift, { minLength: terms.length, maxLength: terms.length })
    .map((shifts) =>
      terms.map(([term, from, to], index) => allDay(name(term), compact(plus(from, shifts[index] ?? 0)), compact(plus(to, 1)))),
    )
const asMarks = fc.constant(
  TERMS.flatMap(([term, from, to]) => [allDay(`${term} term begins`, compact(from)), allDay(`End of ${term} term`, compact(to))]),
)
const anyTerms = fc.oneof(
  asEvents(TERMS, (term) => `${term} term`),
  asEvents(HALVES, (half) => half),
  asMarks,
)

const closing = fc
  .tuple(fc.constantFrom('Half term', 'INSET day', 'School closed', 'Christmas holidays'), anyDay, fc.integer({ min: 1, max: 9 }))
  .map(([name, from, days]) => allDay(name, compact(from), compact(plus(from, days))))
const inHours = anyDay.map((from) =>
  event(
    'SUMMARY:Half term',
    `DTSTART;TZID=Europe/London:${compact(from)}T153000`,
    `DTEND;TZID=Europe/London:${compact(plus(from, 5))}T084500`,
  ),
)
const repeated = fc
  .tuple(anyDay, fc.integer({ min: 1, max: 4 }), fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY'))
  .map(([from, count, freq]) =>
    event(
      'SUMMARY:Staff day',
      `DTSTART;VALUE=DATE:${compact(from)}`,
      `RRULE:FREQ=${freq};COUNT=${count}`,
      `RDATE;VALUE=DATE:${compact(plus(from, 40))}`,
    ),
  )
const withCancelled = anyDay.map((from) => {
  const id = compact(plus(from, 7))
  return [
    ...event(`UID:${id}@x`, 'SUMMARY:INSET day', `DTSTART;VALUE=DATE:${compact(from)}`, 'RRULE:FREQ=WEEKLY;COUNT=3'),
    ...event(
      `UID:${id}@x`,
      `RECURRENCE-ID;VALUE=DATE:${id}`,
      'SUMMARY:INSET day',
      `DTSTART;VALUE=DATE:${id}`,
      'STATUS:CANCELLED',
    ),
  ]
})
const other = fc
  .tuple(fc.constantFrom('Sports day', 'Nursery closed', 'School not closed', 'Year 6 trip', 'Holiday club'), anyDay)
  .map(([name, from]) => allDay(name, compact(from)))

const anyCalendar = fc
  .tuple(
    anyTerms,
    fc.array(fc.oneof(closing, inHours, repeated, withCancelled, other), { maxLength: 6 }),
    fc.constantFrom('', 'Example Primary: '),
  )
  .map(([terms, others, school]) => calendar(...terms, ...others).map((line) => line.replace(/^SUMMARY:/, `SUMMARY:${school}`)))

/** These say that something is not closed: without them it is. */
const TAKES_BACK = /^(?:STATUS|EXDATE|METHOD)[:;]/

it('of iCalendar: no day is closed that was not closed before', () => {
  fc.assert(
    fc.property(anyCalendar, fc.nat(), (lines, which) => {
      const lost = which % lines.length
      fc.pre(!TAKES_BACK.test(lines[lost] ?? ''))
      const [before, after] = [shutBy(lines), shutBy(lines.toSpliced(lost, 1))]
      const more = [...(after ?? [])].filter((date) => !before?.has(date))
      expect({ lost: lines.slice(Math.max(lost - 3, 0), lost + 3), more }).toMatchObject({ more: [] })
    }),
    { numRuns: Number(process.env.REASSESS_RUNS ?? 150) },
  )
})

it('of iCalendar: each line of a calendar with a change of every kind', () => {
  const series = ['SUMMARY:INSET day', 'DTSTART;VALUE=DATE:20261116', 'RRULE:FREQ=WEEKLY;COUNT=3']
  const lines = calendar(
    AUTUMN,
    SPRING,
    event('UID:a@x', ...series, 'CATEGORIES:STAFF'),
    event('UID:a@x', 'RECURRENCE-ID;VALUE=DATE:20261130', 'DTSTART;VALUE=DATE:20261130', 'SUMMARY:INSET day', 'STATUS:CANCELLED'),
    event('SUMMARY:INSET', 'DTSTART:20261201T154500', 'DTEND:20261201T171500'),
  )
  const before = shutBy(lines)
  for (const [index, line] of lines.entries()) {
    if (TAKES_BACK.test(line)) continue
    const after = shutBy(lines.toSpliced(index, 1)) ?? []
    expect({ line, more: [...after].filter((date) => !before?.has(date)) }).toEqual({ line, more: [] })
  }
})

it('of a spreadsheet: no day is closed that was not closed before', () => {
  const rows = [
    ...TERMS.map(([, from, to]) => `School,term,${from},${to}`),
    ...['2026-10-26,2026-10-30', '2026-11-23,', '2026-12-19,2027-01-03'].map((days) => `School,closed,${days}`),
  ]
  const shut = (lines: readonly string[]) =>
    shutDays(schoolsFromCsv({ file: 'terms.csv', text: ['school,kind,from,to', ...lines].join('\n') }))
  const before = shut(rows)
  for (const index of rows.keys()) expect([...shut(rows.toSpliced(index, 1))].filter((date) => !before.has(date))).toEqual([])
})
