/** Who called in the night that the demo opens on, and what was said of it. Telephone numbers are of the range kept for drama. */
import { lookedAt } from '../../../machines/rules/catalogue/incident/situation.ts'
import { EVENTS } from '../../../machines/rules/events.ts'
import type { IncidentView } from '../../engine/views/views.ts'
import { chanceFrom } from './chance.ts'
import { explanation, thrive } from './sayings.ts'

interface Told {
  readonly victim: string
  readonly address: string
  readonly narrative: string
  /** Why it has its grade. */
  readonly why: string
  readonly flags?: readonly string[]
  readonly children?: readonly string[]
  /** Nobody said where the two are. */
  readonly unknown?: boolean
}

export const TOLD = {
  worst: {
    victim: 'Maya Example',
    address: '17 Fictional Row',
    narrative: 'Caller says her former partner was at the back door and will come back. He broke the glass last month.',
    why: 'He has left and said that he comes back; the door does not lock.',
    flags: ['repeat-victim', 'high-risk'],
  },
  joined: {
    victim: 'Ruth Sample',
    address: '4 Example Street',
    narrative: 'Neighbour hears shouting and something breaking upstairs. Two children live there.',
    why: 'Nobody is hurt as far as the neighbour knows; he went out before.',
    flags: ['children'],
    children: ['Tom Sample', 'Ida Sample'],
  },
  unknownLong: {
    victim: 'Name not known',
    address: '2 Invented Close',
    narrative: 'Open line; a woman asks somebody to put it down, then silence. No answer when rung back.',
    why: 'The line closed and nothing else is known.',
    unknown: true,
  },
  doubtful: {
    victim: 'Nora Placeholder',
    address: '61 Fictional Row',
    narrative: 'Caller has had forty messages since this morning; he knows where she works.',
    why: 'Messages only so far; he does not know her new address.',
    flags: ['stalking'],
  },
  lowering: {
    victim: 'Jo Specimen',
    address: '30 Example Street',
    narrative: 'Caller reports that her husband pushed her against the wall an hour ago and took her keys.',
    why: 'He is in the house and she cannot leave it.',
  },
  colleague: {
    victim: 'Kim Instance',
    address: '9 Invented Close',
    narrative: 'Caller says her partner, who works for the police, reads her telephone and threatened her.',
    why: 'He is on shift until six.',
  },
  dashDue: {
    victim: 'Lena Model',
    address: '12 Example Street',
    narrative: 'Caller says that he came back in spite of the order. Her daughter let the officers in.',
    why: 'He had left when she rang.',
    flags: ['order-in-force', 'children'],
    children: ['Mia Model'],
  },
  unitWaits: {
    victim: 'Ann Dummy',
    address: '88 Fictional Row',
    narrative: 'Caller says that he threatened to kill her if she leaves.',
    why: 'She was at her mother when she rang.',
    flags: ['high-risk'],
  },
  ungraded: {
    victim: 'Eve Mockup',
    address: '5 Invented Close',
    narrative: 'Caller whispers that he has taken her keys and her charger. Battery at four per cent.',
    why: '',
  },
  closed: {
    victim: 'Sue Pattern',
    address: '71 Example Street',
    narrative: 'Caller says that her brother threatened her over money and has gone home.',
    why: 'He has gone home, twenty miles away.',
  },
} as const satisfies Record<string, Told>

type Household = keyof typeof TOLD
const HOUSEHOLDS = Object.keys(TOLD)

/** `DM-20261123-031207`: at most one a second, and never one of an earlier evening. */
export const referenceAt = (when: Date): string => {
  const [day, time] = when.toISOString().slice(0, 19).split('T')
  return `DM-${day?.replaceAll('-', '')}-${time?.replaceAll(':', '')}`
}

/** When the demo reported an incident, in ms; null for an incident that somebody else reported. */
export function timeOf(reference: string): number | null {
  const [, year, month, day, hour, minute, second] = /^DM-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/.exec(reference) ?? []
  return year === undefined ? null : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

const numberOf = (household: Household): number => 10 + HOUSEHOLDS.indexOf(household)
const phoneOf = (household: Household): string => `077009000${numberOf(household)}`

export function call(household: Household, at: number): object {
  const told: Told = TOLD[household]
  const number = numberOf(household)
  return {
    ...{ force: 'demo', channel: '999', receivedAt: new Date(at).toISOString() },
    location: { address: told.address, area: 'urban' },
    narrative: told.narrative,
    persons: [
      { role: 'victim', personRef: `P-${number}-1`, name: told.victim, phone: phoneOf(household) },
      { role: 'suspect', personRef: `P-${number}-2` },
      ...(told.children ?? []).map((name, n) => ({
        ...{ role: 'child', personRef: `P-${number}-${n + 3}`, name, schoolRef: 'SCH-EXAMPLE' },
      })),
    ],
    flags: told.flags ?? [],
  }
}

const NOT_KNOWN = {
  ...{ suspect: { where: 'unknown', source: 'none' }, victim: { where: 'unknown', source: 'none' } },
  ...{ canReach: 'unknown', changed: ['unknown'], protects: ['unknown'] },
} as const

export function assessed(household: Household, at: number): object {
  const told: Told = TOLD[household]
  const { situation } = lookedAt(new Date(at).toISOString())
  return {
    ...thrive(chanceFrom(0), true),
    assessor: { id: 'ch-2', role: 'control-room' },
    safeContact: { phone: phoneOf(household), safeTimes: 'any time', codeword: 'parcel' },
    situation: told.unknown ? NOT_KNOWN : { ...situation, changed: ['unknown'] },
  }
}

/** Why the car is late, in the place of a reassessment. */
export const excuse = (view: IncidentView, assessor: object): object => ({
  ...explanation(
    view,
    view.demands.find(({ status }) => status === 'open')?.id ?? '',
    'No units available. All units committed.',
  ),
  assessor,
})

/** Complete, and nothing in it is known. */
export function answerOfNothing(demand: string, assessor: object, rungAt: number): object {
  const whole = EVENTS['risk.reassessed'].example
  return {
    ...{ ...whole, demand, assessor, situation: NOT_KNOWN },
    victimContact: { attempted: true, at: new Date(rungAt).toISOString(), outcome: 'Rang her number twice. Voicemail.' },
    newInformation: 'The caller from the next street could not be reached.',
    thrive: {
      ...whole.thrive,
      threat: { change: 'unknown', rationale: 'Nobody knows whether it was him.' },
      risk: { change: 'unknown', rationale: 'Nobody knows where he is.' },
      vulnerability: { change: 'unchanged', rationale: '' },
    },
    interimRisk: 'It cannot be said what he does next.',
    decision: { priority: 'P3', rationale: 'Stays as it is until she picks up.' },
    nextReviewAt: new Date(Date.now() + 20 * 60_000).toISOString(),
  }
}
