/**
 * When an event is: a day (DATE), an instant (UTC), or a wall clock in a zone or in the force's own (RFC 5545 3.3.4, 3.3.5).
 * ical.js turns a day that does not exist into another, so each value is checked here before ical.js counts with it.
 */
import ICAL from 'ical.js'
import { DateTime, IANAZone } from 'luxon'
import type { Days, LocalDate } from '../../../machines/rules/calendar/schema.ts'

/** Part of an event that cannot be read; the event is left out with this reason. */
export class Unreadable extends Error {}

export interface Moment {
  readonly at: DateTime<true>
  readonly isDate: boolean
}

export interface Span {
  readonly start: Moment
  readonly end: Moment
}

/** Outlook names the zone of London as Windows does (Unicode CLDR, windowsZones). */
const WINDOWS: Readonly<Record<string, string>> = { 'GMT Standard Time': 'Europe/London', Z: 'utc' }

/** @returns null for a value that is no time, or that is in a zone nobody knows. */
export function momentOf(value: unknown, tzid: unknown, zone: string): Moment | null {
  if (typeof value !== 'string') return null
  // `DTSTART:20261123` without VALUE=DATE comes as a time without hours.
  const written = value.replace(/T::$/, '')
  const isDate = /^\d{4}-\d\d-\d\d$/.test(written)
  if (!isDate && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/.test(written)) return null
  const known = isDate ? zone : written.endsWith('Z') ? 'utc' : zoneNamed(tzid, zone)
  const at = known === null ? null : DateTime.fromISO(written, { zone: known })
  return at?.isValid ? { at, isDate } : null
}

/** A name may have a path before it, as `/freeassociation.sourceforge.net/Europe/London`. */
function zoneNamed(tzid: unknown, zone: string): string | null {
  if (tzid === undefined) return zone
  const name = WINDOWS[String(tzid)] ?? /[A-Za-z_]+\/[A-Za-z_]+$/.exec(String(tzid))?.[0] ?? String(tzid)
  return name === 'utc' || IANAZone.isValidZone(name) ? name : null
}

/** Events longer than a year are left out. ical.js takes seconds for a length of many years. */
const MOST_SECONDS = 400 * 86_400

/** The length of a DURATION (RFC 5545 3.3.6); null for a length that is no length, is negative, or is too long. */
export function lengthOf(written: unknown): object | null {
  try {
    const length = ICAL.Duration.fromString(String(written))
    const seconds = length.toSeconds()
    const { weeks, days, hours, minutes } = length
    return seconds >= 0 && seconds <= MOST_SECONDS ? { weeks, days, hours, minutes, seconds: length.seconds } : null
  } catch {
    return null
  }
}

export const isTooLong = ({ start, end }: Span): boolean => end.at.toMillis() - start.at.toMillis() > MOST_SECONDS * 1_000

/** Days of which an event leaves no part out; null where it covers no day whole. 23:59 is taken for the end of a day. */
export function wholeDays({ start, end }: Span, zone: string): Days | null {
  const begins = start.at.setZone(zone)
  const from = dateOf(+begins === +begins.startOf('day') ? begins : begins.plus({ days: 1 }))
  const to = dateOf(end.at.setZone(zone).plus({ minutes: 1 }).minus({ days: 1 }))
  return from <= to ? { from, to } : null
}

/** Days of which an event has a part. The end is the instant after it (RFC 5545 3.6.1). */
export function touchedDays({ start, end }: Span, zone: string): Days {
  const from = start.at.setZone(zone)
  const to = end.at > start.at ? end.at.setZone(zone).minus({ milliseconds: 1 }) : from
  return { from: dateOf(from), to: dateOf(to) }
}

const dateOf = (at: DateTime): LocalDate => valid(at).toISODate()

/** @throws Unreadable */
export function valid(at: DateTime): DateTime<true> {
  if (!at.isValid) throw new Unreadable('is on no day of the calendar')
  return at as DateTime<true>
}
