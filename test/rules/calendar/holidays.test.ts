import { describe, expect, it } from '@jest/globals'
import { holiday, holidaysLeft } from '../../../machines/rules/calendar/index.ts'
import { calendarsSchema } from '../../../machines/rules/calendar/schema.ts'
import { FORCE, forceWith, LONDON, london } from './force.ts'

/** What the Act of 1971 and the yearly proclamations come to, worked out apart from the list. */
function byRule(year: number, easterMonday: string): string[] {
  const date = (month: number, day: number) => new Date(Date.UTC(year, month, day))
  const firstMonday = (month: number) => date(month, 1 + ((8 - date(month, 1).getUTCDay()) % 7))
  const lastMonday = (month: number) => date(month + 1, -((date(month + 1, 0).getUTCDay() + 6) % 7))
  const substitute = (from: Date, days: number) => (days === 0 ? [] : [new Date(from.getTime() + days * 86_400_000)])
  const christmas = date(11, 25).getUTCDay()
  const days = [
    date(0, 1),
    new Date(Date.parse(easterMonday) - 3 * 86_400_000),
    new Date(easterMonday),
    firstMonday(4),
    lastMonday(4),
    lastMonday(7),
    date(11, 25),
    ...(christmas >= 1 && christmas <= 4 ? [date(11, 26)] : []),
    ...substitute(date(11, 25), christmas === 6 ? 2 : 0),
    ...substitute(date(11, 26), christmas === 5 || christmas === 6 ? 2 : 0),
  ]
  return days.map((day) => day.toISOString().slice(0, 10))
}

describe('the list of bank holidays', () => {
  it.each([
    [2025, '2025-04-21'],
    [2026, '2026-04-06'],
    [2027, '2027-03-29'],
  ])('of %d is what the Act and the proclamations come to', (year, easterMonday) => {
    const listed = Object.keys(FORCE.calendars?.bankHolidays.dates ?? {}).filter((date) => date.startsWith(String(year)))
    expect(listed).toEqual(byRule(year, easterMonday))
  })

  it.each([
    [2026, '2026-04-06'],
    [2027, '2027-03-29'],
  ])('of %d for policies without calendars is the same', (year, easterMonday) => {
    const days = Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10))
    const kept = days.filter((day) => day.startsWith(String(year)) && holiday(day, { timezone: LONDON }) !== null)
    expect(kept).toEqual(byRule(year, easterMonday))
  })

  it.each([
    '2024-03-29',
    '2025-04-18',
    '2026-04-03',
    '2027-03-26',
    '2028-04-14',
    '2029-03-30',
    '2035-03-23',
    '2038-04-23',
    '2049-04-16',
  ])('Good Friday %s is reckoned, whatever the list says', (date) => expect(holiday(date, forceWith())).toBe('Good Friday'))

  it('has a name for each of its days, and one by proclamation before them', () => {
    expect(holiday('2026-12-28', FORCE)).toBe('Boxing Day (substitute day)')
    expect(holiday('2026-12-26', FORCE)).toBeNull()
    expect(holiday('2026-08-31', { timezone: LONDON })).toBe('bank holiday')
    expect(holiday('2026-08-31', forceWith({ oneOffHolidays: { '2026-08-31': 'A jubilee' } }))).toBe('A jubilee')
  })
})

describe('how much of the list is left', () => {
  it.each([
    ['Mon 23 Nov 2026 12:00', 403, false],
    ['Wed 30 Jun 2027 23:59', 184, false],
    ['Thu 1 Jul 2027 00:00', 183, true],
    ['Sat 1 Jan 2028 12:00', -1, true],
  ])('on %s: %d days', (now, daysLeft, runningOut) => {
    const left = holidaysLeft(london(now), FORCE)
    expect(left).toMatchObject({ coveredTo: '2027-12-31', daysLeft, runningOut })
    expect(left.line).toEqual(runningOut ? expect.stringContaining('2027-12-31') : null)
  })
  it('uses the built-in days for a policy without calendars', () => {
    expect(holidaysLeft(london('Mon 23 Nov 2026 12:00'), { timezone: LONDON })).toMatchObject({
      coveredTo: '2027-12-31',
      runningOut: false,
    })
  })
})

describe('calendars of a policy', () => {
  const bankHolidays = { source: 'a list', coveredTo: '2027-12-31', dates: {} }
  it.each([
    [
      'a day that does not exist',
      { bankHolidays: { ...bankHolidays, coveredTo: '2027-02-29' } },
      'bankHolidays.coveredTo',
      'day of the calendar',
    ],
    [
      'a term that ends before it begins',
      { bankHolidays, schools: { A: { terms: [{ from: '2026-09-02', to: '2026-09-01' }] } } },
      'schools.A.terms.0.to',
      'before',
    ],
    ['a school without terms', { bankHolidays, schools: { A: { closed: [] } } }, 'schools.A.terms', 'terms of its own'],
    ['a school that follows nobody', { bankHolidays, schools: { A: { follows: 'B' } } }, 'schools.A.follows', 'terms of its own'],
    [
      'a school that follows one who follows',
      {
        bankHolidays,
        schools: { A: { follows: 'B' }, B: { follows: 'C' }, C: { terms: [{ from: '2026-09-02', to: '2026-09-03' }] } },
      },
      'schools.A.follows',
      'terms of its own',
    ],
    [
      'a sitting that ends before it begins',
      { bankHolidays, courts: { A: { weekly: [{ days: ['monday'], from: '10:00', to: '09:00' }] } } },
      'courts.A.weekly.0.to',
      'later',
    ],
    [
      'a meeting on no weekday',
      { bankHolidays, marac: { A: { weekly: [{ days: [], from: '2026-01-01', time: '09:00' }] } } },
      'marac.A.weekly.0.days',
      '',
    ],
    [
      'a time that does not exist',
      { bankHolidays, marac: { A: { dates: [{ date: '2026-01-01', time: '9:00' }] } } },
      'marac.A.dates.0.time',
      'time of day',
    ],
    ['a field that there is not', { bankHolidays, school: {} }, '', 'school'],
  ])('refuse %s', (_, written, path, message) => {
    const read = calendarsSchema.safeParse(written)
    expect(read.success).toBe(false)
    expect(read.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
    expect(read.error?.issues.map((issue) => issue.message).join()).toContain(message)
  })
})
