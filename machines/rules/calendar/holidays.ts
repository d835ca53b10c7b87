/**
 * Bank holidays of England and Wales: a list that runs out, so how much of it is left is said in time.
 * Source: docs/sources.md#calendars
 */

import type { Instant } from '../vocabulary.ts'
import { isBankHoliday as isBuiltIn } from './bankHolidays.ts'
import { addMonths, dayOf, type ForceCalendar } from './days.ts'
import type { LocalDate } from './schema.ts'

/** Policies from before calendars were data use the days that were in the code then. */
const BUILT_IN_TO = '2027-12-31'

/** Months ahead that must be covered. project default [derived]: the longest bail, and a season to mend the list. */
const WARN_MONTHS = 6

/** The name of the holiday; null for no bank holiday. Christmas Day and Good Friday are asked of `commonLawHoliday`. */
export function bankHoliday(date: LocalDate, { calendars }: ForceCalendar): string | null {
  if (calendars === undefined) return isBuiltIn(date) ? 'bank holiday' : null
  const { bankHolidays, oneOffHolidays } = calendars
  return named(oneOffHolidays, date) ?? named(bankHolidays.dates, date)
}

const named = (dates: Readonly<Record<LocalDate, string>>, date: LocalDate): string | null =>
  Object.hasOwn(dates, date) ? (dates[date] ?? null) : null

/** Christmas Day and Good Friday: holidays by common law, named by statutes apart from bank holidays and so left to no list. */
export function commonLawHoliday(date: LocalDate): 'Christmas Day' | 'Good Friday' | null {
  if (date.slice(5) === '12-25') return 'Christmas Day'
  return date === goodFriday(Number(date.slice(0, 4))) ? 'Good Friday' : null
}

/** Any of them, by its name. */
export const holiday = (date: LocalDate, force: ForceCalendar): string | null =>
  commonLawHoliday(date) ?? bankHoliday(date, force)

/** The Gregorian reckoning of Easter (Meeus, Jones, Butcher), two days before. */
function goodFriday(year: number): LocalDate {
  const century = Math.floor(year / 100)
  const golden = year % 19
  const correction = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25)
  const epact = (19 * golden + correction + 15) % 30
  const moon = epact - Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  const sinceMarch = moon - weekday + 28
  return new Date(Date.UTC(year, 2, sinceMarch - 2)).toISOString().slice(0, 10)
}

export interface HolidaysLeft {
  /** The last day that the list speaks for. */
  readonly coveredTo: LocalDate
  /** Negative once it has run out. */
  readonly daysLeft: number
  /** Less than six months are left. */
  readonly runningOut: boolean
  /** For the log and the daily meeting; null while there is nothing to say. */
  readonly line: string | null
}

/** How far ahead bank holidays are known. */
export function holidaysLeft(now: Instant, force: ForceCalendar): HolidaysLeft {
  const coveredTo = force.calendars?.bankHolidays.coveredTo ?? BUILT_IN_TO
  const today = dayOf(now, force.timezone)
  const daysLeft = (Date.parse(coveredTo) - Date.parse(today)) / 86_400_000
  const runningOut = coveredTo < addMonths(today, WARN_MONTHS)
  const line = `Bank holidays are known to ${coveredTo} only: working days and hearings after it are counted without them. Import the next list.`
  return { coveredTo, daysLeft, runningOut, line: runningOut ? line : null }
}
