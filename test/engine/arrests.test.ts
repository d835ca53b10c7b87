/** Who was arrested, whatever for: a briefing asks for the last 72 hours (seed 113). */

import { arrived, gradedP2 } from '../support/happenings.ts'
import { policyWith } from '../support/incident.ts'
import { example, listedNight } from '../support/listing.ts'

const MADE = { madeAt: '2026-10-02T10:00:00Z', expiresAt: '2027-10-02T10:00:00Z', subject: 'P-2' }
const BREACH = { order: 'O1', action: 'arrested' as const }

async function night(pinned = policyWith()) {
  const { night, rows } = listedNight(pinned)
  for (const happened of [...gradedP2('20:00'), arrived('20:10')]) await night.go(happened)
  const post = async (...said: Parameters<typeof example>) => night.go(example(...said))
  const arrests = () =>
    [...rows.values()]
      .filter(({ kind }) => kind === 'arrest')
      .map(({ name, dueAt, facts }) => [name, dueAt, facts.suspect, facts.order, facts.bail])
  return { post, arrests }
}

it('lists an arrest for the breach of an order, when it was made', async () => {
  const { post, arrests } = await night()
  await post('order.recorded', '21:00', { order: 'O1', ...MADE })
  await post('order.breached', '22:00', { ...BREACH, breach: 'B1', arrestedAt: '2026-11-20T22:00:00Z' })
  await post('order.breached', '22:10', { ...BREACH, breach: 'B2', action: 'outstanding' })
  expect(arrests()).toEqual([['order/O1/B1', '2026-11-20T22:00:00.000Z', 'P-2', 'O1', null]])
  await post('order.breach-arrested', '21 09:00', { order: 'O1', breach: 'B2' })
  expect(arrests()).toContainEqual(['order/O1/B2', '2026-11-21T09:00:00.000Z', 'P-2', 'O1', null])
  await post('order.breach-heard', '21 15:00', { order: 'O1', breach: 'B1', result: 'proved' })
  expect(arrests()).toHaveLength(2)
})

it('and under a policy that counts no clock to the court, and of an order of another force', async () => {
  const { policy } = policyWith()
  const { post, arrests } = await night(policyWith({ orders: { ...policy.orders, breachToCourt: undefined } }))
  await post('order.breached', '22:00', { ...BREACH, order: 'WM-1', breach: 'B1', ofForce: 'west-midlands' })
  expect(arrests()).toEqual([['order/WM-1/B1', '2026-11-20T22:00:00.000Z', null, 'WM-1', null]])
})

it('and one for the breach of bail, beside the arrest before it', async () => {
  const { post, arrests } = await night()
  await post('bail.granted', '21:00', { bail: 'B1', suspect: 'P-2', arrestedAt: '2026-11-20T20:40:00Z' })
  expect(arrests()).toEqual([['P-2', '2026-11-20T20:40:00.000Z', 'P-2', null, null]])
  await post('bail.breached', '22:00', { bail: 'B1', action: 'warned' })
  expect(arrests()).toHaveLength(1)
  await post('bail.breached', '23:00', { bail: 'B1', action: 'arrested' })
  expect(arrests()).toContainEqual(['bail/B1', '2026-11-20T23:00:00.000Z', 'P-2', null, 'B1'])
})
