import { jest } from '@jest/globals'
import type { DeliveryPlan } from '../../machines/rules/delivery/plan.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { watchDuty } from '../../src/cli/serving/watchDuty.ts'
import type { Unmanned } from '../../src/store/watch/nobodyOnDuty.ts'
import { dutyOf, memoryOverrides, PLAN } from '../support/duty.ts'

/** What one round says at an instant. */
async function saidAt(
  at: string,
  plan: DeliveryPlan | null = PLAN,
  withAlerts: readonly Role[] = [],
): Promise<readonly Unmanned[]> {
  const said: (readonly Unmanned[])[] = []
  jest.useFakeTimers()
  const stop = watchDuty({
    duty: plan && dutyOf(memoryOverrides(), plan),
    force: 'warwickshire',
    store: {
      now: async () => at,
      sayUnmanned: async (_force, roles) => void said.push(roles),
      rolesWithAlerts: async (_force, roles) => roles.filter((role) => withAlerts.includes(role)),
    },
    log: { warn: () => {}, info: () => {} },
  })
  await jest.advanceTimersByTimeAsync(3_000)
  jest.useRealTimers()
  await stop()
  expect(said).toHaveLength(1)
  return said[0] ?? []
}

it('names each role of the ladder that has nobody, and tells the next that has somebody, after the top the first', async () => {
  expect(await saidAt('2026-11-21T10:00:00.000Z')).toEqual([{ role: 'duty-superintendent', told: 'supervisor' }])
  expect(await saidAt('2026-11-21T06:59:59.999Z')).toEqual([
    { role: 'supervisor', told: 'force-incident-manager' },
    { role: 'duty-superintendent', told: 'force-incident-manager' },
  ])
})

it('names a role outside the ladder while an open alert is for it', async () => {
  const saturday = '2026-11-21T10:00:00.000Z'
  expect((await saidAt(saturday, PLAN, ['hau'])).map(({ role }) => role)).toEqual(['duty-superintendent', 'hau'])
  const friday = '2026-11-20T10:00:00.000Z'
  expect((await saidAt(friday, PLAN, ['hau'])).map(({ role }) => role)).toEqual(['duty-superintendent'])
})

it('where nobody is on duty at all, the next role is told, of which everybody is', async () => {
  const empty = { ...PLAN, rota: {} }
  expect(await saidAt('2026-11-21T10:00:00.000Z', empty)).toEqual([
    { role: 'supervisor', told: 'force-incident-manager' },
    { role: 'force-incident-manager', told: 'duty-superintendent' },
    { role: 'duty-superintendent', told: 'supervisor' },
  ])
})

it('says nothing of a file that tells nobody of anything, and ends what was open where there is no file', async () => {
  expect(await saidAt('2026-11-21T10:00:00.000Z', { ...PLAN, rota: {}, routes: [] })).toEqual([])
  expect(await saidAt('2026-11-21T10:00:00.000Z', null)).toEqual([])
})
