/** A subscribed system is sent what changed: in order, signed, once each, and from where it was. */
import { wrongWithWebhook } from '../../support/asyncApi.ts'
import { changeOf, FORCE } from '../../support/changes.ts'
import { eventually } from '../../support/eventually.ts'
import {
  begun,
  happen,
  happenMany,
  idsAfter,
  idsOf,
  subscriptionIn,
  subscriptionOf,
  useSubscribed,
} from '../../support/subscribed.ts'
import { FAILS, GONE, OK, redirectsTo } from '../../support/webhookReceiver.ts'

const $ = useSubscribed()
const { carry, receiving } = $
type Record = Awaited<ReturnType<typeof $.record>>

const alertsOf = async ({ store }: Pick<Record, 'store'>) =>
  (await store.alerts(FORCE, { openOnly: false }, { limit: 50 })).items.filter(({ incident }) => incident === '')

describe('a subscription', () => {
  it('begins at the head of the stream, and is sent each change after it, in order and signed', async () => {
    const { store } = await $.record()
    const { desk } = await receiving('desk')
    await happen(store, 'BEFORE-1')
    await store.numberChanges()
    const head = await store.streamHead(FORCE)
    carry(store, [subscriptionOf('desk')], { desk })
    await begun(store, 'desk')
    for (const reference of ['A-1', 'A-2', 'A-3']) await happen(store, reference)
    await eventually('the desk has all', async () => desk.received.length === 6)
    expect(idsOf(desk)).toEqual(await idsAfter(store, 'desk', head))
    expect(desk.forged).toEqual([])
    expect(desk.received.map(({ body }) => [body.type, body.data.incident])).toEqual([
      ['incident', 'A-1'],
      ['alert', 'A-1'],
      ['incident', 'A-2'],
      ['alert', 'A-2'],
      ['incident', 'A-3'],
      ['alert', 'A-3'],
    ])
    expect(desk.received.every(({ id, body }) => id === `desk/${body.position}`)).toBe(true)
    for (const { body, headers } of desk.received)
      expect(wrongWithWebhook(body.type === 'alert' ? 'alertChanged' : 'incidentChanged', { body, headers })).toBeNull()
  })

  it('is sent the kinds that it asks for, and incidents only where it says so', async () => {
    const { store } = await $.record()
    const { desk, all } = await receiving('desk', 'all')
    const asks = { kinds: ['timers-stalled', 'downgraded'], incidents: false } as const
    carry(store, [subscriptionOf('desk', asks), subscriptionOf('all', { incidents: false })], { desk, all })
    await begun(store, 'desk')
    await happen(store, 'A-1')
    await happen(store, 'A-2', { kind: 'downgraded' })
    await eventually('both are sent', async () => all.received.length === 2 && desk.received.length === 1)
    expect(all.received.map(({ body }) => body.data.kind)).toEqual(['attendance-overdue', 'downgraded'])
    expect(desk.received.map(({ body }) => body.data.kind)).toEqual(['downgraded'])
    // What it does not ask for is no backlog.
    await happen(store, 'A-3')
    await eventually('all are told', async () => all.received.length === 3)
    await eventually('the desk is not behind', async () => (await subscriptionIn(store, 'desk'))?.pending === 0)
    expect(desk.received).toHaveLength(1)
  })

  it('hides a restricted incident, also one that became so while its receiver failed', async () => {
    const { store, timePasses } = await $.record()
    const { desk } = await receiving('desk')
    desk.answers(FAILS)
    carry(store, [subscriptionOf('desk')], { desk })
    await begun(store, 'desk')
    await happen(store, 'R-1', { acknowledgedBy: { id: 'sup-1', role: 'supervisor' } })
    await eventually('a try failed', async () => (await subscriptionIn(store, 'desk'))?.status === 'failing')
    expect(desk.received[0]?.body.data).toHaveProperty('reportedAt')
    await store.commit([changeOf('R-1', 1, { columns: { readers: ['jane'] } })])
    desk.answers(OK)
    await timePasses()
    await eventually('the desk has all', async () => desk.received.length === 4)
    const [, first, alert, second] = desk.received.map(({ body }) => body.data)
    for (const item of [first, second])
      expect(Object.keys(item).sort()).toEqual(['attention', 'demands', 'force', 'incident', 'restricted', 'version'])
    expect(alert).toMatchObject({ incident: 'R-1', restricted: true })
    expect(alert).not.toHaveProperty('acknowledgedBy')
  })

  it('goes on where it was when it returns to the file, and is not carried meanwhile', async () => {
    const { store } = await $.record()
    const { desk } = await receiving('desk')
    const first = carry(store, [subscriptionOf('desk')], { desk })
    await begun(store, 'desk')
    await happen(store, 'A-1')
    await eventually('the desk has it', async () => desk.received.length === 2)
    await first.stop()
    await carry(store, [], {}).stop()
    expect(await subscriptionIn(store, 'desk')).toMatchObject({ status: 'stopped', pending: 0 })
    expect(await store.replaySubscription(FORCE, 'desk', '0.0', 'test')).toBe('stopped')
    await happen(store, 'A-2')
    await store.numberChanges()
    expect(await subscriptionIn(store, 'desk')).toMatchObject({ pending: 1, behindSince: expect.any(String) })
    carry(store, [subscriptionOf('desk')], { desk })
    await eventually('the desk has the rest', async () => desk.received.length === 4)
    expect(desk.received.map(({ body }) => body.data.incident)).toEqual(['A-1', 'A-1', 'A-2', 'A-2'])
  })
})

describe('a receiver', () => {
  it('that fails is sent the same again after a pause, under the same id, and nothing overtakes it', async () => {
    const { store, timePasses } = await $.record()
    const { desk } = await receiving('desk')
    desk.answers(() => (desk.received.length <= 2 ? FAILS : OK))
    carry(store, [subscriptionOf('desk', { incidents: false })], { desk })
    await begun(store, 'desk')
    await happen(store, 'A-1')
    await eventually('a first try failed', async () => (await subscriptionIn(store, 'desk'))?.tries === 1)
    await happen(store, 'A-2')
    const failing = await subscriptionIn(store, 'desk')
    expect(failing).toMatchObject({ status: 'failing', problem: 'The receiver answered 500.', failingSince: expect.any(String) })
    const pause = Date.parse(failing?.nextTryAt ?? '') - Date.parse(failing?.failingSince ?? '')
    expect(pause).toBeGreaterThanOrEqual(5_000)
    expect(pause).toBeLessThanOrEqual(6_000)
    await timePasses()
    await eventually('a second try failed', async () => (await subscriptionIn(store, 'desk'))?.tries === 2)
    await timePasses()
    await eventually('all are sent', async () => desk.received.length === 4)
    const [first] = idsOf(desk)
    expect(idsOf(desk).slice(0, 3)).toEqual([first, first, first])
    expect(desk.received.map(({ body }) => body.data.incident)).toEqual(['A-1', 'A-1', 'A-1', 'A-2'])
    expect(await subscriptionIn(store, 'desk')).not.toHaveProperty('problem')
  })

  it.each([
    ['redirects', redirectsTo('http://127.0.0.1:1/'), 'The receiver answered 302: redirects are not followed.'],
    ['closes the connection', 'resets' as const, 'It cannot be reached (ECONNRESET).'],
    ['refuses the item', { status: 400 }, 'The receiver answered 400.'],
  ])('that %s is tried again', async (_, how, problem) => {
    const { store, timePasses } = await $.record()
    const { desk } = await receiving('desk')
    desk.answers(how)
    carry(store, [subscriptionOf('desk', { incidents: false })], { desk })
    await begun(store, 'desk')
    await happen(store, 'A-1')
    await eventually('it fails', async () => (await subscriptionIn(store, 'desk'))?.status === 'failing')
    expect(await subscriptionIn(store, 'desk')).toMatchObject({ tries: 1, problem })
    desk.answers(OK)
    await timePasses()
    await eventually('it is taken', async () => (await subscriptionIn(store, 'desk'))?.status === 'active')
    expect(new Set(idsOf(desk)).size).toBe(1)
  })

  it('that hangs, or is away, holds up no other', async () => {
    const { store, timePasses } = await $.record()
    const { hangs, away, desk } = await receiving('hangs', 'away', 'desk')
    hangs.answers('hangs')
    await away.goesAway()
    carry(store, [subscriptionOf('hangs'), subscriptionOf('away'), subscriptionOf('desk')], { hangs, away, desk })
    await begun(store, 'desk')
    await happen(store, 'A-1')
    await eventually('one hangs', async () => hangs.received.length === 1)
    const at = performance.now()
    await happen(store, 'A-2')
    await eventually('the desk has all', async () => desk.received.length === 4)
    expect(performance.now() - at).toBeLessThan(5_000)
    await eventually('one is away', async () => (await subscriptionIn(store, 'away'))?.status === 'failing')
    expect((await subscriptionIn(store, 'away'))?.problem).toBe('It cannot be reached (ECONNREFUSED).')
    // The hanging receiver is given up after ten seconds.
    await eventually('it is given up', async () => (await subscriptionIn(store, 'hangs'))?.status === 'failing')
    expect((await subscriptionIn(store, 'hangs'))?.problem).toBe('There was no answer in time.')
    await away.comesBack()
    hangs.answers(OK)
    await timePasses()
    await eventually('both have all', async () => away.received.length === 4 && hangs.received.length === 5)
  })

  it('that comes back after 2,000 changes is sent all of them, in order', async () => {
    const { store, timePasses } = await $.record()
    const { desk } = await receiving('desk')
    await desk.goesAway()
    carry(store, [subscriptionOf('desk')], { desk })
    await begun(store, 'desk')
    const head = await store.streamHead(FORCE)
    await happenMany(store, 'M', 2_000)
    await desk.comesBack()
    await timePasses()
    await eventually('all are sent', async () => desk.received.length >= 4_000)
    expect(idsOf(desk)).toEqual(await idsAfter(store, 'desk', head))
  }, 120_000)
})

describe('410', () => {
  it('ends the subscription with an alert, which says so in the stream of others; a start begins it again', async () => {
    const { store } = await $.record()
    await store.create('supervisor', FORCE)
    const { gone, desk } = await receiving('gone', 'desk')
    gone.answers(GONE)
    const both = [subscriptionOf('gone'), subscriptionOf('desk', { kinds: ['subscription-ended'], incidents: false })]
    const first = carry(store, both, { gone, desk })
    await begun(store, 'desk')
    await happen(store, 'A-1')
    await eventually('it ended', async () => (await subscriptionIn(store, 'gone'))?.status === 'ended')
    expect(await subscriptionIn(store, 'gone')).toMatchObject({ problem: 'The receiver answered 410: it wants no more.' })
    const [alert] = await alertsOf({ store })
    expect(alert).toMatchObject({
      ...{ kind: 'subscription-ended', severity: 'high', incident: '', subscription: 'gone', status: 'open' },
      audience: 'supervisor',
    })
    await eventually('the desk is told', async () => desk.received.length === 1)
    await happen(store, 'A-2')
    await first.stop()
    expect(gone.received).toHaveLength(1)
    gone.answers(OK)
    carry(store, both, { gone, desk })
    await eventually('it has the rest', async () => gone.received.length >= 5)
    expect(gone.received.map(({ body }) => body.data.incident).filter((one) => one !== '')).toEqual([
      'A-1',
      'A-1',
      'A-1',
      'A-2',
      'A-2',
    ])
    await eventually('the alert ended', async () => (await alertsOf({ store }))[0]?.status === 'resolved')
  })

  it('is dismissed with a reason, and stays ended', async () => {
    const { store } = await $.record()
    const { gone } = await receiving('gone')
    gone.answers(GONE)
    carry(store, [subscriptionOf('gone')], { gone })
    await begun(store, 'gone')
    await happen(store, 'A-1')
    await eventually('it ended', async () => (await alertsOf({ store })).length === 1)
    const [alert] = await alertsOf({ store })
    const by = { id: 'sup-1', role: 'supervisor' }
    expect(await store.dismissSystemAlert('northshire', alert?.id ?? '', by, 'Not ours.')).toBeNull()
    expect(await store.dismissSystemAlert(FORCE, alert?.id ?? '', by, 'The desk was sold.')).toMatchObject({
      ...{ status: 'resolved', dismissed: { by, reason: 'The desk was sold.' } },
    })
    expect(await store.dismissSystemAlert(FORCE, alert?.id ?? '', by, 'Again.')).toMatchObject({
      dismissed: { reason: 'The desk was sold.' },
    })
    expect(await subscriptionIn(store, 'gone')).toMatchObject({ status: 'ended' })
  })
})

describe('a replay', () => {
  it('sends again what came after a position, under the same ids, while the subscription goes on', async () => {
    const { store } = await $.record()
    const { desk } = await receiving('desk')
    carry(store, [subscriptionOf('desk')], { desk })
    await begun(store, 'desk')
    for (const reference of ['A-1', 'A-2']) await happen(store, reference)
    await eventually('all are sent', async () => desk.received.length === 4)
    const from = desk.received[1]?.body.position
    expect(await store.replaySubscription(FORCE, 'desk', from, 'Jane')).toMatchObject({
      ...{ position: from, pending: 1, status: 'active', replayed: { from, by: 'Jane' } },
    })
    await eventually('it is sent again', async () => desk.received.length === 6)
    await happen(store, 'A-3')
    await eventually('it goes on', async () => desk.received.length === 8)
    expect(idsOf(desk).slice(4, 6)).toEqual(idsOf(desk).slice(2, 4))
    expect(await store.replaySubscription(FORCE, 'nobody', '0.0', 'Jane')).toBeNull()
    expect(await store.replaySubscription('northshire', 'desk', '0.0', 'Jane')).toBeNull()
  })

  it('leaves out a change that the receiver cannot take, from its own position', async () => {
    const { store } = await $.record()
    const { desk } = await receiving('desk')
    desk.answers(({ body }) => (body.data.incident === 'A-1' ? { status: 400 } : OK))
    carry(store, [subscriptionOf('desk', { incidents: false })], { desk })
    await begun(store, 'desk')
    await happen(store, 'A-1')
    await happen(store, 'A-2')
    await eventually('it fails', async () => (await subscriptionIn(store, 'desk'))?.status === 'failing')
    await store.replaySubscription(FORCE, 'desk', desk.received[0]?.body.position, 'Jane')
    await eventually('the next is sent', async () => desk.received.at(-1)?.body.data.incident === 'A-2')
  })
})
