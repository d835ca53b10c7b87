/**
 * School days of one school. Operation Encompass: the school knows before its next school day begins, also after a weekend or
 * in the holidays. Where the calendar is not known every Monday to Friday without a bank holiday is taken for a school day,
 * which can only be too early, and is said to be unknown. A day is closed only where the calendar closes it, or where it lies
 * between two terms that are no further apart than a holiday may be long. Source: docs/sources.md#calendars
 */
import { DeadlineNotFinite } from '../time/instants.ts'
import type { Instant } from '../vocabulary.ts'
import { addDays, dayOf, type ForceCalendar, timeOn } from './days.ts'
import type { Days, LocalDate } from './schema.ts'
import { mayBeHoliday, SCHOOL_HOLIDAYS } from './schoolHolidays.ts'
import { isWorkingDay } from './workingDays.ts'

/** No holiday is longer, whatever a policy says. */
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
  const said = calendar === null ? 'unknown' : saidOf(date, calendar, force)
  return said === 'unknown' ? { open: weekday, calendar: 'unknown' } : { open: weekday && said === 'open', calendar: 'known' }
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

/** What a calendar says of a day: what it leaves out, it may not know yet. */
function saidOf(date: LocalDate, { terms, closed }: Known, { school }: ForceCalendar): 'open' | 'closed' | 'unknown' {
  if (within(date, closed)) return 'closed'
  if (within(date, terms)) return 'open'
  const before = terms
    .map(({ to }) => to)
    .filter((to) => to < date)
    .sort()
    .at(-1)
  const after = terms
    .map(({ from }) => from)
    .filter((from) => from > date)
    .sort()
    .at(0)
  if (before === undefined || after === undefined) return 'unknown'
  const gap = { from: addDays(before, 1), to: addDays(after, -1) }
  return mayBeHoliday(gap, school?.holidays ?? SCHOOL_HOLIDAYS) ? 'closed' : 'unknown'
}

const within = (date: LocalDate, ranges: readonly Days[]): boolean => ranges.some(({ from, to }) => from <= date && date <= to)
