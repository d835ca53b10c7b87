/** Months by the calendar of England and Wales, whatever zone the server is in. A month is written `2026-10`. */
import { DateTime } from 'luxon'
import { zoneOf } from '../../../machines/rules/time/zone.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'

const zone = zoneOf('Europe/London')

export interface Month {
  readonly month: string
  /** Its first instant, and that of the next. */
  readonly from: Instant
  readonly to: Instant
}

const start = (month: DateTime): Instant => month.startOf('month').toJSDate().toISOString()
const monthIn = (month: string): DateTime => DateTime.fromFormat(month, 'yyyy-MM', { zone })

/** Both ends included; none where the second is before the first, and no more than `most`. */
export function monthsBetween(first: string, last: string, most: number): Month[] {
  const from = monthIn(first)
  const months = Math.floor(monthIn(last).diff(from, 'months').months) + 1
  return Array.from({ length: Math.max(0, Math.min(months, most)) }, (_, n) => {
    const month = from.plus({ months: n })
    return { month: month.toFormat('yyyy-MM'), from: start(month), to: start(month.plus({ months: 1 })) }
  })
}

/** The month of an instant, or of so many months before it. */
export const monthOf = (at: Instant, before = 0): string =>
  DateTime.fromISO(at, { zone }).startOf('month').minus({ months: before }).toFormat('yyyy-MM')
