/** What a DAPO asks of him beside its prohibitions: to tell the police his names and address, and perhaps to be monitored. Source: docs/sources.md#orders */

import { canBeMonitoredUntil, notifyBy } from '../../rules/investigation/orders.ts'
import { type Issue, issueIf, type Warning } from '../../rules/issue.ts'
import { before, later } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import { type MatterEvent, mustFollow, type Told } from '../matter.ts'
import { act, NOTIFIED, type Notifiable, type Notified, type OrderContext, remember, schedule } from './setup.ts'

/** From the day that is counted; whoever tells in time tells in time, whenever the record learns of it. */
const scheduleNotified = (what: Notifiable, dueAt: Instant, { incident: { policy } }: Told) =>
  schedule('order-notification', dueAt, { part: what, climbEvery: policy.orders.remindEvery })

/** The order is made: both are owed, where the force's policy asks for it and nothing else has him notify already. */
export const scheduleNotification = act<'order.granted'>(({ context, event, event: { at, data, incident } }) => {
  const by = notifyBy(at, incident.policy)
  if (context.what !== 'DAPO' || by === null) return []
  const { notificationExempt } = data
  if (notificationExempt !== undefined) return [remember({ notificationExempt })]
  const one: Notified = { since: at, by, at: null }
  return [remember({ notification: { name: one, address: one } }), ...NOTIFIED.map((what) => scheduleNotified(what, by, event))]
})

/** He has moved, or uses another name. What he owes already keeps its deadline. */
export const scheduleChange = act<'order.details-changed'>(({ context: { notification }, event, event: { at, data } }) => {
  const by = notifyBy(at, event.incident.policy)
  const { what } = data
  const told = notification?.[what].at ?? null
  if (notification === undefined || by === null || told === null || at <= told) return []
  return [remember({ notification: { ...notification, [what]: { since: at, by, at: null } } }), scheduleNotified(what, by, event)]
})

/** What he told before it changed is not what he owes since. */
export const notified = act<'order.notified'>(({ context: { notification }, event: { at, data } }) => {
  if (notification === undefined) return []
  const told = data.what.filter((what) => at >= notification[what].since)
  const now = told.map((what) => [what, { ...notification[what], at: later(notification[what].at ?? '', at) }])
  return [
    remember({ notification: { ...notification, ...Object.fromEntries(now) } }),
    ...told.map((what) => complete('order-notification', what)),
  ]
})

/** That the monitoring ends is said when the end of an order would be. */
const endingAt = (monitoredUntil: Instant, { incident: { policy } }: Told): Instant =>
  before(monitoredUntil, policy.orders.expiringBefore)

/** A court that says nothing of it leaves it as it was. */
export const monitor = act<'order.granted' | 'order.varied'>(({ event }) => {
  const { monitoredUntil } = event.data
  if (monitoredUntil === undefined) return []
  return [
    remember({ monitoredUntil }),
    cancel('order-monitoring'),
    ...(monitoredUntil === null ? [] : [schedule('order-monitoring', endingAt(monitoredUntil, event), { climbEvery: null })]),
  ]
})

/** Somebody has seen her since it was said that the monitoring ends: what she needs is known. */
export const seenSinceEnding = ({ monitoredUntil = null }: OrderContext, event: Told): boolean =>
  monitoredUntil !== null && event.at >= endingAt(monitoredUntil, event)

/** Nothing of this is owed under an order that is over. */
export const cancelled = [...NOTIFIED.map((what) => cancel('order-notification', what)), cancel('order-monitoring')]

export function monitoringIssues(event: MatterEvent<'order.granted' | 'order.varied'>, { regime }: OrderContext): Issue[] {
  const { monitoredUntil = null, expiresAt } = event.data
  if (monitoredUntil === null) return []
  const latest = canBeMonitoredUntil(event.at, event.incident.policy)
  const pointer = '/data/monitoredUntil'
  return [
    ...issueIf(regime !== 'DAPN', pointer, 'only under a DAPO can he be monitored electronically'),
    ...mustFollow(monitoredUntil, event, pointer),
    ...issueIf(latest !== null && monitoredUntil > latest, pointer, `is at most until ${latest}: a court may add more`),
    ...issueIf(expiresAt !== null && monitoredUntil > expiresAt, pointer, 'must not be after the order ends'),
  ]
}

export function exemptIssues({ data }: MatterEvent<'order.granted'>, { regime }: OrderContext): Issue[] {
  const none = data.notificationExempt !== undefined && regime !== 'DAPN'
  return issueIf(none, '/data/notificationExempt', 'only under a DAPO does he owe what he may be exempt from')
}

export function notificationIssues(
  { at }: MatterEvent<'order.notified' | 'order.details-changed'>,
  { notification, madeAt }: OrderContext,
): Issue[] {
  if (notification === undefined) return [{ pointer: '/data/order', detail: 'asks him to notify nothing' }]
  return issueIf(at < (madeAt ?? ''), '/time', 'must not be before the order was made')
}

export function notificationWarnings({ at, data }: MatterEvent<'order.notified'>, { notification }: OrderContext): Warning[] {
  const late = data.what.filter((what) => {
    const one = notification?.[what]
    return one !== undefined && one.at === null && at > one.by
  })
  return late.map((what) => ({
    code: 'notified-late',
    pointer: `/data/what/${data.what.indexOf(what)}`,
    detail: `His ${what} was to be notified by ${notification?.[what].by}. Without a reasonable excuse that is an offence: record it as a breach, of notification.`,
  }))
}
