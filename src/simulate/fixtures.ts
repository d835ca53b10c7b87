/** The fictional evening that fills in what a step leaves out. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { EVENT_NAMES, type EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'

export type Data = Readonly<Record<string, unknown>>

export interface Fixture {
  readonly event: EventName
  readonly role: Role
  readonly data: Data
}

type Written = Partial<Pick<Fixture, 'event'>> & Omit<Fixture, 'event'>

const written = parse(readFileSync(new URL('./fixtures.yaml', import.meta.url), 'utf8')) as Record<string, Written>

/** By name; the one with an event's own name is what its steps start from. */
export const FIXTURES: ReadonlyMap<string, Fixture> = new Map(
  Object.entries(written).map(([name, fixture]) => [
    name,
    { ...fixture, event: fixture.event ?? (EVENT_NAMES.find((event) => event === name) as EventName) },
  ]),
)

export const isMap = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is said, over what is usual: maps are merged, everything else is replaced whole. */
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
