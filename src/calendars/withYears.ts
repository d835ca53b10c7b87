import type { Section } from './calendarFile.ts'

/**
 * Two lists of bank holidays as one. Lists are published by whole years and as a window that moves on: the newer one, which covers
 * as long or longer, speaks for every year that it names, so that a holiday that was moved is no holiday on its old day; the years
 * that it does not name are the older one's. Of two that cover as long, `more` is the newer.
 */
export function withYears(known: Section['said'], more: Section['said']): Section['said'] {
  const [older, newer] = String(more.coveredTo) < String(known.coveredTo) ? [more, known] : [known, more]
  const told = Object.keys(newer.dates as object)
  const years = new Set(told.map(yearOf))
  const kept = Object.entries(older.dates as object).filter(([date]) => !years.has(yearOf(date)))
  return { ...newer, dates: { ...Object.fromEntries(kept), ...(newer.dates as object) } }
}

const yearOf = (date: string): string => date.slice(0, 4)
