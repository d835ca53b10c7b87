/**
 * Rules of repetition (RFC 5545 3.3.10). ical.js expands them; what it expands wrongly or without end is kept from it here:
 *
 * - BYWEEKNO gives every week but the named week, BYSETPOS the first day whatever its position, RSCALE (RFC 7529) is not read at all,
 *   and a COUNT of 0 is endless: an event with such a rule is left out, and so is an event that repeats more often than daily.
 * - 30 February becomes 2 March, and 29 February 1 March in other years: an occurrence that does not fit its own rule is skipped.
 * - Of two weekdays of which one is a fifth it may miss the first: such a rule is left out as well.
 * - It looks for a day that never comes without end: each step is counted.
 */
import ICAL from 'ical.js'
import { Unreadable } from './moments.ts'

/** Thrown by a `CountStep` that allows no more. */
export class TooMuchWork extends Error {}

/** Called for each step, or for work that is worth several: a step takes some 50 microseconds. @throws TooMuchWork */
export type CountStep = (steps: number) => void

/** What ical.js expands as the RFC says, by frequency; for YEARLY a weekday needs a month. */
const READ: Readonly<Record<string, readonly string[]>> = {
  DAILY: ['byday', 'bymonth', 'bymonthday'],
  WEEKLY: ['byday'],
  MONTHLY: ['byday', 'bymonthday'],
  YEARLY: ['byday', 'bymonth', 'bymonthday'],
}
const PLAIN = ['freq', 'interval', 'count', 'until', 'wkst']
/** Every year is a leap year's wait for DAILY, and no school plans further. */
const MOST_INTERVAL = 366

/**
 * The starts of a rule in order, from the first.
 *
 * @param written the rule as jCal has it; its `until` is written like `start`.
 * @param isPast whether a start is later than anybody asks for.
 * @throws Unreadable, TooMuchWork
 */
export function startsOf(
  written: Readonly<Record<string, unknown>>,
  start: ICAL.Time,
  isPast: (time: ICAL.Time) => boolean,
  count: CountStep,
): ICAL.Time[] {
  check(written)
  const rule = new ICAL.Recur(written)
  const starts: ICAL.Time[] = []
  try {
    const iterator = new (counted(count))({ rule, dtstart: start })
    for (let next = iterator.next(); next && !isPast(next); next = iterator.next())
      if (fits(next, start, rule)) starts.push(next.clone())
  } catch (error) {
    if (error instanceof TooMuchWork) throw error
    throw new Unreadable(`repeats by a rule that cannot be worked out (${(error as Error).message})`)
  }
  return starts
}

function check(written: Readonly<Record<string, unknown>>): void {
  const { freq, count, interval, byday, bymonth, bymonthday } = written
  const parts = READ[String(freq)]
  if (parts === undefined) throw new Unreadable(`repeats ${String(freq).toLowerCase()}`)
  const other = Object.keys(written).find((part) => !PLAIN.includes(part) && !parts.includes(part))
  if (other !== undefined) throw new Unreadable(`repeats by a rule with ${other.toUpperCase()}`)
  const counts = [count, interval].filter((number) => number !== undefined)
  if (counts.some((number) => !(Number(number) >= 1)) || Number(interval ?? 1) > MOST_INTERVAL)
    throw new Unreadable('repeats by a rule with a COUNT or INTERVAL out of bounds')
  const places = [byday ?? []].flat().map((day) => Math.abs(Number.parseInt(String(day), 10)) || 0)
  const alone =
    (Math.max(0, ...places) > 0 && (freq === 'DAILY' || freq === 'WEEKLY')) ||
    places.some((place) => place > 5 || (place === 5 && places.length > 1)) ||
    (freq === 'DAILY' && [bymonthday ?? []].flat().some((day) => Number(day) < 1)) ||
    (freq === 'YEARLY' && bymonth === undefined && (byday ?? bymonthday) !== undefined)
  if (alone) throw new Unreadable('repeats by a rule with parts that are not read together')
}

/** RFC 5545 3.3.10: a day that does not exist is skipped. A rule without days or months repeats those of its start. */
function fits(time: ICAL.Time, start: ICAL.Time, { freq, parts }: ICAL.Recur): boolean {
  const { BYMONTH: months, BYMONTHDAY: days, BYDAY: weekdays } = parts as Record<string, (string | number)[] | undefined>
  const length = ICAL.Time.daysInMonth(time.month, time.year)
  const monthFits = months?.includes(time.month) ?? (freq !== 'YEARLY' || time.month === start.month)
  const sameDay = freq === 'DAILY' || freq === 'WEEKLY' || weekdays !== undefined || time.day === start.day
  const dayFits = days?.some((day) => time.day === (Number(day) < 0 ? length + 1 + Number(day) : Number(day))) ?? sameDay
  return monthFits && dayFits && (weekdays?.some((weekday) => isWeekday(time, String(weekday), length)) ?? true)
}

function isWeekday(time: ICAL.Time, written: string, length: number): boolean {
  const position = Number.parseInt(written, 10)
  const name = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][time.dayOfWeek() - 1] ?? ''
  if (!written.endsWith(name)) return false
  const fromStart = Math.ceil(time.day / 7)
  const fromEnd = -Math.ceil((length + 1 - time.day) / 7)
  return Number.isNaN(position) || position === fromStart || position === fromEnd
}

/** Each way through a loop of ical.js goes through these. */
const counted = (count: CountStep) =>
  class extends ICAL.RecurIterator {
    override check_contracting_rules(): boolean {
      count(1)
      return super.check_contracting_rules()
    }
    override expand_year_days(year: number): number {
      count(2)
      return super.expand_year_days(year)
    }
    override increment_month(): void {
      count(1)
      super.increment_month()
    }
    /** Goes on day by day. */
    override increment_monthday(days: number): void {
      count(Math.ceil(days / 30))
      super.increment_monthday(days)
    }
  }
