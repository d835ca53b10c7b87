/** The carrier of scenarios makes the same messages of the same deliveries as the lease of PostgreSQL. */
import type { LeasedMessage, LeasedRow } from '../../src/engine/dueDeliveries.ts'
import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import { advanceNotifications } from '../../src/engine/notifications/advance.ts'
import type { NotificationRows } from '../../src/engine/notifications/rows.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import { createCarrier } from '../../src/simulate/carrier.ts'
import { callCutOff, callReceived, diverted, gradedP2, type Happening, instant } from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'
import { LADDER, notifierWith, PEOPLE, planWith } from '../support/notification.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const PLAN = planWith({
  routes: [
    { severity: ['critical'], ways: ['sms', 'webhook'], ackWithin: 'PT3M', bundleFor: null },
    { severity: ['high', 'medium', 'low'], ways: ['sms', 'email'], ackWithin: 'PT3M', bundleFor: 'PT10M' },
  ],
})
const take = (at: string, alert: string): Happening => ({
  kind: 'acknowledged',
  at: instant(at),
  alert: alert as 'reassessment-demanded',
})
const clock = (at: string): Happening => ({ kind: 'clock', at: instant(at) })

/** To whom, by which way, about what, and which alerts at which level. */
type Said = Pick<LeasedMessage, 'person' | 'way' | 'about'> & {
  readonly rows: readonly Pick<LeasedRow, 'alert' | 'level' | 'count'>[]
}
const inWords = ({ person, way, about, rows }: Said): string =>
  [person, way, about, ...rows.map(({ alert, level, count }) => `${alert} ${level}.${count}`).sort()].join(' ')

it('also where alerts are taken, come back, escalate and gather', async () => {
  const both = (memory: MemoryStore): CaseStore => ({
    ...memory,
    commit: async (changes) => {
      expect(await $.store.commit(changes)).toEqual({ stale: [] })
      return memory.commit(changes)
    },
  })
  const notifier = notifierWith(PLAN)
  const night = startNight(policyWith(), both, undefined, notifier, 'carried')
  const { notifications } = night.store
  // The next person is told in both of them, of the alerts and at the instant of the night.
  const rows: NotificationRows = {
    ...notifications,
    writeTold: async (force, steps) => {
      const [{ case_id: caseId } = { case_id: 0 }] = await $.database.query<{ case_id: number }>(
        'select max(id) as case_id from reassess.cases',
      )
      await $.store.writeTold(
        force,
        steps.map((step) => ({ ...step, read: { ...step.read, caseId } })),
      )
      await notifications.writeTold(force, steps)
    },
  }
  const happened = [
    ...gradedP2('20:00'),
    callReceived('20:30'),
    clock('20:34'),
    take('20:35', 'reassessment-demanded'),
    callReceived('20:40'),
    diverted('20:41'),
    callCutOff('20:42'),
    clock('20:49'),
    clock('21:20'),
  ]
  for (const one of happened) {
    await night.go(one)
    await advanceNotifications({ force: KEY.force, ladder: LADDER, notifier, rows, deliveriesWritten: () => {} })
  }
  const ending = '2027-01-01T00:00:00.000Z'

  await $.database.query(`update reassess.deliveries set try_at = '2020-01-01' where try_at is not null`)
  const rooms = Object.entries(PEOPLE).flatMap(([person, { ways }]) =>
    Object.keys(ways).map((way) => ({
      ...{ way, person, receiver: `${person} ${way}` },
      ...{ room: 100, lane: way, laneRoom: 1_000 },
    })),
  )
  const { messages } = await $.store.dueDeliveries.leaseMessages({
    force: KEY.force,
    leaseMs: 30_000,
    rooms,
    roomForStrangers: 100,
  })
  const carried = createCarrier(notifications, []).carry(ending)
  const played = carried.flatMap(({ to: person, by, about, alerts }) =>
    by.map((way) =>
      inWords({ person, way, about, rows: alerts.map(({ id: alert, level, count }) => ({ alert, level, count })) }),
    ),
  )
  expect(played.sort()).toEqual(messages.map(inWords).sort())
  expect(played.length).toBeGreaterThan(3)
})
