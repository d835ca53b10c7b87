/**
 * Which field of an event names who acts, and which name a second person beside them. Derived from the schemas of the catalogue. Whoever
 * else an event names (`saidBy`, `authorisedBy`, the author whom feedback is for) is spoken of and does not act.
 */
import { EVENT_NAMES, EVENTS, type EventName } from './events.ts'
import { pointerOf } from './issue.ts'
import type { Person } from './vocabulary.ts'

/** In the order in which they are looked for: `by` acts where an event also names an `author`. */
const ACTING = ['by', 'assessor', 'author', 'reviewer', 'scorer'] as const
type ActingField = (typeof ACTING)[number]

const FIELDS: ReadonlyMap<EventName, ActingField | null> = new Map(
  EVENT_NAMES.map((name) => [name, ACTING.find((field) => Object.hasOwn(EVENTS[name].schema.shape, field)) ?? null]),
)

/** Null for a first report, which names nobody who acts. */
export const actingFieldOf = (name: EventName): ActingField | null => FIELDS.get(name) ?? null

/** Where an event names somebody who approved or agreed. */
export const SECOND_PERSONS = [['approvedBy'], ['agreedBy'], ['decision', 'approvedBy']] as const

type Known = Readonly<Record<string, unknown>>

/** Who approved or agreed, as an event names them, each with its pointer. */
export const secondPersonsIn = (data: object): readonly { readonly pointer: string; readonly person: Person }[] =>
  SECOND_PERSONS.flatMap((path) => {
    const person = path.reduce<unknown>((within, field) => (within as Known | undefined)?.[field], data)
    return person === undefined ? [] : [{ pointer: pointerOf('/data', path), person: person as Person }]
  })
