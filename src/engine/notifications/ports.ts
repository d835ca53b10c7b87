/**
 * How people are told of alerts: what the engine says of it with each commit. A delivery is a row that the commit of its alert
 * writes; a `Notification` says who has been told of an alert and who comes next.
 */
import type { WayName } from '../../../machines/rules/delivery/plan.ts'
import type { Instant, Role } from '../../../machines/rules/vocabulary.ts'
import type { AlertItem } from '../views/views.ts'
import type { About } from './about.ts'

export type { About } from './about.ts'

/** One alert at one level and count, to one person by one way. */
export interface NewDelivery {
  readonly alert: string
  readonly level: number
  readonly count: number
  /**
   * 0 as it was raised, came back or escalated; the sequence of the line by which an acknowledged alert was open again, taken over or
   * released.
   */
  readonly turn: number
  readonly about: About
  /** As the delivery file calls the person. */
  readonly person: string
  readonly way: WayName
  /** As which the person is told. */
  readonly role: Role
  /** When it is tried first: later than now only in a bundle. */
  readonly tryAt: Instant
  /** Whether other messages to the person are gathered with it until then. */
  readonly bundled: boolean
}

/** Of an open alert: who was told, and who comes next. */
export interface Notification {
  readonly alert: string
  readonly level: number
  readonly count: number
  readonly turn: number
  /** To go through, the present one first; empty when everybody was told. */
  readonly roles: readonly Role[]
  /** Who was told at this level, count and turn. */
  readonly told: readonly string[]
  /** When the next person is told unless somebody has taken it; null: nobody else is. */
  readonly nextAt: Instant | null
}

/** What one commit of one case says of telling people. */
export interface Told {
  /** The engine's time of it: a case may have been recorded by a clock that was ahead, and people are told all the same. */
  readonly at: Instant
  readonly deliveries: readonly NewDelivery[]
  readonly notifications: readonly Notification[]
  /** Alerts that somebody has taken, or that have ended: what is pending of them is withdrawn, and nobody else is told. Never in `notifications` too. */
  readonly stopped: readonly string[]
}

/** An alert as it became, and as it was before the commit; null for a new one. */
export interface AlertChange {
  readonly now: AlertItem
  readonly before: Pick<AlertItem, 'status' | 'level' | 'count' | 'acknowledgedBy'> | null
  /** Somebody gave it back, rather than news having joined it. */
  readonly isReleased?: boolean
  /** Of `delivery-failed`: whom the alert that it is about did not reach. They are told only if there is nobody else. */
  readonly failedTo?: readonly string[]
}

/** Decides who is told. Pure: reads no clock. */
export interface Notifier {
  /**
   * @param roles the roles of the case's ladder. @param sequence of the line with which the change is recorded.
   * @returns null where the delivery file is not about this force: nothing is written then.
   */
  told(
    force: string,
    changes: readonly AlertChange[],
    at: Instant,
    context: { readonly ladder: readonly Role[]; readonly sequence: number },
  ): Told | null
  /** Nobody has taken the alert in time: whoever comes next. */
  next(
    force: string,
    alert: AlertItem,
    notification: Notification,
    at: Instant,
  ): Pick<Told, 'deliveries'> & { readonly notification: Notification }
}
