/**
 * When a series takes place: RRULE and RDATE together, without EXDATE, changed by its overrides (RFC 5545 3.8.5.1-3). ical.js expands
 * the rules and applies the overrides; it counts on a wall clock without a zone, so all times of a series are first written as the
 * clock shows them in the zone of its DTSTART, where RFC 5545 3.8.5.3 repeats them.
 */
import ICAL from 'ical.js'
import { DateTime, type Zone } from 'luxon'
import type { SchoolEvent } from './events.ts'
import { isTooLong, type Moment, momentOf, type Span, Unreadable, valid } from './moments.ts'
import { checkRange, type Series, standing } from './revisions.ts'
import { type CountStep, startsOf } from './rules.ts'

export interface Occurrence extends Span {
  /** The event itself, or the override in its place. */
  readonly event: SchoolEvent
}

/** A series that goes on without COUNT or UNTIL. */
export const isEndless = ({ event }: Series): boolean => event.rules.some(({ count, until }) => (count ?? until) === undefined)

/** A series that takes place every week or oftener, as a rule says it: by weekdays of no week in particular, whatever its frequency. */
export const isWeekly = ({ event }: Series): boolean =>
  event.rules.some(
    ({ freq, byday }) =>
      freq === 'DAILY' || freq === 'WEEKLY' || [byday ?? []].flat().some((day) => Number.isNaN(Number.parseInt(String(day), 10))),
  )

export interface Expanded {
  readonly occurrences: readonly Occurrence[]
  /** Overrides of occurrences that the series does not have. */
  readonly unused: readonly SchoolEvent[]
}

/**
 * @param last occurrences that begin later are not looked for.
 * @param count throws when too much work was done.
 * @throws Unreadable
 */
export function expand(series: Series, zone: string, last: DateTime | null, count: CountStep): Expanded {
  const { event } = series
  if (event.hasExclusionRule) throw new Unreadable('has an EXRULE')
  const { span } = event
  if (isTooLong(span)) throw new Unreadable('lasts more than 400 days')
  if (takesPlaceOnce(series)) return { occurrences: [{ event, ...span }], unused: [] }
  count(STEPS_OF_A_CHANGE * (1 + series.overrides.length))
  const clock = clockOf(span.start, zone)
  const excluded = new Set(event.excluded.map((moment) => clock.like(moment)))
  const overrides = overridesOf(series, clock)
  const unused = new Set(
    [...overrides.values()].filter(({ isCancelled, uid }) => !isCancelled && uid !== null && uid === event.uid),
  )
  const expanded = new ICAL.Event(component(event, span, clock), { exceptions: [...overrides.keys()] })
  const occurrences: Occurrence[] = []
  for (const { start, end } of startsIn(event, clock, last, count)) {
    count(1)
    if (excluded.has(start.toString())) continue
    const { startDate, endDate, item } = expanded.getOccurrenceDetails(start)
    const of = overrides.get(item.component) ?? event
    unused.delete(of)
    if (of.isCancelled) continue
    const ends = of === event && end !== null ? end : clock.moment(endDate)
    occurrences.push({ event: of, start: clock.moment(startDate), end: ends })
  }
  return { occurrences, unused: [...unused] }
}

/** To lay a series or an override out for ical.js takes as long. */
const STEPS_OF_A_CHANGE = 5

const takesPlaceOnce = ({ event, overrides }: Series): boolean =>
  [event.rules, event.added, event.excluded, overrides].every(({ length }) => length === 0)

interface Start {
  readonly start: ICAL.Time
  /** Of a PERIOD; null for the length of the event. */
  readonly end: Moment | null
}

/** Each start once, in order. Without a rule DTSTART is the first occurrence (RFC 5545 3.8.5.3), which ical.js leaves out beside an RDATE. */
function startsIn(event: SchoolEvent, clock: Clock, last: DateTime | null, count: CountStep): Start[] {
  const first = clock.time(event.span.start)
  const starts = new Map<string, Start>()
  const add = (start: ICAL.Time, end: Moment | null = null) => void starts.set(start.toString(), { start, end })
  if (event.rules.length === 0) add(first)
  const isPast = (time: ICAL.Time) => last !== null && clock.moment(time).at > last
  for (const rule of event.rules) for (const start of startsOf(clock.rule(rule), first, isPast, count)) add(start)
  for (const { start, end } of event.added) add(clock.time(start), end)
  return [...starts.values()].sort((a, b) => a.start.compare(b.start))
}

/** The standing overrides as ical.js has them. Revisions of the same occurrence replace each other; of equal ones the last counts. */
function overridesOf({ overrides }: Series, clock: Clock): Map<ICAL.Component, SchoolEvent> {
  const byOccurrence = new Map<string, SchoolEvent[]>()
  for (const override of overrides) {
    checkRange(override)
    const id = clock.like(override.recurrenceId)
    byOccurrence.set(id, [...(byOccurrence.get(id) ?? []), override])
  }
  const standingOnes = [...byOccurrence.values()].flatMap((revisions) => {
    const { live } = standing(revisions)
    return live.length > 0 ? live.slice(-1) : revisions.filter(({ isCancelled }) => isCancelled).slice(-1)
  })
  return new Map(standingOnes.map((override) => [component(override, spanOf(override), clock), override]))
}

/** A cancellation need not say when the occurrence would have been (RFC 5546 3.2.5). */
function spanOf(override: SchoolEvent): Span {
  if (!override.isCancelled) return override.span
  const start = override.recurrenceId as Moment
  return { start, end: start }
}

function component(event: SchoolEvent, { start, end }: Span, clock: Clock): ICAL.Component {
  const made = new ICAL.Component('vevent')
  made.addPropertyWithValue('dtstart', clock.time(start))
  made.addPropertyWithValue('dtend', clock.time(end))
  if (event.recurrenceId === null) return made
  const id = made.addPropertyWithValue('recurrence-id', clock.lookUp(event.recurrenceId))
  if (event.range !== null) id.setParameter('range', event.range)
  return made
}

/** The wall clock of a series. */
interface Clock {
  time(moment: Moment): ICAL.Time
  moment(time: ICAL.Time): Moment
  /** A time in the form of DTSTART, to find an occurrence by: a day for a day, and for a day alone the time of DTSTART on it. */
  lookUp(moment: Moment): ICAL.Time
  like(moment: Moment | null): string
  /** With its UNTIL on this clock. @throws Unreadable */
  rule(written: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>
}

function clockOf(first: Moment, zone: string): Clock {
  const own: Zone = first.at.zone
  const time = ({ at, isDate }: Moment): ICAL.Time => {
    const { year, month, day, hour, minute, second } = isDate ? at : at.setZone(own)
    return ICAL.Time.fromData(isDate ? { year, month, day, isDate } : { year, month, day, hour, minute, second, isDate })
  }
  const lookUp = ({ at, isDate }: Moment): ICAL.Time => {
    if (first.isDate) return time({ at: valid(at.setZone(zone)), isDate: true })
    const { hour, minute, second } = first.at
    const onDay = () => valid(at.setZone(own, { keepLocalTime: true }).set({ hour, minute, second }))
    return time({ at: isDate ? onDay() : at, isDate: false })
  }
  const moment = ({ year, month, day, hour, minute, second, isDate }: ICAL.Time): Moment => {
    const shown = isDate ? { year, month, day } : { year, month, day, hour, minute, second }
    return { at: valid(DateTime.fromObject(shown, { zone: isDate ? zone : own })), isDate }
  }
  return {
    time,
    lookUp,
    moment,
    like: (moment) => (moment === null ? '' : lookUp(moment).toString()),
    rule: (written) => {
      if (written.until === undefined) return written
      const until = momentOf(written.until, undefined, own.name)
      if (until === null) throw new Unreadable('repeats until no known time')
      // A day includes all of it.
      const end = until.isDate && !first.isDate ? { at: valid(until.at.endOf('day')), isDate: false } : until
      return { ...written, until: first.isDate ? lookUp(end) : time(end) }
    },
  }
}
