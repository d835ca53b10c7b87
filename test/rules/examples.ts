/** The fictional evening of the catalogue, for tests: what they say of it replaces what its examples say. */
import type { Situation } from '../../machines/rules/catalogue/incident/situation.ts'
import { type CaseEventData, EVENT_NAMES, EVENTS, type EventName, parseData } from '../../machines/rules/events.ts'

/** The example of an event as the api reads it, with parts replaced. @throws where its schema does not take that. */
export function exampleOf<Name extends EventName>(name: Name, data: object = {}): CaseEventData[Name] {
  const read = parseData(name, { ...EVENTS[name].example, ...data })
  if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.issues)}`)
  return read.data
}

/** Each unchanged. */
export const EXAMPLES = Object.fromEntries(EVENT_NAMES.map((name) => [name, exampleOf(name)])) as {
  readonly [Name in EventName]: CaseEventData[Name]
}

/** A place that nobody told, and a situation of which nothing is known. */
export const NOBODY = { where: 'unknown', source: 'none' } as const
export const NOBODY_KNOWS: Situation = {
  suspect: NOBODY,
  victim: NOBODY,
  canReach: 'unknown',
  changed: ['unknown'],
  protects: ['unknown'],
}

/** An adequate THRIVE and a complete reassessment, to be spoilt one part at a time. */
export const thrive = EXAMPLES['thrive.assessed']
export const reassessment = EXAMPLES['risk.reassessed']
