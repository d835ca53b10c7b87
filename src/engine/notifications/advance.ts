/** Goes on telling people of alerts: whoever comes next is told, and so are people of alerts that no commit of a case told of. */
import type { Instant, Role } from '../../../machines/rules/vocabulary.ts'
import type { AlertItem } from '../views/views.ts'
import type { AlertChange, Notifier, Told } from './ports.ts'
import type { AlertTold, DueNotification, NotificationRows, NotificationStep, UntoldCursor } from './rows.ts'

export interface NotificationPorts {
  readonly force: string
  /** Of the policy with which this process started: alerts about the system have no case that pinned one. */
  readonly ladder: readonly Role[]
  readonly notifier: Notifier
  readonly rows: NotificationRows
  /** Deliveries are on disk: somebody should carry them. Never throws, never waits. */
  readonly deliveriesWritten: () => void
}

/** What a worker that starts needs besides. */
export interface StartingPorts extends NotificationPorts {
  /** In the delivery file, as it calls them. */
  readonly people: () => readonly string[]
}

/** Few enough that a commit which needs one of the rows waits milliseconds for it. */
const AT_ONCE = 200
/** Longer than a page takes to be told; if this process dies, another goes on within seconds. */
const LEASE_MS = 5_000
/** Of one page: rows of one commit to one person are one message. */
const UNTOLD_AT_ONCE = 1_000

/**
 * Tells whoever comes next, worst alert first, until nobody is due.
 *
 * @param goOn asked between two pages.
 * @returns the engine's time at the last look, and when the next person is due.
 * @throws RecordUnavailable
 */
export async function advanceNotifications(
  ports: NotificationPorts,
  goOn: () => boolean = () => true,
): Promise<{ readonly now: Instant; readonly next: Instant | null }> {
  for (;;) {
    const { now, next, due } = await ports.rows.leaseNotifications(ports.force, AT_ONCE, LEASE_MS)
    await write(
      ports,
      due.map((read) => ({ read, told: nextOf(ports, read, now) })),
    )
    if (due.length < AT_ONCE || !goOn()) return { now, next }
  }
}

/** Tells of what became of alerts about the system. @throws RecordUnavailable */
export async function tellSystemAlerts(ports: NotificationPorts): Promise<void> {
  const { now, alerts } = await ports.rows.systemAlertsToTell(ports.force, AT_ONCE)
  await write(
    ports,
    alerts.map((read) => ({ read, told: systemTold(ports, read, now) })),
  )
}

/**
 * Once, as a worker starts: tells of alerts that were open before there was a delivery file, or that only people were told of who have
 * left it. @throws RecordUnavailable
 */
export async function tellUntoldAlerts(ports: StartingPorts, goOn: () => boolean = () => true): Promise<void> {
  for (let after: UntoldCursor | null = null; goOn(); ) {
    const page = await ports.rows.untoldAlerts(ports.force, ports.people(), after, UNTOLD_AT_ONCE)
    await write(
      ports,
      page.alerts.map((read) => ({ read, told: toldAnew(ports, read, page.now) })),
    )
    after = page.next
    if (after === null) return
  }
}

/** As if it were raised now, under a turn of its own: people may have been told at this level and count before. */
function toldAnew(ports: NotificationPorts, { alert, notification }: AlertTold, now: Instant): Told {
  if (notification === null) return toldOf(ports, { now: alert, before: null }, now, 0)
  const { level, count, turn } = notification
  return toldOf(ports, { now: alert, before: { status: 'resolved', level, count } }, now, turn + 1)
}

async function write({ rows, force, deliveriesWritten }: NotificationPorts, all: readonly NotificationStep[]): Promise<void> {
  const steps = all.filter(({ told }) => told.deliveries.length + told.notifications.length + told.stopped.length > 0)
  if (steps.length === 0) return
  await rows.writeTold(force, steps)
  if (steps.some(({ told }) => told.deliveries.length > 0)) deliveriesWritten()
}

function nextOf(ports: NotificationPorts, { caseId, alert, notification }: DueNotification, now: Instant): Told {
  const { level, count, turn } = notification
  // The commit that moved the alert told of it; this mends what it could not write.
  if (caseId !== 0 && (level !== alert.level || count !== alert.count))
    return toldOf(ports, { now: alert, before: { status: 'open', level, count } }, now, turn + 1)
  const { deliveries, notification: after } = ports.notifier.next(ports.force, { ...alert, level, count }, notification, now)
  return { at: now, deliveries, notifications: [after], stopped: [] }
}

/** What its `Notification` knows of the alert stands for how it was before. */
function systemTold(ports: NotificationPorts, read: AlertTold, now: Instant): Told {
  const alert = asTold(read)
  const { notification, takenBy, failedTo = [] } = read
  if (notification === null) return withTelling(toldOf(ports, { now: alert, before: null, failedTo }, now, 0), read)
  const { level, count, turn } = notification
  const before =
    takenBy === null
      ? { status: 'open' as const, level, count }
      : { status: 'acknowledged' as const, acknowledgedBy: takenBy, level, count }
  // Only the alert that counts comes back at the same level and count by its clock.
  const isReleased = !isCounting(read.alert)
  return withTelling(toldOf(ports, { now: alert, before, isReleased, failedTo }, now, turn + 1), read)
}

/** The alert that counts refused subjects does not return when one more waits: it only says another number. */
function asTold({ alert, notification }: AlertTold): AlertItem {
  return isCounting(alert) && notification !== null ? { ...alert, count: notification.count } : alert
}

const isCounting = ({ kind, incident }: AlertItem): boolean => kind === 'report-refused' && incident === ''

/** An alert about the system has a `Notification` while it lasts, also where nobody is told: the row says what was seen of it. */
function withTelling(told: Told, read: AlertTold): Told {
  if (told.notifications.length > 0 || read.alert.status === 'resolved') return told
  const { id, level, count } = asTold(read)
  const turn = read.notification === null ? 0 : read.notification.turn + 1
  const silent = { alert: id, level, count, turn, roles: [], told: [], nextAt: null }
  return { ...told, notifications: [silent] }
}

function toldOf({ notifier, force, ladder }: NotificationPorts, change: AlertChange, at: Instant, sequence: number): Told {
  return notifier.told(force, [change], at, { ladder, sequence }) ?? { at, deliveries: [], notifications: [], stopped: [] }
}
