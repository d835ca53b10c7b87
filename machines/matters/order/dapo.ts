/** What a DAPO asks of him beside its prohibitions: to tell the police his names and address, and perhaps to be monitored. Source: docs/sources.md#orders */

import { canBeMonitoredUntil, notifyBy } from '../../rules/investigation/orders.ts'
import type { Issue, Warning } from '../../rules/issue.ts'
import { before, later } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { MatterEvent, Told } from '../matter.ts'
import { NOTIFIED, type Notifiable, type Notified, type OrderContext, orderSetup } from './setup.ts'

const obligationOf = ({ name }: OrderContext, what: Notifiable) => ({
  deadline: 'order-notification' as const,
  of: `${name}/${what}`,
})
const monitoringOf = ({ name }: OrderContext) => ({ deadline: 'order-monitoring' as const, of: name })

/** From the day that is counted; whoever tells in time tells in time, whenever the record learns of it. */
const owed = (context: OrderContext, what: Notifiable, dueAt: Instant, { incident: { policy } }: Told) => ({
  ...obligationOf(context, what),
  ...{ dueAt, climbEvery: policy.orders.remindEvery, matter: `order/${context.name}` },
})

/** The order is made: both are owed, where the force's policy asks for it and nothing else has him notify already. */
export const scheduleNotification = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'order.granted' || context.what !== 'DAPO') return
  const { notificationExempt } = event.data
  const by = notifyBy(event.at, event.incident.policy)
  if (by === null) return
  if (notificationExempt !== undefined) return enqueue({ type: 'remember', params: { notificationExempt } })
  const one: Notified = { since: event.at, by, at: null }
  enqueue({ type: 'remember', params: { notification: { name: one, address: one } } })
  for (const what of NOTIFIED) enqueue({ type: 'schedule', params: owed(context, what, by, event) })
})

/** He has moved, or goes by another name. What he owes already he owes as soon as he did. */
export const scheduleChange = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  const by = notifyBy(event.at, event.incident.policy)
  if (event.type !== 'order.details-changed' || context.notification === undefined || by === null) return
  const { what } = event.data
  const told = context.notification[what].at
  if (told === null || event.at <= told) return
  const notification = { ...context.notification, [what]: { since: event.at, by, at: null } }
  enqueue({ type: 'remember', params: { notification } })
  enqueue({ type: 'schedule', params: owed(context, what, by, event) })
})

/** What he told before it changed is not what he owes since. */
export const notified = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'order.notified' || context.notification === undefined) return
  const { at, data } = event
  const told = data.what.filter((what) => at >= (context.notification?.[what].since ?? ''))
  const now = told.map((what) => {
    const one = context.notification?.[what] as Notified
    return [what, { ...one, at: later(one.at ?? '', at) }]
  })
  enqueue({ type: 'remember', params: { notification: { ...context.notification, ...Object.fromEntries(now) } } })
  for (const what of told) enqueue({ type: 'complete', params: obligationOf(context, what) })
})

/** That the monitoring ends is said when the end of an order would be. */
const endingAt = (monitoredUntil: Instant, { incident: { policy } }: Told): Instant =>
  before(monitoredUntil, policy.orders.expiringBefore)

/** A court that says nothing of it leaves it as it was. */
export const monitor = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'order.granted' && event.type !== 'order.varied') return
  const { monitoredUntil } = event.data
  if (monitoredUntil === undefined) return
  enqueue({ type: 'remember', params: { monitoredUntil } })
  enqueue({ type: 'cancel', params: monitoringOf(context) })
  if (monitoredUntil === null) return
  const owed = { dueAt: endingAt(monitoredUntil, event), climbEvery: null, matter: `order/${context.name}` }
  enqueue({ type: 'schedule', params: { ...monitoringOf(context), ...owed } })
})

/** Somebody has seen her since it was said that the monitoring ends: what she needs is known. */
export const seenSinceEnding = ({ monitoredUntil = null }: OrderContext, event: Told): boolean =>
  monitoredUntil !== null && event.at >= endingAt(monitoredUntil, event)

/** Nothing of this is owed under an order that is over. */
export const waived = (context: OrderContext) => [...NOTIFIED.map((what) => obligationOf(context, what)), monitoringOf(context)]

const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })
const only = <Found>(when: boolean, found: Found): Found[] => (when ? [found] : [])

export function monitoringIssues(
  { at, data: { monitoredUntil = null, expiresAt }, incident: { policy } }: MatterEvent<'order.granted' | 'order.varied'>,
  { regime }: OrderContext,
): Issue[] {
  if (monitoredUntil === null) return []
  const latest = canBeMonitoredUntil(at, policy)
  return [
    ...only(regime !== 'DAPN', issue('/data/monitoredUntil', 'only under a DAPO can he be monitored electronically')),
    ...only(monitoredUntil <= at, issue('/data/monitoredUntil', 'must be after the time of the event')),
    ...only(
      latest !== null && monitoredUntil > latest,
      issue('/data/monitoredUntil', `is at most until ${latest}: a court may add more`),
    ),
    ...only(expiresAt !== null && monitoredUntil > expiresAt, issue('/data/monitoredUntil', 'must not be after the order ends')),
  ]
}

export function exemptIssues({ data }: MatterEvent<'order.granted'>, { regime }: OrderContext): Issue[] {
  const none = data.notificationExempt !== undefined && regime !== 'DAPN'
  return only(none, issue('/data/notificationExempt', 'only under a DAPO does he owe what he may be exempt from'))
}

export function notificationIssues(
  { at }: MatterEvent<'order.notified' | 'order.details-changed'>,
  { notification, madeAt }: OrderContext,
): Issue[] {
  if (notification === undefined) return [issue('/data/order', 'asks him to notify nothing')]
  return only(at < (madeAt ?? ''), issue('/time', 'must not be before the order was made'))
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
