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
  /** Tells whoever comes next. @returns whether there is something to see of it: it may only have looked again for somebody. */
  goOn(): Promise<boolean>
  /** @param carries whether messages go out now. @returns what has happened since somebody asked last. */
  happened(carries: boolean): readonly OfPeople[]
  /** What has not arrived. */
  waiting(): readonly Message[]
}

export function createPeople({ plan: ofForce, fails }: Delivery, ports: PeoplePorts): People {
  const { force, ladder, store, now, from } = ports
  const plan = { ...ofForce, force }
  const onDuty = (role: Role, at: Instant) => onDutyOf(plan, role, at).map(({ person }) => person)
  const failed = (error: unknown) => {
    throw error
  }
  const inner = createNotifier({ plan: () => (now() < from ? null : plan), onDuty, failed })
  const carrier = createCarrier(store.notifications, fails)
  const said = new Set<string>()
  let notTaken: NotTaken[] = []
  let holes: Hole[] = []

  const isEmpty = (at: Instant) => (role: Role) => onDuty(role, at).length === 0
  /** Each hole is said once for each time that an alert is told. */
  const lookForHoles = (at: Instant, alert: AlertItem, { told, level, count, turn }: Notification, passed: readonly Role[]) => {
    const isNew = (what: string): boolean => {
      const name = [alert.id, level, count, turn, what].join(' ')
      return !said.has(name) && said.add(name) !== null
    }
    const roles = passed.filter((role) => isEmpty(at)(role) && isNew(role))
    if (roles.length > 0) holes.push({ kind: 'nobody', at, what: 'on-duty', roles })
    if (told.length === 0 && isNew('told')) holes.push({ kind: 'nobody', at, what: 'to-tell', alerts: [toldIn(alert)] })
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
      const found = next.deliveries.length > 0 ? before.roles.indexOf(roles[0] ?? alert.audience) : 0
      lookForHoles(at, alert, next.notification, before.roles.slice(0, Math.max(found, 0)))
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
    async goOn() {
      await advanceNotifications({ force, ladder, notifier, rows, deliveriesWritten: () => {} })
      const tried = carrier.nextTry()
      return notTaken.length + holes.length > 0 || (tried !== null && tried <= now())
    },
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
