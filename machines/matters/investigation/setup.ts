import type { OutcomeCode } from '../../rules/catalogue/matters/investigation.ts'
import type { CaseEventData, HeardBy } from '../../rules/events.ts'
import type { InvestigationPolicy } from '../../rules/policy/investigation.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { defineMatter, type Inner, type On, type Remembered, type RiskChanged } from '../defineMatter.ts'
import type { MatterEvent, Told } from '../matter.ts'

export interface Waiting {
  /** The exhibit. */
  readonly item: string
  readonly kind: string
  readonly since: Instant
  /** When it should be back: as the examiners say, or within what the policy gives them. */
  readonly expectedBy: Instant
}

export type ChargingState = 'requested' | 'charge' | 'no-charge' | 'more-evidence' | null
/** What the prosecutors were asked, of a suspect or, where nobody was named, of each. */
export interface Asked {
  readonly suspect: string | null
  readonly charging: ChargingState
  readonly requestedAt: Instant
}

/** The suspect is null where the charge names nobody; the offences are those of the crime at that time. */
export interface Charge {
  readonly suspect: string | null
  readonly offences: readonly string[]
}

const memory = {
  offences: [] as readonly string[],
  recordedAt: null as Instant | null,
  offenceAt: null as Instant | null,
  /** When the complainant first gave the police a statement about it, or was interviewed on video. */
  statementAt: null as Instant | null,
  /** Nobody said when it was committed, so that its time is that of the report, and its limit may be over sooner than it says. */
  offenceAtAssumed: false,
  /** The last day to charge what is not settled yet; null for offences without a limit that the policy knows. */
  chargeBy: null as Instant | null,
  chargedAt: null as Instant | null,
  charges: [] as readonly Charge[],
  /** The offences with which every suspect was charged or let go: their limit runs for nobody. */
  charged: [] as readonly string[],
  /** Suspects for whom the limit runs on. */
  leftToCharge: [] as readonly string[],
  team: null as string | null,
  /** The rule of the policy by which it should have gone. */
  allocationRule: null as string | null,
  bodyWornVideo: null as boolean | null,
  supervisedAt: null as Instant | null,
  reviewBy: null as Instant | null,
  handedOverAt: null as Instant | null,
  /** Parts of the package that were not in it. */
  handedOverWithout: [] as readonly string[],
  /** Digital evidence that has not come back yet. */
  waitingFor: [] as readonly Waiting[],
  /** Whether somebody is to decide on a charge, or has decided: for all its suspects, and for each. */
  charging: null as ChargingState,
  chargingOf: [] as readonly Asked[],
  chargingRequestedAt: null as Instant | null,
  chargingBy: null as Instant | null,
  activityAt: null as Instant | null,
  idleAt: null as Instant | null,
  outcome: null as OutcomeCode | null,
  outcomeAt: null as Instant | null,
  evidenceLedReview: null as boolean | null,
  /** Why she does not support it, as a code. */
  victimReason: null as string | null,
  reportedAt: null as Instant | null,
  /** When somebody first saw or reached her. */
  firstContactAt: null as Instant | null,
}
export type InvestigationContext = Remembered<typeof memory>

/** The incident hands these on: they are not about one crime alone. */
type HandedOn<Name extends 'crime.recorded' | 'investigation.allocated' | 'statement.taken'> = Inner<
  Name,
  { readonly data: CaseEventData[Name] }
>
export type Allocated = HandedOn<'investigation.allocated'>
/** From the suspect's side, or that of the bail: with this crime by its name, or with none that was named; null for nobody named. */
export type Charged = Inner<'suspect.charged', { readonly named: boolean; readonly suspect: string | null }>
type Heard = HandedOn<'crime.recorded'> | HandedOn<'statement.taken'> | Allocated | Inner<'activity'> | Charged | RiskChanged
type Event = MatterEvent<HeardBy<'investigation'>> | Heard
export type OnCrime<Type extends Event['type']> = On<InvestigationContext, Extract<Event, { readonly type: Type }>>

/** Investigations begin only under a policy that follows them. */
export const settings = ({ incident: { policy } }: Pick<Told, 'incident'>): InvestigationPolicy =>
  policy.investigation as InvestigationPolicy

export const { act, remember, schedule, raise, resolve, lifecycle } = defineMatter({
  kind: 'investigation',
  about: 'The investigation of a crime: allocated, supervised, handed over, charged in time or given another outcome.',
  field: 'crimeRef',
  memory,
  clocks: { 'no-activity': ({ idleAt }) => idleAt },
  climbEvery: ({ investigation }) => (investigation as InvestigationPolicy).climbEvery,
  types: { hears: {} as Heard },
})
