/** Who was told of which incident is found in the access log, also where the reader is a system that subscribes. */
import { FORCE } from '../../support/changes.ts'
import { eventually } from '../../support/eventually.ts'
import { begun, happen, happenMany, subscriptionOf, useSubscribed } from '../../support/subscribed.ts'
import { FAILS } from '../../support/webhookReceiver.ts'

const $ = useSubscribed()

it('is a line as it begins to send, before the first item, and a line as it ends, with positions and incidents', async () => {
  const { store } = await $.record()
  const { desk } = await $.receiving('desk')
  const carrier = $.carry(store, [subscriptionOf('desk')], { desk })
  await begun(store, 'desk')
  const head = await store.streamHead(FORCE)
  expect(carrier.read).toEqual([])
  for (const reference of ['A-1', 'A-2']) await happen(store, reference)
  await eventually('all are sent', async () => desk.received.length === 4)
  const told = {
    ...{ force: FORCE, key: 'desk', role: 'subscription', action: 'disclosure', route: 'subscription', from: 'desk' },
    ...{ asked: [], status: 200, request: '' },
  }
  expect(carrier.read).toEqual([{ ...told, disclosed: [], stream: { event: 'opened', first: head, last: head, items: 0 } }])
  await carrier.stop()
  const last = desk.received.at(-1)?.body.position
  expect(carrier.read.slice(1)).toEqual([
    { ...told, disclosed: ['A-1', 'A-2'], stream: { event: 'ended', first: head, last, items: 4 } },
  ])
})

it('names each incident that was sent: a line ends at 500 of them', async () => {
  const { store } = await $.record()
  const { desk } = await $.receiving('desk')
  const carrier = $.carry(store, [subscriptionOf('desk')], { desk })
  await begun(store, 'desk')
  await happenMany(store, 'L', 501)
  await eventually('all are sent', async () => desk.received.length === 1_002)
  await carrier.stop()
  const ended = carrier.read.filter(({ stream }) => stream?.event === 'ended')
  expect(ended.map(({ disclosed }) => disclosed.length)).toEqual([500, 2])
  expect(new Set(ended.flatMap(({ disclosed }) => disclosed)).size).toBe(501)
})

it('names what went out, also where the receiver did not take it', async () => {
  const { store } = await $.record()
  const { desk } = await $.receiving('desk')
  desk.answers(FAILS)
  const carrier = $.carry(store, [subscriptionOf('desk')], { desk })
  await begun(store, 'desk')
  await happen(store, 'A-1')
  await eventually('it ended', async () => carrier.read.length === 2)
  expect(carrier.read[1]).toMatchObject({ disclosed: ['A-1'], stream: { event: 'ended', items: 0 } })
})
