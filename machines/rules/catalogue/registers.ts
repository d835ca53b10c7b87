/**
 * The registers of a force, in the order in which lists show them: what somebody has to look down a list for each day, as data. A
 * register names kinds and, where not all that live belong in it, their states.
 */
import type { DeadlineName } from './deadlines.ts'
import type { MatterKind } from './event.ts'

/** What is in registers without being a matter, with the states that its lines have (src/engine/registers/rows.ts). */
interface StatesOfLines extends Readonly<Record<`${typeof OWED}${DeadlineName}`, 'pending' | 'missed'>> {
  readonly [DEMAND]: 'overdue' | 'answered' | 'superseded' | 'set-aside'
  readonly [DASH]: 'returned' | 'belowStandard'
  readonly [BREACH]: (typeof BREACH_STATES)[number]
  readonly [ARREST]: 'made'
  readonly [UNIT]: `${(typeof UNIT_STATES)[number]}.${typeof OVERDUE | 'inTime'}`
}
type OfLines = { [Kind in keyof StatesOfLines]: { readonly kind: Kind; readonly states: readonly StatesOfLines[Kind][] } }
interface OfMatters {
  readonly kind: MatterKind
  /** With their substates; absent for all in which a matter lives. */
  readonly states?: readonly string[]
}
export type Listing = OfMatters | OfLines[keyof StatesOfLines]

export interface RegisterRecord {
  /** What the board calls it. */
  readonly label: string
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
/** A form that was sent back. */
export const DASH = 'dash'
/** Of an order, as `DVPN-7/B1`. */
export const BREACH = 'order-breach'
/** Of a suspect or a bail the last, as `P-2` and `bail/B-7`; each for a breach of an order, as `order/DVPN-7/B1`. */
export const ARREST = 'arrest'
/** What became of a breach so far: what was done at first, that he was before the court, what the court made of it. */
export const BREACH_STATES = ['arrested', 'summonsed', 'outstanding', 'no-action', 'produced', 'heard'] as const

/** What the harm assessment unit has to receive or works on. */
export const UNIT = 'unit'
export const OVERDUE = 'overdue'
const UNIT_STATES = ['toReceive', 'received', 'checking', 'referring'] as const
const inTimeOrNot = (state: (typeof UNIT_STATES)[number]) => [`${state}.${OVERDUE}`, `${state}.inTime`] as const

/** Source: docs/sources.md#registers */
export const REGISTERS = {
  dash: {
    label: 'DASH',
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
    label: 'Queue of the harm assessment unit',
    about:
      'What the harm assessment unit has to receive (`toReceive`), and what it works on (`received`, `checking`, `referring`): overdue first, then by risk, then by age. `from` and `to` are about since when.',
    of: [{ kind: UNIT, states: UNIT_STATES.flatMap(inTimeOrNot) }],
    order: 'overdue',
    columns: ['since', 'reportedAt'],
  },
  'demands-overdue': {
    label: 'Demands overdue',
    about: 'Demands for a reassessment that nobody answered in time, the highest level first.',
    of: [{ kind: 'demand', states: ['overdue'] }],
    order: 'weight',
    columns: ['reason', 'raisedAt', 'level', 'count'],
  },
  'demands-answered': {
    label: 'Demands answered',
    about:
      'How demands ended: by a reassessment (`answered`), or by an arrival that saw the victim or came in time (`superseded`), with the level they had reached; and those whose answer a second person found to explain (`set-aside`), which nothing has answered. `from` and `to` are about when that was.',
    of: [{ kind: 'demand', states: ['answered', 'superseded', 'set-aside'] }],
    order: 'happened',
    columns: ['reason', 'raisedAt', 'endedAt', 'level', 'count'],
  },
  'suspects-outstanding': {
    label: 'Suspects outstanding',
    about: 'Suspects who are sought, circulated or not.',
    of: [{ kind: 'suspect', states: ['outstanding'] }],
    order: 'weight',
    columns: ['risk', 'since', 'circulatedAt', 'reviewedAt', 'reviewBy'],
  },
  'positive-action-unexplained': {
    label: 'Positive action unexplained',
    about: 'Suspects who were arrested, interviewed or left alone, and nobody said why.',
    of: [{ kind: 'suspect', states: ['dealtWith.unexplained'] }],
    order: 'weight',
    columns: ['risk', 'how', 'since'],
  },
  arrests: {
    label: 'Arrests',
    about:
      'Suspects by when they were last arrested, as it was recorded of them or of the bail that followed, with what has become of them; and arrests for the breach of an order (`order`) or of bail (`bail`). `from` and `to` are about when: three days ago for a briefing. What the court made of the breach of an order is in `order-breaches`.',
    of: [{ kind: ARREST, states: ['made'] }],
    order: 'happened',
    columns: ['suspect', 'arrestedAt', 'how', 'since', 'risk', 'order', 'bail'],
  },
  'bail-and-release': {
    label: 'Bail and release',
    about:
      'Bail that ends or has lapsed, or has no end while the prosecutors have the file (`standing.suspended`) or a court decides (`standing.withCourt`), and releases under investigation.',
    of: [{ kind: 'bail' }, { kind: 'suspect', states: ['underInvestigation'] }],
    order: 'due',
    columns: [
      ...['risk', 'suspect', 'endsAt', 'charging', 'chargingBy', 'evidenceUntil', 'breaches', 'reviewBy', 'justifiedAt'],
      ...['suspendedAt', 'courtAppliedAt'],
    ],
  },
  'referrals-and-schools': {
    label: 'Referrals and schools',
    about: 'Referrals that no partner has acknowledged, and schools that were not told.',
    of: [{ kind: 'referral' }, { kind: 'school' }],
    order: 'due',
    columns: [
      'madeAt',
      'askedBy',
      'insteadOf',
      'fallback',
      'dueBy',
      'sentAt',
      'bouncedAt',
      'toldAt',
      'acknowledgeBy',
      'calendar',
    ],
  },
  'orders-before-court': {
    label: 'Orders before court',
    about:
      'Notices that are authorised or in force, and orders that are sought without one, on which no court has decided; also those for which the prosecutor was asked (`asked`) and does not ask (`unsupported`).',
    of: [{ kind: 'order', states: ['authorised', 'notice', 'applied', 'asked', 'unsupported'] }],
    order: 'due',
    columns: ['what', 'subject', 'servedAt', 'court', 'hearingBy', 'hearingAt', 'applicant', 'soughtAt'],
  },
  'order-breaches': {
    label: 'Order breaches',
    about:
      'Every breach of an order or notice, with what was done and what the court made of it. `from` and `to` are about when it happened; `dueAt` is by when who was arrested has to be before the court.',
    of: [{ kind: BREACH, states: BREACH_STATES }],
    order: 'happened',
    columns: ['order', 'what', 'under', 'of', 'subject', 'at', 'action', 'arrestedAt', 'courtBy', 'producedAt', 'result'],
  },
  disclosures: {
    label: 'Disclosures',
    about:
      "Applications under Clare's Law that are not answered yet. Their state is the stage, and `appliedAt` says how old they are.",
    of: [{ kind: 'disclosure' }],
    order: 'due',
    columns: ['route', 'applicant', 'appliedAt', 'checkedAt', 'metAt', 'decidedAt', 'decision', 'recipient'],
  },
  marac: {
    label: 'MARAC',
    about: 'Cases for the multi-agency conference: referred and not heard yet, or heard with actions that are not done.',
    of: [{ kind: 'marac', states: ['referred', 'heard'] }],
    order: 'due',
    columns: ['risk', 'area', 'meeting', 'meetingAt', 'papersBy', 'repeat'],
  },
  'victim-updates': {
    label: 'Victim updates',
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
    label: 'Victims not told',
    about: 'Victims whom nobody has told of the delay though the time for it has passed.',
    of: [{ kind: 'owed/victim-told', states: ['missed'] }],
    order: 'due',
    columns: ['since'],
  },
  'plans-and-visits': {
    label: 'Plans and visits',
    about: 'Risk management plans, welfare checks and visits, by when they are due.',
    of: [{ kind: 'plan' }, { kind: 'task' }],
    order: 'due',
    columns: ['owner', 'risk', 'version', 'reviewBy', 'firstDueAt', 'putOffTimes', 'triedTimes', 'triedAt'],
  },
  'no-activity': {
    label: 'No activity',
    about: 'Investigations in which nothing has happened for as long as the policy bears.',
    of: [{ kind: 'investigation', states: ['open.idle'] }],
    order: 'due',
    columns: ['team', 'activityAt', 'idleAt', 'supervisedAt', 'chargeBy'],
  },
  'markers-to-review': {
    label: 'Markers to review',
    about: 'Location markers whose review is due.',
    of: [{ kind: 'marker', states: ['standing.reviewDue'] }],
    order: 'due',
    columns: ['reason', 'owner', 'reviewBy', 'expiresAt'],
  },
} as const satisfies Readonly<Record<string, RegisterRecord>>

export type RegisterName = keyof typeof REGISTERS
export const REGISTER_NAMES = Object.keys(REGISTERS) as readonly RegisterName[]
