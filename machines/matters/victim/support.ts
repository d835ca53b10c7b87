/**
 * Right 4 of the Victims' Code: whoever is the victim of a crime that was recorded is referred to a service that supports her, unless
 * she was asked and does not want it. Source: docs/sources.md#victim (seed 98).
 */

import { tell } from '../../effects.ts'
import { addWorkingDays } from '../../rules/calendar/index.ts'
import { standsForUnnamed } from '../../rules/investigation/victimsCode.ts'
import { type Instant, UNNAMED } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import type { Told } from '../matter.ts'
import { act, type OnVictim, remember, schedule, type VictimContext } from './setup.ts'

/** The Code counts from when she reports the crime; whatever comes to light after the first is reported when it is recorded. */
const since = ({ supportFor }: VictimContext, { type, at, incident }: Told & { readonly type: string }): Instant =>
  type === 'support.owed' && supportFor.length === 0 ? incident.receivedAt : at

const scheduleSupport = act(({ context, event }) => {
  const { policy } = event.incident
  const dueAt = addWorkingDays(since(context, event), policy.victimsCode?.support?.workingDays ?? 0, policy)
  return [
    schedule('victim-support', dueAt, { unlisted: true }),
    remember({ support: 'owed', supportBy: dueAt, supportPartner: null }),
  ]
})
const keepCrime = act<'support.owed'>(({ context, event }) => [remember({ supportFor: [...context.supportFor, event.crimeRef] })])
const referredTo = (supportPartner: string | null) => remember({ support: 'referred', supportBy: null, supportPartner })

/** Another crime asks her again who did not want it; who is being supported, or is to be, is not referred once more. */
export const supportOwed = [
  { guard: ({ context, event }: OnVictim<'support.owed'>) => context.supportFor.includes(event.crimeRef) },
  {
    guard: ({ context }: OnVictim<'support.owed'>) => context.support === 'owed' || context.support === 'referred',
    target: 'known',
    actions: keepCrime,
  },
  {
    guard: ({ event }: OnVictim<'support.owed'>) => event.referredTo !== null,
    target: 'known',
    actions: act<'support.owed'>(({ event }) => [keepCrime, referredTo(event.referredTo)]),
  },
  { target: 'known', actions: [scheduleSupport, keepCrime] },
]

export const supportReferred = {
  guard: ({ context }: OnVictim<'support.referred'>) => context.support !== null,
  actions: act<'support.referred'>(({ event }) => [complete('victim-support'), referredTo(event.partner)]),
}
/** Nobody supports her any more, and nobody asked her: it is owed anew. */
export const supportWithdrawn = {
  guard: ({ context }: OnVictim<'support.withdrawn'>) => context.support === 'referred',
  actions: scheduleSupport,
}
/** Her decision; it holds until another crime is recorded. */
const decline = [cancel('victim-support'), remember({ support: 'declined', supportBy: null, supportPartner: null })]
export const supportDeclined = {
  target: 'known',
  actions: act(({ context, event }) => [
    ...decline,
    ...(standsForUnnamed(context.name, event.incident) ? [tell('victim', UNNAMED, { type: 'support.declined' })] : []),
  ]),
}
export const supportDeclinedByAnother = { actions: decline }
