import type { Section } from './calendarFile.ts'

/**
 * Six bank holidays of England and Wales with Good Friday and Christmas Day; proclamations add days and move them. A list with fewer
 * has the year in part. Source: Banking and Financial Dealings Act 1971, schedule 1, with the proclamations of New Year's Day and early
 * May; docs/sources.md#calendars
 */
export const DAYS_OF_A_YEAR = 8

/** The years that a list has whole. */
function wholeYears(dates: object): ReadonlySet<string> {
  const years = Object.keys(dates).map(yearOf)
  return new Set(years.filter((year) => years.filter((other) => other === year).length >= DAYS_OF_A_YEAR))
}

/** Whole years one after the other, from the first that is not before `from`. */
export function yearsCovered(dates: object, from = ''): string[] {
  const whole = [...wholeYears(dates)].filter((year) => year >= from).sort()
  return whole.filter((year, index) => Number(year) === Number(whole[0]) + index)
}

/**
 * Merges two lists of bank holidays. Lists are published by whole years and as a moving window: the newer list, which covers as
 * long or longer, replaces every year that it has whole, so that a moved holiday leaves its old day; the other years stay the older
 * list's. When both cover as long, `more` is the newer.
 */
export function withYears(known: Section['said'], more: Section['said']): Section['said'] {
  const [older, newer] = String(more.coveredTo) < String(known.coveredTo) ? [more, known] : [known, more]
  const [told, before] = [newer.dates as object, older.dates as object]
  const [whole, wholeBefore] = [wholeYears(told), wholeYears(before)]
  // A year in part takes the place of no whole year.
  const taken = Object.entries(told).filter(([date]) => whole.has(yearOf(date)) || !wholeBefore.has(yearOf(date)))
  const years = new Set(taken.map(([date]) => yearOf(date)))
  const kept = Object.entries(before).filter(([date]) => !years.has(yearOf(date)))
  return { ...newer, dates: Object.fromEntries([...kept, ...taken]) }
}

/** A list speaks for no year that it has in part, whatever its `coveredTo` says. @param shipped where the years begin. */
export function coveredAsFarAsWhole(list: Section['said'], shipped: Section['said']): Section['said'] {
  const first = Object.keys(shipped.dates as object).sort()[0] ?? ''
  const end = `${yearsCovered(list.dates as object, yearOf(first)).at(-1)}-12-31`
  return String(list.coveredTo) <= end ? list : { ...list, coveredTo: end }
}

const yearOf = (date: string): string => date.slice(0, 4)
