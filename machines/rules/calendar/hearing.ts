/**
 * The hearing after a DVPN or DAPN: within 48 hours of the notice, Sundays, Christmas Day, Good Friday and bank holidays left
 * out (Domestic Abuse Act 2021 s.29; the same words are used for the Crime and Security Act 2010 s.27 [not verified]). Who is
 * arrested for a breach comes before the court in 24 hours, counted in the same way (2021 Act s.26).
 *
 * The reading [derived]: time passes only on days that are not left out, each a whole local day, so that a notice given on
 * such a day counts from the midnight that ends it. Hours are real ones: adding 24 for each day left out is wrong by one on
 * the nights when the clocks change, and in March late, which is unlawful.
 */
import { msOf } from '../time/instants.ts'
import type { Instant } from '../vocabulary.ts'
import { addDays, dayOf, type ForceCalendar, instantOf, local, startOfDay, timeOn, weekdayOf } from './days.ts'
import { bankHoliday, commonLawHoliday, holiday } from './holidays.ts'
import { type CourtCalendar, type LocalDate, WEEKDAYS } from './schema.ts'

const WITHIN_MS = 48 * 3_600_000

export interface LeftOut {
  readonly date: LocalDate
  /** `Sunday`, or the name of the holiday. */
  readonly why: string
}

export interface HearingDue {
  /** The court must have heard it by then. */
  readonly dueBy: Instant
  /** The days that did not count, in order. */
  readonly leftOut: readonly LeftOut[]
}

/** By when the court must hear the application. @param givenAt when the notice was given (served). */
export const hearingDue = (givenAt: Instant, force: ForceCalendar): HearingDue => counted(givenAt, WITHIN_MS, force)

/** By when somebody who was arrested for a breach must be before the court. @param within elapsed, as the policy has it. */
export const custodyDue = (arrestedAt: Instant, within: string, force: ForceCalendar): HearingDue =>
  counted(arrestedAt, msOf(within), force)

/** So much time on days that count. */
function counted(start: Instant, lengthMs: number, force: ForceCalendar): HearingDue {
  const leftOut: LeftOut[] = []
  let from = local(start, force.timezone)
  for (let leftMs = lengthMs; ; ) {
    const date = from.toISODate()
    const midnight = startOfDay(addDays(date, 1), force.timezone)
    const why = whyLeftOut(date, force)
    if (why !== null) leftOut.push({ date, why })
    else {
      const hereMs = midnight.toMillis() - from.toMillis()
      if (leftMs <= hereMs) return { dueBy: instantOf(from.plus({ milliseconds: leftMs })), leftOut }
      leftMs -= hereMs
    }
    from = local(instantOf(midnight), force.timezone)
  }
}

/** Boxing Day on a Saturday counts; the Monday in its place does not, because that is the bank holiday. */
const whyLeftOut = (date: LocalDate, force: ForceCalendar): string | null =>
  weekdayOf(date) === 7 ? 'Sunday' : (commonLawHoliday(date) ?? bankHoliday(date, force))

export interface Sitting {
  readonly from: Instant
  readonly to: Instant
}

export interface LastSitting {
  /** `unknown` when nobody has said when the court sits: then ask the court. */
  readonly calendar: 'known' | 'unknown'
  /** Null when it is unknown, and when the court does not sit any more in time. */
  readonly sitting: Sitting | null
}

/**
 * The last sitting of a court that begins before the deadline and ends after the notice: courts do not sit at night, so the
 * deadline itself is no plan. Its end is no later than the deadline.
 *
 * @param court as the calendars name it; null for none known.
 */
export function lastSittingBefore(dueBy: Instant, givenAt: Instant, court: string | null, force: ForceCalendar): LastSitting {
  const courts = force.calendars?.courts ?? {}
  const known = court !== null && Object.hasOwn(courts, court) ? courts[court] : undefined
  const zone = force.timezone
  const first = dayOf(givenAt, zone)
  const last = dayOf(dueBy, zone)
  if (known === undefined || (known.coveredTo ?? last) < last) return { calendar: 'unknown', sitting: null }
  for (let date = last; date >= first; date = addDays(date, -1)) {
    const sitting = sittingsOn(date, known, force)
      .filter(({ from, to }) => from < dueBy && to > givenAt)
      .at(-1)
    if (sitting !== undefined)
      return { calendar: 'known', sitting: { from: sitting.from, to: sitting.to < dueBy ? sitting.to : dueBy } }
  }
  return { calendar: 'known', sitting: null }
}

/** In order of their beginning. */
function sittingsOn(date: LocalDate, court: CourtCalendar, force: ForceCalendar): Sitting[] {
  if (court.closed.some(({ from, to }) => from <= date && date <= to)) return []
  const weekday = WEEKDAYS[weekdayOf(date) - 1]
  const byRule = holiday(date, force) === null ? court.weekly.filter(({ days }) => days.some((day) => day === weekday)) : []
  const single = court.dates.filter((sitting) => sitting.date === date)
  return [...byRule, ...single]
    .map(({ from, to }) => ({ from: timeOn(date, from, force.timezone), to: timeOn(date, to, force.timezone) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}
