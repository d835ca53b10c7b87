/**
 * Pre-charge bail (Police and Criminal Evidence Act 1984 ss.47ZA-47ZM, as amended from 28 October 2022): when a period of it ends. Each
 * period runs from the bail start date, the day after the arrest (s.47ZB(4)(a)), so that an extension does not start anew.
 * Source: docs/sources.md#calendars
 */
import type { Instant } from '../vocabulary.ts'
import { addDays, addMonths, dayOf, endOfDay } from './days.ts'
import type { LocalDate } from './schema.ts'

/** Months in all, from the bail start date. What a court may give is in the policy beside them. */
export interface BailMonths {
  /** s.47ZB(1)(b), whoever the custody officer is. */
  readonly 'custody-officer': number
  /** s.47ZD(2). */
  readonly inspector: number
  /** s.47ZDA(2). */
  readonly superintendent: number
  /** s.47ZE(3), in a case that the Director of Public Prosecutions has designated as exceptionally complex. */
  readonly 'assistant-chief-constable': number
}
export const BAIL_MONTHS: BailMonths = {
  'custody-officer': 3,
  inspector: 6,
  superintendent: 9,
  'assistant-chief-constable': 12,
}
export type BailRank = keyof BailMonths
/** The lowest first. */
export const BAIL_RANKS = Object.keys(BAIL_MONTHS) as readonly BailRank[]

/**
 * The last day of months that begin with a day: the day before that day of the month, or the last of a month that has no such day.
 * So three months that begin with 1 March end with 31 May, and those that begin with 30 November with the end of February.
 */
function lastDayOfMonths(first: LocalDate, months: number): LocalDate {
  const corresponding = addMonths(first, months)
  return corresponding.slice(8) === first.slice(8) ? addDays(corresponding, -1) : corresponding
}

/** The end of the last of so many months that begin with the day after an instant: the arrest, or the end of the period before. */
export const monthsAfter = (at: Instant, months: number, zone: string): Instant =>
  endOfDay(lastDayOfMonths(addDays(dayOf(at, zone), 1), months), zone)

/**
 * The end of the last day of bail, by who authorised it.
 * @param arrestedAt the arrest, not the release, which may be a day later.
 */
export const bailEnds = (arrestedAt: Instant, rank: BailRank, zone: string, months = BAIL_MONTHS): Instant =>
  monthsAfter(arrestedAt, months[rank], zone)

/** Days from the day of one instant to that of another; negative when that is before it. */
export const daysBetween = (from: Instant, to: Instant, zone: string): number =>
  Math.round((Date.parse(dayOf(to, zone)) - Date.parse(dayOf(from, zone))) / 86_400_000)
