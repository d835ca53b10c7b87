/** What is leased, in which messages, and what becomes of it. Who is written to whom is decided elsewhere. */
import type { LeasedMessage, Tried } from '../../src/engine/dueDeliveries.ts'
import { createStore } from '../../src/store/store.ts'
import { leasing, writeAlert, writeDeliveries } from '../support/deliveries.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const lease = async (people: Record<string, number> = { 'sup-1': 5 }, parts = {}): Promise<readonly LeasedMessage[]> =>
  (await $.store.dueDeliveries.leaseMessages(leasing(people, parts))).messages
const write = (...parts: Parameters<typeof writeDeliveries>[1]) => writeDeliveries($.database, parts)
const alertsIn = (messages: readonly LeasedMessage[]) => messages.map(({ rows }) => rows.map(({ alert }) => alert))
const finish = (message: LeasedMessage | undefined, tried: Tried) =>
  $.store.dueDeliveries.finishRows((message?.rows ?? []).map(({ id }) => ({ ...tried, row: id })))
const row = async (alert: string, about = 'raised') =>
  (
    await $.database.query(
      `select *, extract(epoch from try_at - now())::float8 as pause from reassess.deliveries where alert = $1 and about = $2`,
      [alert, about],
    )
  )[0]
const failed = (parts: object = {}): Tried => ({
  ...{ status: 'failed', problem: 'No answer.', pauseMs: 5_000, deadAfter: { ms: 86_400_000, tries: 6 } },
  ...parts,
})
const DELIVERED: Tried = { status: 'delivered', reference: 'r-1' }

afterEach(() => $.database.query('delete from reassess.deliveries; delete from reassess.alerts'))

describe('a lease', () => {
  it('makes one message of what one commit wrote for a person, worst first, and another of the next commit', async () => {
    await write({ alert: 'a', severity: 'high' }, { alert: 'b', severity: 'critical' }, { alert: 'for-another', person: 'sup-2' })
    await write({ alert: 'c', severity: 'medium' })
    const messages = await lease({ 'sup-1': 5, 'sup-2': 5 })
    expect(alertsIn(messages)).toEqual([['b', 'a'], ['for-another'], ['c']])
    expect(new Set(messages.map(({ id }) => id)).size).toBe(3)
    for (const { id, tries } of messages) expect([id, tries]).toEqual([expect.stringMatching(/^msg_[0-9a-f]{32}$/), 1])
  })

  it('brings what an alert about the service concerns, and nothing of any other alert', async () => {
    for (const [alert, kind, item] of [
      ['d', 'nobody-on-duty', { role: 'duty-superintendent' }],
      ['s', 'subscription-ended', { subscription: 'desk-1' }],
      ['f', 'delivery-failed', { of: 'WK-1-a7' }],
      ['w', 'attendance-overdue', { role: 'supervisor' }],
    ] as const) {
      await writeAlert($.database, alert, 'open')
      await $.database.query('update reassess.alerts set item = $2 where id = $1', [alert, JSON.stringify(item)])
      await write({ alert })
      await $.database.query('update reassess.deliveries set kind = $2 where alert = $1', [alert, kind])
    }
    const told = (await lease()).flatMap(({ rows }) => rows.map(({ alert, concerns }) => [alert, concerns]))
    expect(told).toEqual([
      ['d', 'duty-superintendent'],
      ['s', 'desk-1'],
      ['f', 'WK-1-a7'],
      ['w', null],
    ])
  })

  it('takes the worst first, then the oldest, and no more than there is room for', async () => {
    for (const [alert, severity] of [
      ['old', 'high'],
      ['new', 'high'],
      ['worst', 'critical'],
      ['mild', 'low'],
    ] as const)
      await write({ alert, severity })
    expect(alertsIn(await lease({ 'sup-1': 2 }))).toEqual([['worst'], ['old']])
    expect(alertsIn(await lease({ 'sup-1': 0 }))).toEqual([])
    expect(alertsIn(await lease({ 'sup-1': 2 }))).toEqual([['new'], ['mild']])
  })

  it('gives what goes to one place no more room than that place has, whoever it is for', async () => {
    for (const person of ['sup-1', 'sup-2', 'sup-3']) for (let n = 0; n < 3; n++) await write({ person })
    const desk = (person: string) => ({ way: 'webhook', person, receiver: 'desk', room: 2, lane: 'webhook', laneRoom: 20 })
    expect(await lease({}, { rooms: ['sup-1', 'sup-2', 'sup-3'].map(desk) })).toHaveLength(2)
  })

  it('gives a lane no more than its room, to whoever waits for the worst', async () => {
    for (let n = 0; n < 4; n++) await write({ person: 'sup-1' }, { person: 'sup-2', severity: n === 0 ? 'critical' : 'high' })
    const rooms = leasing({ 'sup-1': 5, 'sup-2': 5 }).rooms.map((room) => ({ ...room, laneRoom: 3 }))
    const messages = await lease({}, { rooms })
    expect(messages).toHaveLength(3)
    expect(messages[0]?.person).toBe('sup-2')
  })

  it('leases for whom the plan does not have: somebody has to say so', async () => {
    await write({ alert: 'a', person: 'gone' })
    expect(alertsIn(await lease())).toEqual([['a']])
  })

  it('leaves another force alone', async () => {
    await write({ alert: 'a' })
    expect(await lease({ 'sup-1': 5 }, { force: 'northshire' })).toEqual([])
  })

  it('leaves what is not due, and gathers a bundle once its first is due', async () => {
    await write({ alert: 'first', severity: 'medium', bundled: true, tryIn: 60 })
    await write({ alert: 'second', severity: 'low', bundled: true, tryIn: 90 })
    await write({ alert: 'at once', severity: 'critical' })
    expect(alertsIn(await lease())).toEqual([['at once']])
    await $.database.query(`update reassess.deliveries set try_at = now() where alert = 'first'`)
    expect(alertsIn(await lease())).toEqual([['first', 'second']])
  })

  it('puts 50 rows into a message and the others into the next', async () => {
    await write(...Array.from({ length: 120 }, () => ({})))
    const sizes: number[] = []
    for (let left = 120; left > 0; ) {
      const messages = await lease()
      sizes.push(...messages.map(({ rows }) => rows.length))
      left -= messages.flatMap(({ rows }) => rows).length
    }
    expect(sizes).toEqual([50, 50, 20])
  })

  it('lets nobody else have the rows until it ends, and then gives them out under the same id', async () => {
    await write({ alert: 'a' }, { alert: 'b' })
    const [first] = await lease()
    expect(await lease()).toEqual([])
    await $.database.query(`update reassess.deliveries set leased_until = now() - interval '1 second'`)
    const [again] = await lease()
    expect([again?.id, again?.tries, again?.rows.length]).toEqual([first?.id, 2, 2])
  })

  it('of a clock that was an hour ahead holds nothing up, nor does what that clock wrote', async () => {
    await write({ alert: 'leased' })
    await $.database.query(`update reassess.deliveries set leased_until = now() + interval '1 hour'`)
    expect(alertsIn(await lease())).toEqual([['leased']])
    await write({ alert: 'written', writtenAgo: -3_600, tryIn: 3_600 })
    await write({ alert: 'gathered', bundled: true, tryIn: 120 })
    expect(await lease()).toEqual([])
    await $.store.dueDeliveries.forgetFuture('warwickshire')
    expect(alertsIn(await lease())).toEqual([['written']])
  })

  it('withdraws what somebody has taken and what has ended, and tells what was open', async () => {
    for (const [alert, status] of [
      ['taken', 'acknowledged'],
      ['over', 'resolved'],
      ['open', 'open'],
    ] as const)
      await writeAlert($.database, alert, status)
    await write({ alert: 'taken' }, { alert: 'over' }, { alert: 'open' })
    expect(alertsIn(await lease())).toEqual([['open']])
    expect((await row('taken'))?.status).toBe('withdrawn')
    expect(await row('over', 'ended')).toBeUndefined()
  })

  it.each([
    ['raised', 'acknowledged', 'withdrawn'],
    ['raised', 'resolved', 'withdrawn'],
    ['taken-over', 'acknowledged', 'pending'],
    ['taken-over', 'resolved', 'withdrawn'],
    ['released', 'open', 'pending'],
    ['ended', 'resolved', 'pending'],
  ])('of a row about %s, whose alert is %s: it is %s', async (about, status, becomes) => {
    await writeAlert($.database, 'a', status)
    await write({ alert: 'a', about })
    await lease()
    expect((await row('a', about))?.status).toBe(becomes)
  })

  it('says that it ended where a process died with the message under way: it may have arrived', async () => {
    await writeAlert($.database, 'a', 'open')
    await write({ alert: 'a' })
    await lease()
    await writeAlert($.database, 'a', 'resolved')
    await $.database.query(`update reassess.deliveries set leased_until = now() - interval '1 second'`)
    await lease()
    expect((await row('a'))?.status).toBe('withdrawn')
    const [ended] = await lease()
    expect([ended?.about, ended?.rows[0]?.alert]).toEqual(['ended', 'a'])
  })

  it('waits for no row that another session has locked', async () => {
    await write({ alert: 'held', severity: 'critical' })
    await write({ alert: 'free' })
    const { store } = $
    await $.database.query('select 1')
    const holder = await holding(`select from reassess.deliveries where alert = 'held' for update`)
    const began = performance.now()
    expect(alertsIn((await store.dueDeliveries.leaseMessages(leasing({ 'sup-1': 5 }))).messages)).toEqual([['free']])
    expect(performance.now() - began).toBeLessThan(5_000)
    const nothing = await store.dueDeliveries.leaseMessages(leasing({ 'sup-1': 1 }))
    expect(nothing).toEqual({ messages: [], more: false })
    await holder.end()
    expect(alertsIn(await lease())).toEqual([['held']])
  })

  it('gives each row to one of several processes, whole commits at a time', async () => {
    for (let n = 0; n < 60; n++) await write({ alert: `x${n}` }, { alert: `y${n}` })
    const others = await Promise.all(Array.from({ length: 4 }, () => createStore({ connectionString: $.database.url })))
    const run = async ({ dueDeliveries: deliveries }: (typeof others)[number]) => {
      const had: LeasedMessage[] = []
      for (let empty = 0; empty < 5; ) {
        const { messages } = await deliveries.leaseMessages(leasing({ 'sup-1': 5 }))
        had.push(...messages)
        empty = messages.length === 0 ? empty + 1 : 0
      }
      return had
    }
    const messages = (await Promise.all(others.map(run))).flat()
    await Promise.all(others.map((other) => other.close()))
    const alerts = messages.flatMap(({ rows }) => rows.map(({ alert }) => alert))
    expect([alerts.length, new Set(alerts).size]).toEqual([120, 120])
    expect(messages).toHaveLength(60)
  })
})

describe('what became of it', () => {
  it('is on the row: when it was sent, delivered, under which reference', async () => {
    await write({ alert: 'a' })
    await finish((await lease())[0], DELIVERED)
    expect(await row('a')).toMatchObject({
      ...{ status: 'delivered', reference: 'r-1', problem: null, try_at: null, leased_until: null, tries: 1 },
      ...{ sent_at: expect.any(Date), delivered_at: expect.any(Date) },
    })
  })

  it('failed: is tried again after its pause, under the same id', async () => {
    await write({ alert: 'a' })
    const [message] = await lease()
    await finish(message, failed())
    expect(await row('a')).toMatchObject({ status: 'failed', problem: 'No answer.' })
    expect((await row('a'))?.pause).toBeCloseTo(5, 0)
    expect(await lease()).toEqual([])
    await $.database.query('update reassess.deliveries set try_at = now()')
    expect((await lease())[0]).toMatchObject({ id: message?.id, tries: 2 })
  })

  it.each([
    ['a day old and tried six times', 86_401, 6, 'dead'],
    ['a day old and tried five times', 86_401, 5, 'failed'],
    ['a day old but a minute, and tried often', 86_340, 99, 'failed'],
  ])('failed and %s', async (_, writtenAgo, tries, status) => {
    await write({ alert: 'a', writtenAgo })
    const [message] = await lease()
    await $.database.query('update reassess.deliveries set tries = $1', [tries])
    await finish(message, failed())
    expect((await row('a'))?.status).toBe(status)
    expect((await row('a'))?.try_at === null).toBe(status === 'dead')
  })

  it('failed for ever: is dead at once', async () => {
    await write({ alert: 'a' })
    await finish((await lease())[0], failed({ pauseMs: null }))
    expect(await row('a')).toMatchObject({ status: 'dead', try_at: null })
  })

  it('is followed by a message that it ended, where it ended under way', async () => {
    await writeAlert($.database, 'a', 'open')
    await write({ alert: 'a' })
    const [message] = await lease()
    await writeAlert($.database, 'a', 'resolved')
    // As the commit of the end does.
    await $.database.query(`update reassess.deliveries set status = 'withdrawn', try_at = null`)
    expect((await finish(message, DELIVERED)).followed).toBe(1)
    expect((await row('a'))?.status).toBe('delivered')
    expect((await lease())[0]).toMatchObject({ about: 'ended', person: 'sup-1', way: 'webhook' })
  })

  it('that has not arrived leaves a withdrawn row withdrawn, with nothing to follow', async () => {
    await writeAlert($.database, 'a', 'resolved')
    await write({ alert: 'a', about: 'raised' })
    await $.database.query(`update reassess.alerts set status = 'open'`)
    const [message] = await lease()
    await $.database.query(`update reassess.deliveries set status = 'withdrawn', try_at = null`)
    expect((await finish(message, failed())).followed).toBe(0)
    expect(await row('a')).toMatchObject({ status: 'withdrawn', try_at: null })
  })

  it('is noted by a process that was slow, unless it failed meanwhile elsewhere', async () => {
    await write({ alert: 'a' })
    const [message] = await lease()
    await finish(message, DELIVERED)
    await finish(message, failed())
    expect((await row('a'))?.status).toBe('delivered')
  })

  it('waits for no row that another session has locked, and says which it could not have', async () => {
    await write({ alert: 'a' })
    await write({ alert: 'b' })
    const messages = await lease()
    const holder = await holding(`select from reassess.deliveries where alert = 'a' for update`)
    const rows = messages.flatMap((message) => message.rows)
    const { finished } = await $.store.dueDeliveries.finishRows(rows.map(({ id }) => ({ ...DELIVERED, row: id })))
    await holder.end()
    expect(finished).toEqual(rows.filter(({ alert }) => alert === 'b').map(({ id }) => id))
  })
})

it('lets what waits for a receiver that answers again go at once, oldest first', async () => {
  await write({ alert: 'young', status: 'failed', tryIn: 500, writtenAgo: 10 })
  await write({ alert: 'old', status: 'failed', tryIn: 600, writtenAgo: 100 })
  await write({ alert: 'gathered', bundled: true, tryIn: 60 })
  await write({ alert: 'of another', status: 'failed', tryIn: 500, person: 'sup-2' })
  await $.store.dueDeliveries.endPauses('warwickshire', 'webhook', ['sup-1'])
  expect(alertsIn(await lease({ 'sup-1': 5, 'sup-2': 5 }))).toEqual([['old'], ['young']])
})

/** Runs a statement in a transaction that stays open. */
async function holding(text: string) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: $.database.url })
  await client.connect()
  await client.query('begin')
  await client.query(text)
  return client
}
