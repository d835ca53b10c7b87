import type { CaseEventData, HeardBy } from '../../rules/events.ts'
import { defineMatter, type Inner, type On, type RiskChanged } from '../defineMatter.ts'
import type { MatterEvent } from '../matter.ts'
import type { HowDealt } from '../suspect.ts'
import { type BailContext, memory } from './memory.ts'

/** The suspect was charged, or released without bail: heard from the suspect's side. */
type SuspectDealt = Inner<'suspect.dealt', HowDealt & { readonly suspect: string }>
/** An investigation beside it waits for something, or no longer. */
type InvestigationChanged = Inner<'investigation.changed'>

/** A court is asked to extend the bail of a suspect: the incident hands it on. */
type CourtAsked = Inner<'bail.extension-applied', { readonly data: CaseEventData['bail.extension-applied'] }>
export type OnCourtAsked = On<BailContext, CourtAsked>

type BailEvent = MatterEvent<HeardBy<'bail'>>
export type OnBail<Type extends BailEvent['type']> = On<BailContext, Extract<BailEvent, { readonly type: Type }>>
export type OnSuspect = On<BailContext, SuspectDealt>

export const { act, begin, remember, schedule, raise, resolve, lifecycle } = defineMatter({
  kind: 'bail',
  about: 'A release on bail before charge: ends by the rank that authorised it, its conditions checked, its breaches counted.',
  field: 'bail',
  shown: true,
  memory,
  setOnce: ['suspect', 'arrestedAt', 'grantedAt'],
  clocks: { 'bail-warning': ({ warnAt }) => warnAt, 'bail-expiry': ({ endsAt }) => endsAt },
  climbEvery: ({ bail }) => bail.climbEvery,
  types: { hears: {} as SuspectDealt | RiskChanged | InvestigationChanged | CourtAsked },
})
