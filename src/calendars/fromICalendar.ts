/**
 * A school's calendar from iCalendar (RFC 5545). No standard says which events are terms, so an event's meaning comes from its
 * category (`TERM`, `CLOSED`) or, without a category, from what schools commonly write. An event that is not understood is left
 * out and named: it closes no day, so that the school is told too early rather than too late. Somebody must check the result.
 */
import { DateTime } from 'luxon'
import { SCHOOL_HOLIDAYS, type SchoolHolidays } from '../../machines/rules/calendar/index.ts'
import type { Days, LocalDate } from '../../machines/rules/calendar/schema.ts'
import { type TextFile, unusable } from '../files/byHand.ts'
import { eventsOf, type SchoolEvent } from './icalendar/events.ts'
import { Unreadable } from './icalendar/moments.ts'
import { expand, isEndless, isWeekly } from './icalendar/occurrences.ts'
import { revised, type Series } from './icalendar/revisions.ts'
import { TooMuchWork } from './icalendar/rules.ts'
import { type Reader, readerFor } from './schoolsName.ts'
import { closesForYears, type Told, toldBy, tooLongTogether } from './whatAnEventTells.ts'

export interface FromICalendar {
  readonly terms: readonly Days[]
  readonly closed: readonly Days[]
  /** The names of events that were not understood, each once, with the reason where the name alone does not tell it. */
  readonly leftOut: readonly string[]
  /** The names of events that were understood. */
  readonly understood: readonly string[]
}

interface School {
  /** Its name or reference, which may be before the names of its events. */
  readonly name: string
  readonly holidays: SchoolHolidays
}

/** Ways through the loops of rules, in the whole file: some tenths of a second. Ten years of a weekly event are 520. */
const MOST_STEPS = 5_000

/** @param zone the force's, for events that have a time. @throws BadFile */
export function schoolFromICalendar(
  source: TextFile,
  zone: string,
  school: School = { name: '', holidays: SCHOOL_HOLIDAYS },
): FromICalendar {
  const { file } = source
  const events = eventsOf(source, zone)
  const { series, leftOut: replaced } = revised(events)
  const reader = readerFor(
    events.map(({ name }) => name),
    school.name,
  )
  const leftOut = new Set(replaced.map(({ event, why }) => `${nameOf(event)} (${why})`))
  const found: Told[] = []
  let steps = 0
  const count = (more: number) => {
    steps += more
    if (steps > MOST_STEPS) throw new TooMuchWork()
  }
  const take = (of: Series, last: DateTime | null) => {
    try {
      const { occurrences, unused } = expand(of, zone, last, count)
      for (const event of unused) leftOut.add(`${nameOf(event)} (changes an occurrence that is not there)`)
      const own: Told[] = []
      for (const occurrence of occurrences) {
        const told = toldBy(occurrence, reader, zone, school.holidays)
        if ('why' in told) leftOut.add(told.why === '' ? nameOf(occurrence.event) : `${nameOf(occurrence.event)} (${told.why})`)
        else own.push(told)
      }
      const run = tooLongTogether(own, school.holidays)
      if (run !== undefined) leftOut.add(`${nameOf(of.event)} (repeats from ${run.from} to ${run.to}: too long for closed days)`)
      else if (isWeekly(of) && closesForYears(own, isEndless(of))) {
        const how = isEndless(of) ? 'without end' : 'for more than a year'
        leftOut.add(`${nameOf(of.event)} (repeats every week ${how}: no school closes so)`)
      } else found.push(...own)
    } catch (error) {
      if (error instanceof TooMuchWork)
        throw unusable(file, `"${nameOf(of.event)}" repeats too often to be worked out: end it, or take it out`)
      if (!(error instanceof Unreadable)) throw error
      leftOut.add(`${nameOf(of.event)} (${error.message})`)
    }
  }
  const telling = series.filter((of) => mayTell(of, reader))
  for (const { event } of series.filter((of) => !telling.includes(of))) leftOut.add(nameOf(event))
  for (const of of telling.filter((of) => !isEndless(of))) take(of, null)
  const endless = telling.filter(isEndless)
  const last = lastOf(found)
  if (endless[0] !== undefined && last === null)
    throw unusable(file, `"${nameOf(endless[0].event)}" repeats without end, and no other event says when the school year ends`)
  for (const of of endless) take(of, DateTime.fromISO(`${last}`, { zone }).endOf('day'))
  const of = (what: Told['what']) => found.filter((told) => told.what === what).map(({ days }) => days)
  const closed = inOrder(of('closed'))
  const terms = inOrder([...of('term'), ...between(of('first-day'), of('last-day'))])
  if (terms.length === 0 && closed.length === 0)
    throw unusable(file, `has no event that is a term or a holiday${listed([...leftOut])}`)
  return {
    terms: terms.length > 0 ? terms : [whole(closed)],
    closed,
    leftOut: [...leftOut],
    understood: [...new Set(found.map(({ name }) => name))],
  }
}

const nameOf = ({ name }: SchoolEvent): string => name || 'an event without a name'

/** What cannot tell anything is not expanded: a club may repeat as it likes. */
const mayTell = ({ event, overrides }: Series, reader: Reader): boolean =>
  [event, ...overrides].some(
    ({ name, categories }) => reader(name) !== null || categories.some((one) => one === 'term' || one === 'closed'),
  )

const MOST_LISTED = 20
function listed(names: readonly string[]): string {
  if (names.length === 0) return ''
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : ''
  return `; it has ${names.slice(0, MOST_LISTED).join('; ')}${more}. Where each begins with the name of the school, give that name as --school`
}

const lastOf = (found: readonly Told[]): LocalDate | null =>
  found
    .map(({ days }) => days.to)
    .sort()
    .at(-1) ?? null

/** From each first day of a term to the last of the last days before the next begins: a term that is too long closes nothing. */
function between(first: readonly Days[], last: readonly Days[]): Days[] {
  const starts = [...new Set(first.map(({ from }) => from))].sort()
  return starts.flatMap((from, index) => {
    const next = starts[index + 1]
    const to = last
      .map(({ to }) => to)
      .filter((end) => end >= from && (next === undefined || end < next))
      .sort()
      .at(-1)
    return to === undefined ? [] : [{ from, to }]
  })
}

/** A file with holidays alone: the time between them is term. */
const whole = (closed: readonly Days[]): Days => {
  const last = closed.map(({ to }) => to).sort()
  return { from: closed[0]?.from ?? '', to: last.at(-1) ?? '' }
}

const inOrder = (days: readonly Days[]): Days[] => [...days].sort((a, b) => (a.from < b.from ? -1 : 1))
