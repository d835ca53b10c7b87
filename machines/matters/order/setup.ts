import type { HearingDue, LastSitting } from '../../rules/calendar/index.ts'
import { type APPLICANTS, type NOTIFICATION_EXEMPT, NOTIFIED } from '../../rules/catalogue/matters/order.ts'
import type { BREACH_ACTIONS, BREACH_OF, BREACH_RESULTS } from '../../rules/catalogue/matters/orderBreach.ts'
import type { HeardBy } from '../../rules/events.ts'
import { before } from '../../rules/time/instants.ts'
import type { Instant, OrderRegime } from '../../rules/vocabulary.ts'
import { defineMatter, type On, type Remembered } from '../defineMatter.ts'
import type { DeadlineMissed, MatterEvent } from '../matter.ts'

/** When he did not do as he was told. The event says where and how. */
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

/** Of a notice and the order that follows it. */
const memory = {
  /** `DVPN`, then `DVPO`; `DAPN`, then `DAPO`; or what a partner's is. */
  what: null as string | null,
  /** The law of ours; null for a partner's. */
  regime: null as OrderRegime | null,
  /** Who made one that is not ours. */
  issuer: null as string | null,
  subject: null as string | null,
  protects: [] as readonly string[],
  prohibitions: [] as readonly string[],
  authorisedAt: null as Instant | null,
  authorisedBy: null as string | null,
  servedAt: null as Instant | null,
  court: null as string | null,
  /** By when the court must have heard it, and which days did not count. */
  hearingBy: null as Instant | null,
  leftOut: [] as HearingDue['leftOut'],
  lastSitting: null as LastSitting | null,
  appliedAt: null as Instant | null,
  /** When the court has listed it. */
  hearingAt: null as Instant | null,
  /** When the order, no longer the notice, was made. */
  madeAt: null as Instant | null,
  /** Null while there is no order, and for an order without an end. */
  expiresAt: null as Instant | null,
  endedAt: null as Instant | null,
  /** Who was last told when. */
  told: [] as readonly { readonly who: string; readonly at: Instant }[],
  taskedAt: null as Instant | null,
  /** When she was last seen on a welfare check. */
  seenAt: null as Instant | null,
  breaches: [] as readonly Breach[],
}
interface Later {
  /** Who asked the court without a notice, and when; */
  readonly applicant?: (typeof APPLICANTS)[number]
  readonly soughtAt?: Instant
  /** what the prosecutor said to it, and why not, as a code; */
  readonly prosecutor?: { readonly answer: 'supports' | 'refuses'; readonly at: Instant; readonly reason: string | null }
  /** what he has to tell the police under a DAPO, or why he need not; */
  readonly notification?: Readonly<Record<Notifiable, Notified>>
  readonly notificationExempt?: (typeof NOTIFICATION_EXEMPT)[number]
  /** whose it is, where it is another force's and known here by its breach alone; */
  readonly ofForce?: string
  /** until when he is monitored electronically. */
  readonly monitoredUntil?: Instant | null
}
export type OrderContext = Remembered<typeof memory, Later>

export type OrderEventName = HeardBy<'order'>
export type OnOrder<Name extends OrderEventName> = On<OrderContext, MatterEvent<Name>>

/** What the court decides on escalates from its legal instant; the rest says `comesBack`. */
export const { act, remember, schedule, raise, resolve, lifecycle } = defineMatter({
  kind: 'order',
  about: 'A protection notice and the order that follows it, or an order that a partner obtained.',
  field: 'order',
  shown: true,
  memory,
  clocks: {
    'order-expiring': ({ expiresAt }, { incident }) => before(expiresAt ?? '', incident.policy.orders.expiringBefore),
    'order-expiry': ({ expiresAt }) => expiresAt,
  },
  climbEvery: ({ orders }) => orders.climbEvery,
  types: { hears: {} as DeadlineMissed, later: {} as Later },
})
