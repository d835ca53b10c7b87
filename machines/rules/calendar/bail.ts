/**
 * Pre-charge bail of standard cases: how long it may last by who authorised it. Each rank's period runs from the same day, so
 * an extension does not start anew. Source: Police and Criminal Evidence Act 1984 ss.47ZB-47ZE as amended from 28 October
 * 2022; docs/sources.md#calendars.
 */
import type { Instant } from '../vocabulary.ts'
import { dueInMonths } from './dates.ts'

export const BAIL_RANKS = ['custody-officer', 'inspector', 'superintendent'] as const
export type BailRank = (typeof BAIL_RANKS)[number]

/** Months in all, not beside those of the rank before. Longer is for a magistrates' court. */
export const BAIL_MONTHS: Readonly<Record<BailRank, number>> = { 'custody-officer': 3, inspector: 6, superintendent: 9 }

/**
 * The end of the last day of bail.
 *
 * The period is of months "beginning with" the bail start date, which is the day after the arrest (s.47ZB(4)(a)): so it ends
 * with the day of the month on which the arrest was. Where that month is too short it ends with its last day [derived]. For
 * arrests on the last day of a short month the statute may be read a few days longer; the earlier end is shown, because bail
 * that lapses unnoticed protects nobody. Legal services sign off.
 *
 * @param arrestedAt the arrest, not the release, which may be a day later.
 */
export const bailEnds = (arrestedAt: Instant, rank: BailRank, zone: string, months = BAIL_MONTHS): Instant =>
  dueInMonths(arrestedAt, months[rank], zone)
