/** What whoever carries deliveries asks of the record. */
import type { AlertKind, Severity } from '../../machines/rules/catalogue/alerts.ts'
import type { WayName } from '../../machines/rules/delivery/plan.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { About } from './notifications/ports.ts'

/** A row of a message. */
export interface LeasedRow {
  readonly id: number
  /** Empty for a test message. */
  readonly alert: string
  /** Empty for an alert about the system itself. */
  readonly incident: string
  readonly kind: AlertKind
  readonly severity: Severity
  readonly level: number
  readonly count: number
  readonly dueAt: Instant | null
  /** Of an alert about the service: the role, the subscription or the alert that it is about. */
  readonly concerns: string | null
  readonly writtenAt: Instant
}

/** Rows that go to one person by one way in one message, leased to this process by a committed update. */
export interface LeasedMessage {
  /** The idempotency key: the same at every try. */
  readonly id: string
  readonly about: About | 'test'
  readonly person: string
  readonly way: WayName
  /** This try included. */
  readonly tries: number
  /** Worst first; of one severity first what is due first. */
  readonly rows: readonly LeasedRow[]
}

/** How many messages more may be under way to whoever receives for this person by this way. */
export interface Room {
  readonly way: WayName
  readonly person: string
  /** The same for persons whose messages go to the same place. */
  readonly receiver: string
  readonly room: number
  /** Receivers of a lane share its places. */
  readonly lane: string
  readonly laneRoom: number
}

export interface Leasing {
  readonly force: string
  readonly rooms: readonly Room[]
  /** For whom and what is not among these: somebody has to say that it cannot be reached. */
  readonly roomForStrangers: number
  readonly leaseMs: number
}

/** What became of a try. */
export type Tried =
  | { readonly status: 'sent' | 'delivered'; readonly reference: string | null }
  | {
      readonly status: 'failed'
      readonly problem: string
      /** Until the next try; null: it is `dead` at once. */
      readonly pauseMs: number | null
      /** It is `dead` once it is so old and was tried so often. */
      readonly deadAfter: { readonly ms: number; readonly tries: number }
    }

export type TriedRow = Tried & { readonly row: number }

export interface DueDeliveries {
  /**
   * Leases what is due by the engine's clock, worst first, then oldest, grouped to messages. What somebody has taken or what has
   * ended is withdrawn instead.
   *
   * @returns the messages, and whether there may be more that is due.
   * @throws RecordUnavailable
   */
  leaseMessages(asked: Leasing): Promise<{ readonly messages: readonly LeasedMessage[]; readonly more: boolean }>
  /**
   * Notes what became of rows. What was delivered although its alert had ended is followed by a message that it ended.
   *
   * @returns the rows that could be had: another session has locked the others.
   */
  finishRows(tried: readonly TriedRow[]): Promise<{ readonly finished: readonly number[]; readonly followed: number }>
  /** Ends the pauses of what failed for these persons: their receiver answers again. */
  endPauses(force: string, way: WayName, persons: readonly string[]): Promise<void>
  /** Makes due what a clock that was ahead put into the future. */
  forgetFuture(force: string): Promise<void>
}
