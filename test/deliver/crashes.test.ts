/**
 * Deliveries are carried by real processes on a real PostgreSQL and a real queue, which are killed, emptied and restarted: each
 * message arrives, at most once more than once, and then under the same key.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import pino from 'pino'
import { createAlarmClock, type QueueAddress } from '../../src/queue/alarmClock.ts'
import { createStore } from '../../src/store/store.ts'
import { startDeliveries } from '../../workers/deliveries.ts'
import { createDatabase, useDatabase } from '../support/database.ts'
import { type RowParts, writeDeliveries } from '../support/deliveries.ts'
import { eventually } from '../support/eventually.ts'
import { startRedis } from '../support/redis.ts'
import type { CarrierSettings, Step } from './carrierProcess.ts'
import { type SmallReceiver, startSmallReceiver } from './smallReceiver.ts'

const server = useDatabase()
const redis = await startRedis()

/** An empty record, a receiver, and processes that carry. */
const undo: (() => unknown)[] = []
const given = async (queue: (url: string) => QueueAddress = (databaseUrl) => ({ databaseUrl })) => {
  const databaseUrl = await createDatabase(server.server)
  await (await createStore({ connectionString: databaseUrl })).close()
  const query = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    const { rows } = await client.query<Row>(text, [...values]).finally(() => client.end())
    return rows
  }
  const receiver = await startSmallReceiver()
  undo.push(receiver.close)
  const start = async (diesAt: Step | null = null) => {
    const settings: CarrierSettings = { databaseUrl, queue: queue(databaseUrl), receivers: { 'sup-1': receiver.url }, diesAt }
    const child = fork(fileURLToPath(new URL('./carrierProcess.ts', import.meta.url)), [JSON.stringify(settings)], {
      execArgv: ['--import', new URL('../support/typescript.mjs', import.meta.url).href],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    undo.push(() => ended(child, 'SIGKILL'))
    const said: string[] = []
    child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(...text.trim().split('\n')))
    await Promise.race([once(child, 'message'), once(child, 'exit')])
    return { child, said: (what: string) => said.filter((line) => line.includes(what)).length, all: said }
  }
  return {
    ...{ databaseUrl, query, receiver, start },
    write: (...parts: RowParts[]) => writeDeliveries({ query }, parts),
    delivered: (rows: number) =>
      eventually(
        `${rows} rows are delivered`,
        async () => {
          const [row] = await query<{ n: number }>(
            `select count(*)::integer as n from reassess.deliveries where status = 'delivered'`,
          ).catch(() => [])
          return row?.n === rows
        },
        () => receiver.keys.length,
        { giveUpMs: 60_000 },
      ),
    /** What a dead process had leased, as it is 30 seconds later. */
    leasesEnd: () => query('update reassess.deliveries set leased_until = now() where leased_until > now()'),
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

const doubles = ({ keys }: SmallReceiver) => keys.filter((key, at) => keys.indexOf(key) !== at)

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
afterAll(async () => {
  if ('stop' in redis) await redis.stop()
})

const STEPS: readonly Step[] = ['before the lease', 'after the lease', 'while it sends', 'after it arrived', 'after it is noted']

it.each(STEPS)(
  'killed %s: all of it arrives, and one message twice at most',
  async (step) => {
    const $ = await given()
    await $.write({ alert: 'a' }, { alert: 'b', severity: 'critical' })
    const { child } = await $.start(step)
    if (child.signalCode === null) await once(child, 'exit')
    await $.leasesEnd()
    const { child: other } = await $.start()
    await $.delivered(2)
    expect($.receiver.alerts.every((alerts) => alerts.join() === 'b,a')).toBe(true)
    const arrivedTwice = step === 'after it arrived'
    expect($.receiver.keys).toHaveLength(arrivedTwice ? 2 : 1)
    expect(new Set($.receiver.keys).size).toBe(1)
    await ended(other, 'SIGTERM')
  },
  120_000,
)

it('killed again and again while it carries much: nothing is missed, and what comes twice has its key', async () => {
  const $ = await given()
  for (let n = 0; n < 40; n++) await $.write({ alert: `x${n}` }, { alert: `y${n}` })
  $.receiver.answer = (response) => setTimeout(() => response.writeHead(204).end(), 30)
  for (let kill = 0; kill < 3; kill++) {
    const { child } = await $.start()
    const before = $.receiver.keys.length
    await eventually('some arrive', async () => $.receiver.keys.length > before + 3)
    await ended(child, 'SIGKILL')
    await $.leasesEnd()
  }
  await $.start()
  await $.delivered(80)
  expect(new Set($.receiver.keys).size).toBe(40)
  // Each of three kills may double what was under way, or had arrived and was not yet noted: each message once.
  for (const key of $.receiver.keys) expect($.receiver.keys.filter((other) => other === key).length).toBeLessThanOrEqual(4)
}, 120_000)

it('two processes carry at once: each message arrives once', async () => {
  const $ = await given()
  await Promise.all([$.start(), $.start()])
  for (let n = 0; n < 150; n++) await $.write({ alert: `x${n}` }, { alert: `y${n}`, severity: 'critical' })
  await $.delivered(300)
  expect($.receiver.keys).toHaveLength(150)
  expect(doubles($.receiver)).toEqual([])
}, 120_000)

it('a process that is told to stop lets what is under way arrive', async () => {
  const $ = await given()
  const { child } = await $.start()
  $.receiver.answer = (response) => setTimeout(() => response.writeHead(204).end(), 1_500)
  await $.write({ alert: 'a' })
  await eventually('it is under way', async () => $.receiver.keys.length === 1)
  await ended(child, 'SIGTERM')
  await $.delivered(1)
}, 120_000)

it('PostgreSQL is restarted under it: it goes on, and says so once', async () => {
  const $ = await given()
  const { said, all } = await $.start()
  await $.write({ alert: 'before' })
  await $.delivered(1)
  await server.server.kill()
  await eventually(
    'it says that it fails',
    async () => said('carrying deliveries: failing') === 1,
    () => all,
  )
  await server.server.start()
  await $.write({ alert: 'after' })
  await $.delivered(2)
  await eventually(
    'it says that it is well',
    async () => said('carrying deliveries: well again') === 1,
    () => all,
  )
  expect(said('carrying deliveries')).toBe(2)
}, 120_000)

const queues = [
  {
    name: 'Redis',
    address: 'url' in redis ? () => ({ redisUrl: redis.url }) : null,
    wipe: async (_: string) => ('flush' in redis ? redis.flush() : undefined),
  },
  {
    name: 'PostgreSQL',
    address: (databaseUrl: string): QueueAddress => ({ databaseUrl }),
    wipe: async (databaseUrl: string) => {
      const client = new pg.Client({ connectionString: databaseUrl })
      await client.connect()
      await client.query('delete from bullmq.job').finally(() => client.end())
    },
  },
]

describe.each(queues)('with the queue on $name', ({ name, address, wipe }) => {
  const test = address === null ? it.skip : it
  test('a worker hears of what another process wrote, and finds by itself what it was not told of', async () => {
    const $ = await given(address as (url: string) => QueueAddress)
    const log = pino({ level: 'silent' })
    const clock = await createAlarmClock((address as (url: string) => QueueAddress)($.databaseUrl), log)
    undo.push(clock.close)
    const api = startDeliveries({ carrier: notHere, clock, log, carries: false })
    await $.start()
    await $.write({ alert: 'told' })
    api.written()
    await $.delivered(1)
    await wipe($.databaseUrl)
    await $.write({ alert: `found on ${name}` })
    await $.delivered(2)
    expect(doubles($.receiver)).toEqual([])
  }, 120_000)
})

const notHere = {
  look: async () => {
    throw new Error('an api carries nothing')
  },
  forgetFuture: async () => {},
  stop: async () => {},
}
