/** Breaches: counted, answered by an arrest or otherwise, and brought to court in time. Source: docs/sources.md#orders (seed 72, 74). */
import type { LastSitting } from '../../rules/calendar/index.ts'
import { custodyTerms, ORDER_AFTER } from '../../rules/investigation/orders.ts'
import type { Issue, Warning } from '../../rules/issue.ts'
import { known } from '../../rules/time/happened.ts'
import { before } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { MatterEvent } from '../matter.ts'
import { type Breach, type On, type OrderContext, orderSetup } from './setup.ts'

/** More than any order has: a list that grows without end is a slip of a program. */
const MOST_BREACHES = 200

type Known = Pick<OrderContext, 'regime' | 'what'>

/** What was in force: a notice that became an order was a notice before. */
export const breached = ({ regime, what }: Known, { under }: Pick<Breach, 'under'>): string | null =>
  regime === null ? what : under === 'notice' ? regime : ORDER_AFTER[regime]

const CLOCKS = ['order-breach-warning', 'order-breach-court'] as const
const nameOf = ({ name }: OrderContext, breach: string): string => `${name}/${breach}`

interface Arrest {
  readonly arrestedAt: Instant
  readonly court: string | null
}
type ArrestEvent = MatterEvent<'order.breached' | 'order.breach-arrested'>

const termsOf = (order: OrderContext, one: Breach, { arrestedAt, court }: Arrest, { incident: { policy } }: ArrestEvent) => {
  const hearingAt = one.under === 'notice' ? order.hearingAt : null
  return custodyTerms(arrestedAt, breached(order, one), { hearingAt, court: court ?? order.court }, policy)
}

/** With the clock to the court, where the law sets one. */
function arrested(order: OrderContext, one: Breach, arrest: Arrest, event: ArrestEvent): Breach {
  const terms = termsOf(order, one, arrest, event)
  if (terms === null) return { ...one, action: 'arrested', arrestedAt: arrest.arrestedAt }
  const { courtBy, leftOut, lastSitting } = terms
  return { ...one, action: 'arrested', arrestedAt: arrest.arrestedAt, courtBy, leftOut, lastSitting }
}

/** It runs on though the order ends: he is in custody all the same. So it is the incident's, and not the order's, to show. */
const scheduleCourt = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'order.breached' && event.type !== 'order.breach-arrested') return
  const one = context.breaches.find(({ breach }) => breach === event.data.breach)
  if (one?.arrestedAt === undefined) return
  const terms = termsOf(context, one, { arrestedAt: one.arrestedAt, court: event.data.court ?? null }, event)
  if (terms === null) return
  const of = nameOf(context, one.breach)
  const { climbEvery } = event.incident.policy.orders
  enqueue({ type: 'schedule', params: { deadline: CLOCKS[0], of, dueAt: terms.warnAt, climbEvery: null } })
  enqueue({ type: 'schedule', params: { deadline: CLOCKS[1], of, dueAt: terms.courtBy, climbEvery } })
})

/** The application is listed, and he is in custody: he is heard with it, if that is before his time is over. */
export const heardSooner = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  const { breachToCourt } = event.incident.policy.orders
  if ((event.type !== 'order.applied' && event.type !== 'order.adjourned') || breachToCourt === undefined) return
  const { hearingAt } = event.data
  if (hearingAt === undefined) return
  const sooner = ({ under, arrestedAt, courtBy, producedAt, result }: Breach): boolean =>
    under === 'notice' &&
    producedAt === undefined &&
    result === null &&
    hearingAt > (arrestedAt ?? '') &&
    hearingAt < (courtBy ?? '')
  if (!context.breaches.some(sooner)) return
  const lastSitting: LastSitting = { calendar: 'known', sitting: { from: hearingAt, to: hearingAt } }
  const breaches = context.breaches.map((one) => (sooner(one) ? { ...one, courtBy: hearingAt, lastSitting } : one))
  enqueue({ type: 'remember', params: { breaches } })
  const dueAt = [before(hearingAt, breachToCourt.warnBefore), hearingAt] as const
  for (const { breach } of context.breaches.filter(sooner))
    for (const [place, deadline] of CLOCKS.entries())
      enqueue({ type: 'bringForward', params: { deadline, of: nameOf(context, breach), dueAt: dueAt[place] as Instant } })
})

const inCourt = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'order.breach-produced' && event.type !== 'order.breach-heard') return
  for (const deadline of CLOCKS) enqueue({ type: 'complete', params: { deadline, of: nameOf(context, event.data.breach) } })
})

const mend = ({ breaches }: OrderContext, breach: string, change: (one: Breach) => Breach): Partial<OrderContext> => ({
  breaches: breaches.map((one) => (one.breach === breach ? change(one) : one)),
})

/** A new field of a breach is kept only under a policy that asks for the clock, so that older records replay as they were. */
const keep = {
  type: 'remember' as const,
  params: ({ context, event }: On<'order.breached'>): Partial<OrderContext> => {
    const { at, data } = event
    const under = context.madeAt !== null && at >= context.madeAt ? ('order' as const) : ('notice' as const)
    const of = data.of === undefined ? {} : { of: data.of }
    const one: Breach = { breach: data.breach, at, under, action: data.action, result: null, ...of }
    const asked = data.action === 'arrested' && (data.arrestedAt !== undefined || event.incident.policy.orders.breachToCourt)
    const arrest = { arrestedAt: data.arrestedAt ?? at, court: data.court ?? null }
    return { breaches: [...context.breaches, asked ? arrested(context, one, arrest, event) : one] }
  },
}
const arrest = {
  type: 'remember' as const,
  params: ({ context, event }: On<'order.breach-arrested'>) =>
    mend(context, event.data.breach, (one) =>
      arrested(context, one, { arrestedAt: event.at, court: event.data.court ?? null }, event),
    ),
}
const produce = {
  type: 'remember' as const,
  params: ({ context, event }: On<'order.breach-produced'>) =>
    mend(context, event.data.breach, (one) => ({ ...one, producedAt: event.at })),
}
const hear = {
  type: 'remember' as const,
  params: ({ context, event }: On<'order.breach-heard'>) =>
    mend(context, event.data.breach, (one) => ({ ...one, result: event.data.result })),
}

/** What may come of breaches while it is in force, and late, when it is over. */
export const breaches = {
  'order.breached': { actions: [keep, scheduleCourt] },
  'order.breach-arrested': { actions: [arrest, scheduleCourt] },
  'order.breach-produced': { actions: [produce, inCourt] },
  'order.breach-heard': { actions: [hear, inCourt] },
}

const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })
const only = <Found>(when: boolean, found: Found): Found[] => (when ? [found] : [])

export function breachIssues(event: MatterEvent<'order.breached'>, order: OrderContext): Issue[] {
  const { at, data } = event
  const from = order.servedAt ?? order.madeAt
  const { arrestedAt = at } = data
  return [
    ...only(from === null || at < from, issue('/time', 'must not be before it was in force')),
    ...only(order.endedAt !== null && at > order.endedAt, issue('/time', 'must not be after it ended')),
    ...only(
      order.breaches.some(({ breach }) => breach === data.breach),
      issue('/data/breach', 'this breach has been recorded: give another its own reference'),
    ),
    ...only(order.breaches.length >= MOST_BREACHES, issue('/data/breach', `at most ${MOST_BREACHES} are kept of one order`)),
    ...only(
      data.of === 'notification' && order.notification === undefined,
      issue('/data/of', 'asks him to notify nothing: that he did not is no breach'),
    ),
    ...only(
      data.arrestedAt !== undefined && data.action !== 'arrested',
      issue('/data/arrestedAt', 'is said of somebody who was arrested: the action says otherwise'),
    ),
    ...only(arrestedAt < at, issue('/data/arrestedAt', 'must not be before the breach')),
    ...only(arrestedAt > known(event), issue('/data/arrestedAt', 'must not be ahead: record the arrest when he is arrested')),
  ]
}

/** What is wrong with what is said of a breach that should be on record. */
export function followUpIssues(
  { type, at, data }: MatterEvent<'order.breach-arrested' | 'order.breach-produced' | 'order.breach-heard'>,
  order: OrderContext,
): Issue[] {
  const one = order.breaches.find(({ breach }) => breach === data.breach)
  if (one === undefined) return [issue('/data/breach', 'names no breach of this order')]
  const early = only(at < one.at, issue('/time', 'must not be before the breach'))
  if (type === 'order.breach-arrested')
    return [...early, ...only(one.action === 'arrested', issue('/data/breach', 'he has been arrested for this breach'))]
  if (type === 'order.breach-heard') return early
  return [
    ...early,
    ...only(one.action !== 'arrested', issue('/data/breach', 'nobody was arrested for this breach')),
    ...only(one.producedAt !== undefined, issue('/data/breach', 'he has been before the court for this breach')),
    ...only(at < (one.arrestedAt ?? ''), issue('/time', 'must not be before the arrest')),
  ]
}

/** Where the clock to the court runs and nobody knows when it sits, or it sits no more in time. */
export function breachWarnings(event: ArrestEvent, order: OrderContext): Warning[] {
  const { at, type, data } = event
  if (type === 'order.breached' && data.action !== 'arrested') return []
  const under = order.madeAt !== null && at >= order.madeAt ? ('order' as const) : ('notice' as const)
  const recorded = order.breaches.find(({ breach }) => breach === data.breach)
  const one: Breach = recorded ?? { breach: data.breach, at, under, action: 'arrested', result: null }
  const arrestedAt = type === 'order.breached' ? (data.arrestedAt ?? at) : at
  const terms = termsOf(order, one, { arrestedAt, court: data.court ?? null }, event)
  if (terms === null || terms.lastSitting.sitting !== null) return []
  const ask = `he has to be before the court by ${terms.courtBy}`
  return terms.lastSitting.calendar === 'unknown'
    ? [{ code: 'sittings-unknown', pointer: '/data/court', detail: `Nobody has said when this court sits: ${ask}.` }]
    : [{ code: 'no-sitting-in-time', pointer: '/data/court', detail: `This court does not sit again in time: ${ask}.` }]
}
