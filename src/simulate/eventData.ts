/** The data of an event step: what it says, over its fixture, with the times and the name filled in. */
import { Duration } from 'luxon'
import type { EventName } from '../../machines/rules/events.ts'
import { plus } from '../../machines/rules/time.ts'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import { type Data, type Fixture, merge, without } from './fixtures.ts'
import type { RawStep } from './schema.ts'

/** Fields that hold an instant: a scenario writes them as a time of the night, or as how long after the event. */
const isInstant = (field: string): boolean => /[a-z](?:At|By)$/.test(field)

/** Where an event names the person who acts. */
const ACTING: Partial<Record<EventName, string>> = {
  'thrive.assessed': 'assessor',
  'thrive.scored': 'scorer',
  'risk.reassessed': 'assessor',
  'dash.submitted': 'author',
  'dash.reviewed': 'reviewer',
}

interface Ports {
  readonly time: (written: string, field: string) => Instant
  /** The step leaves out something that was not there. */
  readonly missing: (part: string) => never
}

export function eventData(
  { event, role, by, data = {}, without: leftOut = [] }: RawStep & { readonly event: EventName; readonly role: Role },
  fixture: Fixture,
  at: Instant,
  { time, missing }: Ports,
): Data {
  const named = by === undefined ? {} : { [ACTING[event] ?? 'by']: { id: by, role } }
  const whole = leftOut.reduce((left, part) => without(left, part) ?? missing(part), merge(merge(fixture.data, named), data))
  const instants = Object.entries(whole).flatMap(([field, written]): [string, Instant][] => {
    if (!isInstant(field) || typeof written !== 'string' || written === '') return []
    return [[field, Duration.fromISO(written).isValid ? plus(at, written, 'utc') : time(written, field)]]
  })
  return { ...whole, ...Object.fromEntries(instants) }
}
