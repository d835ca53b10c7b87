/**
 * What only two people may decide: of which events, where the second of them is named, and whose rank is asked for. The rules
 * themselves are where each event is judged. Source: the public contract, sections 2 and 8.
 */
import type { CaseEventData, EventName } from './events.ts'
import { lowersLate } from './grading/grading.ts'
import { isGrave, type Settled } from './grading/telephone.ts'
import { lowersWithTwo } from './hau/dash.ts'
import type { Policy } from './policy/policy.ts'
import { COMMAND_ROLES, type Person, type RiskGrade, type Role, SUPERVISING } from './vocabulary.ts'

/** What an incident says of itself that decides whether two people are needed. */
export interface Stands extends Settled {
  readonly policy: Policy
  readonly priority: string | null
  readonly riskGrade: RiskGrade | null
}

interface Rule<Name extends EventName> {
  /** Whether a second person is needed now. */
  readonly needed: (incident: Stands, data: CaseEventData[Name]) => boolean
  /** One of the two must have one of these; null where no rank is asked for. */
  readonly ranks: (policy: Policy) => readonly Role[] | null
  /** The person who decides, as the event names them. */
  readonly actor: (data: CaseEventData[Name]) => Person
  /** The same, with a second person named. */
  readonly with: (data: CaseEventData[Name], second: Person) => CaseEventData[Name]
  /** In a word. */
  readonly asks: (incident: Stands, data: CaseEventData[Name]) => string
}
type Rules<Names extends EventName> = { readonly [Name in Names]: Rule<Name> }

const ofGrade = ({ priority }: Stands, to: string): string => `${priority} to ${to}`

export type DecidedByTwo =
  | 'incident.graded'
  | 'risk.reassessed'
  | 'dash.reviewed'
  | 'dash.excepted'
  | 'incident.resolved-by-telephone'
  | 'crime.outcome'

const DECIDED_BY_TWO: Rules<DecidedByTwo> = {
  'incident.graded': {
    needed: (incident, { priority }) => lowersLate(incident, priority),
    ranks: () => COMMAND_ROLES,
    actor: ({ by }) => by,
    with: (data, approvedBy) => ({ ...data, approvedBy }),
    asks: (incident, { priority }) => ofGrade(incident, priority),
  },
  'risk.reassessed': {
    needed: (incident, { decision }) => lowersLate(incident, decision.priority),
    ranks: () => COMMAND_ROLES,
    actor: ({ assessor }) => assessor,
    with: (data, approvedBy) => ({ ...data, decision: { ...data.decision, approvedBy } }),
    asks: (incident, { decision }) => ofGrade(incident, decision.priority),
  },
  'dash.reviewed': {
    needed: lowersWithTwo,
    ranks: () => null,
    actor: ({ reviewer }) => reviewer,
    with: (data, approvedBy) => ({ ...data, approvedBy }),
    asks: ({ riskGrade }, { grade }) => `${riskGrade} to ${grade}`,
  },
  'dash.excepted': {
    needed: () => true,
    ranks: ({ dash }) => dash.exceptionBy,
    actor: ({ by }) => by,
    with: (data, approvedBy) => ({ ...data, approvedBy }),
    asks: () => 'no DASH',
  },
  'incident.resolved-by-telephone': {
    needed: isGrave,
    ranks: ({ telephoneResolution }) => telephoneResolution.override,
    actor: ({ by }) => by,
    with: (data, approvedBy) => ({ ...data, approvedBy }),
    asks: () => 'resolved by telephone',
  },
  'crime.outcome': {
    needed: ({ policy }, { code }) => policy.investigation?.outcomes.reviewed.includes(code) ?? false,
    ranks: () => SUPERVISING,
    actor: ({ by }) => by,
    with: (data, agreedBy) => ({ ...data, agreedBy }),
    asks: (_, { crimeRef, code }) => `${crimeRef}: outcome ${code}`,
  },
}

/** @returns null for an event that no rule asks a second person for. */
export const ruleOf = (name: EventName): Rule<EventName> | null =>
  Object.hasOwn(DECIDED_BY_TWO, name) ? (DECIDED_BY_TWO[name as DecidedByTwo] as unknown as Rule<EventName>) : null

/** Whether an event waits for a second person's own act, before anything else is asked of it. */
export function waitsForSecond(incident: Stands, type: EventName, data: CaseEventData[EventName]): boolean {
  if (incident.policy.approvals.secondPerson === 'named') return false
  return ruleOf(type)?.needed(incident, data) ?? false
}
