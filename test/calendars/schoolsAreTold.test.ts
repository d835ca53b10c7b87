/** From the calendar that a school publishes to the morning by which it must know: no mistake in the first may move the second. */
import { schoolDue } from '../../machines/rules/calendar/index.ts'
import { schoolsFromCsv } from '../../src/calendars/fromCsv.ts'
import { forceWith, london } from '../rules/calendar/force.ts'
import { AUTUMN, allDay, calendar, event, read, SPRING } from './fictional.ts'

const due = (schools: object, at: string) => {
  const { schoolDay, calendar, sendNow } = schoolDue(london(at), 'School', '08:00', forceWith({ schools: schools as never }))
  return `${schoolDay} ${calendar}${sendNow ? ', shut before' : ''}`
}
const dueBy = (lines: readonly string[], at: string) => {
  const { terms, closed } = read(lines)
  return due({ School: { terms, closed } }, at)
}

/** Sunday, before a Monday on which school goes on. */
const SUNDAY = 'Sun 29 Nov 2026 18:00'
const MONDAY = '2026-11-30 known'

it('half of a term that is not understood makes its weeks unknown, not closed', () => {
  const october = allDay('Half term', '20261026', '20261031')
  const parts = [allDay('Autumn A', '20260902', '20261024'), october, allDay('Autumn B', '20261102', '20261219'), SPRING]
  expect(dueBy(calendar(...parts, allDay('Summer term', '20260413', '20260722')), SUNDAY)).toBe('2026-11-30 unknown')
})

it('a numbered half of a term is a term, and the week between two of them a holiday', () => {
  const halves = [allDay('Autumn half term 1', '20260902', '20261024'), allDay('Autumn half term 2', '20261102', '20261219')]
  expect(dueBy(calendar(...halves, SPRING), SUNDAY)).toBe(MONDAY)
  expect(dueBy(calendar(...halves, SPRING), 'Mon 26 Oct 2026 18:00')).toBe('2026-11-02 known, shut before')
})

it('terms with a gap between them say nothing of the gap', () => {
  const csv = 'school,kind,from,to\nSchool,term,2026-09-02,2026-10-23\nSchool,term,2027-01-04,2027-03-25\n'
  expect(due(schoolsFromCsv({ file: 'terms.csv', text: csv }), SUNDAY)).toBe('2026-11-30 unknown')
})

it('the cancelled occurrence of a weekly training day is a school day, and the others are not', () => {
  const weekly = ['UID:a@x', 'SUMMARY:INSET day', 'DTSTART;VALUE=DATE:20261116', 'RRULE:FREQ=WEEKLY;COUNT=3']
  const cancelled = (status: string) =>
    event('UID:a@x', 'RECURRENCE-ID;VALUE=DATE:20261130', 'DTSTART;VALUE=DATE:20261130', 'SUMMARY:INSET day', `STATUS:${status}`)
  for (const status of ['CANCELLED', 'Cancelled', 'cancelled', 'CANCELED'])
    expect(dueBy(calendar(AUTUMN, SPRING, event(...weekly), cancelled(status)), SUNDAY)).toBe(MONDAY)
  expect(dueBy(calendar(AUTUMN, SPRING, event(...weekly), cancelled('CONFIRMED')), SUNDAY)).toBe('2026-12-01 known, shut before')
  expect(dueBy(calendar(AUTUMN, SPRING, event(...weekly), cancelled('CANCELLED')), 'Sun 22 Nov 2026 18:00')).toBe(
    '2026-11-24 known, shut before',
  )
})

it('hours of a day close none of it: a holiday begins after the last lesson and ends before the first', () => {
  const halfTerm = event(
    'SUMMARY:Half term',
    'DTSTART;TZID=Europe/London:20261120T153000',
    'DTEND;TZID=Europe/London:20261130T084500',
  )
  expect(dueBy(calendar(AUTUMN, SPRING, halfTerm), 'Thu 19 Nov 2026 18:00')).toBe('2026-11-20 known')
  expect(dueBy(calendar(AUTUMN, SPRING, halfTerm), 'Fri 20 Nov 2026 18:00')).toBe('2026-11-30 known, shut before')
})

it('training after the lessons closes nothing', () => {
  const inset = event('SUMMARY:INSET', 'DTSTART;TZID=Europe/London:20261130T154500', 'DTEND;TZID=Europe/London:20261130T171500')
  expect(dueBy(calendar(AUTUMN, SPRING, inset), SUNDAY)).toBe(MONDAY)
})

it.each([
  'School not closed on Monday',
  'Nursery closed',
  'School open on Monday',
  'Year 6 closed',
  'INSET day cancelled',
  'School closed?',
])('%s closes nothing', (name) =>
  expect(dueBy(calendar(AUTUMN, SPRING, allDay(name, '20261130', '20261203')), SUNDAY)).toBe(MONDAY),
)
