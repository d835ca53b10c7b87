/** What a case takes now, and what is left to do on it. */
import { type AnyMachineSnapshot, getNextTransitions } from 'xstate'
import { acceptedTypes } from '../../../machines/incident/index.ts'
import { kindHearing, MATTERS } from '../../../machines/matters/index.ts'
import { EVENT_NAMES, type EventName } from '../../../machines/rules/events.ts'
import type { LiveCase } from './live.ts'
import { blank, snapshotOf } from './moves.ts'

/** The event types that a machine takes in a state, guards aside. */
export const typesOf = (snapshot: AnyMachineSnapshot): readonly EventName[] => {
  const taken = new Set(getNextTransitions(snapshot).map(({ eventType }): string => eventType))
  return EVENT_NAMES.filter((name) => taken.has(name))
}

const beginning = Object.keys(MATTERS).flatMap((kind) => typesOf(blank(`${kind}/`)))

/** What a kind takes in a state, guards aside, is always the same: worked out once, not for each of three hundred machines. */
const taking = new Map<string, readonly EventName[]>()
function typesOfMatter(live: LiveCase, id: string): readonly EventName[] {
  const state = `${id.slice(0, id.indexOf('/'))} ${JSON.stringify(live.matters[id]?.value)}`
  const known = taking.get(state)
  if (known !== undefined) return known
  const types = typesOf(snapshotOf(live, `matters/${id}`))
  taking.set(state, types)
  return types
}

/** The event types that the incident, or a matter of it, takes now. */
export function typesTaken(live: LiveCase): readonly EventName[] {
  const matters = Object.keys(live.matters).flatMap((id) => typesOfMatter(live, id))
  // What an incident only hears because a matter of it took it (the breach of an order) is taken when a matter does.
  const own = acceptedTypes(live.incident).filter((name) => kindHearing(name) === null)
  const taken = new Set<string>([...own, ...beginning, ...matters])
  return EVENT_NAMES.filter((name) => taken.has(name))
}
