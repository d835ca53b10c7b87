/**
 * When a partner is there. A triage that nobody answers at night is no help to whoever sends a victim there: that it is closed is
 * said at once, with what to do instead. Source: docs/sources.md#partners (seed 20)
 */
import type { Instant } from '../vocabulary.ts'
import { addDays, dayOf, type ForceCalendar, timeOn, weekdayOf } from './days.ts'
import { holiday } from './holidays.ts'
import { type LocalDate, type PartnerCalendar, WEEKDAYS } from './schema.ts'

export interface Closed {
  /** Null where it does not open within four weeks. */
  readonly opensAt: Instant | null
  readonly fallback: string
}

/** Later openings help nobody tonight. */
const DAYS_AHEAD = 28

/** Null while the partner is open, or where nobody has said when it is. */
export function closedAt(partner: string, at: Instant, force: ForceCalendar): Closed | null {
  const partners = force.calendars?.partners ?? {}
  const known = Object.hasOwn(partners, partner) ? partners[partner] : undefined
  if (known === undefined) return null
  const today = dayOf(at, force.timezone)
  // What began yesterday may go on past midnight.
  const openings = Array.from({ length: DAYS_AHEAD + 2 }, (_, day) => openingsOn(addDays(today, day - 1), known, force)).flat()
  if (openings.some(({ from, to }) => from <= at && at < to)) return null
  const [next] = openings.flatMap(({ from }) => (from > at ? [from] : [])).sort()
  return { opensAt: next ?? null, fallback: known.fallback }
}

function openingsOn(
  date: LocalDate,
  { weekly, onBankHolidays, closed }: PartnerCalendar,
  force: ForceCalendar,
): { readonly from: Instant; readonly to: Instant }[] {
  if (closed.some(({ from, to }) => from <= date && date <= to)) return []
  if (!onBankHolidays && holiday(date, force) !== null) return []
  const weekday = WEEKDAYS[weekdayOf(date) - 1]
  return weekly
    .filter(({ days }) => days.some((day) => day === weekday))
    .map(({ from, to }) => ({
      from: timeOn(date, from, force.timezone),
      to: timeOn(to > from ? date : addDays(date, 1), to, force.timezone),
    }))
}
