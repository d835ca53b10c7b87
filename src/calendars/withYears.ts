import type { Section } from './calendarFile.ts'

/**
 * Merges two lists of bank holidays. Lists are published by whole years and as a moving window: the newer list, which covers as
 * long or longer, replaces every year that it names, so that a moved holiday leaves its old day; the other years stay the older
 * list's. When both cover as long, `more` is the newer.
 */
export function withYears(known: Section['said'], more: Section['said']): Section['said'] {
  const [older, newer] = String(more.coveredTo) < String(known.coveredTo) ? [more, known] : [known, more]
  const told = Object.keys(newer.dates as object)
  const years = new Set(told.map(yearOf))
  const kept = Object.entries(older.dates as object).filter(([date]) => !years.has(yearOf(date)))
  return { ...newer, dates: { ...Object.fromEntries(kept), ...(newer.dates as object) } }
}

const yearOf = (date: string): string => date.slice(0, 4)
