import { assign, setup } from 'xstate'
import type { CaseEventData, HeardBy } from '../../rules/events.ts'
import { until } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { type MatterContext, type MatterEvent, type MatterTag, matterEffects, type Told } from '../matter.ts'

export interface Waiting {
  /** The exhibit. */
  readonly item: string
  readonly kind: string
  readonly since: Instant
  /** When it should be back: as the examiners say, or within what the policy gives them. */
  readonly expectedBy: Instant
}

export interface InvestigationContext extends MatterContext {
  readonly offences: readonly string[]
  readonly recordedAt: Instant | null
  readonly offenceAt: Instant | null
  /** The last day to charge what nobody was charged with yet; null for offences without a limit that the policy knows. */
  readonly chargeBy: Instant | null
  readonly chargedAt: Instant | null
  /** The offences of the crime as it was when somebody was charged. */
  readonly charged: readonly string[]
  readonly team: string | null
  /** The rule of the policy by which it should have gone. */
  readonly allocationRule: string | null
  readonly bodyWornVideo: boolean | null
  readonly supervisedAt: Instant | null
  readonly reviewBy: Instant | null
  readonly handedOverAt: Instant | null
  /** Parts of the package that were not in it. */
  readonly handedOverWithout: readonly string[]
  /** Digital evidence that is waited for. */
  readonly waitingFor: readonly Waiting[]
  /** Whether somebody is to decide on a charge, or has decided. */
  readonly charging: 'requested' | 'charge' | 'no-charge' | 'more-evidence' | null
  readonly chargingSuspect: string | null
  readonly chargingRequestedAt: Instant | null
  readonly chargingBy: Instant | null
  readonly activityAt: Instant | null
  readonly idleAt: Instant | null
  readonly outcome: number | null
  readonly outcomeAt: Instant | null
  readonly evidenceLedReview: boolean | null
  /** Why she does not support it, as a code. */
  readonly victimReason: string | null
  readonly reportedAt: Instant | null
  /** When somebody first saw or reached her. */
  readonly firstContactAt: Instant | null
}

export type PublicName = HeardBy<'investigation'>
/** What the incident hands on: not about one crime alone, or from before there were matters. */
type Recorded = Told & { readonly type: 'crime.recorded'; readonly data: CaseEventData['crime.recorded'] }
export type Allocated = Told & {
  readonly type: 'investigation.allocated'
  readonly data: CaseEventData['investigation.allocated']
}
interface Activity extends Told {
  readonly type: 'activity'
}
/** From the suspect's side, or that of the bail: with this crime by its name, or with none that was named. */
export interface Charged extends Told {
  readonly type: 'suspect.charged'
  readonly named: boolean
}
interface RiskChanged extends Told {
  readonly type: 'risk.changed'
}
export type Event = MatterEvent<PublicName> | Recorded | Allocated | Activity | Charged | RiskChanged
export type Any = { readonly context: InvestigationContext; readonly event: Event }
export type On<Name extends PublicName> = { readonly context: InvestigationContext; readonly event: MatterEvent<Name> }
export type OnRecorded = { readonly context: InvestigationContext; readonly event: Recorded }

export const investigationSetup = setup({
  types: { context: {} as InvestigationContext, events: {} as Event, input: {} as MatterContext, tags: {} as MatterTag },
  delays: { 'no-activity': ({ context, event }) => until(context.idleAt, event.at) },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<InvestigationContext>) => learnt) },
})
