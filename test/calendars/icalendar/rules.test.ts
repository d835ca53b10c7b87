/** Rules of repetition against a reckoning of RFC 5545 3.3.10 day by day, which shares nothing with ical.js. */
import fc from 'fast-check'
import ICAL from 'ical.js'
import { Unreadable } from '../../../src/calendars/icalendar/moments.ts'
import { startsOf, TooMuchWork } from '../../../src/calendars/icalendar/rules.ts'

const DAY_MS = 86_400_000
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

interface Rule {
  readonly FREQ: string
  readonly INTERVAL?: number | undefined
  readonly BYDAY?: readonly string[] | undefined
  readonly BYMONTHDAY?: readonly number[] | undefined
  readonly BYMONTH?: readonly number[] | undefined
  readonly WKST?: string | undefined
}

const HORIZON_DAYS = 1_500

/** Each day to the horizon that the rule names. */
function reckoned(rule: Rule, start: string): string[] {
  const first = new Date(start)
  const named: string[] = []
  for (let ms = Date.parse(start); ms <= Date.parse(start) + HORIZON_DAYS * DAY_MS; ms += DAY_MS) {
    const day = new Date(ms)
    if (isInPeriod(rule, first, day) && isOnDay(rule, first, day)) named.push(dateOf(ms))
  }
  return named
}

const monthsOf = (day: Date) => day.getUTCFullYear() * 12 + day.getUTCMonth()
const weekOf = (day: Date, WKST: string) => Math.floor((day.getTime() / DAY_MS + (WKST === 'SU' ? 4 : 3)) / 7)

function isInPeriod({ FREQ, INTERVAL = 1, WKST = 'MO' }: Rule, first: Date, day: Date): boolean {
  const between = {
    DAILY: (day.getTime() - first.getTime()) / DAY_MS,
    WEEKLY: weekOf(day, WKST) - weekOf(first, WKST),
    MONTHLY: monthsOf(day) - monthsOf(first),
    YEARLY: day.getUTCFullYear() - first.getUTCFullYear(),
  }[FREQ]
  return between !== undefined && between % INTERVAL === 0
}

function isOnDay({ FREQ, BYDAY, BYMONTHDAY, BYMONTH }: Rule, first: Date, day: Date): boolean {
  const [month, date] = [day.getUTCMonth() + 1, day.getUTCDate()]
  const length = new Date(Date.UTC(day.getUTCFullYear(), month, 0)).getUTCDate()
  if (BYMONTH !== undefined ? !BYMONTH.includes(month) : FREQ === 'YEARLY' && month !== first.getUTCMonth() + 1) return false
  if (BYMONTHDAY !== undefined && !BYMONTHDAY.some((wanted) => (wanted > 0 ? wanted : length + 1 + wanted) === date)) return false
  if (BYDAY !== undefined) {
    const [fromStart, fromEnd] = [Math.ceil(date / 7), -Math.ceil((length - date + 1) / 7)]
    const name = DAYS[day.getUTCDay()]
    return BYDAY.some((wanted) => [`${name}`, `${fromStart}${name}`, `${fromEnd}${name}`].includes(wanted))
  }
  if (BYMONTHDAY !== undefined || FREQ === 'DAILY') return true
  return FREQ === 'WEEKLY' ? day.getUTCDay() === first.getUTCDay() : date === first.getUTCDate()
}

const written = (rule: Rule): string =>
  Object.entries(rule)
    .filter(([, value]) => value !== undefined)
    .map(([part, value]) => `${part}=${[value].flat().join(',')}`)
    .join(';')

const jCal = (rule: string) => ICAL.parse.property(`RRULE:${rule}`)[3] as Record<string, unknown>

function expanded(rule: string, start: string, count = (_: number) => {}): string[] {
  const last = dateOf(Date.parse(start) + HORIZON_DAYS * DAY_MS)
  const times = startsOf(jCal(rule), ICAL.Time.fromDateString(start), (time) => time.toString() > last, count)
  return times.map((time) => time.toString())
}

const some = <Value>(values: readonly Value[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const weekdays = some(DAYS)
const placed = fc.oneof(
  some(DAYS.flatMap((day) => ['1', '2', '3', '4', '-1', '-2'].map((place) => `${place}${day}`))),
  fc.constantFrom(...DAYS).map((day) => [`5${day}`]),
)
const months = some([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
const monthDays = some([1, 2, 15, 28, 29, 30, 31])
const interval = fc.constantFrom(1, 1, 2, 3)
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

const RULES: Readonly<Record<string, fc.Arbitrary<Rule>>> = {
  daily: fc.record({ FREQ: fc.constant('DAILY'), INTERVAL: interval, BYDAY: optional(weekdays), BYMONTH: optional(months) }),
  weekly: fc.record({
    FREQ: fc.constant('WEEKLY'),
    INTERVAL: interval,
    BYDAY: optional(weekdays),
    WKST: optional(fc.constantFrom('MO', 'SU')),
  }),
  'monthly by weekday': fc.record({ FREQ: fc.constant('MONTHLY'), INTERVAL: interval, BYDAY: fc.oneof(weekdays, placed) }),
  'monthly by day': fc.record({
    FREQ: fc.constant('MONTHLY'),
    INTERVAL: interval,
    BYMONTHDAY: optional(fc.oneof(monthDays, some([-1, -2, 10]))),
  }),
  yearly: fc.record({ FREQ: fc.constant('YEARLY'), INTERVAL: interval, BYMONTH: optional(months) }),
  'yearly by weekday': fc.record({
    FREQ: fc.constant('YEARLY'),
    INTERVAL: interval,
    BYMONTH: months,
    BYDAY: fc.oneof(weekdays, placed),
  }),
  'yearly by day': fc.record({ FREQ: fc.constant('YEARLY'), INTERVAL: interval, BYMONTH: months, BYMONTHDAY: monthDays }),
}
const anyStart = fc.integer({ min: 0, max: 1_460 }).map((days) => dateOf(Date.UTC(2024, 0, 1) + days * DAY_MS))

it.each(Object.entries(RULES))('a rule that repeats %s names the days that RFC 5545 names, and no other', (_, rules) =>
  fc.assert(
    fc.property(rules, anyStart, (rule, start) => {
      const days = expanded(written(rule), start)
      expect({ rule: written(rule), days }).toEqual({ rule: written(rule), days: reckoned(rule, start) })
    }),
    { numRuns: 60 },
  ),
)

it('a day that does not exist is skipped', () => {
  expect(expanded('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-09-01')).toEqual([])
  expect(expanded('FREQ=YEARLY', '2024-02-29')).toEqual(['2024-02-29', '2028-02-29'])
})

it.each([
  'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=HOURLY',
  'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
  'FREQ=MONTHLY;BYDAY=SU;BYSETPOS=2',
  'FREQ=YEARLY;BYYEARDAY=100',
  'FREQ=DAILY;BYMONTHDAY=-1',
  'FREQ=DAILY;BYDAY=2MO',
  'FREQ=DAILY;BYHOUR=9',
  'FREQ=MONTHLY;BYDAY=6MO',
  'FREQ=MONTHLY;BYDAY=5TH,5TU',
  'FREQ=YEARLY;BYDAY=20MO',
  'RSCALE=CHINESE;FREQ=YEARLY',
  'FREQ=WEEKLY;COUNT=0',
  'FREQ=DAILY;INTERVAL=99999999999',
])('%s is not expanded: ical.js would name other days, or go on without end', (rule) =>
  expect(() => expanded(rule, '2026-09-01')).toThrow(Unreadable),
)

describe('work is bounded by steps, not by time', () => {
  /** So many ways through the loops of ical.js, then an end. */
  const stepsOf = (rule: string, most: number) => {
    let steps = 0
    try {
      expanded(rule, '2026-09-01', (more) => {
        steps += more
        if (steps > most) throw new TooMuchWork()
      })
    } catch (error) {
      expect(error).toBeInstanceOf(TooMuchWork)
    }
    return steps
  }

  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYMONTHDAY=30;INTERVAL=12',
    'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31;BYDAY=MO',
  ])('%s ends after the steps that it is given, though its day never comes', (rule) =>
    expect(stepsOf(rule, 500)).toBeLessThanOrEqual(520),
  )

  it('a weekly day takes two steps for each week', () => expect(stepsOf('FREQ=WEEKLY;COUNT=50', 500)).toBeLessThan(110))
})
