/** What each process sees of deliveries, where there is a delivery file. */
import type { DeliveryPlan } from '../../machines/rules/delivery/plan.ts'
import { watchDeliveries, waysOf } from '../../src/cli/serving/watchDeliveries.ts'
import { eventually } from '../support/eventually.ts'
import { useStore } from '../support/store.ts'
import { criticalAlert, deliver, reportedWith } from '../support/toldRows.ts'

const $ = useStore()
const PLAN: DeliveryPlan = {
  force: 'warwickshire',
  people: { 'sup-1': { name: 'Sam', roles: ['supervisor'], ways: { sms: '07700900001', pager: '7' } } },
  rota: {},
  routes: [{ severity: ['critical'], ways: ['webhook', 'sms'], ackWithin: null, bundleFor: null }],
}

it('knows the ways that fail, and raises the alert for whom it is told', async () => {
  const alert = criticalAlert('WK-1')
  await reportedWith($.store, [alert])
  await deliver($.database, alert, { status: 'failed', tried: 3 })
  const watch = watchDeliveries({
    seen: $.store,
    plan: () => PLAN,
    isNobodyOnDuty: () => false,
    audience: 'force-incident-manager',
  })
  const raised = () =>
    $.store.alerts('warwickshire', { kind: 'delivery-failed', openOnly: false }, { limit: 5 }).then(({ items }) => items[0])
  expect(await eventually('it is raised', raised)).toMatchObject({ audience: 'force-incident-manager', of: alert.id })
  expect(watch.failingWays()).toEqual(['sms'])
  expect(await watch.health()?.isStuck()).toBe(false)
  await watch.stop()
})

it('asks nothing without a delivery file', async () => {
  const nobody = () => Promise.reject(new Error('nobody asks'))
  const seen = { tellUnreached: nobody, isStuck: nobody, failingWays: nobody }
  const watch = watchDeliveries({ seen, plan: () => null, isNobodyOnDuty: () => false, audience: 'supervisor' })
  expect([watch.health(), watch.failingWays()]).toEqual([null, []])
  await watch.stop()
})

it('knows the ways of the file', () => {
  expect([waysOf(null), waysOf(PLAN)]).toEqual([[], ['pager', 'sms', 'webhook']])
})
