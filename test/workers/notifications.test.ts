import pino from 'pino'
import type { StartingPorts } from '../../src/engine/notifications/advance.ts'
import type { Told } from '../../src/engine/notifications/ports.ts'
import type { AlertTold, DueNotification } from '../../src/engine/notifications/rows.ts'
import { startNotifications } from '../../workers/notifications.ts'
import { AT, alertOf, FORCE } from '../support/changes.ts'
import { eventually } from '../support/eventually.ts'
import { LADDER, notifierWith, planWith, toldIn, toldOf } from '../support/notification.ts'

const PLAN = planWith()
const due = (alert: string): DueNotification => ({
  caseId: 1,
  alert: alertOf('WK-1', alert),
  notification: { ...(toldOf(alert).notifications[0] as Told['notifications'][number]), nextAt: AT },
  takenBy: null,
})
const untold = (alert: string): AlertTold => ({ ...due(alert), notification: null })

/** A record with notifications that are due, and what was seen of it. */
function given({ dueNow = [] as DueNotification[], open = [] as AlertTold[], outages = 0 }) {
  const world = { written: [] as string[], poked: 0, looks: 0, logged: [] as string[] }
  const log = pino({ level: 'info' }, { write: (line: string) => world.logged.push((JSON.parse(line) as { msg: string }).msg) })
  const ports: StartingPorts = {
    ...{ force: FORCE, ladder: LADDER, people: () => [], notifier: notifierWith(PLAN) },
    deliveriesWritten: () => {
      world.poked += 1
    },
    rows: {
      async leaseNotifications(_, limit) {
        world.looks += 1
        if (world.looks <= outages) throw new Error('the record is away')
        return { now: AT, next: null, due: dueNow.splice(0, limit) }
      },
      systemAlertsToTell: async () => ({ now: AT, alerts: [] }),
      untoldAlerts: async () => ({ now: AT, alerts: open.splice(0, 2), next: open.length > 0 ? { rank: 1, place: 1 } : null }),
      async writeTold(_, steps) {
        for (const { told } of steps)
          world.written.push(...toldIn(told.deliveries).map((one) => `${told.deliveries[0]?.alert} ${one}`))
      },
    },
  }
  return { world, log, ports, dueNow }
}

it('tells whoever is due at once, then alerts that were open before, page by page, and asks for them to be carried', async () => {
  const { world, log, ports } = given({ dueNow: [due('a1')], open: [untold('b1'), untold('b2'), untold('b3')] })
  const notifications = startNotifications(ports, log)
  await eventually('four are told', async () => world.written.length === 4)
  await notifications.stop()
  expect(world.written.sort()).toEqual(['a1 raised sup-2', 'b1 raised sup-1', 'b2 raised sup-1', 'b3 raised sup-1'])
  expect(world.poked).toBe(3)
})

it('looks at a wake-up without waiting for the sweep', async () => {
  const { world, log, ports, dueNow } = given({})
  const notifications = startNotifications(ports, log)
  await eventually('the sweep has looked', async () => world.looks === 1)
  dueNow.push(due('a1'))
  notifications.wake()
  notifications.wake()
  await eventually('the second supervisor is told', async () => world.written.length === 1)
  await notifications.stop()
  expect({ written: world.written, looks: world.looks }).toEqual({ written: ['a1 raised sup-2'], looks: 2 })
})

it('says once that the record is away, and tells when it is back', async () => {
  const { world, log, ports } = given({ dueNow: [due('a1')], outages: 2 })
  const notifications = startNotifications(ports, log)
  await eventually('the second supervisor is told', async () => world.written.length === 1)
  await notifications.stop()
  expect(world.logged.filter((line) => line.startsWith('telling people of alerts'))).toHaveLength(2)
})
