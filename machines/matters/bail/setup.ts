import { assign, setup } from 'xstate'
import type { HeardBy } from '../../rules/events.ts'
import { until } from '../../rules/time/instants.ts'
import { type MatterContext, type MatterEvent, type MatterTag, matterEffects, type Told } from '../matter.ts'
import type { Dealt } from '../suspect.ts'
import type { BailContext } from './shapes.ts'

/** The suspect was charged, or released without bail: heard from the suspect's side, never posted. */
export interface SuspectDealt extends Omit<Dealt, 'type'> {
  readonly type: 'suspect.dealt'
  readonly suspect: string
}
/** An investigation beside it waits for something, or no longer. */
interface InvestigationChanged extends Told {
  readonly type: 'investigation.changed'
}
interface RiskChanged extends Told {
  readonly type: 'risk.changed'
}

export type Public = MatterEvent<HeardBy<'bail'>>
type Event = Public | SuspectDealt | RiskChanged | InvestigationChanged
export type Any = { readonly context: BailContext; readonly event: Event }
export type Granted = { readonly context: BailContext; readonly event: MatterEvent<'bail.granted'> }
export type Extended = { readonly context: BailContext; readonly event: MatterEvent<'bail.extended'> }
export type Varied = { readonly context: BailContext; readonly event: MatterEvent<'bail.varied'> }
export type Checked = { readonly context: BailContext; readonly event: MatterEvent<'bail.checked'> }
export type Ended = { readonly context: BailContext; readonly event: MatterEvent<'bail.ended'> }

export const bailSetup = setup({
  types: { context: {} as BailContext, events: {} as Event, input: {} as MatterContext, tags: {} as MatterTag },
  delays: {
    'bail-warning': ({ context, event }) => until(context.warnAt, event.at),
    'bail-expiry': ({ context, event }) => until(context.endsAt, event.at),
  },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<BailContext>) => learnt) },
})
