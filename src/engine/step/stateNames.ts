/** What a `state=` filter may ask for: a state of an incident whole or by its parent, with or without the name of its region. */
import type { AnyStateNode } from 'xstate'
import { incident } from '../../../machines/incident/index.ts'
import type { RegionStates } from '../views/views.ts'

/** `overdue.unassigned` of attendance: `overdue`, `attendance.overdue`, `overdue.unassigned`, `attendance.overdue.unassigned`. */
export const spellings = (region: string, state: string): readonly string[] =>
  SPELLINGS_OF.get(region)?.get(state) ?? spelled(region, state)

function spelled(region: string, state: string): readonly string[] {
  const parts = state.split('.')
  const names = parts.map((_, depth) => parts.slice(0, depth + 1).join('.'))
  return names.flatMap((name) => [name, `${region}.${name}`])
}

const namesIn = (node: AnyStateNode, above = ''): string[] =>
  Object.values(node.states).flatMap((child) => [`${above}${child.key}`, ...namesIn(child, `${above}${child.key}.`)])

/** Of each region the names of its states, those within others after a dot. */
export const STATES_OF_REGIONS: ReadonlyMap<keyof RegionStates, readonly string[]> = new Map(
  Object.values(incident.root.states).map((region) => [region.key as keyof RegionStates, namesIn(region)]),
)

/** Made once: each change of an incident asks for those of all its regions. */
const SPELLINGS_OF: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  [...STATES_OF_REGIONS].map(([region, states]) => [region, new Map(states.map((state) => [state, spelled(region, state)]))]),
)
const SPELLINGS: ReadonlySet<string> = new Set([...SPELLINGS_OF.values()].flatMap((states) => [...states.values()].flat()))
export const isStateName = (written: string): boolean => SPELLINGS.has(written)
