/**
 * The registers of a force: what somebody has to look down a list for each day, as data. A register names kinds and, where not
 * all that live belong in it, their states. A kind that these machines do not have is in no register.
 */
import type { AnyStateNode } from 'xstate'
import { MATTERS } from '../../machines/matters/index.ts'
import type { RegisterPart } from './registerViews.ts'
import type { MatterItem } from './views.ts'

interface Listing {
  readonly kind: string
  /** With their substates; absent for all in which one lives. */
  readonly states?: readonly string[]
}

interface Register {
  /** What is in it, in a sentence. */
  readonly about: string
  readonly of: readonly Listing[]
  /** `risk`: the highest risk to the victim first, and of one risk the longest due. `due`: the longest due first. */
  readonly order: 'risk' | 'due'
  /** Facts that have a column of their own where it is read as a table. */
  readonly columns: readonly string[]
}

/** Source: docs/sources.md#registers */
export const REGISTERS = {
  'suspects-outstanding': {
    about: 'Suspects who are sought, circulated or not.',
    of: [{ kind: 'suspect', states: ['outstanding'] }],
    order: 'risk',
    columns: ['risk', 'since', 'circulatedAt', 'reviewedAt', 'reviewBy'],
  },
  'bail-and-release': {
    about: 'Bail that ends or has lapsed, and releases under investigation.',
    of: [{ kind: 'bail' }, { kind: 'suspect', states: ['underInvestigation'] }],
    order: 'due',
    columns: ['risk', 'suspect', 'endsAt', 'breaches', 'reviewBy', 'justifiedAt'],
  },
  'no-activity': {
    about: 'Investigations in which nothing has happened for as long as the policy bears.',
    of: [{ kind: 'investigation', states: ['open.idle'] }],
    order: 'due',
    columns: ['team', 'activityAt', 'idleAt', 'supervisedAt', 'chargeBy'],
  },
  'markers-to-review': {
    about: 'Location markers whose review is due.',
    of: [{ kind: 'marker', states: ['standing.reviewDue'] }],
    order: 'due',
    columns: ['reason', 'owner', 'reviewBy', 'expiresAt'],
  },
} as const satisfies Readonly<Record<string, Register>>

export type RegisterName = keyof typeof REGISTERS
export const REGISTER_NAMES = Object.keys(REGISTERS) as RegisterName[]

/** The highest number that `weightOf` gives. */
const LIGHTEST = 3
const WEIGHTS: Readonly<Record<string, number>> = { high: 0, medium: 2, standard: LIGHTEST }

/** What comes first where a register goes by risk. One that nobody graded is not taken for a low one. */
export const weightOf = ({ facts }: Pick<MatterItem, 'facts'>): number =>
  'risk' in facts ? (WEIGHTS[String(facts.risk)] ?? 1) : 0

export interface RegisterFilter {
  readonly kind?: string | undefined
  /** With its substates. */
  readonly state?: string | undefined
}

/** The parts of a register, narrowed to a kind or state; none where it has none such. */
export function partsOf(name: RegisterName, { kind, state }: RegisterFilter = {}): RegisterPart[] {
  const { of, order }: Register = REGISTERS[name]
  const states = of.filter((listing) => kind === undefined || listing.kind === kind).flatMap(statesIn)
  return states
    .filter((listed) => state === undefined || isWithin(listed.state, state))
    .flatMap((listed) =>
      Array.from({ length: LIGHTEST + 1 }, (_, weight) => ({ ...listed, weight, place: order === 'risk' ? weight : 0 })),
    )
}

function statesIn({ kind, states }: Listing): { readonly kind: string; readonly state: string }[] {
  const named = livingStates(kind).filter((state) => states?.some((within) => isWithin(state, within)) ?? true)
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
