/**
 * How long school holidays may be. What is longer is taken for a part of a calendar that nobody filled in: the school is then open, as
 * far as anybody knows. Source: docs/sources.md#calendars [derived]
 */
import { lengthOf, type SchoolHolidays } from './days.ts'
import type { Days } from './schema.ts'

/** Whole weeks and one weekend more: two, three and seven weeks. project default [derived] */
export const SCHOOL_HOLIDAYS: SchoolHolidays = { halfTermDays: 16, otherDays: 23, summerDays: 51 }

/** Every school of England and Wales is shut in these days, whenever its summer begins [derived]. */
const DEEP_SUMMER = { from: '08-01', to: '08-14' }

function isSummer({ from, to }: Days): boolean {
  const year = to.slice(0, 4)
  return from <= `${year}-${DEEP_SUMMER.from}` && to >= `${year}-${DEEP_SUMMER.to}`
}

/** Whether days on which a school is not said to be open can be a holiday. */
export const mayBeHoliday = (days: Days, holidays: SchoolHolidays): boolean =>
  lengthOf(days) <= (isSummer(days) ? holidays.summerDays : holidays.otherDays)
