/**
 * The registers of a force: what somebody has to look down a list for each day, as data. A register names kinds and, where not
 * all that live belong in it, their states. A kind that these machines do not have is in no register.
 */
import type { AnyStateNode } from 'xstate'
import { MATTERS } from '../../machines/matters/index.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { DueWithin, RegisterPart } from './registerViews.ts'
import type { MatterItem } from './views.ts'

interface Listing {
  readonly kind: string
  /** With their substates; absent for all in which one lives. What is no matter has those that are named. */
  readonly states?: readonly string[]
}

interface Register {
  /** What is in it, in a sentence. */
  readonly about: string
  readonly of: readonly Listing[]
  /**
   * `weight`: the highest risk to the victim, or level of the ladder, first, and of one weight the longest due. `due`: the longest
   * due first. `overdue`: what is overdue first, and then as by weight. `happened`: what happened, the oldest first, whatever became
   * of it since; no clock makes it late.
   */
  readonly order: 'weight' | 'due' | 'overdue' | 'happened'
  /** Facts that have a column of their own where it is read as a table. */
  readonly columns: readonly string[]
}

/** What is owed on an incident itself, by its deadline: `owed/dash-review`. */
export const OWED = 'owed/'
export const DEMAND = 'demand'
/** One that was sent back. */
export const DASH = 'dash'
/** Of an order, as `DVPN-7/B1`. */
export const BREACH = 'order-breach'
/** Of a suspect, the last. */
export const ARREST = 'arrest'
/** What became of a breach so far: what was done at first, that he was before the court, what the court made of it. */
export const BREACH_STATES = ['arrested', 'summonsed', 'outstanding', 'no-action', 'produced', 'heard'] as const

/** What the harm assessment unit has to receive or works on. */
export const UNIT = 'unit'
const OVERDUE = 'overdue'
const inTimeOrNot = (state: string): string[] => [`${state}.${OVERDUE}`, `${state}.inTime`]

/** Source: docs/sources.md#registers */
export const REGISTERS = {
  dash: {
    about:
      'Risk assessments: not made though their time has passed (`owed/dash-submission`, `missed`), sent back and not mended (`dash`, `returned`), found below standard by the harm assessment unit (`dash`, `belowStandard`), and not reviewed in time (`owed/dash-review`, `missed`).',
    of: [
      { kind: 'owed/dash-submission', states: ['missed'] },
      { kind: 'dash', states: ['returned', 'belowStandard'] },
      { kind: 'owed/dash-review', states: ['missed'] },
    ],
    order: 'due',
    columns: ['since'],
  },
  'unit-queue': {
    about:
      'What the harm assessment unit has to receive (`toReceive`), and what it works on (`received`, `checking`, `referring`): overdue first, then by risk, then by age. `from` and `to` are about since when.',
    of: [{ kind: 'unit', states: ['toReceive', 'received', 'checking', 'referring'].flatMap(inTimeOrNot) }],
    order: 'overdue',
    columns: ['since', 'reportedAt'],
  },
  'demands-overdue': {
    about: 'Demands for a reassessment that nobody answered in time, the highest level first.',
    of: [{ kind: 'demand', states: ['overdue'] }],
    order: 'weight',
    columns: ['reason', 'raisedAt', 'level', 'count'],
  },
  'demands-answered': {
    about:
      'How demands ended: by a reassessment (`answered`), or by an arrival that saw the victim or came in time (`superseded`), with the level they had climbed to. `from` and `to` are about when they ended.',
    of: [{ kind: 'demand', states: ['answered', 'superseded'] }],
    order: 'happened',
    columns: ['reason', 'raisedAt', 'endedAt', 'level', 'count'],
  },
  'suspects-outstanding': {
    about: 'Suspects who are sought, circulated or not.',
    of: [{ kind: 'suspect', states: ['outstanding'] }],
    order: 'weight',
    columns: ['risk', 'since', 'circulatedAt', 'reviewedAt', 'reviewBy'],
  },
  'positive-action-unexplained': {
    about: 'Suspects who were arrested, interviewed or left alone, and nobody said why.',
    of: [{ kind: 'suspect', states: ['dealtWith.unexplained'] }],
    order: 'weight',
    columns: ['risk', 'how', 'since'],
  },
  arrests: {
    about:
      'Suspects by when they were last arrested, as it was recorded of them or of the bail that followed, with what has become of them. `from` and `to` are about when: three days ago for a briefing. Arrests for the breach of an order are in `order-breaches`.',
    of: [{ kind: ARREST, states: ['made'] }],
    order: 'happened',
    columns: ['suspect', 'arrestedAt', 'how', 'since', 'risk'],
  },
  'bail-and-release': {
    about: 'Bail that ends or has lapsed, and releases under investigation.',
    of: [{ kind: 'bail' }, { kind: 'suspect', states: ['underInvestigation'] }],
    order: 'due',
    columns: ['risk', 'suspect', 'endsAt', 'charging', 'chargingBy', 'evidenceUntil', 'breaches', 'reviewBy', 'justifiedAt'],
  },
  'referrals-and-schools': {
    about: 'Referrals that no partner has acknowledged, and schools that were not told.',
    of: [
      { kind: 'referral' },
      { kind: 'school' },
      { kind: 'owed/referral', states: ['pending', 'missed'] },
      { kind: 'owed/school', states: ['pending', 'missed'] },
    ],
    order: 'due',
    columns: ['since', 'askedBy', 'insteadOf', 'fallback', 'dueBy', 'sentAt', 'bouncedAt', 'toldAt', 'acknowledgeBy', 'calendar'],
  },
  'orders-before-court': {
    about:
      'Notices that are authorised or in force, and orders that are sought without one, on which no court has decided; also those for which the prosecutor was asked (`asked`) and does not ask (`unsupported`).',
    of: [{ kind: 'order', states: ['authorised', 'notice', 'applied', 'asked', 'unsupported'] }],
    order: 'due',
    columns: ['what', 'subject', 'servedAt', 'court', 'hearingBy', 'hearingAt', 'applicant', 'soughtAt'],
  },
  'order-breaches': {
    about:
      'Every breach of an order or notice, with what was done and what the court made of it. `from` and `to` are about when it happened; `dueAt` is by when who was arrested has to be before the court.',
    of: [{ kind: BREACH, states: BREACH_STATES }],
    order: 'happened',
    columns: ['order', 'what', 'under', 'of', 'subject', 'at', 'action', 'arrestedAt', 'courtBy', 'producedAt', 'result'],
  },
  disclosures: {
    about: "Applications under Clare's Law that are not answered yet, as old as `appliedAt`; their state is the stage.",
    of: [{ kind: 'disclosure' }],
    order: 'due',
    columns: ['route', 'applicant', 'appliedAt', 'checkedAt', 'metAt', 'decidedAt', 'decision', 'recipient'],
  },
  marac: {
    about: 'Cases for the multi-agency conference: referred and not heard yet, or heard with actions that are not done.',
    of: [{ kind: 'marac', states: ['referred', 'heard'] }],
    order: 'due',
    columns: ['risk', 'area', 'meeting', 'meetingAt', 'papersBy', 'repeat'],
  },
  'victim-updates': {
    about:
      'What a victim is owed: to be told of something (`owed/victim-update`, by her reference, what it is and the suspect), and to be referred to support (`owed/victim-support`).',
    of: [
      { kind: 'owed/victim-update', states: ['pending', 'missed'] },
      { kind: 'owed/victim-support', states: ['pending', 'missed'] },
    ],
    order: 'due',
    columns: ['since'],
  },
  'victims-not-told': {
    about: 'Victims whom nobody has told of the delay though the time for it has passed.',
    of: [{ kind: 'owed/victim-told', states: ['missed'] }],
    order: 'due',
    columns: ['since'],
  },
  'plans-and-visits': {
    about: 'Risk management plans, welfare checks and visits, by when they are due.',
    of: [{ kind: 'plan' }, { kind: 'task' }],
    order: 'due',
    columns: ['owner', 'risk', 'version', 'reviewBy', 'firstDueAt', 'putOffTimes', 'triedTimes', 'triedAt'],
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
      Array.from({ length: LIGHTEST + 1 }, (_, weight) => ({ ...listed, weight, place: placeOf(order, listed.state, weight) })),
    )
}

const placeOf = (order: Register['order'], state: string, weight: number): number =>
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

const LISTED: ReadonlySet<string> = new Set(Object.values(REGISTERS).flatMap(({ of }) => of.map(({ kind }) => kind)))

/** Whether a kind is in any register. */
export const isListed = (kind: string): boolean => LISTED.has(kind)
