/** Days of the force's calendar, and the instants at which they begin and end. */
import { DateTime } from 'luxon'
import { DeadlineNotFinite } from '../time/instants.ts'
import { zoneOf } from '../time/zone.ts'
import type { Instant } from '../vocabulary.ts'
import type { Calendars, Days, LocalDate } from './schema.ts'

/** How long school holidays may be at most, in days with their weekends. */
export interface SchoolHolidays {
  /** In the middle of a term. */
  readonly halfTermDays: number
  /** At Christmas, at Easter, and wherever no other length applies. */
  readonly otherDays: number
  readonly summerDays: number
}

/** What a rule needs to know of where it applies; a policy is one. `calendars` is absent from policies older than this. */
export interface ForceCalendar {
  readonly timezone: string
  readonly calendars?: Calendars | undefined
  /** Absent where no policy is at hand: the defaults count. */
  readonly school?: { readonly holidays: SchoolHolidays }
}

const noInstant = (what: string): DeadlineNotFinite => new DeadlineNotFinite(`${what} does not exist`)

/** @throws DeadlineNotFinite when it is no time at all. */
export function instantOf(time: DateTime): Instant {
  const iso = time.toUTC().toISO()
  if (iso === null) throw noInstant('the instant of a calendar rule')
  return iso
}

/** An instant as the wall clock of the zone shows it. @throws DeadlineNotFinite */
export function local(at: Instant, zone: string): DateTime<true> {
  const time = DateTime.fromISO(at, { zone: zoneOf(zone) })
  if (!time.isValid) throw noInstant('the instant or its zone')
  return time
}

/** The day on which an instant falls. */
export const dayOf = (at: Instant, zone: string): LocalDate => local(at, zone).toISODate()

const DAY_MS = 86_400_000
/** A day as UTC has it, where every day is as long as the next: working days are counted by the dozen, at a tenth of what a calendar takes. */
function utc(date: LocalDate, days = 0): Date {
  const day = new Date(Date.parse(date) + days * DAY_MS)
  if (!Number.isFinite(day.getTime())) throw noInstant('the day')
  return day
}

/** Both days counted. */
export const lengthOf = ({ from, to }: Days): number => (utc(to).getTime() - utc(from).getTime()) / DAY_MS + 1

/** `days` later, or earlier when negative. */
export const addDays = (date: LocalDate, count: number): LocalDate => utc(date, count).toISOString().slice(0, 10)

/** `months` later on the calendar. A day that the month does not have becomes its last: 30 November and three months is 28 February. */
export function addMonths(date: LocalDate, count: number): LocalDate {
  const sum = DateTime.fromISO(date, { zone: 'utc' }).plus({ months: count }).toISODate()
  if (sum === null) throw noInstant('the day')
  return sum
}

/** Midnight at its beginning. */
export const startOfDay = (date: LocalDate, zone: string): DateTime =>
  DateTime.fromISO(date, { zone: zoneOf(zone) }).startOf('day')

/** Its last millisecond, so that a list shows the day itself and not the next one. */
export const endOfDay = (date: LocalDate, zone: string): Instant =>
  instantOf(DateTime.fromISO(date, { zone: zoneOf(zone) }).endOf('day'))

/** An instant of the day by the wall clock (`HH:mm`). A time that the clocks skip is an hour later. */
export function timeOn(date: LocalDate, clock: string, zone: string): Instant {
  return instantOf(DateTime.fromISO(`${date}T${clock}`, { zone: zoneOf(zone) }))
}

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (date: LocalDate): number => utc(date).getUTCDay() || 7
