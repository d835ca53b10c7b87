/** Processes that die, hang or work side by side: nothing is skipped, nothing is overtaken, and what is sent twice has the same id. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { FORCE } from '../../support/changes.ts'
import { eventually } from '../../support/eventually.ts'
import {
  begun,
  carrierOf,
  happen,
  happenMany,
  idsAfter,
  idsOf,
  subscriptionIn,
  subscriptionOf,
  useSubscribed,
} from '../../support/subscribed.ts'
import type { CarrierSettings } from '../../support/subscriptionCarrier.ts'

const $ = useSubscribed()
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** In the order in which each came first. */
const first = (ids: readonly string[]) => [...new Set(ids)]
const leaseEnds = "update reassess.subscriptions set leased_until = now() - interval '1 second' where leased_until is not null"

it('a process that dies between sending and noting it: that item is sent again, under the same id, and then the next', async () => {
  const { store, sql } = await $.record()
  const { desk } = await $.receiving('desk')
  await store.beginSubscriptions(FORCE, [subscriptionOf('desk')])
  const head = await store.streamHead(FORCE)
  for (const reference of ['A-1', 'A-2']) await happen(store, reference)
  let noted = 0
  const diesAtThird: typeof store.keepSubscription = (...said) =>
    said[2].taken && ++noted > 2 ? new Promise(() => {}) : store.keepSubscription(...said)
  const dying = carrierOf(store, [subscriptionOf('desk')], { desk }, { turns: { ...store, keepSubscription: diesAtThird } })
  await eventually('three are sent', async () => desk.received.length === 3)
  await sql(leaseEnds)
  $.carry(store, [subscriptionOf('desk')], { desk })
  await eventually('all are sent', async () => desk.received.length === 5)
  const all = await idsAfter(store, 'desk', head)
  expect(idsOf(desk)).toEqual([...all.slice(0, 3), ...all.slice(2)])
  // It never ends what it was doing.
  void dying.stop()
})

it('kill -9, again and again: all arrive, first in order, and at most one twice for each kill', async () => {
  const { store, url, sql } = await $.record()
  const { desk } = await $.receiving('desk')
  await store.beginSubscriptions(FORCE, [subscriptionOf('desk')])
  const head = await store.streamHead(FORCE)
  await happenMany(store, 'K', 500)
  const all = await idsAfter(store, 'desk', head)
  let kills = 0
  while (first(idsOf(desk)).length < all.length) {
    const child = start({ url, id: 'desk', receiver: desk })
    // At some moment of its work: after so many items, in the middle of whatever comes next.
    const until = desk.received.length + 150
    await eventually('it works', async () => desk.received.length >= until || first(idsOf(desk)).length === all.length)
    await pause(Math.random() * 5)
    child.kill('SIGKILL')
    await once(child, 'exit')
    kills += 1
    await sql(leaseEnds)
  }
  expect(kills).toBeGreaterThan(3)
  expect(first(idsOf(desk))).toEqual(all)
  expect(desk.received.length - all.length).toBeLessThanOrEqual(kills)
  expect(desk.forged).toEqual([])
}, 180_000)

it('several processes: one carries, and when it stops another goes on at once and sends nothing twice', async () => {
  const { store } = await $.record()
  const { desk } = await $.receiving('desk')
  const processes = [1, 2, 3].map(() => $.carry(store, [subscriptionOf('desk')], { desk }))
  await begun(store, 'desk')
  const head = await store.streamHead(FORCE)
  for (const carrier of processes) {
    await happenMany(store, `P${processes.indexOf(carrier)}`, 100)
    await eventually('some are sent', async () => desk.received.length > processes.indexOf(carrier) * 200 + 20)
    if (carrier !== processes.at(-1)) await carrier.stop()
  }
  const all = await idsAfter(store, 'desk', head)
  await eventually('all are sent', async () => desk.received.length >= all.length)
  expect(idsOf(desk)).toEqual(all)
})

it('the record is away for a moment: it goes on from where it was', async () => {
  const { store, sql } = await $.record()
  const { desk } = await $.receiving('desk')
  let isAway = false
  const away = () => Promise.reject(new Error('away'))
  const keepSubscription: typeof store.keepSubscription = (...said) => (isAway ? away() : store.keepSubscription(...said))
  const streamAfter: typeof store.streamAfter = (...asked) => (isAway ? away() : store.streamAfter(...asked))
  const more = { turns: { ...store, keepSubscription }, reads: { ...store, streamAfter } }
  $.carry(store, [subscriptionOf('desk')], { desk }, more)
  await begun(store, 'desk')
  const head = await store.streamHead(FORCE)
  await happen(store, 'A-1')
  await eventually('the desk has it', async () => desk.received.length === 2)
  isAway = true
  await happen(store, 'A-2')
  await pause(1_500)
  isAway = false
  await sql(leaseEnds)
  await eventually('the desk has all', async () => first(idsOf(desk)).length === 4)
  expect(first(idsOf(desk))).toEqual(await idsAfter(store, 'desk', head))
})

it('a receiver that is slow, 10,000 changes behind: a read holds at most 50, and the next comes when they are sent', async () => {
  const { store } = await $.record()
  const { desk } = await $.receiving('desk')
  await store.beginSubscriptions(FORCE, [subscriptionOf('desk', { incidents: false })])
  await happenMany(store, 'B', 10_000)
  expect(await subscriptionIn(store, 'desk')).toMatchObject({ pending: 10_000 })
  const reads: { readonly limit: number; readonly sent: number }[] = []
  const streamAfter: typeof store.streamAfter = (force, after, limit) => {
    reads.push({ limit, sent: desk.received.length })
    return store.streamAfter(force, after, limit)
  }
  const heapBefore = process.memoryUsage().heapUsed
  $.carry(store, [subscriptionOf('desk', { incidents: false })], { desk }, { reads: { ...store, streamAfter } })
  await eventually('some hundreds are sent', async () => desk.received.length > 500)
  expect(reads.every(({ limit }) => limit === 50)).toBe(true)
  // Nothing is read ahead: each read after the first comes when fifty more were sent.
  expect(reads.map(({ sent }) => sent).slice(0, 10)).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400, 450])
  expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(100 * 1024 * 1024)
}, 120_000)

function start(settings: CarrierSettings): ChildProcess {
  const { url, id, receiver } = settings
  const said = { url, id, receiver: { url: receiver.url, host: receiver.host, secret: receiver.secret } }
  const child = spawn(
    process.execPath,
    ['--import', './test/support/typescript.mjs', './test/support/subscriptionCarrier.ts', JSON.stringify(said)],
    { stdio: 'inherit' },
  )
  children.push(child)
  return child
}
