/**
 * Decides who is told of an alert (docs/delivery/who-is-told.md). An alert that opens, escalates or returns is told to the first person on duty; unless
 * somebody takes it, to the next person and the next role. Taking it stops this, and nothing else.
 */
import type { DeliveryPlan, Route, WayName } from '../../../machines/rules/delivery/plan.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import { msOf } from '../../../machines/rules/time/instants.ts'
import type { Instant, Role } from '../../../machines/rules/vocabulary.ts'
import type { AlertItem } from '../views/views.ts'
import type { About, AlertChange, NewDelivery, Notification, Notifier, Told } from './ports.ts'
import { type OnDuty, type Recipient, type Recipients, recipientsOf } from './recipients.ts'

/** Nobody in the file can be told: somebody may come on duty, or into the file. Project default. */
const LOOK_AGAIN = 'PT1M'

const SILENT: Omit<Told, 'at'> = { deliveries: [], notifications: [], stopped: [] }

export interface NotifierPorts {
  /** As it is now; null without a delivery file. */
  readonly plan: () => DeliveryPlan | null
  readonly onDuty: OnDuty
  /** Ways by which nothing arrives now: an alert about a failed delivery takes other ways where somebody has any. */
  readonly failingWays?: () => readonly WayName[]
  /** It could not be worked out who is told: somebody looks again, and no event fails for it. */
  readonly failed: (error: unknown) => void
}

export function createNotifier({ plan, onDuty, failingWays = () => [], failed }: NotifierPorts): Notifier {
  const remembered = onDutyRemembered(onDuty)
  const fileOf = (force: string): DeliveryPlan | null => {
    const file = plan()
    return file?.force === force ? file : null
  }
  const deskOf = (file: DeliveryPlan, alert: AlertItem, at: Instant): Desk | null => {
    const route = file.routes.find(({ severity }) => severity.includes(alert.severity))
    if (route === undefined) return null
    const avoided = alert.kind === 'delivery-failed' ? failingWays() : []
    return { alert, at, route, recipients: recipientsOf(file, route, remembered(file, at), avoided) }
  }
  return {
    told(force, changes, at, { ladder, sequence }) {
      const file = fileOf(force)
      if (file === null) return null
      const said = changes.map((change) => {
        if (isStopped(change)) return { ...SILENT, stopped: [change.now.id] }
        try {
          const desk = deskOf(file, change.now, at)
          return desk === null ? SILENT : toldOf(desk, change, ladder, sequence)
        } catch (error) {
          failed(error)
          return lookedAtSoon(change, at, ladder, sequence)
        }
      })
      return {
        at,
        deliveries: said.flatMap(({ deliveries }) => deliveries),
        notifications: said.flatMap(({ notifications }) => notifications),
        stopped: said.flatMap(({ stopped }) => stopped),
      }
    },
    next(force, alert, notification, at) {
      const file = fileOf(force)
      // Another process has the file of this force.
      if (file === null) return { deliveries: [], notification: { ...notification, nextAt: after(at, LOOK_AGAIN) } }
      try {
        const desk = deskOf(file, alert, at)
        if (desk === null) return { deliveries: [], notification: { ...notification, roles: [], nextAt: null } }
        return goOn(desk, notification)
      } catch (error) {
        failed(error)
        return { deliveries: [], notification: { ...notification, nextAt: after(at, LOOK_AGAIN) } }
      }
    },
  }
}

/** An alert with the way in which it is told. */
interface Desk {
  readonly alert: AlertItem
  readonly at: Instant
  readonly route: Route
  readonly recipients: Recipients
}

/** Neither escalated nor returned. */
const isSame = ({ now, before }: AlertChange): boolean =>
  before !== null && before.level === now.level && before.count === now.count

function isStopped({ now, before }: AlertChange): boolean {
  if (before === null || before.status === 'resolved') return false
  return now.status === 'resolved' || (now.status === 'acknowledged' && before.status === 'open')
}

const isRaised = (change: AlertChange): boolean =>
  change.now.status === 'open' && !(change.before?.status === 'open' && isSame(change))

/** Nobody is told yet: whoever goes on with it begins. */
function lookedAtSoon(change: AlertChange, at: Instant, ladder: readonly Role[], sequence: number): Omit<Told, 'at'> {
  if (!isRaised(change)) return SILENT
  const { id, level, count, audience } = change.now
  const turn = isSame(change) ? sequence : 0
  return {
    ...SILENT,
    notifications: [{ alert: id, level, count, turn, roles: rolesFrom(ladder, audience), told: [], nextAt: at }],
  }
}

function toldOf(desk: Desk, change: AlertChange, ladder: readonly Role[], sequence: number): Omit<Told, 'at'> {
  const { now, before, isReleased = false, failedTo = [] } = change
  const had = before?.status === 'acknowledged' ? before.acknowledgedBy : undefined
  const roles = rolesFrom(ladder, now.audience)
  const { recipients } = desk
  if (now.status === 'acknowledged') {
    const has = now.acknowledgedBy
    if (had === undefined || has === undefined || samePerson(had.id, has.id)) return SILENT
    const both = eachOnce([recipients.holder(had, roles), recipients.holder(has, roles)])
    return { ...SILENT, deliveries: rowsFor(desk, both, { about: 'taken-over', turn: sequence }) }
  }
  if (!isRaised(change)) return SILENT
  // Raised, escalated or back: a turn of its own only where level and count do not tell it apart.
  const turn = isSame(change) ? sequence : 0
  const holder = recipients.holder(had, roles)
  if (holder === null) return begin(desk, ladder, { turn, given: [], but: failedTo })
  if (!isReleased || !isSame(change)) return begin(desk, ladder, { turn, given: [holder], but: failedTo })
  const begun = begin(desk, ladder, { turn, given: [], but: [holder.person, ...failedTo] })
  return { ...begun, deliveries: [...rowsFor(desk, [holder], { about: 'released', turn: sequence }), ...begun.deliveries] }
}

interface Beginning {
  readonly turn: number
  /** Who had taken the alert: told again, beside whoever comes next. */
  readonly given: readonly Recipient[]
  /** Who has just given it back, and whom the alert did not reach that failed: told only if there is nobody else. */
  readonly but: readonly string[]
}

function begin(desk: Desk, ladder: readonly Role[], { turn, given, but }: Beginning): Omit<Told, 'at'> {
  const { alert, at, route, recipients } = desk
  const roles = rolesFrom(ladder, alert.audience)
  const below = ladder.slice(0, Math.max(0, ladder.indexOf(alert.audience))).reverse()
  const told = given.map(({ person }) => person)
  const isThere = given.length > 0 && recipients.onDuty(roles, []).next.length > 0
  const others = recipients.onDuty(roles, [...told, ...but])
  const first = others.next.length > 0 || isThere ? others : recipients.onDuty(roles, told)
  const next = first.next.length > 0 || isThere ? first.next : withoutDuty()
  const people = [...given, ...next]
  const notification: Notification = {
    ...{ alert: alert.id, level: alert.level, count: alert.count, turn },
    roles: first.roles.length > 0 ? first.roles : [...roles, ...below],
    told: people.map(({ person }) => person),
    nextAt: people.length === 0 ? after(at, LOOK_AGAIN) : nextAt(route, at),
  }
  return { ...SILENT, deliveries: rowsFor(desk, people, { about: 'raised', turn }), notifications: [notification] }

  function withoutDuty(): readonly Recipient[] {
    const found = recipients.whoever(roles, below, [...told, ...but])
    return found.length > 0 ? found : recipients.whoever(roles, below, told)
  }
}

function goOn(desk: Desk, notification: Notification): ReturnType<Notifier['next']> {
  const { alert, at, route, recipients } = desk
  const { turn, told } = notification
  // Nobody could be told when it began.
  if (told.length === 0) {
    const { deliveries, notifications } = begin(desk, notification.roles, { turn, given: [], but: [] })
    return { deliveries, notification: notifications[0] ?? notification }
  }
  const { next, roles } = recipients.onDuty(notification.roles, told)
  const now = { ...notification, roles, told: [...told, ...next.map(({ person }) => person)] }
  return {
    deliveries: rowsFor(desk, next, { about: 'raised', turn }),
    notification: { ...now, level: alert.level, count: alert.count, nextAt: next.length === 0 ? null : nextAt(route, at) },
  }
}

/** The audience, then the roles of the ladder above it: all of them for an audience that is not on the ladder, such as the hau. */
export function rolesFrom(ladder: readonly Role[], audience: Role): readonly Role[] {
  const at = ladder.indexOf(audience)
  return at === -1 ? [audience, ...ladder] : ladder.slice(at)
}

function rowsFor(
  { alert, at, route }: Desk,
  people: readonly Recipient[],
  { about, turn }: { readonly about: About; readonly turn: number },
): NewDelivery[] {
  const { id, level, count, severity } = alert
  const bundleFor = severity === 'critical' ? null : route.bundleFor
  const when = { tryAt: bundleFor === null ? at : after(at, bundleFor), bundled: bundleFor !== null }
  return people.flatMap(({ person, role, ways }) =>
    ways.map((way) => ({ alert: id, level, count, turn, about, person, way, role, ...when })),
  )
}

const nextAt = ({ ackWithin }: Route, at: Instant): Instant | null => (ackWithin === null ? null : after(at, ackWithin))
const after = (at: Instant, isoDuration: string): Instant => new Date(Date.parse(at) + msOf(isoDuration)).toISOString()

const eachOnce = (people: readonly (Recipient | null)[]): Recipient[] => {
  const known = people.filter((one) => one !== null)
  return known.filter(({ person }, at) => known.findIndex((other) => other.person === person) === at)
}

/** A storm asks a thousand times who is on duty at one instant. */
function onDutyRemembered(onDuty: OnDuty): (file: DeliveryPlan, at: Instant) => (role: Role) => readonly string[] {
  let of: { readonly file: DeliveryPlan; readonly at: Instant } | null = null
  const found = new Map<Role, readonly string[]>()
  return (file, at) => {
    if (of?.file !== file || of.at !== at) {
      of = { file, at }
      found.clear()
    }
    return (role) => {
      const known = found.get(role) ?? onDuty(role, at)
      found.set(role, known)
      return known
    }
  }
}
