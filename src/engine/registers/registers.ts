/** How a register is read: the kinds and states that are its parts, and what comes first. A kind that these machines do not have is in none. */
import type { AnyStateNode } from 'xstate'
import { MATTERS } from '../../../machines/matters/index.ts'
import {
  type Listing,
  OVERDUE,
  REGISTERS,
  type RegisterName,
  type RegisterRecord,
} from '../../../machines/rules/catalogue/registers.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { MatterItem } from '../views/views.ts'
import type { DueWithin, RegisterPart } from './views.ts'

/** The highest number that `weightOf` gives. */
const LIGHTEST = 3
const WEIGHTS: Readonly<Record<string, number>> = { high: 0, medium: 2, standard: LIGHTEST }

/** What comes first in a register that is ordered by risk. An ungraded risk does not count as a low risk. */
export const weightOf = ({ facts }: Pick<MatterItem, 'facts'>): number =>
  'risk' in facts ? (WEIGHTS[String(facts.risk)] ?? 1) : 0

export interface RegisterFilter {
  readonly kind?: string | undefined
  /** With its substates. */
  readonly state?: string | undefined
}

/** The parts of a register, narrowed to a kind or state; empty when it has no such part. */
export function partsOf(name: RegisterName, { kind, state }: RegisterFilter = {}): RegisterPart[] {
  const { of, order }: RegisterRecord = REGISTERS[name]
  const states = of.filter((listing) => kind === undefined || listing.kind === kind).flatMap(statesIn)
  return states
    .filter((listed) => state === undefined || isWithin(listed.state, state))
    .flatMap((listed) =>
      Array.from({ length: LIGHTEST + 1 }, (_, weight) => ({ ...listed, weight, place: placeOf(order, listed.state, weight) })),
    )
}

const placeOf = (order: RegisterRecord['order'], state: string, weight: number): number =>
  order === 'weight' ? weight : order !== 'overdue' ? 0 : isOverdue(state) ? weight : LIGHTEST + 1 + weight

const isOverdue = (state: string): boolean => state.endsWith(`.${OVERDUE}`)

/** What of a register is late at an instant: due before it; where the state says it, what is overdue. */
export function lateIn(name: RegisterName, at: Instant): { readonly parts: RegisterPart[]; readonly within: DueWithin } {
  const parts = partsOf(name)
  return REGISTERS[name].order === 'overdue'
    ? { parts: parts.filter(({ state }) => isOverdue(state)), within: {} }
    : { parts, within: { to: at } }
}

function statesIn({ kind, states }: Listing): { readonly kind: string; readonly state: string }[] {
  const all = kind in MATTERS ? livingStates(kind) : (states ?? [])
  const named = all.filter((state) => states?.some((within) => isWithin(state, within)) ?? true)
  return named.map((state) => ({ kind, state }))
}

const isWithin = (state: string, parent: string): boolean => state === parent || state.startsWith(`${parent}.`)

/** Every state in which a matter of a kind stands, to the deepest, as `stateName` names them. */
export function livingStates(kind: string): string[] {
  const states = Object.values(MATTERS[kind]?.machine.root.states ?? {})
  return states.filter(({ type, tags }) => type !== 'final' && !tags.includes('over')).flatMap(deepest)
}

const deepest = (node: AnyStateNode): string[] => {
  const children = Object.values(node.states)
  if (children.length === 0) return [node.key]
  return children.flatMap((child) => deepest(child).map((state) => `${node.key}.${state}`))
}

const LISTED: ReadonlySet<string> = new Set<string>(Object.values(REGISTERS).flatMap(({ of }) => of.map(({ kind }) => kind)))

/** Whether a kind is in any register. */
export const isListed = (kind: string): boolean => LISTED.has(kind)
