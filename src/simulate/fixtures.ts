/** The fictional evening that fills in what a step leaves out: the examples of the catalogue, with the evening's variations. */
import { fileURLToPath } from 'node:url'
import { Duration } from 'luxon'
import { type AnyEventRecord, EXAMPLE_AT } from '../../machines/rules/catalogue/event.ts'
import { EVENT_NAMES, EVENTS, type EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { readByHand, textFile } from '../files/byHand.ts'

export type Data = Readonly<Record<string, unknown>>

/** What a scenario is about: a fictional incident of the force that the default configuration names. */
export const INCIDENT = { force: 'warwickshire', reference: 'SIM-1' }

export interface Fixture {
  readonly event: EventName
  readonly role: Role
  readonly data: Data
}

/** Fields that hold an instant: a scenario writes them as a time of the night, or as how long after the event. */
const isInstant = (field: string): boolean => /^at$|[a-z](?:At|By)$/.test(field) && field !== 'saidBy'

export const isMap = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The step's fields over the usual ones: maps are merged, everything else is replaced whole. */
export const merge = (usual: Data, said: Data): Data =>
  Object.fromEntries(
    [...new Set([...Object.keys(usual), ...Object.keys(said)])].map((key) => {
      const [before, now] = [usual[key], said[key]]
      return [key, !Object.hasOwn(said, key) ? before : isMap(before) && isMap(now) ? merge(before, now) : now]
    }),
  )

/** The data without one part, named by the way to it: `thrive.harm.rationale`. Null when there is no such part. */
export function without(data: Data, part: string): Data | null {
  const [first = '', ...rest] = part.split('.')
  if (!Object.hasOwn(data, first)) return null
  if (rest.length === 0) return Object.fromEntries(Object.entries(data).filter(([key]) => key !== first))
  const inner = data[first]
  const left = isMap(inner) ? without(inner, rest.join('.')) : null
  return left === null ? null : { ...data, [first]: left }
}

/** The data with each of its instants as `read` gives it, those inside a map included. A map in a list is left as it is. */
export const withInstants = (
  data: Data,
  read: (written: string, way: readonly string[]) => string,
  way: readonly string[] = [],
): Data =>
  Object.fromEntries(
    Object.entries(data).map(([field, said]) => {
      const here = [...way, field]
      if (isMap(said)) return [field, withInstants(said, read, here)]
      return [field, isInstant(field) && typeof said === 'string' && said !== '' ? read(said, here) : said]
    }),
  )

/** Null takes a field away. */
const withoutNulls = (data: Data): Data =>
  Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => (value === null ? [] : [[key, isMap(value) ? withoutNulls(value) : value]])),
  )

const sinceExample = (said: string): string => {
  const after = Date.parse(said) - Date.parse(EXAMPLE_AT)
  return Number.isNaN(after) ? said : Duration.fromMillis(after).toISO()
}

/** Who posts it: the role of the person in it, when it may; otherwise the control room, or a role that may. */
function posterOf({ postedBy, example }: AnyEventRecord): Role {
  const acting = Object.values(example as Data).find((value) => isMap(value) && 'id' in value && 'role' in value)
  const poster = postedBy.find((role) => role === (acting as Data | undefined)?.role)
  return poster ?? postedBy.find((role) => role === 'control-room') ?? (postedBy.at(-1) as Role)
}

/** An example as a step may start from it: its instants as how long after the event. */
function exampleOf(event: EventName): Fixture {
  return { event, role: posterOf(EVENTS[event]), data: withInstants(EVENTS[event].example as Data, sinceExample) }
}

type Written = Partial<Fixture>
const FILE = fileURLToPath(new URL('./fixtures.yaml', import.meta.url))
const written = readByHand(textFile(FILE), 64 * 1024).raw as Record<string, Written>

const over = (usual: Fixture, { role = usual.role, data = {} }: Written): Fixture => ({
  event: usual.event,
  role,
  data: withoutNulls(merge(usual.data, data)),
})

const ofEvents = new Map<string, Fixture>(EVENT_NAMES.map((name) => [name, over(exampleOf(name), written[name] ?? {})]))

/** By name; an event's own name is the fixture that its steps start from. */
export const FIXTURES: ReadonlyMap<string, Fixture> = new Map([
  ...ofEvents,
  ...Object.entries(written).flatMap(([name, other]): [string, Fixture][] =>
    other.event === undefined ? [] : [[name, over(ofEvents.get(other.event) as Fixture, other)]],
  ),
])
