/** What is asked of the record to go on telling people of alerts. */
import type { Instant, Person } from '../../../machines/rules/vocabulary.ts'
import type { AlertItem } from '../views/views.ts'
import type { Notification, Told } from './ports.ts'

/** An alert beside what was told of it. */
export interface AlertTold {
  /** 0 for an alert about the system itself. */
  readonly caseId: number
  readonly alert: AlertItem
  /** Null where nobody was told yet. */
  readonly notification: Notification | null
  /** Of an alert about the system: who was seen to have taken it. */
  readonly takenBy: Person | null
  /** Of `delivery-failed`, as in `AlertChange`. */
  readonly failedTo?: readonly string[]
}

export interface DueNotification extends AlertTold {
  readonly notification: Notification
}

/** What becomes of a `Notification`: written only where it is still as it was read, and the alert has the status that it had. */
export interface NotificationStep {
  readonly read: AlertTold
  readonly told: Told
}

/** @throws RecordUnavailable, each of them. */
export interface NotificationRows {
  /**
   * Leases what is due to be told in a force by the engine's clock, worst first, for `leaseMs`. Those whose alert is no longer open are cleared.
   *
   * @returns them with the engine's time, and when the next is due.
   */
  leaseNotifications(
    force: string,
    limit: number,
    leaseMs: number,
  ): Promise<{ readonly now: Instant; readonly next: Instant | null; readonly due: readonly DueNotification[] }>
  /** Alerts about the system that are not told as they now are: raised, escalated, taken, given back or ended since. Worst first. */
  systemAlertsToTell(force: string, limit: number): Promise<{ readonly now: Instant; readonly alerts: readonly AlertTold[] }>
  /**
   * Open alerts of incidents of which none of `people` was told, and nobody else will be, worst first.
   *
   * @param after the last one of the page before; null for the first page.
   */
  untoldAlerts(
    force: string,
    people: readonly string[],
    after: UntoldCursor | null,
    limit: number,
  ): Promise<{ readonly now: Instant; readonly alerts: readonly AlertTold[]; readonly next: UntoldCursor | null }>
  /** One statement. */
  writeTold(force: string, steps: readonly NotificationStep[]): Promise<void>
}

export interface UntoldCursor {
  readonly rank: number
  readonly place: number
}
