/** What a notice or an order asks of people: an application, a hearing, to be told, a plan, somebody who looks after her. */
import type { DeadlineName } from '../../rules/catalogue/deadlines.ts'
import { hearingTerms } from '../../rules/investigation/orders.ts'
import { later } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import { type Told, within } from '../matter.ts'
import { cancelled, seenSinceEnding } from './dapo.ts'
import { act, type OrderContext, raise, remember, resolve, schedule } from './setup.ts'

/** What no law has an instant for runs from when a person could know, and repeats instead of escalating. */
const soon = (deadline: DeadlineName, event: Told, time: string, part?: string) =>
  schedule(deadline, within(event, time), {
    climbEvery: event.incident.policy.orders.remindEvery,
    ...(part === undefined ? {} : { part }),
  })

/** One alert a coming into force: of the notice, then of the order. */
const inForceKnown = ({ servedAt, madeAt }: OrderContext) => [servedAt, madeAt].map((at) => resolve('order-in-force', at))

/** The notice is served: the court's clock runs. */
export const scheduleHearing = act(({ context, event }) => {
  const { applyBy, hearingBy } = hearingTerms(event.at, context.court, event.incident.policy)
  return [schedule('order-application', applyBy), schedule('order-hearing', hearingBy)]
})

/** Something is in force that was not, or not so, a moment ago: it is said at once, and told, planned for and looked after. */
export const comeIntoForce = act(({ event }) => {
  const { tell, tellWithin, taskWithin, checkWithin } = event.incident.policy.orders
  return [
    ...(tell.length > 0 ? [raise('order-in-force', event.at)] : []),
    ...tell.map((who) => soon('order-told', event, tellWithin, who)),
    soon('order-tasking', event, taskWithin),
    soon('order-check', event, checkWithin),
  ]
})

/** Since what is in force now came into force; to have told somebody before that is to have told them of something else. */
const since = ({ servedAt, madeAt }: OrderContext): Instant => madeAt ?? servedAt ?? ''

export const tell = act<'order.told'>(({ context, event }) => {
  const { who } = event.data
  const at = later(context.told.find((one) => one.who === who)?.at ?? '', event.at)
  const told = [...context.told.filter((one) => one.who !== who), { who, at }]
  if (at < since(context)) return [remember({ told })]
  const isTold = (one: string): boolean => told.some((them) => them.who === one && them.at >= since(context))
  const all = event.incident.policy.orders.tell.every(isTold)
  return [remember({ told }), complete('order-told', who), ...(all ? inForceKnown(context) : [])]
})

/** Nobody who was not there has looked after her: a check that did not see her leaves it owed. */
export const check = act<'order.checked'>(({ context, event, event: { at, data } }) => {
  if (data.what !== 'welfare' || !data.seen) return []
  const { checkEvery } = event.incident.policy.orders
  return [
    remember({ seenAt: at }),
    complete('order-check'),
    endKnown(context),
    ...(seenSinceEnding(context, event) ? [complete('order-monitoring')] : []),
    ...(context.endedAt === null ? [soon('order-check', event, checkEvery)] : []),
  ]
})

const endPart = ({ expiresAt }: OrderContext): string => `expires-${expiresAt}`
export const sayEnd = act(({ context }) => [raise('order-expiring', endPart(context))])
export const endKnown = (context: OrderContext) => resolve('order-expiring', endPart(context))

/** Nothing is owed of what is in force no longer. */
export const cancelAll = act(({ context, event }) => [
  ...(['order-application', 'order-hearing', 'order-tasking', 'order-check', 'order-prosecutor'] as const).map((deadline) =>
    cancel(deadline),
  ),
  ...cancelled,
  ...event.incident.policy.orders.tell.map((who) => cancel('order-told', who)),
  ...inForceKnown(context),
])
