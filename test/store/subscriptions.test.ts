/** How far subscribed systems have been told: whose turn it is, what is listed, who is alerted, and what a restore leaves of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkBackup } from '../../src/store/backup/manifest.ts'
import { restoreBackup } from '../../src/store/backup/restore.ts'
import { writeBackup } from '../../src/store/backup/write.ts'
import { createStore } from '../../src/store/store.ts'
import { FORCE } from '../support/changes.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { happen, idsAfter, idsOf, subscriptionIn, subscriptionOf, useSubscribed } from '../support/subscribed.ts'

const $ = useSubscribed()
const LEASE_MS = 15_000
const alertsOf = async ({ store }: Pick<Awaited<ReturnType<typeof $.record>>, 'store'>) =>
  (await store.alerts(FORCE, { openOnly: false }, { limit: 50 })).items.map(({ kind, status }) => `${kind} ${status}`)

describe('a turn', () => {
  it('is one process, until its lease ends or it is given back', async () => {
    const { store, sql } = await $.record()
    await store.beginSubscriptions(FORCE, [subscriptionOf('desk'), subscriptionOf('wall')])
    const asked = await Promise.all(Array.from({ length: 5 }, () => store.leaseSubscriptions(FORCE, ['desk', 'wall'], LEASE_MS)))
    expect(
      asked
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['desk', 'wall'])
    const [first] = asked.flat().filter(({ id }) => id === 'desk')
    if (first === undefined) throw new Error('leased above')
    expect(await store.leaseSubscriptions('northshire', ['desk'], LEASE_MS)).toEqual([])
    await sql(`update reassess.subscriptions set leased_until = now() where id = 'desk'`)
    const [second] = await store.leaseSubscriptions(FORCE, ['desk'], LEASE_MS)
    expect(second?.turn).toBe(first.turn + 1)
    // Whoever hung moves nothing, whatever it has to say.
    expect(await store.keepSubscription(FORCE, first, { position: '5.1', taken: true }, LEASE_MS)).toBe(false)
    await store.failSubscription(FORCE, first, { position: '5.1', problem: 'late', pauseMs: 1 })
    await store.endSubscription(FORCE, first, { position: '5.1', problem: 'late' }, 'supervisor')
    await store.releaseSubscription(FORCE, first, '5.1')
    expect(await subscriptionIn(store, 'desk')).toMatchObject({ position: '0.9999', status: 'active', tries: 0 })
    expect(await store.leaseSubscriptions(FORCE, ['desk'], LEASE_MS)).toEqual([])
    if (second !== undefined) await store.releaseSubscription(FORCE, second, '6.1')
    expect(await store.leaseSubscriptions(FORCE, ['desk'], LEASE_MS)).toMatchObject([{ position: '6.1' }])
  })

  it('ends when somebody sets another position', async () => {
    const { store } = await $.record()
    await store.beginSubscriptions(FORCE, [subscriptionOf('desk')])
    const [turn] = await store.leaseSubscriptions(FORCE, ['desk'], LEASE_MS)
    await store.replaySubscription(FORCE, 'desk', '0.0', 'Jane')
    if (turn === undefined) throw new Error('leased above')
    expect(await store.keepSubscription(FORCE, turn, { position: '5.1', taken: true }, LEASE_MS)).toBe(false)
    expect(await store.leaseSubscriptions(FORCE, ['desk'], LEASE_MS)).toMatchObject([{ position: '0.0' }])
  })
})

it('alerts when a subscription has been failing for a quarter of an hour, until it is well or removed', async () => {
  const { store, sql } = await $.record()
  const both = [subscriptionOf('desk'), subscriptionOf('wall')]
  await store.beginSubscriptions(FORCE, both)
  const fail = async () => {
    for (const turn of await store.leaseSubscriptions(FORCE, ['desk', 'wall'], LEASE_MS))
      await store.failSubscription(FORCE, turn, { position: turn.position, problem: 'It is away.', pauseMs: 0 })
  }
  await fail()
  await fail()
  expect(await subscriptionIn(store, 'desk')).toMatchObject({ status: 'failing', tries: 2, problem: 'It is away.' })
  const failingFor = (time: string) => sql(`update reassess.subscriptions set failing_since = now() - interval '${time}'`)
  await failingFor('14 minutes 50 seconds')
  await store.tellOfSubscriptions('supervisor')
  expect(await alertsOf({ store })).toEqual([])
  await failingFor('15 minutes')
  for (let n = 0; n < 3; n++) await store.tellOfSubscriptions('supervisor')
  expect(await alertsOf({ store })).toEqual(['subscription-failing open', 'subscription-failing open'])
  const [alert] = (await store.alerts(FORCE, { openOnly: false }, { limit: 1 })).items
  expect(alert).toMatchObject({ severity: 'medium', audience: 'supervisor', subscription: expect.stringMatching('desk|wall') })
  const [turn] = await store.leaseSubscriptions(FORCE, ['desk'], LEASE_MS)
  if (turn !== undefined) await store.keepSubscription(FORCE, turn, { position: '1.1', taken: true }, LEASE_MS)
  await store.tellOfSubscriptions('supervisor')
  expect((await alertsOf({ store })).sort()).toEqual(['subscription-failing open', 'subscription-failing resolved'])
  await store.beginSubscriptions(FORCE, [subscriptionOf('desk')])
  await store.tellOfSubscriptions('supervisor')
  expect(await alertsOf({ store })).toEqual(['subscription-failing resolved', 'subscription-failing resolved'])
})

it('after a restore each goes on from where the backup has it, and skips nothing that comes then', async () => {
  const { store, url } = await $.record()
  const { desk } = await $.receiving('desk')
  const before = $.carry(store, [subscriptionOf('desk')], { desk })
  await eventually('it has begun', async () => subscriptionIn(store, 'desk'))
  await happen(store, 'A-1')
  await eventually('the desk has it', async () => desk.received.length === 2)
  const home = mkdtempSync(join(tmpdir(), 'reassess-subscriptions-'))
  const folder = join(home, 'b')
  await writeBackup({ connectionString: url, folder, beside: [] })
  // Lost with the database, after the desk was told.
  await happen(store, 'LOST-1')
  await eventually('the desk has that', async () => desk.received.length === 4)
  await before.stop()
  const lost = desk.received.at(-1)?.body.position
  const fresh = await createDatabase($.server())
  const logins = { owner: fresh, engine: fresh, reader: null }
  await restoreBackup({ logins, folder, manifest: await checkBackup(folder), alongside: async () => {} })
  rmSync(home, { recursive: true })
  const restored = await createStore({ connectionString: fresh })
  const { position = '' } = (await subscriptionIn(restored, 'desk')) ?? {}
  await happen(restored, 'A-2')
  const after = $.carry(restored, [subscriptionOf('desk')], { desk })
  await eventually('the desk has the next', async () => desk.received.length === 6)
  expect(idsOf(desk).slice(4)).toEqual(await idsAfter(restored, 'desk', position))
  expect(desk.received.slice(4).map(({ body }) => body.data.incident)).toEqual(['A-2', 'A-2'])
  // A receiver may name what the record has lost: what came after it is sent.
  expect(await restored.streamAfter(FORCE, lost, 1)).not.toBeNull()
  await restored.replaySubscription(FORCE, 'desk', lost, 'Jane')
  await eventually('it is sent again', async () => desk.received.length === 8)
  await after.stop()
  await restored.close()
})
