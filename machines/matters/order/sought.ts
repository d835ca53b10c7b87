/** An order that a court is asked for without a notice: a DAPO on application, or one on conviction. Source: docs/sources.md#orders (seed 78) */

import { regimeAt } from '../../rules/investigation/orders.ts'
import { type Issue, issueIf } from '../../rules/issue.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { complete } from '../asks.ts'
import { type MatterEvent, mustFollow, within } from '../matter.ts'
import { act, type OnOrder, type OrderContext, raise, remember, resolve, schedule } from './setup.ts'

export const seek = act<'order.sought'>(({ event: { at, data } }) => {
  const { what, applicant, subject, protects, court = null, hearingAt = null } = data
  const regime = what === 'DAPO' ? 'DAPN' : null
  return [remember({ what, regime, subject, protects, applicant, soughtAt: at, court, hearingAt })]
})

/** No law says by when it is heard, so that one which nobody listed is asked after. */
export const scheduleHearingAsked = act(({ context: { hearingAt }, event }) => {
  const { sought, remindEvery } = event.incident.policy.orders
  const dueAt = hearingAt ?? within(event, sought.hearWithin)
  return [complete('order-hearing'), schedule('order-hearing', dueAt, { climbEvery: remindEvery, base: 'known' })]
})

/** The court has listed it. */
export const list = act<'order.applied'>(({ context, event: { data } }) => [
  remember({ court: data.court ?? context.court, hearingAt: data.hearingAt ?? context.hearingAt }),
])

export const asksProsecutor = ({ event }: OnOrder<'order.sought'>): boolean => event.data.applicant === 'prosecutor'
export const scheduleProsecutor = act(({ event }) => {
  const { sought, remindEvery } = event.incident.policy.orders
  return [schedule('order-prosecutor', within(event, sought.prosecutorWithin), { climbEvery: remindEvery })]
})

export const isSupported = ({ event }: OnOrder<'order.prosecutor-answered'>): boolean => event.data.answer === 'supports'
export const answer = act<'order.prosecutor-answered'>(({ event: { at, data } }) => [
  remember({ prosecutor: { answer: data.answer, at, reason: data.reason ?? null } }),
  complete('order-prosecutor'),
])

/** Somebody decides whether the prosecutor is asked again, or it is given up. */
export const sayUnsupported = raise('order-unsupported', 'prosecutor')
export const settleUnsupported = resolve('order-unsupported', 'prosecutor')

/** The law of the day, and whom a DAPO binds and protects; a DVPO always follows a notice. */
export function soughtIssues(event: MatterEvent<'order.sought'>): Issue[] {
  const { at, data, incident } = event
  const isDapo = data.what === 'DAPO'
  const isGiven = regimeAt(at, incident.policy) === 'DAPN'
  return [
    ...issueIf(data.what === 'DVPO', '/data/what', 'a DVPO follows a DVPN: have the notice authorised and served, then apply'),
    ...issueIf(isDapo && !isGiven, '/data/what', 'a DAPO cannot be had here on that day: the force gives DVPNs'),
    ...issueIf(isDapo && !data.subjectIsAdult, '/data/subjectIsAdult', 'a DAPO binds nobody under 18'),
    ...issueIf(isDapo && !data.protectedAre16, '/data/protectedAre16', 'a DAPO protects nobody under 16'),
    ...mustFollow(data.hearingAt, event, '/data/hearingAt'),
  ]
}

export const answeredIssues = ({ at, data }: MatterEvent<'order.prosecutor-answered'>, order: OrderContext): Issue[] => [
  ...issueIf(at < (order.soughtAt ?? ''), '/time', 'must not be before the prosecutor was asked'),
  ...issueIf(
    data.answer === 'refuses' && data.reason === undefined,
    '/data/reason',
    'say as a code why not, so that refusals can be counted by it',
  ),
]

export const notBeforeSought = (at: Instant, { soughtAt = '' }: OrderContext): Issue[] =>
  issueIf(at < soughtAt, '/time', 'must not be before the court was asked')
