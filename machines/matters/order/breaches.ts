/** Breaches: counted, answered by an arrest or otherwise, and brought to court in time. Source: docs/sources.md#orders (seed 72, 74). */
import type { LastSitting } from '../../rules/calendar/index.ts'
import { custodyTerms, ORDER_AFTER } from '../../rules/investigation/orders.ts'
import { type Issue, issueIf, type Warning } from '../../rules/issue.ts'
import { known } from '../../rules/time/happened.ts'
import { before } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { bringForward, complete } from '../asks.ts'
import type { MatterEvent } from '../matter.ts'
import { act, type Breach, type OnOrder, type OrderContext, remember, schedule } from './setup.ts'

/** More than any order has: a list that grows without end is a slip of a program. */
const MOST_BREACHES = 200

type Known = Pick<OrderContext, 'regime' | 'what'>

/** What was in force: a notice that became an order was a notice before. */
export const breached = ({ regime, what }: Known, { under }: Pick<Breach, 'under'>): string | null =>
  regime === null ? what : under === 'notice' ? regime : ORDER_AFTER[regime]

const underAt = (at: Instant, { madeAt }: OrderContext): Breach['under'] => (madeAt !== null && at >= madeAt ? 'order' : 'notice')

interface Arrest {
  readonly arrestedAt: Instant
  readonly court: string | null
}
type ArrestEvent = MatterEvent<'order.breached' | 'order.breach-arrested'>

const termsOf = (order: OrderContext, one: Breach, { arrestedAt, court }: Arrest, { incident: { policy } }: ArrestEvent) => {
  const { hearingAt, hearingBy } = one.under === 'notice' ? order : { hearingAt: null, hearingBy: null }
  return custodyTerms(arrestedAt, breached(order, one), { hearingAt, hearingBy, court: court ?? order.court }, policy)
}

/** With the clock to the court, where the law sets one. */
function arrested(order: OrderContext, one: Breach, arrest: Arrest, event: ArrestEvent): Breach {
  const terms = termsOf(order, one, arrest, event)
  if (terms === null) return { ...one, action: 'arrested', arrestedAt: arrest.arrestedAt }
  const { courtBy, leftOut, lastSitting } = terms
  return { ...one, action: 'arrested', arrestedAt: arrest.arrestedAt, courtBy, leftOut, lastSitting }
}

/** It runs on though the order ends: he is in custody all the same. So it is the incident's, and not the order's, to show. */
const scheduleCourt = act<'order.breached' | 'order.breach-arrested'>(({ context, event, event: { data } }) => {
  const one = context.breaches.find(({ breach }) => breach === data.breach)
  if (one?.arrestedAt === undefined) return []
  const terms = termsOf(context, one, { arrestedAt: one.arrestedAt, court: data.court ?? null }, event)
  if (terms === null) return []
  const owed = { part: one.breach, unlisted: true }
  return [
    schedule('order-breach-warning', terms.warnAt, { ...owed, climbEvery: null }),
    schedule('order-breach-court', terms.courtBy, owed),
  ]
})

/** The application is listed, and he is in custody: he is heard with it, if that is before his time is over. */
export const heardSooner = act<'order.applied' | 'order.adjourned'>(({ context, event }) => {
  const { breachToCourt } = event.incident.policy.orders
  const { hearingAt } = event.data
  if (breachToCourt === undefined || hearingAt === undefined) return []
  const sooner = ({ under, arrestedAt, courtBy, producedAt, result }: Breach): boolean =>
    under === 'notice' &&
    producedAt === undefined &&
    result === null &&
    hearingAt > (arrestedAt ?? '') &&
    hearingAt < (courtBy ?? '')
  const heard = context.breaches.filter(sooner)
  if (heard.length === 0) return []
  const lastSitting: LastSitting = { calendar: 'known', sitting: { from: hearingAt, to: hearingAt } }
  const breaches = context.breaches.map((one) => (sooner(one) ? { ...one, courtBy: hearingAt, lastSitting } : one))
  return [
    remember({ breaches }),
    ...heard.flatMap(({ breach }) => [
      bringForward('order-breach-warning', before(hearingAt, breachToCourt.warnBefore), breach),
      bringForward('order-breach-court', hearingAt, breach),
    ]),
  ]
})

const inCourt = (breach: string) => [complete('order-breach-warning', breach), complete('order-breach-court', breach)]

const mend = ({ breaches }: OrderContext, breach: string, change: (one: Breach) => Breach) =>
  remember({ breaches: breaches.map((one) => (one.breach === breach ? change(one) : one)) })

/** A new field of a breach is kept only under a policy that asks for the clock, so that older records replay as they were. */
const keep = act<'order.breached'>(({ context, event, event: { at, data } }) => {
  const of = data.of === undefined ? {} : { of: data.of }
  const one: Breach = { breach: data.breach, at, under: underAt(at, context), action: data.action, result: null, ...of }
  const asked = data.action === 'arrested' && (data.arrestedAt !== undefined || event.incident.policy.orders.breachToCourt)
  const arrest = { arrestedAt: data.arrestedAt ?? at, court: data.court ?? null }
  return [remember({ breaches: [...context.breaches, asked ? arrested(context, one, arrest, event) : one] })]
})
const arrest = act<'order.breach-arrested'>(({ context, event, event: { at, data } }) => [
  mend(context, data.breach, (one) => arrested(context, one, { arrestedAt: at, court: data.court ?? null }, event)),
])
const produce = act<'order.breach-produced'>(({ context, event: { at, data } }) => [
  mend(context, data.breach, (one) => ({ ...one, producedAt: at })),
  ...inCourt(data.breach),
])
const hear = act<'order.breach-heard'>(({ context, event: { data } }) => [
  mend(context, data.breach, (one) => ({ ...one, result: data.result })),
  ...inCourt(data.breach),
])

/** Another force's order: that it was breached, and whose it is, is known; nothing else of it is. */
export const isElsewhere = ({ event }: OnOrder<'order.breached'>): boolean => event.data.ofForce !== undefined
export const breachElsewhere = [
  act<'order.breached'>(({ event: { data } }) => [remember(data.ofForce === undefined ? {} : { ofForce: data.ofForce })]),
  keep,
]

/** What may come of breaches while it is in force, and late, when it is over. */
export const breaches = {
  'order.breached': { actions: [keep, scheduleCourt] },
  'order.breach-arrested': { actions: [arrest, scheduleCourt] },
  'order.breach-produced': { actions: produce },
  'order.breach-heard': { actions: hear },
}

export function breachIssues(event: MatterEvent<'order.breached'>, order: OrderContext): Issue[] {
  const { at, data } = event
  const from = order.servedAt ?? order.madeAt
  const { arrestedAt = at } = data
  return [
    // Of another force's nobody here knows since when it is in force.
    ...issueIf(data.ofForce === undefined && (from === null || at < from), '/time', 'must not be before it was in force'),
    ...issueIf(order.endedAt !== null && at > order.endedAt, '/time', 'must not be after it ended'),
    ...issueIf(
      order.breaches.some(({ breach }) => breach === data.breach),
      '/data/breach',
      'this breach has been recorded: give another its own reference',
    ),
    ...issueIf(order.breaches.length >= MOST_BREACHES, '/data/breach', `at most ${MOST_BREACHES} are kept of one order`),
    ...issueIf(
      data.of === 'notification' && order.notification === undefined,
      '/data/of',
      'asks him to notify nothing: that he did not is no breach',
    ),
    ...issueIf(
      data.arrestedAt !== undefined && data.action !== 'arrested',
      '/data/arrestedAt',
      'is said of somebody who was arrested: the action says otherwise',
    ),
    ...issueIf(arrestedAt < at, '/data/arrestedAt', 'must not be before the breach'),
    ...issueIf(arrestedAt > known(event), '/data/arrestedAt', 'must not be ahead: record the arrest when he is arrested'),
  ]
}

/** What is wrong with what is said of a breach that should be on record. */
export function followUpIssues(
  { type, at, data }: MatterEvent<'order.breach-arrested' | 'order.breach-produced' | 'order.breach-heard'>,
  order: OrderContext,
): Issue[] {
  const one = order.breaches.find(({ breach }) => breach === data.breach)
  if (one === undefined) return [{ pointer: '/data/breach', detail: 'names no breach of this order' }]
  const early = issueIf(at < one.at, '/time', 'must not be before the breach')
  if (type === 'order.breach-arrested')
    return [...early, ...issueIf(one.action === 'arrested', '/data/breach', 'he has been arrested for this breach')]
  if (type === 'order.breach-heard') return early
  return [
    ...early,
    ...issueIf(one.action !== 'arrested', '/data/breach', 'nobody was arrested for this breach'),
    ...issueIf(one.producedAt !== undefined, '/data/breach', 'he has been before the court for this breach'),
    ...issueIf(at < (one.arrestedAt ?? ''), '/time', 'must not be before the arrest'),
  ]
}

/** Where the clock to the court runs and nobody knows when it sits, or it sits no more in time. */
export function breachWarnings(event: ArrestEvent, order: OrderContext): Warning[] {
  const { at, type, data } = event
  if (type === 'order.breached' && data.action !== 'arrested') return []
  const recorded = order.breaches.find(({ breach }) => breach === data.breach)
  const one: Breach = recorded ?? { breach: data.breach, at, under: underAt(at, order), action: 'arrested', result: null }
  const arrestedAt = type === 'order.breached' ? (data.arrestedAt ?? at) : at
  const terms = termsOf(order, one, { arrestedAt, court: data.court ?? null }, event)
  if (terms === null || terms.lastSitting.sitting !== null) return []
  const ask = `he has to be before the court by ${terms.courtBy}`
  const [code, detail]: readonly [string, string] =
    terms.lastSitting.calendar === 'unknown'
      ? ['sittings-unknown', `Nobody has said when this court sits: ${ask}.`]
      : ['no-sitting-in-time', `This court does not sit again in time: ${ask}.`]
  return [{ code, pointer: '/data/court', detail }]
}
