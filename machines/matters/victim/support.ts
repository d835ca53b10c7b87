/**
 * Right 4 of the Victims' Code: whoever is the victim of a crime that was recorded is referred to a service that supports her, unless
 * she was asked and does not want it. Source: docs/sources.md#victim (seed 98).
 */
import { addWorkingDays } from '../../rules/calendar/index.ts'
import { standsForUnnamed } from '../../rules/investigation/victimsCode.ts'
import { type Instant, UNNAMED } from '../../rules/vocabulary.ts'
import type { Told } from '../matter.ts'
import { type On, type VictimContext, victimSetup } from './setup.ts'
import { climbEvery } from './updates.ts'

const obligation = ({ name }: VictimContext) => ({ deadline: 'victim-support' as const, of: name })
const dueBy = ({ at, incident: { policy } }: Told): Instant =>
  addWorkingDays(at, policy.victimsCode?.support?.workingDays ?? 0, policy)

const schedule = victimSetup.enqueueActions(({ context, event, enqueue }) => {
  const dueAt = dueBy(event)
  enqueue({
    type: 'schedule',
    params: {
      ...obligation(context),
      dueAt,
      climbEvery: climbEvery(event),
    },
  })
  enqueue({ type: 'remember', params: { support: 'owed', supportBy: dueAt, supportPartner: null } })
})
const keepCrime = {
  type: 'remember' as const,
  params: ({ context, event }: On<'support.owed'>) => ({ supportFor: [...context.supportFor, event.crimeRef] }),
}
const keepPartner = (partner: string | null) => ({
  support: 'referred' as const,
  supportBy: null,
  supportPartner: partner,
})
const done = { type: 'complete' as const, params: ({ context }: { readonly context: VictimContext }) => obligation(context) }
const cancel = { type: 'cancel' as const, params: ({ context }: { readonly context: VictimContext }) => obligation(context) }

/** Another crime asks her again who did not want it; who is being supported, or is to be, is not referred once more. */
export const supportOwed = [
  { guard: ({ context, event }: On<'support.owed'>) => context.supportFor.includes(event.crimeRef) },
  {
    guard: ({ context }: On<'support.owed'>) => context.support === 'owed' || context.support === 'referred',
    target: 'known' as const,
    actions: keepCrime,
  },
  {
    guard: ({ event }: On<'support.owed'>) => event.referredTo !== null,
    target: 'known' as const,
    actions: [keepCrime, { type: 'remember' as const, params: ({ event }: On<'support.owed'>) => keepPartner(event.referredTo) }],
  },
  { target: 'known' as const, actions: [keepCrime, schedule] },
]

export const supportReferred = {
  guard: ({ context }: On<'support.referred'>) => context.support !== null,
  actions: [done, { type: 'remember' as const, params: ({ event }: On<'support.referred'>) => keepPartner(event.partner) }],
}
/** Nobody supports her any more, and nobody asked her: it is owed anew. */
export const supportWithdrawn = {
  guard: ({ context }: On<'support.withdrawn'>) => context.support === 'referred',
  actions: schedule,
}
/** Her decision; it holds until another crime is recorded. */
const decline = [
  cancel,
  { type: 'remember' as const, params: { support: 'declined' as const, supportBy: null, supportPartner: null } },
]
export const supportDeclined = {
  target: 'known' as const,
  actions: [
    ...decline,
    victimSetup.enqueueActions(({ context, event, enqueue }) => {
      if (!standsForUnnamed(context.name, event.incident)) return
      enqueue({ type: 'tellMatter', params: { kind: 'victim', name: UNNAMED, event: { type: 'support.declined' } } })
    }),
  ],
}
export const supportDeclinedByAnother = { actions: decline }
