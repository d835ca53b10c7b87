/** What is seen of deliveries, and what somebody does about those that failed. */
import type { WayName } from '../../../machines/rules/delivery/plan.ts'
import type { Instant, Person } from '../../../machines/rules/vocabulary.ts'
import type { DELIVERY_STATUSES, delivery, deliveryCounts, replayed, toldTo } from '../answers/deliveries.ts'
import type { Answer } from '../answers/shapes.ts'
import type { Listed, Page } from '../reads.ts'
import type { Actor } from '../step/case.ts'

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]
export type DeliveryItem = Answer<typeof delivery>
export type Replayed = Answer<typeof replayed>

/** What became of all the deliveries of an alert; `toldTo` are the newest `MOST_TOLD`. */
export interface AlertTold {
  readonly deliveries: Answer<typeof deliveryCounts>
  readonly toldTo: readonly Answer<typeof toldTo>[]
}
/** Of an alert, or of a line of a timeline. Project default. */
export const MOST_TOLD = 20

export interface DeliveryFilter {
  readonly alert?: string | undefined
  readonly incident?: string | undefined
  readonly status?: DeliveryStatus | undefined
  readonly person?: string | undefined
  readonly way?: string | undefined
  /** True for roles that read open incidents only. */
  readonly openOnly: boolean
}

/** An alert as it was raised, came back or escalated. */
export interface RaisedAt {
  readonly alert: string
  readonly level: number
  readonly count: number
}

/** A delivery of a line of a timeline. */
export interface LineDelivery extends RaisedAt {
  readonly turn: number
  /** When the first of that level, count and turn was written. */
  readonly firstAt: Instant
  /** How many there are of that level, count and turn. */
  readonly inAll: number
  readonly item: DeliveryItem
}

/** Every call is for one force. @throws RecordUnavailable */
export interface DeliveryReads {
  /** Newest first. @throws BadCursor */
  deliveryList(force: string, filter: DeliveryFilter, page: Page): Promise<Listed<DeliveryItem>>
  /** By id; without those of which nobody was to be told. */
  deliveriesOfAlerts(force: string, alerts: readonly string[]): Promise<ReadonlyMap<string, AlertTold>>
  /** The oldest `MOST_TOLD` of each level, count and turn. */
  deliveriesOfLines(force: string, raised: readonly RaisedAt[]): Promise<readonly LineDelivery[]>
}

/** Which deliveries somebody wants sent again; `id` names one of them. */
export interface ReplayAsked {
  readonly id?: string | undefined
  readonly alert?: string | undefined
  readonly status?: 'failed' | 'dead' | undefined
  readonly person?: string | undefined
}

export interface Replays {
  /** @returns null where `id` names no delivery; its status where that one is neither failed nor dead. */
  replay(
    force: string,
    asked: ReplayAsked,
    by: { readonly by: Person | null; readonly actor: Actor },
  ): Promise<Replayed | DeliveryStatus | null>
}

/** What has not arrived, of all forces, by way. */
export interface Undelivered {
  readonly way: WayName
  readonly counts: Readonly<Record<'pending' | 'failed' | 'dead', number>>
  /** Seconds since the oldest critical delivery that waits was written, or last replayed; null for none. */
  readonly oldestCriticalSeconds: number | null
}

/** Where people are told of alerts: whether they can be. */
export interface DeliveryHealth {
  /** A critical delivery has waited for too long. */
  isStuck(): Promise<boolean>
  /** Nobody is on duty in any role. */
  isNobodyOnDuty(): boolean | Promise<boolean>
}

export interface DeliveriesSeen {
  undelivered(): Promise<readonly Undelivered[]>
  /** Whether somebody may not have been told: a critical delivery waits for too long, none of an open alert will be tried again, or nobody could be told of it. */
  isStuck(force: string): Promise<boolean>
  /** Those of the ways whose last tries all failed. */
  failingWays(force: string, ways: readonly WayName[]): Promise<readonly WayName[]>
}
