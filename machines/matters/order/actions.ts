/** What the machine of an order does on each event: what it remembers, what that asks of people, and where it goes. */
import { hearingTerms, ORDER_AFTER, regimeAt } from '../../rules/investigation/orders.ts'
import { complete } from '../asks.ts'
import { breaches, heardSooner } from './breaches.ts'
import { monitor, scheduleNotification } from './dapo.ts'
import { check, comeIntoForce, endKnown, tell } from './owed.ts'
import { act, remember, schedule } from './setup.ts'
import { asksProsecutor, scheduleHearingAsked, scheduleProsecutor, seek } from './sought.ts'

export const propose = act<'order.proposed'>(({ event: { at, data, incident } }) => {
  const regime = regimeAt(at, incident.policy)
  return [remember({ what: regime, regime, subject: data.subject, protects: data.protects })]
})
/** The law is that of the day on which it is authorised. */
export const authorise = act<'order.authorised'>(({ event: { at, data, incident } }) => {
  const regime = regimeAt(at, incident.policy)
  const { by, prohibitions } = data
  return [remember({ what: regime, regime, authorisedAt: at, authorisedBy: by.role, prohibitions })]
})
export const serve = act<'order.served'>(({ event: { at, data, incident } }) => {
  const court = data.court ?? null
  const { hearingBy, leftOut, lastSitting } = hearingTerms(at, court, incident.policy)
  return [remember({ servedAt: at, court, hearingBy, leftOut, lastSitting })]
})
export const apply = act<'order.applied'>(({ context, event: { at, data, incident } }) => {
  const court = data.court ?? context.court
  const { lastSitting } = hearingTerms(context.servedAt ?? at, court, incident.policy)
  return [
    remember({ appliedAt: at, hearingAt: data.hearingAt ?? null, court, lastSitting }),
    complete('order-application'),
    heardSooner,
  ]
})
/** The court heard it and goes on another day: the notice goes on until it has decided. */
export const adjourn = act<'order.adjourned'>(({ event: { data } }) => [
  remember({ hearingBy: data.hearingAt, hearingAt: data.hearingAt }),
  complete('order-hearing'),
  schedule('order-hearing', data.hearingAt),
  heardSooner,
])
export const grant = act<'order.granted'>(({ context: { regime, what }, event: { at, data } }) => [
  remember({
    what: regime === null ? what : ORDER_AFTER[regime],
    madeAt: at,
    expiresAt: data.expiresAt,
    prohibitions: data.prohibitions,
  }),
  complete('order-application'),
  complete('order-hearing'),
  ...[comeIntoForce, scheduleNotification, monitor],
])
export const vary = act<'order.varied'>(({ context, event: { data } }) => [
  endKnown(context),
  remember({ expiresAt: data.expiresAt, prohibitions: data.prohibitions }),
  monitor,
])
export const record = act<'order.recorded'>(({ event: { data } }) => {
  const { what, issuer, subject, protects, prohibitions, madeAt, expiresAt } = data
  return [remember({ what, issuer, subject, protects, prohibitions, madeAt, expiresAt })]
})
export const end = act(({ event }) => [remember({ endedAt: event.at })])
export const refuse = { target: 'refused', actions: [complete('order-hearing'), end] }
export const ask = [
  { guard: asksProsecutor, target: 'asked', actions: [seek, scheduleProsecutor] },
  { target: 'applied', actions: [seek, scheduleHearingAsked] },
]
export const withdraw = { target: 'withdrawn', actions: end }

/** What may come while a notice or an order is in force. */
export const whileInForce = {
  'order.told': { actions: tell },
  'order.tasked': {
    actions: act<'order.tasked'>(({ event }) => [remember({ taskedAt: event.at }), complete('order-tasking')]),
  },
  'order.checked': { actions: check },
  ...breaches,
}
