/** The data of an event step: what it says, over its fixture, with the times and the name filled in. */
import { Duration } from 'luxon'
import { EVENT_NAMES, type EventName, eventSchemas } from '../../../machines/rules/events.ts'
import { person } from '../../../machines/rules/fields.ts'
import { plus } from '../../../machines/rules/time/instants.ts'
import type { Instant, Role } from '../../../machines/rules/vocabulary.ts'
import { type Data, type Fixture, merge, withInstants, without } from '../fixtures.ts'
import type { RawStep } from './schema.ts'

/** Where an event names the person who acts: the first person whom it cannot leave out. */
const ACTING: ReadonlyMap<EventName, string> = new Map(
  EVENT_NAMES.map((name) => [
    name,
    Object.entries<unknown>(eventSchemas[name].shape).find(([, field]) => field === person)?.[0] ?? 'by',
  ]),
)

interface Ports {
  /** @param way the fields that lead to it. */
  readonly time: (written: string, way: readonly string[]) => Instant
  /** The step leaves out something that was not there. */
  readonly missing: (part: string) => never
}

export function eventData(
  { event, role, by, data = {}, without: leftOut = [] }: RawStep & { readonly event: EventName; readonly role: Role },
  fixture: Fixture,
  at: Instant,
  { time, missing }: Ports,
): Data {
  const named = by === undefined ? {} : { [ACTING.get(event) as string]: { id: by, role } }
  const whole = leftOut.reduce((left, part) => without(left, part) ?? missing(part), merge(merge(fixture.data, named), data))
  return withInstants(whole, (written, way) =>
    Duration.fromISO(written).isValid ? plus(at, written, 'utc') : time(written, way),
  )
}
