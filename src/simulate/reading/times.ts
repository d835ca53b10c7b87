/** Times as a scenario writes them: of one night, local, and back again for the timeline. */
import { DateTime } from 'luxon'
import type { Instant } from '../../../machines/rules/vocabulary.ts'

export interface Night {
  /** The evening's date, `2026-11-20`. The night goes from noon to noon: 20:00 is that evening, 01:30 the next morning. */
  readonly date: string
  readonly zone: string
}

/** A time that cannot be read, or that the night does not have. */
export class BadTime extends Error {
  readonly code = 'bad-time'
}

const LOCAL = /^(?:(\d{4}-\d{2}-\d{2})[ T])?([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?: (GMT|BST))?$/
const FORMS = 'must be a time of the night (20:00), a local date and time (2026-11-20 20:00) or an instant (2026-11-20T20:00:00Z)'

/**
 * `20:00`, `2026-11-21 09:00` or `2026-11-20T20:00:00Z` as an instant. In the hour that October has twice, `01:30 BST` or
 * `01:30 GMT` says which.
 * @throws BadTime also for the hour that March does not have.
 */
export function instantOf(written: string, { date, zone }: Night): Instant {
  const local = LOCAL.exec(written)
  if (local === null) return absolute(written)
  const [, day, hour = '', minute = '', second = '00', named] = local
  const evening = DateTime.fromISO(date, { zone })
  const on = day === undefined ? evening.plus({ days: Number(hour) < 12 ? 1 : 0 }) : DateTime.fromISO(day, { zone })
  if (!on.isValid) throw new BadTime(FORMS)
  const asked = on.set({ hour: Number(hour), minute: Number(minute), second: Number(second), millisecond: 0 })
  if (asked.hour !== Number(hour)) throw new BadTime('does not exist: the clocks go forward over it')
  const meant = asked.getPossibleOffsets()
  const candidates = named === undefined ? meant : meant.filter((time) => zoneName(time) === named)
  if (candidates.length === 0) throw new BadTime(`is not ${named} on that day`)
  if (candidates.length > 1) throw new BadTime('comes twice that night: say which, BST or GMT')
  return (candidates[0] as DateTime<true>).toUTC().toISO()
}

function absolute(written: string): Instant {
  const known = /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(written) ? DateTime.fromISO(written, { zone: 'utc' }) : null
  if (known?.isValid !== true) throw new BadTime(FORMS)
  return known.toISO()
}

/** By zone and offset: to ask the platform takes half a millisecond, and a timeline asks for every line. */
const zoneNames = new Map<string, string>()

function zoneName(time: DateTime): string {
  const place = `${time.zoneName} ${time.offset}`
  const name = zoneNames.get(place) ?? time.setLocale('en-GB').offsetNameShort ?? ''
  if (zoneNames.size < MOST_ZONE_NAMES) zoneNames.set(place, name)
  return name
}

/** A force has one zone of two offsets; its past has a few more. */
const MOST_ZONE_NAMES = 100

/** `20:00 GMT`; seconds only where there are any, and the day only where it is another than that of `seenFrom`. */
export function clockTime(instant: Instant, zone: string, seenFrom: Instant = instant): string {
  const time = DateTime.fromISO(instant, { zone }).setLocale('en-GB')
  const sameDay = seenFrom === instant || time.toISODate() === DateTime.fromISO(seenFrom, { zone }).toISODate()
  return `${time.toFormat(`${sameDay ? '' : 'ccc d LLL '}${time.second === 0 ? 'HH:mm' : 'HH:mm:ss'}`)} ${zoneName(time)}`
}

/** `Friday 20 November 2026`. */
export const dayOf = (instant: Instant, zone: string): string =>
  DateTime.fromISO(instant, { zone }).setLocale('en-GB').toFormat('cccc d LLLL yyyy')
