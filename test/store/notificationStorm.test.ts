/** A storm: a thousand breaches in one commit, in a control room where twelve people are on duty and all of them are told at once. */
import type { DeliveryPlan } from '../../machines/rules/delivery/plan.ts'
import type { AlertChange, Told } from '../../src/engine/notifications/ports.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { AT, alertOf, changeOf, FORCE } from '../support/changes.ts'
import { LADDER, notifierWith, planWith } from '../support/notification.ts'
import { useStore } from '../support/store.ts'
import { workedMs } from '../support/worked.ts'

const $ = useStore()
const BREACHES = 1_000
const TWELVE = Array.from({ length: 12 }, (_, n) => `sup-${n + 1}`)
const people: DeliveryPlan['people'] = Object.fromEntries(
  TWELVE.map((name) => [name, { name, roles: ['supervisor'], ways: { sms: '07700900001' } }]),
)
const atOnce = planWith({
  people,
  routes: [{ severity: ['high'], ways: ['sms'], ackWithin: null, bundleFor: null }],
})
const notifier = notifierWith(atOnce, () => TWELVE)
const incidents = Array.from({ length: BREACHES }, (_, n) => `S${n}`)
const alertAs = (incident: string, status: AlertItem['status']) => alertOf(incident, `${incident}-a1`, { status })
const told = (change: AlertChange, sequence: number) => notifier.told(FORCE, [change], AT, { ladder: LADDER, sequence }) as Told

it('writes a row for each of them with its alert, and withdraws all of them at the end', async () => {
  await $.store.commit(incidents.map((incident) => changeOf(incident, 0)))
  const raise = incidents.map((incident): AlertChange => ({ now: alertAs(incident, 'open'), before: null }))
  let said: Told[] = []
  const worked = workedMs(() => {
    said = raise.map((change) => told(change, 2))
  })
  expect(worked).toBeLessThan(500)
  const raised = incidents.map((incident, n) =>
    changeOf(incident, 1, { alerts: [alertAs(incident, 'open')], told: said[n] ?? null }),
  )
  expect(await $.store.commit(raised)).toEqual({ stale: [] })
  const count = async (status: string) => {
    const [row] = await $.database.query<{ count: string }>('select count(*) from reassess.deliveries where status = $1', [
      status,
    ])
    return Number(row?.count)
  }
  expect(await count('pending')).toBe(BREACHES * 12)
  const end = incidents.map((incident) => {
    const now = alertAs(incident, 'resolved')
    return changeOf(incident, 2, { alerts: [now], told: told({ now, before: alertAs(incident, 'open') }, 3) })
  })
  expect(await $.store.commit(end)).toEqual({ stale: [] })
  expect(await count('withdrawn')).toBe(BREACHES * 12)
})
