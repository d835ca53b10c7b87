/** The people of a scenario: the notifier of the durable host on its delivery file, and a carrier that sends nothing. */
import { onDutyOf } from '../../machines/rules/delivery/duty.ts'
import type { Instant, Role } from '../../machines/rules/vocabulary.ts'
import type { MemoryStore } from '../engine/memoryStore.ts'
import { advanceNotifications } from '../engine/notifications/advance.ts'
import { createNotifier, rolesFrom } from '../engine/notifications/notifier.ts'
import type { Notification, Notifier } from '../engine/notifications/ports.ts'
import type { AlertItem } from '../engine/views/views.ts'
import { createCarrier } from './carrier.ts'
import type { AlertTold, Delivery, Hole, Message, NotTaken, OfPeople } from './messages.ts'

export interface PeoplePorts {
  readonly force: string
  readonly ladder: readonly Role[]
  /** Where deliveries are carried by somebody. */
  readonly store: Pick<MemoryStore, 'notifications'>
  readonly now: () => Instant
  /** When the night begins: nobody is told of what was before. */
  readonly from: Instant
}

export interface People {
  readonly notifier: Notifier
  /** When the next person is to be told, or a message is to be tried. */
  nextAt(): Instant | null
  /** Tells whoever comes next. */
  goOn(): Promise<void>
  /** @param carries whether messages go out now. @returns what has happened since somebody asked last. */
  happened(carries: boolean): readonly OfPeople[]
  /** What has not arrived. */
  waiting(): readonly Message[]
}

export function createPeople({ plan: said, fails }: Delivery, ports: PeoplePorts): People {
  const { force, ladder, store, now, from } = ports
  const plan = { ...said, force }
  const onDuty = (role: Role, at: Instant) => onDutyOf(plan, role, at).map(({ person }) => person)
  const failed = (error: unknown) => {
    throw error
  }
  const inner = createNotifier({ plan: () => (now() < from ? null : plan), onDuty, failed })
  const carrier = createCarrier(store.notifications, fails)
  const untold = new Set<string>()
  let notTaken: NotTaken[] = []
  let holes: Hole[] = []

  const isEmpty = (at: Instant) => (role: Role) => onDuty(role, at).length === 0
  const lookForHoles = (at: Instant, alert: AlertItem, { told, level, count, turn }: Notification, passed: readonly Role[]) => {
    if (passed.length > 0) holes.push({ kind: 'nobody', at, what: 'on-duty', roles: passed })
    const name = [alert.id, level, count, turn].join(' ')
    if (told.length > 0 || untold.has(name)) return
    untold.add(name)
    holes.push({ kind: 'nobody', at, what: 'to-tell', alerts: [toldIn(alert)] })
  }
  const notifier: Notifier = {
    told(of, changes, at, context) {
      const told = inner.told(of, changes, at, context)
      for (const notification of told?.notifications ?? []) {
        const alert = changes.find(({ now: item }) => item.id === notification.alert)?.now
        if (alert === undefined) continue
        const roles = rolesFrom(context.ladder, alert.audience)
        const first = roles.findIndex((role) => !isEmpty(at)(role))
        lookForHoles(at, alert, notification, first === -1 ? roles : roles.slice(0, first))
      }
      return told
    },
    next(of, alert, before, at) {
      const next = inner.next(of, alert, before, at)
      const { roles, told } = next.notification
      const [to] = roles
      const passed =
        before.told.length === 0 ? [] : before.roles.slice(0, to === undefined ? undefined : before.roles.indexOf(to))
      lookForHoles(at, alert, next.notification, passed.filter(isEmpty(at)))
      if (before.told.length > 0)
        notTaken.push({
          ...{ kind: 'not-taken', at, alerts: [toldIn(alert)] },
          nobodyIsLeft: told.length === before.told.length ? [toldIn(alert)] : [],
        })
      return next
    },
  }
  const rows = store.notifications
  return {
    notifier,
    nextAt() {
      const [told, tried] = [rows.nextTold(), carrier.nextTry()]
      return told === null || (tried !== null && tried < told) ? tried : told
    },
    goOn: async () => void (await advanceNotifications({ force, ladder, notifier, rows, deliveriesWritten: () => {} })),
    happened(carries) {
      const happened = [
        ...together(notTaken),
        ...distinct(holes),
        ...carrier.withdrawn(now()),
        ...(carries ? carrier.carry(now()) : []),
      ]
      notTaken = []
      holes = []
      return happened
    },
    waiting: () => carrier.waiting(now()),
  }
}

const toldIn = ({ id, incident, kind, severity, level, count }: AlertItem): AlertTold => ({
  ...{ id, incident, kind, severity, level, count },
})

/** Alerts that nobody has taken by the same instant. */
function together(all: readonly NotTaken[]): readonly NotTaken[] {
  const [first] = all
  if (first === undefined) return []
  return [
    { ...first, alerts: all.flatMap(({ alerts }) => alerts), nobodyIsLeft: all.flatMap(({ nobodyIsLeft }) => nobodyIsLeft) },
  ]
}

const distinct = (all: readonly Hole[]): readonly Hole[] =>
  [...new Set(all.map((hole) => JSON.stringify(hole)))].map((hole) => JSON.parse(hole) as Hole)
