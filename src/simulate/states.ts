/** The regions of an incident and the states that an expectation may name. */
import { incident } from '../../machines/incident/index.ts'
import type { RegionStates } from '../engine/views/views.ts'

export const REGIONS = [
  'grading',
  'attendance',
  'risk',
  'dash',
  'safeguarding',
  'investigation',
  'closure',
] as const satisfies readonly (keyof RegionStates)[]

interface Node {
  readonly states: Readonly<Record<string, Node>>
}

const names = (node: Node | undefined, prefix: string): string[] =>
  Object.entries(node?.states ?? {}).flatMap(([name, child]) => [`${prefix}${name}`, ...names(child, `${prefix}${name}.`)])

/** `waiting`, `waiting.unassigned`…: a state may be named whole or by its parent. */
export const stateNames = (region: (typeof REGIONS)[number]): string[] => names(incident.root.states[region], '')
