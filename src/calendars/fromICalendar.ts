/**
 * A school's calendar from iCalendar (RFC 5545). No standard says which events are terms, so an event's meaning comes from its
 * category (`TERM`, `CLOSED`) or, without a category, from what schools commonly write. An event that is not understood is left
 * out and named: it closes no day, so that the school is told too early rather than too late. Somebody must check the result.
 */
import ICAL from 'ical.js'
import { DateTime } from 'luxon'
import type { Days, LocalDate } from '../../machines/rules/calendar/schema.ts'
import { BadFile, type TextFile, unusable } from '../files/byHand.ts'
import { areTooLong, namesClosedDays, speaksOfClosedDays } from './closedDays.ts'

export interface FromICalendar {
  readonly terms: readonly Days[]
  readonly closed: readonly Days[]
  /** The names of events that were not understood, each once. */
  readonly leftOut: readonly string[]
}

/** Occurrences of a repeated event: a weekly event for some years. */
const MOST_TIMES = 200
const MOST_EVENTS = 5_000

/** Names that only mark a day and do not close the school. */
const MARKS =
  /\b(first|last|before|after|until|ends?|starts?|begins?|opens?|reopens?|returns?|back|breaks? up|closes|club|camp)\b/i
const TERM = /\bterm\b/i

type What = 'term' | 'closed' | 'first-day' | 'last-day' | null

/** @param zone the force's, for events that have a time. @throws BadFile */
export function schoolFromICalendar({ file, text }: TextFile, zone: string): FromICalendar {
  const found = eventsOf(file, text, zone)
  const of = (what: What) => found.filter((event) => event.what === what)
  const closed = of('closed').map(({ days }) => days)
  const terms = [...of('term').map(({ days }) => days), ...between(of('first-day'), of('last-day'))]
  const leftOut = [...new Set(of(null).map(leftOutAs))]
  if (terms.length === 0 && closed.length === 0) throw unusable(file, 'has no event that is a term or a holiday')
  return { terms: inOrder(terms.length > 0 ? terms : [whole(closed)]), closed: inOrder(closed), leftOut }
}

interface Found {
  readonly name: string
  readonly what: What
  readonly days: Days
}

function eventsOf(file: string, text: string, zone: string): Found[] {
  try {
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
    if (events.length > MOST_EVENTS) throw unusable(file, `has more than ${MOST_EVENTS} events`)
    return events.map((component) => new ICAL.Event(component)).flatMap((event) => occurrences(event, zone))
  } catch (error) {
    if (error instanceof BadFile) throw error
    throw unusable(file, `is not an iCalendar file (${(error as Error).message})`)
  }
}

function occurrences(event: ICAL.Event, zone: string): Found[] {
  const { component, summary } = event
  // Skip cancelled occurrences; the series itself holds the moved ones.
  if (event.isRecurrenceException() || component.getFirstPropertyValue('status') === 'CANCELLED') return []
  const name = String(summary ?? '').trim()
  const categories = component.getAllProperties('categories').flatMap((property) => property.getValues().map(String))
  const spans: Days[] = []
  if (event.isRecurring()) {
    const times = event.iterator()
    for (let next = times.next(); next && spans.length < MOST_TIMES; next = times.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(next)
      spans.push(daysOf(startDate, endDate, zone))
    }
  } else spans.push(daysOf(event.startDate, event.endDate, zone))
  return spans.map((days) => ({ name, what: whatOf(name, categories, days), days }))
}

function whatOf(name: string, categories: readonly string[], days: Days): What {
  const named = categories.map((category) => category.toLowerCase())
  if (named.includes('term')) return 'term'
  if (named.includes('closed')) return 'closed'
  const [speaks, { from, to }] = [speaksOfClosedDays(name), days]
  if (!MARKS.test(name) && speaks) return namesClosedDays(name) && !areTooLong(name, days) ? 'closed' : null
  if (!MARKS.test(name)) return TERM.test(name) && from < to ? 'term' : null
  if (from !== to || !TERM.test(name) || speaks) return null
  if (/\b(first day of|start of|starts?|begins?)\b/i.test(name)) return 'first-day'
  return /\b(last day of|end of|ends?)\b/i.test(name) ? 'last-day' : null
}

/** From each first day of a term to the last day that follows it. */
function between(first: readonly Found[], last: readonly Found[]): Days[] {
  const ends = last.map(({ days }) => days.to).sort()
  return first.flatMap(({ days: { from } }) => {
    const to = ends.find((end) => end >= from)
    return to === undefined ? [] : [{ from, to }]
  })
}

/** A file with holidays alone: the time between them is term. */
const whole = (closed: readonly Days[]): Days => {
  const [first, ...rest] = inOrder(closed)
  const last = [first, ...rest].map((days) => days?.to ?? '').sort()
  return { from: first?.from ?? '', to: last.at(-1) ?? '' }
}

/** Names the days of an event that would be understood if it were shorter. */
const leftOutAs = ({ name, days }: Found): string =>
  namesClosedDays(name) && areTooLong(name, days) ? `${name} (${days.from} to ${days.to}: too long for closed days)` : name

const inOrder = (days: readonly Days[]): Days[] => [...days].sort((a, b) => (a.from < b.from ? -1 : 1))

/** An event's end is the instant after it, so midnight, or the next day, is not one of its days. */
function daysOf(start: ICAL.Time, end: ICAL.Time, zone: string): Days {
  const from = dayOf(start, 0, zone)
  return { from, to: end.compare(start) > 0 ? dayOf(end, -1, zone) : from }
}

/** The day of a UTC time is the day in the force's zone; any other time has the day that it names. */
function dayOf(time: ICAL.Time, milliseconds: number, zone: string): LocalDate {
  const { year, month, day, hour, minute, second } = time
  const written = time.isDate ? { year, month, day } : { year, month, day, hour, minute, second }
  const known = time.zone === ICAL.Timezone.utcTimezone ? 'utc' : zone
  const date = DateTime.fromObject(written, { zone: known }).plus({ milliseconds }).setZone(zone).toISODate()
  if (date === null) throw new Error('an event has no day')
  return date
}
