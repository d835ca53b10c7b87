/** Deliveries and notifications in memory, for scenarios and properties. */
import { SEVERITIES } from '../../../machines/rules/catalogue/alerts.ts'
import { earlier, later } from '../../../machines/rules/time/instants.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { CaseChange } from '../ports.ts'
import type { CaseKey } from '../step/case.ts'
import type { AlertItem } from '../views/views.ts'
import type { NewDelivery, Notification, Told } from './ports.ts'
import type { AlertTold, DueNotification, NotificationRows } from './rows.ts'

export interface MemoryDelivery extends NewDelivery, Pick<AlertItem, 'incident' | 'kind' | 'severity'> {
  readonly force: string
  readonly writtenAt: Instant
  /** What was written together for a person and a way is one message. */
  readonly writtenBy: number
  readonly status: 'pending' | 'failed' | 'delivered' | 'dead' | 'withdrawn'
}

/** `by-themselves`: whatever is due is taken to have arrived by the next commit. `carried`: somebody says what became of each. */
export type Arrivals = 'by-themselves' | 'carried'

export interface MemoryNotifications extends NotificationRows {
  keep(change: Pick<CaseChange, 'case' | 'alerts' | 'told'>): void
  /** In the order in which they were written, of one incident or of all. */
  deliveries(of?: CaseKey): readonly MemoryDelivery[]
  /** When the next person is due to be told of an alert. */
  nextTold(): Instant | null
  /** @param tryAt when it arrived, or is tried again. */
  tried(delivery: MemoryDelivery, status: 'delivered' | 'failed' | 'dead', tryAt: Instant): void
}

type Kept = Notification & { readonly force: string; readonly incident: string }
const MINUTE_MS = 60_000
/** No case of PostgreSQL: only that it is not about the system. */
const SOME_CASE = 1

export function createMemoryNotifications(
  now: () => Instant,
  alertOf: (force: string, incident: string, alert: string) => AlertItem | null,
  arrivals: Arrivals,
): MemoryNotifications {
  const rows = new Map<string, MemoryDelivery>()
  const notifications = new Map<string, Kept>()
  const name = (force: string, alert: string) => JSON.stringify([force, alert])
  const set = (key: string, row: MemoryDelivery, status: MemoryDelivery['status']) => rows.set(key, { ...row, status })
  const waits = ({ status }: MemoryDelivery) => status === 'pending' || status === 'failed'
  let written = 0

  const write = (force: string, told: Told, alerts: readonly AlertItem[]): void => {
    const { at } = told
    if (arrivals === 'by-themselves')
      for (const [key, row] of rows) if (row.status === 'pending' && row.tryAt < at) set(key, row, 'delivered')
    for (const alert of told.stopped) {
      const ended = alerts.some(({ id, status }) => id === alert && status === 'resolved')
      for (const [key, row] of rows)
        if (row.force === force && row.alert === alert && waits(row) && (ended || row.about === 'raised'))
          set(key, row, 'withdrawn')
      const notification = notifications.get(name(force, alert))
      if (notification !== undefined) notifications.set(name(force, alert), { ...notification, nextAt: null })
    }
    for (const delivery of told.deliveries) {
      const key = keyOf({ ...delivery, force })
      const item = alerts.find(({ id }) => id === delivery.alert)
      if (rows.has(key) || item === undefined) continue
      const { incident, kind, severity } = item
      const tryAt = whenTried({ ...delivery, force }, at)
      const about = { incident, kind, severity }
      rows.set(key, { ...delivery, ...about, force, writtenAt: at, writtenBy: written, tryAt, status: 'pending' })
    }
    for (const notification of told.notifications) {
      const incident = alerts.find(({ id }) => id === notification.alert)?.incident ?? ''
      notifications.set(name(force, notification.alert), { ...notification, force, incident })
    }
  }

  const whenTried = ({ force, alert, person, way, ...row }: NewDelivery & { readonly force: string }, at: Instant): Instant => {
    const theirs = [...rows.values()].filter((one) => one.force === force && one.person === person && one.way === way)
    const gathering = theirs.filter(({ bundled, status }) => row.bundled && bundled && status === 'pending')
    const tryAt = gathering.reduce((first, one) => earlier(first, one.tryAt), row.tryAt)
    if (row.turn === 0 || row.about !== 'raised') return tryAt
    const before = theirs.filter((one) => one.alert === alert && one.about === 'raised' && hasGone(one))
    return before.reduce((last, one) => later(last, plusMinute(earlier(one.tryAt, at))), tryAt)
  }

  const read = ({ force, incident, ...notification }: Kept): readonly DueNotification[] => {
    const alert = alertOf(force, incident, notification.alert)
    return alert?.status === 'open' ? [{ caseId: SOME_CASE, alert, notification, takenBy: null }] : []
  }
  const nextTold = (): Instant | null =>
    [...notifications.values()]
      .filter((notification) => read(notification).length > 0)
      .reduce<Instant | null>((next, { nextAt }) => (nextAt === null || (next !== null && next <= nextAt) ? next : nextAt), null)

  return {
    keep: ({ case: { force }, alerts, told }) => {
      written += 1
      if (told) write(force, told, alerts)
    },
    tried: (row, status, tryAt) => void rows.set(keyOf(row), { ...row, status, tryAt }),
    deliveries: (of) =>
      [...rows.values()].filter(({ force, incident }) => of === undefined || (force === of.force && incident === of.reference)),
    nextTold,
    leaseNotifications: async (force, limit) => {
      const due = [...notifications.values()].filter((one) => one.force === force && one.nextAt !== null && one.nextAt <= now())
      const rank = ({ alert }: AlertTold) => -SEVERITIES.indexOf(alert.severity)
      const worstFirst = due.flatMap(read).sort((a, b) => rank(a) - rank(b))
      return { now: now(), next: nextTold(), due: worstFirst.slice(0, limit) }
    },
    // A record in memory has no alerts about the system, and begins with its delivery file.
    systemAlertsToTell: async () => ({ now: now(), alerts: [] }),
    untoldAlerts: async () => ({ now: now(), alerts: [], next: null }),
    writeTold: async (force, steps) => {
      written += 1
      for (const { read: was, told } of steps) write(force, told, [was.alert])
    },
  }
}

const keyOf = ({ force, alert, level, count, turn, about, person, way }: NewDelivery & { readonly force: string }): string =>
  JSON.stringify([force, alert, level, count, turn, about, person, way])

/** Or is about to. */
const hasGone = ({ status }: MemoryDelivery): boolean => status === 'pending' || status === 'delivered'

const plusMinute = (at: Instant): Instant => new Date(Date.parse(at) + MINUTE_MS).toISOString()
