import type { DeliveryPlan } from '../../../machines/rules/delivery/plan.ts'
import { createNotifier } from '../../../src/engine/notifications/notifier.ts'
import type { AlertChange, Notification, Told } from '../../../src/engine/notifications/ports.ts'
import type { OnDuty } from '../../../src/engine/notifications/recipients.ts'
import type { AlertItem } from '../../../src/engine/views/views.ts'
import { alertOf } from '../../support/changes.ts'
import {
  everybodyOnDuty,
  LADDER,
  nobodyOnDuty,
  notifierWith,
  PEOPLE,
  planWith,
  ROUTES,
  toldIn,
} from '../../support/notification.ts'

const FORCE = 'warwickshire'
const AT = '2026-11-20T23:00:00.000Z'
const at = (time: string) => `2026-11-20T${time}:00.000Z`
const by = (id: string) => ({ id, role: 'supervisor' })
const alert = (parts: Partial<AlertItem> = {}) => alertOf('WK-1', 'a1', parts)
const taken = (id: string, parts: Partial<AlertItem> = {}) => alert({ status: 'acknowledged', acknowledgedBy: by(id), ...parts })

interface Given {
  readonly plan?: Partial<DeliveryPlan>
  readonly onDuty?: OnDuty
}
const notifierOf = ({ plan = {}, onDuty = everybodyOnDuty }: Given = {}) => notifierWith(planWith(plan), onDuty)
/** What the line 7 of the record says. */
const told = (now: AlertItem, before: AlertItem | null, given: Given = {}, more: Partial<AlertChange> = {}): Told =>
  notifierOf(given).told(FORCE, [{ now, before, ...more }], AT, { ladder: LADDER, sequence: 7 }) as Told
/** The persons told one after the other while nobody takes it, three minutes apart, and who was told at the end. */
const silence = (begun: Told, now: AlertItem, given: Given = {}) => {
  const notifier = notifierOf(given)
  const steps = [toldIn(begun.deliveries)]
  let notification = begun.notifications[0] as Notification
  for (let step = 0; notification.nextAt !== null && step < 20; step++) {
    const { deliveries, notification: after } = notifier.next(FORCE, now, notification, notification.nextAt)
    if (deliveries.length > 0) steps.push(toldIn(deliveries))
    notification = after
  }
  return { steps, notification }
}

describe('an alert that is raised', () => {
  it('is told to the first person on duty, by each way of the route that the person has', () => {
    expect(told(alert(), null)).toEqual({
      at: AT,
      deliveries: ['webhook', 'sms'].map((way) => ({
        ...{ alert: 'a1', level: 1, count: 1, turn: 0, about: 'raised', person: 'sup-1', way, role: 'supervisor' },
        ...{ tryAt: AT, bundled: false },
      })),
      notifications: [
        { ...{ alert: 'a1', level: 1, count: 1, turn: 0 }, roles: LADDER, told: ['sup-1'], nextAt: '2026-11-20T23:03:00.000Z' },
      ],
      stopped: [],
    })
  })

  it('goes to the next person, then to the next role, each once, until everybody on duty was told', () => {
    const { steps, notification } = silence(told(alert(), null), alert())
    expect(steps).toEqual([['raised sup-1'], ['raised sup-2'], ['raised supt-2'], ['raised fim-1'], ['raised supt-1']])
    expect(notification).toMatchObject({ roles: [], nextAt: null })
  })

  it('goes to whoever came on duty meanwhile', () => {
    const shifts: OnDuty = (role, when) => (role === 'supervisor' ? [when < at('23:02') ? 'sup-1' : 'sup-2'] : [])
    const { steps } = silence(told(alert(), null, { onDuty: shifts }), alert(), { onDuty: shifts })
    expect(steps).toEqual([['raised sup-1'], ['raised sup-2']])
  })

  it('is told to everybody on duty of the role at once where the route gives no time to take it', () => {
    const medium = told(alert({ severity: 'medium' }), null)
    expect(toldIn(medium.deliveries)).toEqual(['raised sup-1', 'raised sup-2', 'raised supt-2'])
    expect(medium.notifications).toMatchObject([{ nextAt: null }])
  })

  it('is gathered where the route says so, and never when it is critical', () => {
    const routes = [{ severity: ['critical', 'medium'] as const, ways: ['email'], ackWithin: null, bundleFor: 'PT2M' }]
    const ofSeverity = (severity: AlertItem['severity']) => told(alert({ severity }), null, { plan: { routes } }).deliveries[0]
    expect(ofSeverity('medium')).toMatchObject({ tryAt: '2026-11-20T23:02:00.000Z', bundled: true })
    expect(ofSeverity('critical')).toMatchObject({ tryAt: AT, bundled: false })
  })

  it('is told to nobody where no route has its severity, nor where the file is about another force', () => {
    expect(told(alert({ severity: 'low' }), null)).toEqual({ at: AT, deliveries: [], notifications: [], stopped: [] })
    expect(told(alert(), null, { plan: { force: 'kent' } })).toBeNull()
  })

  it('and taken or ended by the same commit is told to nobody', () => {
    for (const now of [taken('sup-1'), alert({ status: 'resolved' })])
      expect(told(now, null)).toEqual({ at: AT, deliveries: [], notifications: [], stopped: [] })
  })

  it('is not told again by an event that changes neither level nor count', () => {
    expect(told(alert({ dueAt: at('23:30') }), alert())).toEqual({ at: AT, deliveries: [], notifications: [], stopped: [] })
  })
})

describe('nobody is on duty', () => {
  it('for the role: the next role is told at once', () => {
    const onDuty: OnDuty = (role) => (role === 'duty-superintendent' ? ['supt-1'] : [])
    expect(toldIn(told(alert(), null, { onDuty }).deliveries)).toEqual(['raised supt-1'])
  })

  it('for any role: everybody who has the role of the audience is told', () => {
    const begun = told(alert(), null, { onDuty: nobodyOnDuty })
    expect(toldIn(begun.deliveries)).toEqual(['raised sup-1', 'raised sup-2', 'raised supt-2'])
    expect(silence(begun, alert(), { onDuty: nobodyOnDuty }).steps).toHaveLength(1)
  })

  it('who has a way of the route: the role counts as empty', () => {
    const people = { ...PEOPLE, 'sup-1': { name: 'Ann Lee', roles: ['supervisor' as const], ways: { email: 'a@example.org' } } }
    const onDuty: OnDuty = (role) =>
      role === 'supervisor' ? ['sup-1', 'gone'] : role === 'force-incident-manager' ? ['fim-1'] : []
    expect(toldIn(told(alert(), null, { plan: { people }, onDuty }).deliveries)).toEqual(['raised fim-1'])
  })

  it('and nobody has the role or one above it: whoever is on duty below is told, else everybody below', () => {
    const { 'sup-1': one, 'sup-2': two } = PEOPLE
    const people = { 'sup-1': one, 'sup-2': two } as DeliveryPlan['people']
    const high = alert({ audience: 'duty-superintendent', level: 3 })
    const onDuty: OnDuty = (role) => (role === 'supervisor' ? ['sup-2'] : [])
    expect(toldIn(told(high, null, { plan: { people }, onDuty }).deliveries)).toEqual(['raised sup-2'])
    expect(toldIn(told(high, null, { plan: { people }, onDuty: nobodyOnDuty }).deliveries)).toEqual([
      'raised sup-1',
      'raised sup-2',
    ])
  })

  it('and nobody has a way of the route: they are told by the ways that they have', () => {
    const people = { 'sup-1': { name: 'Ann Lee', roles: ['supervisor' as const], ways: { email: 'a@example.org' } } }
    expect(told(alert(), null, { plan: { people } }).deliveries).toMatchObject([{ person: 'sup-1', way: 'email' }])
  })

  it('and nobody can be told: looks again each minute, also below the audience', () => {
    const high = alert({ audience: 'force-incident-manager', level: 2 })
    const begun = told(high, null, { plan: { people: {} } })
    expect(begun).toMatchObject({ deliveries: [], notifications: [{ told: [], nextAt: '2026-11-20T23:01:00.000Z' }] })
    const [notification] = begun.notifications as [Notification]
    const people = { 'sup-1': PEOPLE['sup-1'] } as DeliveryPlan['people']
    const { deliveries } = notifierOf({ plan: { people }, onDuty: nobodyOnDuty }).next(FORCE, high, notification, at('23:01'))
    expect(toldIn(deliveries)).toEqual(['raised sup-1'])
  })
})

describe('an alert about deliveries that failed', () => {
  it('is told to the next role rather than to whom they failed, also where the route tells everybody at once', () => {
    const plan = { routes: [{ severity: ['high'] as const, ways: ['sms'] as const, ackWithin: null, bundleFor: null }] }
    const begun = told(alert({ kind: 'delivery-failed' }), null, { plan }, { failedTo: ['sup-1', 'sup-2', 'supt-2'] })
    expect(toldIn(begun.deliveries)).toEqual(['raised fim-1'])
  })

  it('is told to them all the same where nobody else is on duty', () => {
    const onDuty: OnDuty = (role) => (role === 'supervisor' ? ['sup-1'] : [])
    const begun = told(alert({ kind: 'delivery-failed' }), null, { onDuty }, { failedTo: ['sup-1'] })
    expect(toldIn(begun.deliveries)).toEqual(['raised sup-1'])
  })
})

describe('an alert of the harm assessment unit', () => {
  it('goes from the unit to the ladder', () => {
    const hau = alert({ audience: 'hau' })
    expect(silence(told(hau, null), hau).steps.slice(0, 2)).toEqual([['raised hau-1'], ['raised sup-1']])
  })
})

describe('taking it', () => {
  it('withdraws what is pending, and nobody else is told', () => {
    expect(told(taken('sup-1'), alert())).toEqual({ at: AT, deliveries: [], notifications: [], stopped: ['a1'] })
  })

  it('over from somebody is told to both, and stops nothing that says so', () => {
    const over = told(taken('sup-2'), taken('SUP-1'))
    expect(toldIn(over.deliveries)).toEqual(['taken-over sup-1', 'taken-over sup-2'])
    expect(over).toMatchObject({ notifications: [], stopped: [] })
    expect(over.deliveries.every(({ turn }) => turn === 7)).toBe(true)
    // By the name under which somebody signed in.
    expect(toldIn(told(taken('Bo Ray'), taken('a stranger')).deliveries)).toEqual(['taken-over sup-2'])
    expect(told(taken('sup-1'), taken('Sup-1')).deliveries).toEqual([])
  })

  it('and ending it stops what is pending', () => {
    expect(told(alert({ status: 'resolved' }), taken('sup-1'))).toMatchObject({ deliveries: [], stopped: ['a1'] })
    expect(told(alert({ status: 'resolved' }), alert({ status: 'resolved' }))).toMatchObject({ stopped: [] })
  })
})

describe('an alert that escalates or returns', () => {
  it('is told anew to the next audience', () => {
    const up = told(alert({ level: 2, audience: 'force-incident-manager' }), alert())
    expect(toldIn(up.deliveries)).toEqual(['raised fim-1'])
    expect(up.notifications).toMatchObject([{ level: 2, turn: 0, told: ['fim-1'] }])
  })

  it('is told to whoever had taken it and to the next', () => {
    const up = alert({ level: 2, audience: 'force-incident-manager' })
    expect(toldIn(told(up, taken('sup-2')).deliveries)).toEqual(['raised sup-2', 'raised fim-1'])
    const again = alert({ level: 3, audience: 'duty-superintendent', count: 2 })
    const back = told(again, taken('supt-1', { level: 3, audience: 'duty-superintendent' }))
    expect(toldIn(back.deliveries)).toEqual(['raised supt-1', 'raised supt-2'])
    expect(silence(back, again).steps).toEqual([['raised supt-1', 'raised supt-2']])
  })

  it('is told to the only one on duty who had taken it, and to nobody who sleeps', () => {
    const onDuty: OnDuty = (role) => (role === 'duty-superintendent' ? ['supt-1'] : [])
    const again = alert({ level: 3, audience: 'duty-superintendent', count: 2 })
    expect(toldIn(told(again, taken('supt-1', { level: 3 }), { onDuty }).deliveries)).toEqual(['raised supt-1'])
  })

  it('is told to everybody of the role where who had taken it has gone home and nobody is on duty', () => {
    const again = alert({ count: 2 })
    const back = told(again, taken('sup-1'), { onDuty: nobodyOnDuty })
    expect(toldIn(back.deliveries)).toEqual(['raised sup-1', 'raised sup-2', 'raised supt-2'])
  })

  it('comes back after it had ended under another count', () => {
    const again = alert({ count: 2 })
    expect(told(again, alert({ status: 'resolved' })).notifications).toMatchObject([{ count: 2, turn: 0 }])
  })
})

describe('an acknowledged alert that is open again', () => {
  it('because news has joined it is told to whoever had it and to the next, under a turn of its own', () => {
    const back = told(alert(), taken('sup-1'))
    expect(toldIn(back.deliveries)).toEqual(['raised sup-1', 'raised sup-2'])
    expect(back.notifications).toMatchObject([{ level: 1, count: 1, turn: 7, told: ['sup-1', 'sup-2'] }])
  })

  it('because it was released says so to whoever had it, and is told to somebody else', () => {
    const back = told(alert(), taken('sup-1'), {}, { isReleased: true })
    expect(toldIn(back.deliveries)).toEqual(['released sup-1', 'raised sup-2'])
  })

  it('because the only one on duty released it is told to that person', () => {
    const onDuty: OnDuty = (role) => (role === 'supervisor' ? ['sup-1'] : [])
    const back = told(alert(), taken('sup-1'), { onDuty }, { isReleased: true })
    expect(toldIn(back.deliveries)).toEqual(['released sup-1', 'raised sup-1'])
  })
})

it('asks once who is on duty at an instant, though a thousand alerts are raised', () => {
  let asked = 0
  const notifier = notifierWith(PLAN, (role, when) => {
    asked += 1
    return everybodyOnDuty(role, when)
  })
  for (let n = 0; n < 1_000; n++)
    notifier.told(FORCE, [{ now: alertOf(`WK-${n}`, `a${n}`), before: null }], AT, { ladder: LADDER, sequence: 1 })
  expect(asked).toBe(1)
})
const PLAN = planWith({ routes: ROUTES })

describe('ways that fail now', () => {
  const waysOf = (now: AlertItem, failing: readonly string[]) =>
    createNotifier({
      plan: () => PLAN,
      onDuty: everybodyOnDuty,
      failingWays: () => failing,
      failed: (error) => expect(error).toBeNull(),
    })
      .told(FORCE, [{ now, before: null }], AT, { ladder: LADDER, sequence: 1 })
      ?.deliveries.map(({ way }) => way)

  it('are not taken to tell of a failed delivery where whoever is told has another', () => {
    const failure = alert({ kind: 'delivery-failed' })
    expect(waysOf(failure, [])).toEqual(['webhook', 'sms'])
    expect(waysOf(failure, ['webhook'])).toEqual(['sms'])
    expect(waysOf(failure, ['webhook', 'sms'])).toEqual(['webhook', 'sms'])
  })

  it('are taken for every other alert: they may work again', () => {
    expect(waysOf(alert(), ['webhook'])).toEqual(['webhook', 'sms'])
  })
})

describe('who is on duty cannot be worked out', () => {
  const failures: unknown[] = []
  const brokenNotifier = createNotifier({
    plan: () => PLAN,
    onDuty: () => {
      throw new RangeError('no such zone')
    },
    failed: (error) => failures.push(error),
  })

  it('an alert that is raised is looked at again at once, no event fails for it, and what is taken is stopped all the same', () => {
    const changes = [
      { now: alert(), before: null },
      { now: { ...taken('sup-1'), id: 'a2' }, before: { ...alert(), id: 'a2' } },
    ]
    expect(brokenNotifier.told(FORCE, changes, AT, { ladder: LADDER, sequence: 7 })).toEqual({
      at: AT,
      deliveries: [],
      notifications: [{ alert: 'a1', level: 1, count: 1, turn: 0, roles: LADDER, told: [], nextAt: AT }],
      stopped: ['a2'],
    })
    expect(failures).toHaveLength(1)
  })

  it('the next person is looked for again in a minute; once it can be worked out, somebody is told', () => {
    const [begun] =
      brokenNotifier.told(FORCE, [{ now: alert(), before: null }], AT, { ladder: LADDER, sequence: 7 })?.notifications ?? []
    const { notification } = brokenNotifier.next(FORCE, alert(), begun as Notification, AT)
    expect(notification).toEqual({ ...begun, nextAt: '2026-11-20T23:01:00.000Z' })
    expect(toldIn(notifierOf().next(FORCE, alert(), notification, at('23:01')).deliveries)).toEqual(['raised sup-1'])
  })
})
