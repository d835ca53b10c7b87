/**
 * School days of one school. Operation Encompass: the school knows before its next school day begins, also after a weekend or
 * in the holidays. Where the calendar is not known every Monday to Friday without a bank holiday is taken for a school day,
 * which can only be too early, and is said to be unknown. Source: docs/sources.md#calendars
 */
import { DeadlineNotFinite } from '../time/instants.ts'
import type { Instant } from '../vocabulary.ts'
import { addDays, dayOf, type ForceCalendar, timeOn } from './days.ts'
import type { Days, LocalDate } from './schema.ts'
import { isWorkingDay } from './workingDays.ts'

/** Summer holidays are six weeks. */
const MOST_DAYS = 366

export interface SchoolDue {
  /** The morning of the next school day, at the policy's time. */
  readonly dueBy: Instant
  readonly schoolDay: LocalDate
  /** Whether the school's own calendar says so. */
  readonly calendar: 'known' | 'unknown'
  /** The school is shut on a day on which others may be open: send at once, and remind on the first day back. */
  readonly sendNow: boolean
  /** The first morning back, when it was sent into the holidays; null when school goes on. */
  readonly remindAt: Instant | null
}

export interface SchoolDay {
  readonly open: boolean
  readonly calendar: 'known' | 'unknown'
}

/**
 * Whether a school is open on a day.
 *
 * @param school its reference; null for an unknown school.
 */
export function schoolDay(date: LocalDate, school: string | null, force: ForceCalendar): SchoolDay {
  const calendar = calendarOf(school, force)
  const weekday = isWorkingDay(date, force)
  if (calendar === null || !speaksFor(date, calendar)) return { open: weekday, calendar: 'unknown' }
  return { open: weekday && within(date, calendar.terms) && !within(date, calendar.closed), calendar: 'known' }
}

/**
 * By when a school must know of what happened at an instant, and whether it is shut until then.
 *
 * @param notifyBefore local `HH:mm`, before which the school must know.
 * A calendar that names no school day within a year is a mistake in it, and is taken for unknown: no event waits for its mending.
 */
export function schoolDue(after: Instant, school: string | null, notifyBefore: string, force: ForceCalendar): SchoolDue {
  const today = dayOf(after, force.timezone)
  let others: LocalDate | null = null
  for (let days = 0; days <= MOST_DAYS; days++) {
    const date = addDays(today, days)
    const dueBy = timeOn(date, notifyBefore, force.timezone)
    if (dueBy <= after || !isWorkingDay(date, force)) continue
    others ??= date
    const { open, calendar } = schoolDay(date, school, force)
    if (!open) continue
    const sendNow = date > others
    return { dueBy, schoolDay: date, calendar, sendNow, remindAt: sendNow ? dueBy : null }
  }
  if (school !== null) return schoolDue(after, null, notifyBefore, force)
  throw new DeadlineNotFinite('no working day follows within a year')
}

interface Known {
  readonly terms: readonly Days[]
  readonly closed: readonly Days[]
}

function calendarOf(school: string | null, { calendars }: ForceCalendar): Known | null {
  const schools = calendars?.schools ?? {}
  const own = school !== null && Object.hasOwn(schools, school) ? schools[school] : undefined
  if (own === undefined) return null
  const followed = own.follows === undefined ? undefined : schools[own.follows]
  return followed === undefined ? own : { terms: followed.terms, closed: [...followed.closed, ...own.closed] }
}

/** From the first to the last day that it names: what it does not mention before and after, it may not know yet. */
function speaksFor(date: LocalDate, { terms, closed }: Known): boolean {
  const named = [...terms, ...closed]
  return named.some(({ from }) => from <= date) && named.some(({ to }) => date <= to)
}

const within = (date: LocalDate, ranges: readonly Days[]): boolean => ranges.some(({ from, to }) => from <= date && date <= to)
