/**
 * Working days: Monday to Friday without Good Friday, Christmas Day and bank holidays; what is due on one is due at its end.
 * Source: docs/sources.md#calendars [derived]
 */
import type { Instant } from '../vocabulary.ts'
import { addDays, dayOf, endOfDay, type ForceCalendar, weekdayOf } from './days.ts'
import { holiday } from './holidays.ts'
import type { LocalDate } from './schema.ts'

export const isWorkingDay = (date: LocalDate, force: ForceCalendar): boolean =>
  weekdayOf(date) <= 5 && holiday(date, force) === null

/** The first working day after a day. */
export const nextWorkingDay = (date: LocalDate, force: ForceCalendar): LocalDate => workingDaysFrom(date, 1, force)

/** The working day so many working days after a day, or before it when negative; the day itself for 0. */
export function workingDaysFrom(date: LocalDate, count: number, force: ForceCalendar): LocalDate {
  const step = Math.sign(count)
  let day = date
  for (let left = Math.abs(count); left > 0; ) {
    day = addDays(day, step)
    if (isWorkingDay(day, force)) left--
  }
  return day
}

/** By when a thing is due within so many working days of an instant: the end of the last of them. The day of the instant is not counted. */
export const addWorkingDays = (start: Instant, count: number, force: ForceCalendar): Instant =>
  endOfDay(workingDaysFrom(dayOf(start, force.timezone), count, force), force.timezone)
