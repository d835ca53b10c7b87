/** A carrier on a real record, with ways that do as the test says. */
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { createCarrier } from '../../src/deliver/carry.ts'
import { type Message, NotSent, type Sent, type Way } from '../../src/deliver/way.ts'
import { planOf, type RowParts, writeAlert, writeDeliveries } from '../support/deliveries.ts'
import { eventually } from '../support/eventually.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const DELIVERED: Sent = { status: 'delivered', reference: null }
const PEOPLE = {
  'sup-1': { webhook: 'desk', email: 'one@example.org' },
  'sup-2': { webhook: 'other', email: 'two@example.org' },
  'sup-3': { webhook: 'desk' },
}

type Send = (message: Message, to: string, signal: AbortSignal) => Promise<Sent>
const stops: (() => Promise<void>)[] = []

const saidIn = (line: string): string => {
  const { msg, problem } = JSON.parse(line) as { readonly msg: string; readonly problem?: string }
  return problem === undefined ? msg : `${msg}: ${problem}`
}

/** @param ways what each does; both deliver unless told. */
const given = (ways: Readonly<Record<string, Send>> = {}, sentWithinMs = 10_000) => {
  const sent: { way: string; to: string; message: Message }[] = []
  const said: string[] = []
  const noting = (way: string): Way => ({
    send: (message, to, signal) => {
      sent.push({ way, to, message })
      return ways[way]?.(message, to, signal) ?? Promise.resolve(DELIVERED)
    },
  })
  const carrier = createCarrier({
    deliveries: $.store.dueDeliveries,
    plan: () => planOf(PEOPLE),
    ways: { webhook: noting('webhook'), email: noting('email') },
    base: () => 'https://reassess.example.org',
    sentWithinMs,
    log: pino({ level: 'info' }, { write: (line: string) => said.push(saidIn(line)) }),
  })
  stops.push(() => carrier.stop(4_000))
  return {
    ...{ carrier, sent, said },
    alertsAt: (to: string) => sent.filter((one) => one.to === to).map(({ message }) => message.items[0]?.alert),
  }
}
const write = (...parts: RowParts[]) => writeDeliveries($.database, parts)
const row = async (alert: string, about = 'raised') =>
  (await $.database.query('select * from reassess.deliveries where alert = $1 and about = $2', [alert, about]))[0]
const becomes = (alert: string, status: string, about = 'raised') =>
  eventually(
    `${alert} is ${status}`,
    async () => {
      const found = await row(alert, about)
      return found?.status === status ? found : null
    },
    () => alert,
  )
const never = () => new Promise<never>(() => {})
/** Ends the pauses, so that no test waits for minutes. */
const again = () => $.database.query(`update reassess.deliveries set try_at = now() where status = 'failed'`)

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
  await $.database.query('delete from reassess.deliveries; delete from reassess.alerts')
})

it('sends references, the worst first, under one key, and where the board is', async () => {
  const { carrier, sent } = given()
  await write({ alert: 'a', writtenAgo: 5 }, { alert: 'b', severity: 'critical' })
  await carrier.look()
  await becomes('a', 'delivered')
  expect(sent).toEqual([
    {
      way: 'webhook',
      to: 'desk',
      message: {
        id: expect.stringMatching(/^msg_/),
        force: 'warwickshire',
        about: 'raised',
        person: 'sup-1',
        base: 'https://reassess.example.org',
        writtenAt: (await row('a'))?.written_at.toISOString(),
        items: ['b', 'a'].map((alert) => ({
          ...{ alert, incident: 'I-1', kind: 'attendance-overdue', level: 1, count: 1, dueAt: null, concerns: null },
          severity: alert === 'b' ? 'critical' : 'high',
        })),
      },
    },
  ])
})

it('of one severity says first what is due first, and last what has no deadline', async () => {
  const { carrier, sent } = given()
  await write(
    { alert: 'without' },
    { alert: 'late', dueIn: 900 },
    { alert: 'soon', dueIn: 300 },
    { alert: 'worse', severity: 'critical' },
  )
  await carrier.look()
  await becomes('without', 'delivered')
  expect(sent.map(({ message }) => message.items.map(({ alert }) => alert))).toEqual([['worse', 'soon', 'late', 'without']])
})

it('keeps what was sent and awaits a report apart from what was delivered', async () => {
  const { carrier } = given({ email: async () => ({ status: 'sent', reference: 'n-1' }) })
  await write({ alert: 'a', way: 'email' })
  await carrier.look()
  expect(await becomes('a', 'sent')).toMatchObject({ reference: 'n-1', delivered_at: null, try_at: null })
})

it('carries all that is due, however many', async () => {
  const { carrier, sent } = given()
  for (let n = 0; n < 60; n++) await write({ person: n % 2 === 0 ? 'sup-1' : 'sup-2' })
  await carrier.look()
  await eventually('all of it is sent', async () => sent.length === 60)
})

it('tries again under the same key', async () => {
  const { carrier, sent } = given({
    webhook: async ({ id }) => {
      if (sent.filter(({ message }) => message.id === id).length < 3) throw new NotSent('It answered 500.')
      return DELIVERED
    },
  })
  await write({ alert: 'a' })
  await carrier.look()
  expect(await becomes('a', 'failed')).toMatchObject({ problem: 'It answered 500.', tries: 1 })
  for (const tries of [2, 3]) {
    await again()
    await carrier.look()
    await eventually('it is tried', async () => (await row('a'))?.tries === tries && (await row('a'))?.leased_until === null)
  }
  expect((await row('a'))?.status).toBe('delivered')
  expect(new Set(sent.map(({ message }) => message.id)).size).toBe(1)
})

it('leaves a receiver alone for as long as it asks, if that is longer than the pause', async () => {
  const { carrier } = given({
    webhook: async ({ items }) => {
      throw new NotSent('Not now.', { waitMs: items[0]?.alert === 'long' ? 90_000 : 1_000 })
    },
  })
  await write({ alert: 'long' })
  await write({ alert: 'short' })
  await carrier.look()
  const pauseOf = async (alert: string) => {
    const { try_at, tried_at } = await becomes(alert, 'failed')
    return Math.round((try_at.getTime() - tried_at.getTime()) / 1_000)
  }
  expect(await pauseOf('long')).toBeCloseTo(90, -1)
  expect(await pauseOf('short')).toBeCloseTo(5, -1)
})

it('says of a test what it is, and of no alert', async () => {
  const { carrier, sent } = given()
  await write({ alert: '', about: 'test' })
  await carrier.look()
  await becomes('', 'delivered', 'test')
  expect(sent[0]?.message).toMatchObject({ about: 'test', items: [] })
})

it('gives up at once what can never arrive', async () => {
  const { carrier } = given({
    webhook: async () => {
      throw new NotSent('The receiver is gone.', { forEver: true })
    },
  })
  await write({ alert: 'a' })
  await carrier.look()
  expect(await becomes('a', 'dead')).toMatchObject({ problem: 'The receiver is gone.', try_at: null })
})

it('says of a way that breaks what it is called, and nothing that it said', async () => {
  const { carrier } = given({
    webhook: async () => {
      throw Object.assign(new Error('refused for one@example.org'), { code: 'ECONNREFUSED' })
    },
  })
  await write({ alert: 'a' })
  await carrier.look()
  expect((await becomes('a', 'failed')).problem).toBe('The way failed: ECONNREFUSED.')
})

it('counts as failed what takes too long, and tells the way to stop, whether it listens or not', async () => {
  const told: boolean[] = []
  const { carrier } = given(
    {
      webhook: (_, __, signal) => {
        signal.addEventListener('abort', () => told.push(true))
        return never()
      },
    },
    100,
  )
  await write({ alert: 'a' })
  await carrier.look()
  expect((await becomes('a', 'failed')).problem).toBe('No answer within 0.1 seconds.')
  expect(told).toEqual([true])
})

it.each([
  ['a person whom the file does not have', { person: 'gone' }, 'The delivery file has no such way for this person.'],
  [
    'a way that the person does not have',
    { person: 'sup-3', way: 'email' },
    'The delivery file has no such way for this person.',
  ],
])('tells of %s, and buries it after two minutes and four tries', async (_, to, problem) => {
  const { carrier, sent } = given()
  await write({ alert: 'young', ...to })
  await carrier.look()
  expect(await becomes('young', 'failed')).toMatchObject({ problem })
  await $.database.query(`update reassess.deliveries set written_at = now() - interval '121 seconds', tries = 3`)
  await again()
  await carrier.look()
  await becomes('young', 'dead')
  expect(sent).toEqual([])
})

it('a receiver that hangs holds up no other receiver of its way, and no other way', async () => {
  const { carrier, alertsAt } = given({ webhook: (_, to) => (to === 'desk' ? never() : Promise.resolve(DELIVERED)) }, 3_000)
  for (let n = 0; n < 30; n++) await write({ person: 'sup-1', severity: 'critical' })
  await write({ alert: 'by webhook', person: 'sup-2' }, { alert: 'by email', person: 'sup-1', way: 'email' })
  await carrier.look()
  await becomes('by webhook', 'delivered')
  await becomes('by email', 'delivered')
  expect(alertsAt('desk')).toHaveLength(10)
})

it('leaves what waits for a receiver that fails in the record: one message a second is tried, the worst', async () => {
  let isUp = false
  const { carrier, said, alertsAt } = given({
    webhook: async () => {
      if (!isUp) throw new NotSent('It answered 503.')
      return DELIVERED
    },
  })
  for (let n = 0; n < 3; n++) await write({ alert: `first ${n}` })
  await carrier.look()
  await eventually('it is called failing', async () => said.includes('delivery: a receiver fails: It answered 503.'))
  for (let n = 0; n < 40; n++) await write({ alert: `mild ${n}`, severity: 'low' })
  await write({ alert: 'worst', severity: 'critical' })
  const before = alertsAt('desk').length
  await carrier.look()
  await carrier.look()
  expect(alertsAt('desk').length - before).toBeLessThanOrEqual(1)
  await eventually('it rests no more', async () => {
    await carrier.look()
    return alertsAt('desk').includes('worst')
  })
  isUp = true
  await eventually('all of it arrives, without the end of any pause', async () => {
    await carrier.look()
    const [left] = await $.database.query(`select count(*)::integer as n from reassess.deliveries where status <> 'delivered'`)
    return left?.n === 0
  })
  expect(said).toEqual(['delivery: a receiver fails: It answered 503.', 'delivery: a receiver answers again'])
})

it('follows what ended under way with a message that it ended', async () => {
  let arrived = () => {}
  const { carrier, sent } = given({
    webhook: ({ about }) =>
      about === 'ended' ? Promise.resolve(DELIVERED) : new Promise((resolve) => (arrived = () => resolve(DELIVERED))),
  })
  await writeAlert($.database, 'a', 'open')
  await write({ alert: 'a' })
  await carrier.look()
  await writeAlert($.database, 'a', 'resolved')
  arrived()
  await becomes('a', 'delivered', 'ended')
  expect(sent.map(({ message }) => message.about)).toEqual(['raised', 'ended'])
})

it('notes what it has sent once the record is back: nobody sends it again', async () => {
  const store = { ...$.store.dueDeliveries }
  let outages = 3
  const carrier = createCarrier({
    deliveries: {
      ...store,
      finishRows: (tried) => (outages-- > 0 ? Promise.reject(new Error('the record is away')) : store.finishRows(tried)),
    },
    plan: () => planOf(PEOPLE),
    ways: { webhook: { send: async () => DELIVERED } },
    base: () => 'https://reassess.example.org',
    log: pino({ level: 'silent' }),
  })
  await write({ alert: 'a' })
  await carrier.look()
  expect((await becomes('a', 'delivered')).tries).toBe(1)
  await carrier.stop(1_000)
})

it('begins nothing after its stop, and waits for what is under way only so long', async () => {
  const { carrier, sent } = given({ webhook: never }, 1_000)
  await write({ alert: 'a' })
  await carrier.look()
  const stopped = Promise.race([carrier.stop(300).then(() => 'stopped'), sleep(5_000, 'hangs', { ref: false })])
  expect(await stopped).toBe('stopped')
  await write({ alert: 'b' })
  await carrier.look()
  expect(sent).toHaveLength(1)
  expect(await row('b')).toMatchObject({ status: 'pending', leased_until: null })
})
