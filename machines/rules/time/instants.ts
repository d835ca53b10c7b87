/**
 * Reckoning with instants. Nothing here reads a clock: every "now" is handed in, so that a replay gives the same result.
 * Hours, minutes and seconds are elapsed time; days, weeks, months and years count on the calendar of the force's time zone.
 */
import { DateTime, Duration } from 'luxon'
import { isBankHoliday } from '../calendar/bankHolidays.ts'
import type { Instant } from '../vocabulary.ts'
import { zoneOf } from './zone.ts'

/** A deadline or a length of time that does not exist. Left alone it would fire at once, for ever; so it stops the step. */
export class DeadlineNotFinite extends Error {
  readonly code = 'deadline-not-finite'
}

/**
 * Milliseconds from `at` until `deadline`; negative when it has passed.
 * @throws DeadlineNotFinite when either is missing or no instant.
 */
export function until(deadline: Instant | null | undefined, at: Instant): number {
  const left = millis(deadline) - millis(at)
  if (!Number.isFinite(left)) throw new DeadlineNotFinite('a deadline must be an instant')
  return left
}

/**
 * The instant a duration after another: `PT24H` is 24 hours, `P1D` is the same wall time on the next day.
 *
 * @throws DeadlineNotFinite when instant, duration or zone does not exist.
 */
export function plus(instant: Instant, isoDuration: string, zone: string): Instant {
  const soon = plusElapsed(instant, isoDuration)
  if (soon !== null && zoneOf(zone).isValid) return soon
  if (last.instant !== instant || last.isoDuration !== isoDuration || last.zone !== zone)
    last = { instant, isoDuration, zone, sum: plusByCalendar(instant, isoDuration, zone) }
  return last.sum
}

/** One event gives each of three hundred investigations the same deadline: it is asked for once, and not at 100 microseconds each. */
let last = { instant: '', isoDuration: '', zone: '', sum: '' }

function plusByCalendar(instant: Instant, isoDuration: string, zone: string): Instant {
  const duration = Duration.fromISO(isoDuration)
  const sum = duration.isValid
    ? DateTime.fromISO(instant, { zone: zoneOf(zone) })
        .plus(duration)
        .toUTC()
        .toISO()
    : null
  if (sum === null) throw new DeadlineNotFinite(`${isoDuration} after an instant in ${zone} is no instant`)
  return sum
}

/** Hours, minutes and seconds in whole numbers: no calendar has a say in them. */
const ELAPSED = /^PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?$/
/** The last instant whose year is written in four digits. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/** Most deadlines by far, without asking the calendar, which takes ten times as long; null where only it can tell. */
function plusElapsed(instant: Instant, isoDuration: string): Instant | null {
  const parts = ELAPSED.exec(isoDuration)
  const start = Date.parse(instant)
  if (parts === null || !Number.isFinite(start) || new Date(start).toISOString() !== instant) return null
  const [hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [number, number, number]
  const sum = start + ((hours * 60 + minutes) * 60 + seconds) * 1000
  return sum <= LAST ? new Date(sum).toISOString() : null
}

/**
 * The instant an elapsed duration before another; a day is 24 hours.
 *
 * @throws DeadlineNotFinite as `msOf` does, and when the instant does not exist.
 */
export function before(instant: Instant, isoDuration: string): Instant {
  const ms = millis(instant) - msOf(isoDuration)
  if (!Number.isFinite(ms)) throw new DeadlineNotFinite('a deadline must be an instant')
  return new Date(ms).toISOString()
}

/**
 * The length of an elapsed duration in milliseconds; a day is 24 hours.
 * @throws DeadlineNotFinite for what is no duration, and for months and years, which have no length of their own.
 */
export function msOf(isoDuration: string): number {
  const duration = Duration.fromISO(isoDuration)
  const ms = duration.months || duration.years ? Number.NaN : duration.toMillis()
  if (!Number.isFinite(ms)) throw new DeadlineNotFinite(`${isoDuration} has no fixed length`)
  return ms
}

export const earlier = (a: Instant, b: Instant): Instant => (a <= b ? a : b)
export const later = (a: Instant, b: Instant): Instant => (a >= b ? a : b)

/** Whether schools in England and Wales may be open on a local date (`2026-11-23`): a weekday and no bank holiday. Terms are not known here. */
function weekdayOfSchool(date: string): boolean {
  return DateTime.fromISO(date, { zone: 'utc' }).weekday <= 5 && !isBankHoliday(date)
}

/**
 * By when a school must know: the first school morning at `notifyBefore` (local `HH:mm`) strictly after an instant.
 *
 * @throws DeadlineNotFinite when no school day follows within a year, or an argument does not exist.
 */
export function nextSchoolMorning(
  after: Instant,
  notifyBefore: string,
  zone: string,
  isSchoolDay: (date: string) => boolean = weekdayOfSchool,
): Instant {
  const [hour, minute] = notifyBefore.split(':').map(Number)
  const start = DateTime.fromISO(after, { zone: zoneOf(zone) })
  for (let days = 0; start.isValid && days <= 366; days++) {
    const { year, month, day } = start.plus({ days })
    const morning = DateTime.fromObject(
      { year, month, day, hour: hour ?? Number.NaN, minute: minute ?? Number.NaN },
      { zone: zoneOf(zone) },
    )
    if (morning > start && isSchoolDay(morning.toISODate() ?? '')) return plus(morning.toUTC().toISO() ?? '', 'PT0S', zone)
  }
  throw new DeadlineNotFinite('no school morning follows within a year')
}

const millis = (instant: Instant | null | undefined): number => (typeof instant === 'string' ? Date.parse(instant) : Number.NaN)
