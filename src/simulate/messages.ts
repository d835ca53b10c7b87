/** Who was told of what: an entry for each person and message, in the words of the timeline. */
import type { DeliveryPlan, WayName } from '../../machines/rules/delivery/plan.ts'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import type { About } from '../engine/notifications/about.ts'
import type { MemoryDelivery } from '../engine/notifications/memoryNotifications.ts'
import type { AlertItem } from '../engine/views/views.ts'

export type AlertTold = Pick<AlertItem, 'id' | 'incident' | 'kind' | 'severity' | 'level' | 'count'>

/** To one person, by each way by which the same thing became of it at the same instant. */
export interface Message {
  readonly kind: 'message'
  readonly at: Instant
  /** `failed`: for the first time, and it is tried again. `waiting`: it was not tried yet, or is to be tried again. */
  readonly status: 'delivered' | 'failed' | 'dead' | 'withdrawn' | 'waiting'
  readonly to: string
  readonly as: Role
  readonly by: readonly WayName[]
  readonly about: About
  /** Worst first. */
  readonly alerts: readonly AlertTold[]
}

/** What keeps an alert from the people whom it is for. */
export type Hole = { readonly kind: 'nobody'; readonly at: Instant } & (
  | { readonly what: 'on-duty'; readonly roles: readonly Role[] }
  | { readonly what: 'to-tell'; readonly alerts: readonly AlertTold[] }
)

/** `ackWithin` is over: nobody has taken the alerts. */
export interface NotTaken {
  readonly kind: 'not-taken'
  readonly at: Instant
  readonly alerts: readonly AlertTold[]
  /** Those of them of which everybody on duty has been told. */
  readonly nobodyIsLeft: readonly AlertTold[]
}

export type OfPeople = Message | Hole | NotTaken

/** A time in which nothing arrives by a way, or at a person. */
export interface Failing {
  readonly way?: WayName | undefined
  readonly person?: string | undefined
  readonly from: Instant
  /** From then on it arrives again. */
  readonly to: Instant
}

/** Who is told of alerts in a scenario. */
export interface Delivery {
  readonly plan: Omit<DeliveryPlan, 'force'>
  readonly fails: readonly Failing[]
}

/** @param rows of one message. */
export function messagesOf(rows: readonly MemoryDelivery[], status: Message['status'], at: Instant): readonly Message[] {
  const [first] = rows
  if (first === undefined) return []
  const { person: to, role: as, way, about } = first
  const alerts = rows.map(({ alert: id, incident, kind, severity, level, count }) => ({
    id,
    incident,
    kind,
    severity,
    level,
    count,
  }))
  return [{ kind: 'message', at, status, to, as, by: [way], about, alerts }]
}

const ABOUT_IN_WORDS: Readonly<Record<About, string>> = {
  raised: '',
  ended: 'ended: ',
  'taken-over': 'taken over: ',
  released: 'released: ',
}
const STATUS_IN_WORDS: Readonly<Record<Message['status'], string>> = {
  delivered: '→ ',
  failed: 'not delivered, tried again: ',
  dead: 'given up: ',
  withdrawn: 'withdrawn: ',
  waiting: 'waits: ',
}

/** @param own the incident whose name is left out. */
export function inWords(item: Message | Hole, own: string): string {
  if (item.kind === 'nobody')
    return item.what === 'on-duty'
      ? `! nobody is on duty as ${item.roles.join(', ')}`
      : `! nobody can be told of ${alertsInWords(item.alerts, own)}`
  const { status, to, as, by, about, alerts } = item
  return `${STATUS_IN_WORDS[status]}${to} [${as}] by ${by.join(', ')}: ${ABOUT_IN_WORDS[about]}${alertsInWords(alerts, own)}`
}

/** `attendance-overdue, reassessment-overdue level 2 count 3`. */
export const alertsInWords = (alerts: readonly AlertTold[], own: string): string =>
  alerts
    .map(({ incident, kind, level, count }) =>
      [
        incident === own ? kind : `${incident} ${kind}`,
        ...(level > 1 ? [`level ${level}`] : []),
        ...(count > 1 ? [`count ${count}`] : []),
      ].join(' '),
    )
    .join(', ')
