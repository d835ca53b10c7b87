/** The events of a file, whatever they mean: every VEVENT of every calendar in it (RFC 5545 3.4 allows several). */
import ICAL from 'ical.js'
import { BadFile, type TextFile, unusable } from '../../files/byHand.ts'
import { contentLines } from './contentLines.ts'
import { lengthOf, type Moment, momentOf, type Span, Unreadable, valid } from './moments.ts'

/** jCal, as ical.js reads lines (RFC 7265 3.4): name, parameters, type, values. */
type Property = readonly [name: string, parameters: Readonly<Record<string, unknown>>, type: string, ...values: unknown[]]
type Component = readonly [name: string, properties: readonly Property[], components: readonly Component[]]

const MOST_EVENTS = 5_000
/** Days that an event lists one by one. */
const MOST_LISTED = 1_000

export class SchoolEvent {
  readonly #properties: readonly Property[]
  readonly #zone: string
  /** Of the calendar that it is in (RFC 5546 1.4), in capitals; empty for no method. */
  readonly method: string

  constructor(properties: readonly Property[], method: string, zone: string) {
    this.#properties = properties
    this.method = method
    this.#zone = zone
  }

  /** Null without a UID, which RFC 5545 3.6.1 asks for. */
  get uid(): string | null {
    return this.text('uid') || null
  }

  get name(): string {
    return this.text('summary')
  }

  get categories(): readonly string[] {
    return this.#all('categories').flatMap(([, , , ...values]) => values.map((value) => String(value).trim().toLowerCase()))
  }

  /** What else is said about it in words. */
  get about(): string {
    return ['description', 'comment', 'location'].map((name) => this.text(name)).join('\n')
  }

  /** RFC 5545 3.8.1.11, in any letter case. A METHOD:CANCEL cancels all that is in its calendar (RFC 5546 3.2.5). */
  get isCancelled(): boolean {
    return this.method === 'CANCEL' || this.#statuses.some((status) => /^CANCELL?ED$/.test(status))
  }

  /** It may still change, so it closes nothing. */
  get isTentative(): boolean {
    return this.#statuses.includes('TENTATIVE')
  }

  /** Null where none is said. RFC 5545 3.8.7.4 */
  get sequence(): number | null {
    const written = this.text('sequence')
    return /^\d{1,9}$/.test(written) ? Number(written) : null
  }

  /** Comparable text. RFC 5545 3.8.7.2 */
  get stamp(): string {
    return this.text('dtstamp')
  }

  /** Which occurrence of its UID it replaces (RFC 5545 3.8.4.4); null for a series or a single event. @throws Unreadable */
  get recurrenceId(): Moment | null {
    return this.#moment('recurrence-id')
  }

  /** RFC 5545 3.2.13 */
  get range(): string | null {
    const range = this.#first('recurrence-id')?.[1].range
    return range === undefined ? null : String(range).toUpperCase()
  }

  /** @throws Unreadable */
  get span(): Span {
    const start = this.#moment('dtstart')
    if (start === null) throw new Unreadable('has no DTSTART') // RFC 5545 3.6.1
    return { start, end: this.#end(start) }
  }

  get rules(): readonly Readonly<Record<string, unknown>>[] {
    return this.#all('rrule').map(([, , , value]) => value as Record<string, unknown>)
  }

  /** EXRULE is of RFC 2445 and gone from RFC 5545; ical.js does not read it, and what it takes out would stay. */
  get hasExclusionRule(): boolean {
    return this.#first('exrule') !== undefined
  }

  /** RFC 5545 3.8.5.1 @throws Unreadable */
  get excluded(): readonly Moment[] {
    return this.#moments('exdate').map(({ start }) => start)
  }

  /** Further occurrences; those of a PERIOD have an end of their own (RFC 5545 3.8.5.2). @throws Unreadable */
  get added(): readonly { readonly start: Moment; readonly end: Moment | null }[] {
    return this.#moments('rdate')
  }

  text(name: string): string {
    return String(this.#first(name)?.[3] ?? '').trim()
  }

  get #statuses(): readonly string[] {
    return this.#all('status').map(([, , , value]) => String(value).trim().toUpperCase())
  }

  #all(name: string): readonly Property[] {
    return this.#properties.filter(([named]) => named === name)
  }

  #first(name: string): Property | undefined {
    return this.#properties.find(([named]) => named === name)
  }

  #moment(name: string): Moment | null {
    const property = this.#first(name)
    return property === undefined ? null : this.#read(name, property[3], property[1])
  }

  #read(name: string, value: unknown, { tzid }: Property[1]): Moment {
    const moment = momentOf(value, tzid, this.#zone)
    if (moment === null) throw new Unreadable(`has a ${name.toUpperCase()} that is no known time`)
    return moment
  }

  /** DTEND, or DTSTART and DURATION; a day alone lasts that day, and a time alone no time (RFC 5545 3.6.1). */
  #end(start: Moment): Moment {
    const dayLater = { ...start, at: valid(start.at.plus({ days: 1 })) }
    const end = this.#moment('dtend')
    if (end !== null) {
      if (end.at < start.at) throw new Unreadable('ends before it begins')
      return start.isDate && end.at.equals(start.at) ? dayLater : end
    }
    const duration = this.#first('duration')
    if (duration !== undefined) return this.#later(start, duration[3])
    return start.isDate ? dayLater : start
  }

  #later(start: Moment, duration: unknown): Moment {
    const length = lengthOf(duration)
    if (length === null) throw new Unreadable(`lasts ${String(duration)}`)
    return { ...start, at: valid(start.at.plus(length)) }
  }

  #moments(name: string): { start: Moment; end: Moment | null }[] {
    const properties = this.#all(name)
    if (properties.flatMap(([, , , ...values]) => values).length > MOST_LISTED)
      throw new Unreadable(`has more than ${MOST_LISTED} days as ${name.toUpperCase()}`)
    return properties.flatMap(([, parameters, type, ...values]) =>
      values.map((value) => {
        if (type !== 'period' || !Array.isArray(value)) return { start: this.#read(name, value, parameters), end: null }
        const start = this.#read(name, value[0], parameters)
        const until = String(value[1])
        return { start, end: /^[+-]?P/.test(until) ? this.#later(start, until) : this.#read(name, until, parameters) }
      }),
    )
  }
}

/** @param zone the force's, for times without a zone. @throws BadFile */
export function eventsOf(source: TextFile, zone: string): SchoolEvent[] {
  const { file } = source
  const events = calendarsIn(source).flatMap(([, properties, components]) => {
    const method = String(properties.find(([name]) => name === 'method')?.[3] ?? '')
    return components
      .filter(([name]) => name === 'vevent')
      .map(([, properties]) => new SchoolEvent(properties, method.trim().toUpperCase(), zone))
  })
  if (events.length > MOST_EVENTS) throw unusable(file, `has more than ${MOST_EVENTS} events`)
  return events
}

/** ical.js hands back a component, or a list of them. @throws BadFile */
function calendarsIn(source: TextFile): readonly Component[] {
  const { file } = source
  try {
    const read = ICAL.parse(contentLines(source)) as Component | Component[]
    const components = typeof read[0] === 'string' ? [read as Component] : (read as Component[])
    if (components.length === 0 || components.some(([name]) => name !== 'vcalendar'))
      throw unusable(file, 'is not an iCalendar file (a line BEGIN:VCALENDAR is missing)')
    return components
  } catch (error) {
    if (error instanceof BadFile) throw error
    throw unusable(file, `is not an iCalendar file (${(error as Error).message})`)
  }
}
