/** What a notice or an order asks of people: an application, a hearing, to be told, a plan, somebody who looks after her. */
import type { Effects } from '../../effects.ts'
import type { DeadlineName } from '../../rules/catalogue/deadlines.ts'
import { hearingTerms } from '../../rules/investigation/orders.ts'
import { known } from '../../rules/time/happened.ts'
import { later, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { Told } from '../matter.ts'
import { seenSinceEnding, waived } from './dapo.ts'
import { type OrderContext, orderSetup } from './setup.ts'

type OrderDeadline = Extract<DeadlineName, `order-${string}`>
interface It {
  readonly context: OrderContext
  readonly event: Told
}

/** What the court decides on has its legal instant and climbs the ladder; the rest runs from when a person could know, and comes back. */
const byLaw = ({ context: { name }, event }: It, deadline: OrderDeadline, dueAt: Instant): Effects['schedule'] => ({
  ...{ deadline, of: name, dueAt, climbEvery: event.incident.policy.orders.climbEvery, matter: `order/${name}` },
})
const soon = ({ context, event }: It, deadline: OrderDeadline, of: string, within: string): Effects['schedule'] => {
  const { orders, timezone } = event.incident.policy
  const dueAt = plus(known(event), within, timezone)
  return { deadline, of, dueAt, climbEvery: orders.remindEvery, matter: `order/${context.name}` }
}

const toldOf = ({ name }: OrderContext, who: string): string => `${name}/${who}`
/** One alert a coming into force: of the notice, then of the order. */
const inForceCause = ({ name }: OrderContext, at: Instant | null): string => `order/${name}/${at}`

const inForceAlerts = (context: OrderContext) =>
  [context.servedAt, context.madeAt].map((at) => ({
    type: 'resolveAlerts' as const,
    params: { kind: 'order-in-force' as const, cause: inForceCause(context, at) },
  }))

/** The notice is served: the court's clock runs. */
export const scheduleHearing = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  const { applyBy, hearingBy } = hearingTerms(event.at, context.court, event.incident.policy)
  const it = { context, event }
  enqueue({ type: 'schedule', params: byLaw(it, 'order-application', applyBy) })
  enqueue({ type: 'schedule', params: byLaw(it, 'order-hearing', hearingBy) })
})

/** The court heard it and goes on another day. */
export const scheduleNextHearing = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  enqueue({ type: 'complete', params: { deadline: 'order-hearing', of: context.name } })
  const dueAt = context.hearingBy ?? ''
  enqueue({ type: 'schedule', params: byLaw({ context, event }, 'order-hearing', dueAt) })
})

/** Something is in force that was not, or not so, a moment ago: it is said at once, and told, planned for and looked after. */
export const comeIntoForce = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  const { tell, tellWithin, taskWithin, checkWithin } = event.incident.policy.orders
  const it = { context, event }
  const cause = inForceCause(context, event.at)
  if (tell.length > 0) enqueue({ type: 'raiseAlert', params: { kind: 'order-in-force', cause } })
  for (const who of tell) enqueue({ type: 'schedule', params: soon(it, 'order-told', toldOf(context, who), tellWithin) })
  enqueue({ type: 'schedule', params: soon(it, 'order-tasking', context.name, taskWithin) })
  enqueue({ type: 'schedule', params: soon(it, 'order-check', context.name, checkWithin) })
})

/** Since what is in force now came into force; to have told somebody before that is to have told them of something else. */
const since = ({ servedAt, madeAt }: OrderContext): Instant => madeAt ?? servedAt ?? ''

export const tell = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'order.told') return
  const { who } = event.data
  const at = later(context.told.find((one) => one.who === who)?.at ?? '', event.at)
  const told = [...context.told.filter((one) => one.who !== who), { who, at }]
  enqueue({ type: 'remember', params: { told } })
  if (at < since(context)) return
  enqueue({ type: 'complete', params: { deadline: 'order-told', of: toldOf(context, who) } })
  const all = event.incident.policy.orders.tell.every((one) => told.some((them) => them.who === one && them.at >= since(context)))
  if (all) for (const resolved of inForceAlerts(context)) enqueue(resolved)
})

/** Nobody who was not there has looked after her: a check that did not see her leaves it owed. */
export const check = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'order.checked' || event.data.what !== 'welfare' || !event.data.seen) return
  const of = context.name
  enqueue({ type: 'remember', params: { seenAt: event.at } })
  enqueue({ type: 'complete', params: { deadline: 'order-check', of } })
  enqueue({ type: 'resolveAlerts', params: { kind: 'order-expiring', cause: expiringCause(context) } })
  if (seenSinceEnding(context, event)) enqueue({ type: 'complete', params: { deadline: 'order-monitoring', of } })
  if (context.endedAt !== null) return
  const { checkEvery } = event.incident.policy.orders
  enqueue({ type: 'schedule', params: soon({ context, event }, 'order-check', of, checkEvery) })
})

export const expiringCause = ({ name, expiresAt }: OrderContext): string => `order/${name}/expires-${expiresAt}`

/** Nothing is owed of what is in force no longer. */
export const cancelAll = orderSetup.enqueueActions(({ context, event, enqueue }) => {
  const of = context.name
  for (const deadline of ['order-application', 'order-hearing', 'order-tasking', 'order-check', 'order-prosecutor'] as const)
    enqueue({ type: 'cancel', params: { deadline, of } })
  for (const one of waived(context)) enqueue({ type: 'cancel', params: one })
  for (const who of event.incident.policy.orders.tell)
    enqueue({ type: 'cancel', params: { deadline: 'order-told', of: toldOf(context, who) } })
  for (const resolved of inForceAlerts(context)) enqueue(resolved)
})
