/** What the machine of an order does on each event: what it remembers, what that asks of people, and where it goes. */
import { hearingTerms, ORDER_AFTER, regimeAt } from '../../rules/investigation/orders.ts'
import { breaches, heardSooner } from './breaches.ts'
import { monitor, scheduleNotification } from './dapo.ts'
import { check, comeIntoForce, expiringCause, scheduleNextHearing, tell } from './owed.ts'
import type { On, OrderContext, OrderEventName } from './setup.ts'
import { scheduleHearingAsked, scheduleProsecutor, seek } from './sought.ts'

const remember = <Name extends OrderEventName>(learn: (it: On<Name>) => Partial<OrderContext>) => ({
  type: 'remember' as const,
  params: learn,
})
const done = (deadline: 'order-application' | 'order-hearing') => ({
  type: 'complete' as const,
  params: ({ context }: { readonly context: OrderContext }) => ({ deadline, of: context.name }),
})

export const propose = remember<'order.proposed'>(({ event: { at, data, incident } }) => {
  const regime = regimeAt(at, incident.policy)
  return { what: regime, regime, subject: data.subject, protects: data.protects }
})
/** The law is that of the day on which it is authorised. */
export const authorise = remember<'order.authorised'>(({ event: { at, data, incident } }) => {
  const regime = regimeAt(at, incident.policy)
  return { what: regime, regime, authorisedAt: at, authorisedBy: data.by.role, prohibitions: data.prohibitions }
})
export const serve = remember<'order.served'>(({ event: { at, data, incident } }) => {
  const court = data.court ?? null
  const { hearingBy, leftOut, lastSitting } = hearingTerms(at, court, incident.policy)
  return { servedAt: at, court, hearingBy, leftOut, lastSitting }
})
export const apply = [
  remember<'order.applied'>(({ context, event: { at, data, incident } }) => {
    const court = data.court ?? context.court
    const { lastSitting } = hearingTerms(context.servedAt ?? at, court, incident.policy)
    return { appliedAt: at, hearingAt: data.hearingAt ?? null, court, lastSitting }
  }),
  done('order-application'),
  heardSooner,
]
/** The notice goes on until the court has decided. */
export const adjourn = [
  remember<'order.adjourned'>(({ event: { data } }) => ({ hearingBy: data.hearingAt, hearingAt: data.hearingAt })),
  scheduleNextHearing,
  heardSooner,
]
export const grant = [
  remember<'order.granted'>(({ context, event: { at, data } }) => ({
    what: context.regime === null ? context.what : ORDER_AFTER[context.regime],
    madeAt: at,
    expiresAt: data.expiresAt,
    prohibitions: data.prohibitions,
  })),
  done('order-application'),
  done('order-hearing'),
  comeIntoForce,
  scheduleNotification,
  monitor,
]
export const vary = [
  { type: 'resolveAlerts' as const, params: ({ context }: On<'order.varied'>) => ({ cause: expiringCause(context) }) },
  remember<'order.varied'>(({ event: { data } }) => ({ expiresAt: data.expiresAt, prohibitions: data.prohibitions })),
  monitor,
]
export const record = remember<'order.recorded'>(({ event: { data } }) => {
  const { what, issuer, subject, protects, prohibitions, madeAt, expiresAt } = data
  return { what, issuer, subject, protects, prohibitions, madeAt, expiresAt }
})
export const end = remember<OrderEventName>(({ event }) => ({ endedAt: event.at }))
export const refuse = { target: 'refused' as const, actions: [done('order-hearing'), end] }
export const ask = [
  { guard: 'asksProsecutor' as const, target: 'asked', actions: [seek, scheduleProsecutor] },
  { target: 'applied', actions: [seek, scheduleHearingAsked] },
]
export const withdraw = { target: 'withdrawn' as const, actions: end }

/** What may come while a notice or an order is in force. */
export const whileInForce = {
  'order.told': { actions: tell },
  'order.tasked': {
    actions: [
      remember<'order.tasked'>(({ event }) => ({ taskedAt: event.at })),
      {
        type: 'complete' as const,
        params: ({ context }: On<'order.tasked'>) => ({ deadline: 'order-tasking' as const, of: context.name }),
      },
    ],
  },
  'order.checked': { actions: check },
  ...breaches,
}
