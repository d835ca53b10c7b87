/**
 * MARAC meetings of an area. Responsibility stays with each agency until it meets and after: the meeting is no deadline for
 * anything else. Source: docs/sources.md#calendars
 */
import type { Instant } from '../vocabulary.ts'
import { addDays, dayOf, endOfDay, type ForceCalendar, timeOn, weekdayOf } from './days.ts'
import { holiday } from './holidays.ts'
import { type LocalDate, type MaracCalendar, WEEKDAYS } from './schema.ts'
import { workingDaysFrom } from './workingDays.ts'

/** Areas meet monthly or more often; who names no meeting for so long has no calendar. */
const MOST_DAYS = 400

export interface Meeting {
  readonly at: Instant
  readonly kind: 'regular' | 'ad-hoc'
  /** The last instant at which a referral is taken for it. */
  readonly papersBy: Instant
}

export interface NextMeeting {
  /** `unknown` when nobody has said when the area meets, or its list has run out. */
  readonly calendar: 'known' | 'unknown'
  readonly meeting: Meeting | null
}

/**
 * The first meeting of an area that takes a referral made at an instant.
 *
 * @param area null for an unknown area.
 */
export function nextMaracMeeting(referredAt: Instant, area: string | null, force: ForceCalendar): NextMeeting {
  const areas = force.calendars?.marac ?? {}
  const known = area !== null && Object.hasOwn(areas, area) ? areas[area] : undefined
  if (known !== undefined) {
    const today = dayOf(referredAt, force.timezone)
    for (let days = 0; days <= MOST_DAYS; days++) {
      const meeting = meetingsOn(addDays(today, days), known, force).find(
        ({ at, papersBy }) => papersBy >= referredAt && at > referredAt,
      )
      if (meeting !== undefined) return { calendar: 'known', meeting }
    }
  }
  return { calendar: 'unknown', meeting: null }
}

/** In order. A meeting called ad hoc takes papers until it begins. */
function meetingsOn(date: LocalDate, area: MaracCalendar, force: ForceCalendar): Meeting[] {
  if (area.cancelled.includes(date)) return []
  const byRule = holiday(date, force) === null ? area.weekly.filter((rule) => meetsOn(date, rule)) : []
  const listed = area.dates.filter((meeting) => meeting.date === date)
  const at = (time: string): Instant => timeOn(date, time, force.timezone)
  const papersBy = (time: string): Instant =>
    area.papersWorkingDays === 0 ? at(time) : endOfDay(workingDaysFrom(date, -area.papersWorkingDays, force), force.timezone)
  return [
    ...byRule.map(({ time }) => ({ at: at(time), kind: 'regular' as const, papersBy: papersBy(time) })),
    ...listed.map(({ time, kind }) => ({ at: at(time), kind, papersBy: kind === 'ad-hoc' ? at(time) : papersBy(time) })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
}

type WeeklyRule = MaracCalendar['weekly'][number]

/** Weeks are counted from the Monday of the week of `from`, so that a rule of several weekdays keeps them in one week. */
function meetsOn(date: LocalDate, { days, everyWeeks, from, until }: WeeklyRule): boolean {
  if (date < from || date > (until ?? date)) return false
  const weekday = WEEKDAYS[weekdayOf(date) - 1]
  return days.some((day) => day === weekday) && weeksBetween(from, date) % everyWeeks === 0
}

const weeksBetween = (from: LocalDate, to: LocalDate): number =>
  Math.round((Date.parse(mondayOf(to)) - Date.parse(mondayOf(from))) / (7 * 86_400_000))

const mondayOf = (date: LocalDate): LocalDate => addDays(date, 1 - weekdayOf(date))
