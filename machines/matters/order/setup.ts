import { assign, setup } from 'xstate'
import type { HearingDue, LastSitting } from '../../rules/calendar/index.ts'
import type { APPLICANTS, NOTIFICATION_EXEMPT } from '../../rules/catalogue/matters/order.ts'
import { NOTIFIED } from '../../rules/catalogue/matters/order.ts'
import type { BREACH_ACTIONS, BREACH_OF, BREACH_RESULTS } from '../../rules/catalogue/matters/orderBreach.ts'
import type { HeardBy } from '../../rules/events.ts'
import { before, until } from '../../rules/time/instants.ts'
import type { Instant, OrderRegime } from '../../rules/vocabulary.ts'
import { type MatterContext, type MatterEvent, type MatterTag, matterEffects } from '../matter.ts'

/** When he did not do as he was told. Where and how stands in the event. */
export interface Breach {
  readonly breach: string
  readonly at: Instant
  readonly under: 'notice' | 'order'
  readonly action: (typeof BREACH_ACTIONS)[number]
  /** What the court made of it; null until it has. */
  readonly result: (typeof BREACH_RESULTS)[number] | null
  /** From here on each is there once it is so: what he breached, where that was said; when he was arrested, */
  readonly of?: (typeof BREACH_OF)[number]
  readonly arrestedAt?: Instant
  /** by when he has to be before the court, where the law sets a time, which days do not count, and the last sitting before it; */
  readonly courtBy?: Instant
  readonly leftOut?: HearingDue['leftOut']
  readonly lastSitting?: LastSitting
  /** and when he was before it. */
  readonly producedAt?: Instant
}

export { NOTIFIED }
export type Notifiable = (typeof NOTIFIED)[number]
/** Since when he owes it, by when, and when he last told it; null until he has. */
export interface Notified {
  readonly since: Instant
  readonly by: Instant
  readonly at: Instant | null
}

/** What is remembered of a notice and the order that follows it. */
export interface OrderContext extends MatterContext {
  /** `DVPN`, then `DVPO`; `DAPN`, then `DAPO`; or what a partner's is. */
  readonly what: string | null
  /** The law of ours; null for a partner's. */
  readonly regime: OrderRegime | null
  /** Who made one that is not ours. */
  readonly issuer: string | null
  readonly subject: string | null
  readonly protects: readonly string[]
  readonly prohibitions: readonly string[]
  readonly authorisedAt: Instant | null
  readonly authorisedBy: string | null
  readonly servedAt: Instant | null
  readonly court: string | null
  /** By when the court must have heard it, and which days did not count. */
  readonly hearingBy: Instant | null
  readonly leftOut: HearingDue['leftOut']
  readonly lastSitting: LastSitting | null
  readonly appliedAt: Instant | null
  /** When the court has listed it. */
  readonly hearingAt: Instant | null
  /** When the order, no longer the notice, was made. */
  readonly madeAt: Instant | null
  /** Null while there is no order, and for one that says no end. */
  readonly expiresAt: Instant | null
  readonly endedAt: Instant | null
  /** Who was last told when. */
  readonly told: readonly { readonly who: string; readonly at: Instant }[]
  readonly taskedAt: Instant | null
  /** When she was last seen on a welfare check. */
  readonly seenAt: Instant | null
  readonly breaches: readonly Breach[]
  /** From here on each is there only where it is so. Who asked the court without a notice, and when; */
  readonly applicant?: (typeof APPLICANTS)[number]
  readonly soughtAt?: Instant
  /** what the prosecutor said to it, and why not, as a code; */
  readonly prosecutor?: { readonly answer: 'supports' | 'refuses'; readonly at: Instant; readonly reason: string | null }
  /** what he has to tell the police under a DAPO, or why he need not; */
  readonly notification?: Readonly<Record<Notifiable, Notified>>
  readonly notificationExempt?: (typeof NOTIFICATION_EXEMPT)[number]
  /** until when he is monitored electronically. */
  readonly monitoredUntil?: Instant | null
}

export type OrderEventName = HeardBy<'order'>
export type OrderEvent = MatterEvent<OrderEventName>
/** What an action or guard of the machine is given on an event. */
export interface On<Name extends OrderEventName> {
  readonly context: OrderContext
  readonly event: MatterEvent<Name>
}

export const orderSetup = setup({
  types: { context: {} as OrderContext, events: {} as OrderEvent, input: {} as MatterContext, tags: {} as MatterTag },
  delays: {
    'order-hearing': ({ context, event }) => until(context.hearingBy, event.at),
    'order-expiring': ({ context, event }) =>
      until(before(context.expiresAt ?? '', event.incident.policy.orders.expiringBefore), event.at),
    'order-expiry': ({ context, event }) => until(context.expiresAt, event.at),
  },
  guards: {
    saysNoEnd: ({ context }) => context.expiresAt === null,
    asksProsecutor: ({ event }) => event.type === 'order.sought' && event.data.applicant === 'prosecutor',
    isSupported: ({ event }) => event.type === 'order.prosecutor-answered' && event.data.answer === 'supports',
  },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<OrderContext>) => learnt) },
})

export const blankOrder = (name: string): OrderContext => ({
  name,
  what: null,
  regime: null,
  issuer: null,
  subject: null,
  protects: [],
  prohibitions: [],
  authorisedAt: null,
  authorisedBy: null,
  servedAt: null,
  court: null,
  hearingBy: null,
  leftOut: [],
  lastSitting: null,
  appliedAt: null,
  hearingAt: null,
  madeAt: null,
  expiresAt: null,
  endedAt: null,
  told: [],
  taskedAt: null,
  seenAt: null,
  breaches: [],
})
