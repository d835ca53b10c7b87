/**
 * Both queues pass the same suite: the rest of the system cannot tell which one it has. Each test runs on both at once, since
 * most of it is waiting for a wake-up.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createPostgresBackend, Queue } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import pino from 'pino'
import { type AlarmClock, createAlarmClock, type QueueAddress } from '../../src/queue/alarmClock.ts'
import { QUEUE } from '../../src/queue/job.ts'
import { eventually } from '../support/eventually.ts'
import { startPostgres } from '../support/postgres.ts'
import { startRedis } from '../support/redis.ts'

interface QueueUnderTest {
  readonly name: string
  readonly address: QueueAddress
  away(): Promise<void>
  back(): Promise<void>
  wipe(): Promise<void>
  /** The wake-ups that the queue holds: what we gave them, and all that is kept about them. */
  contents(): Promise<{ data: unknown; everything: string }[]>
  /** The queue as a dashboard opens it. */
  dashboard(): Pick<Queue, 'pause' | 'isPaused' | 'setGlobalRateLimit' | 'getGlobalRateLimit' | 'close'>
  stop(): Promise<void>
}

const onRedis = async (): Promise<QueueUnderTest | { name: string; skipped: string }> => {
  const redis = await startRedis()
  if ('skipped' in redis) return { name: 'Redis', ...redis }
  return {
    name: 'Redis',
    address: { redisUrl: redis.url },
    away: redis.halt,
    back: redis.restart,
    wipe: redis.flush,
    async contents() {
      const client = new Redis(redis.url)
      const jobs = await client.keys('bull:*:wake-up-*')
      const held = await Promise.all(jobs.map((job) => client.hgetall(job)))
      client.disconnect()
      return held.map((job) => ({ data: JSON.parse(job.data ?? 'null') as unknown, everything: JSON.stringify(job) }))
    },
    dashboard: () => new Queue(QUEUE, { connection: { url: redis.url } }),
    stop: redis.stop,
  }
}

const onPostgres = async (): Promise<QueueUnderTest> => {
  const server = await startPostgres()
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    try {
      return (await client.query<{ data: unknown; everything: string }>(text)).rows
    } finally {
      await client.end()
    }
  }
  return {
    name: 'PostgreSQL',
    address: { databaseUrl: server.url },
    away: server.kill,
    back: server.start,
    wipe: async () => void (await query('delete from bullmq.job')),
    contents: () => query("select data, row_to_json(j)::text as everything from bullmq.job j where name = 'wake-up'"),
    dashboard: () => new Queue(QUEUE, { connection: { connectionString: server.url, schema: 'bullmq' } }, createPostgresBackend),
    stop: server.stop,
  }
}

const queues = await Promise.all([onRedis(), onPostgres()])
const soon = (delayMs: number) => new Date(Date.now() + delayMs).toISOString()
/** What never comes is told from what is late on a busy machine; how late things are, `npm run bench -- lateness` says. */
const NEVER_MS = 20_000
const waitFor = async (fact: () => boolean, withinMs = NEVER_MS): Promise<void> => {
  const start = performance.now()
  while (!fact()) {
    if (performance.now() - start > withinMs) throw new Error(`did not come true within ${withinMs} ms`)
    await sleep(5)
  }
}

/** One queue as a test uses it. */
interface Tried {
  readonly queue: QueueUnderTest
  /** What its clocks warned of. */
  readonly said: string[]
  startClock(): Promise<AlarmClock>
  /** A clock that works, and the wake-ups that were heard. */
  startWorker(): Promise<{ clock: AlarmClock; heard: { instant: string; at: number }[] }>
  tidy(): Promise<void>
}

function tryOut(queue: QueueUnderTest): Tried {
  const clocks: AlarmClock[] = []
  const said: string[] = []
  const log = pino({ level: 'warn' }, { write: (queueConnection) => void said.push(queueConnection) })
  const startClock = async () => {
    const clock = await createAlarmClock(queue.address, log)
    clocks.push(clock)
    return clock
  }
  return {
    queue,
    said,
    startClock,
    async startWorker() {
      const clock = await startClock()
      const heard: { instant: string; at: number }[] = []
      clock.work((instant) => heard.push({ instant, at: Date.now() }))
      await waitFor(clock.firing)
      return { clock, heard }
    },
    async tidy() {
      await Promise.all(clocks.splice(0).map((clock) => clock.close()))
      await queue.wipe()
      said.length = 0
    },
  }
}

const ring = (clock: AlarmClock, ...instants: string[]) => clock.alarms.ring(instants, soon(0))
/** What the queue holds once something was ordered. */
const ordered = ({ contents }: QueueUnderTest) =>
  eventually('it is ordered', async () => {
    const held = await contents()
    return held.length > 0 && held
  })
/** A step at which wake-ups ring. */
const step = (delayMs: number) => new Date(Math.ceil((Date.now() + delayMs) / 1000) * 1000).toISOString()

for (const queue of queues)
  if ('skipped' in queue)
    describe.skip(`the alarm clock on ${queue.name} (skipped: ${queue.skipped})`, () => {
      it('passes the suite of both queues', () => {})
    })

const tried = queues.flatMap((queue) => ('skipped' in queue ? [] : [tryOut(queue)]))

describe(`the alarm clock on ${tried.map(({ queue }) => queue.name).join(' and on ')}`, () => {
  const both = (what: string, test: (tried: Tried) => Promise<void>) =>
    it(what, async () => {
      const named = (one: Tried) =>
        test(one).catch((error: Error) => {
          error.message = `on ${one.queue.name}: ${error.message}`
          throw error
        })
      const results = await Promise.allSettled(tried.map(named))
      for (const result of results) if (result.status === 'rejected') throw result.reason
    })

  afterEach(() => Promise.all(tried.map(({ tidy }) => tidy())))
  afterAll(() => Promise.all(tried.map(({ queue }) => queue.stop())))

  both('hands a wake-up out before its instant, for whoever hears it to wait', async ({ startWorker }) => {
    const { clock, heard } = await startWorker()
    const earlyBy = async () => {
      const at = step(1_500)
      ring(clock, at)
      await waitFor(() => heard.some(({ instant }) => instant === at))
      return Date.parse(at) - (heard.find(({ instant }) => instant === at)?.at ?? 0)
    }
    // On a crowded machine a wake-up comes late now and then; a wake-up that waits for its instant comes late each time.
    let early = await earlyBy()
    for (let tries = 1; tries < 5 && early <= 0; tries++) early = await earlyBy()
    expect(early).toBeGreaterThan(0)
    expect(early).toBeLessThan(1_000)
  })

  both('sends one wake-up for an instant, however many processes order it', async ({ startClock, startWorker }) => {
    const { clock, heard } = await startWorker()
    const another = await startClock()
    const at = step(1_000)
    ring(clock, at, at)
    ring(another, at)
    await waitFor(() => heard.length > 0)
    const next = step(1_000)
    ring(clock, next)
    await waitFor(() => heard.some(({ instant }) => instant === next))
    expect(heard.map(({ instant }) => instant)).toEqual([at, next])
  })

  both(
    'holds instants, of nobody and of no incident, and nothing of those that were heard',
    async ({ queue, startClock, startWorker }) => {
      const clock = await startClock()
      const at = step(4_000)
      ring(clock, at, soon(50 * 60_000))
      const held = await ordered(queue)
      expect(held.map(({ data }) => data)).toEqual([{ at }])
      const { heard } = await startWorker()
      await waitFor(() => heard.length > 0)
      await eventually('the queue keeps nothing', async () => (await queue.contents()).length === 0, queue.contents)
    },
  )

  both('rings what is ordered after everything in the queue was wiped', async ({ queue, startWorker }) => {
    const { clock, heard } = await startWorker()
    ring(clock, step(2_500))
    await ordered(queue)
    await queue.wipe()
    // In another second than the first, whose wake-up counts as ordered and would ring before; what is five seconds away is not ordered yet.
    const after = step(3_500)
    ring(clock, after)
    await waitFor(() => heard.some(({ instant }) => instant === after))
    expect(heard.map(({ instant }) => instant)).toEqual([after])
  })

  both('drops what is ordered while the queue is away, and rings after its return', async ({ queue, startWorker }) => {
    const { clock, heard } = await startWorker()
    const kept = step(3_500)
    ring(clock, kept)
    await ordered(queue)
    await queue.away()
    const lost = step(600)
    ring(clock, lost)
    await waitFor(() => clock.dropped() === 1)
    await waitFor(() => Date.now() > Date.parse(lost))
    await queue.back()
    await waitFor(() => {
      ring(clock, step(300))
      return heard.some(({ instant }) => instant !== kept)
    })
    // What was ordered before the outage was on disk, and rings late rather than never.
    await waitFor(() => heard.some(({ instant }) => instant === kept))
    expect(heard.some(({ instant }) => instant === lost)).toBe(false)
  })

  both(
    'tells some worker that deliveries were written, without a wait for the next wake-up',
    async ({ startClock, startWorker }) => {
      const orderer = await startClock()
      const { clock } = await startWorker()
      let told = 0
      clock.onDeliveries(() => {
        told++
      })
      for (const times of [1, 2]) {
        orderer.tellOfDeliveries()
        await waitFor(() => told >= times)
      }
      const before = told
      for (let n = 0; n < 100; n++) orderer.tellOfDeliveries()
      await waitFor(() => told > before)
      await sleep(300)
      // The first goes at once, and what comes while it goes shares the next.
      expect(told - before).toBeLessThanOrEqual(3)
    },
  )

  both('closes within 2 seconds, also while the queue is away', async ({ queue, startWorker }) => {
    const { clock } = await startWorker()
    const { clock: another } = await startWorker()
    // Two seconds as this process has them: its own timers are late on a crowded machine too.
    const twoSeconds = async () => {
      for (const ms of [1_200, 300, 300, 200]) await sleep(ms)
      return 'not within 2 seconds'
    }
    const close = (which: AlarmClock) => Promise.race([which.close().then(() => 'closed'), twoSeconds()])
    expect(await close(clock)).toBe('closed')
    await queue.away()
    try {
      await sleep(200)
      expect(await close(another)).toBe('closed')
    } finally {
      await queue.back()
    }
  })

  both('gives the wake-up of a worker that died with it to another', async ({ queue, startClock, startWorker }) => {
    const orderer = await startClock()
    const child = fork(fileURLToPath(new URL('./heldWorker.ts', import.meta.url)), [JSON.stringify(queue.address)], {
      execArgv: ['--import', new URL('../support/typescript.mjs', import.meta.url).href],
    })
    await once(child, 'message')
    const at = step(800)
    ring(orderer, at)
    await once(child, 'exit')
    const { heard } = await startWorker()
    await waitFor(() => heard.some(({ instant }) => instant === at))
  })

  describe.each([
    ['paused', (dashboard) => dashboard.pause()],
    ['limited in rate', (dashboard) => dashboard.setGlobalRateLimit(1, 3_600_000)],
  ] as [string, (dashboard: ReturnType<QueueUnderTest['dashboard']>) => Promise<unknown>][])(
    'when somebody has %s it at a dashboard',
    (what, hold) =>
      both('is released, says so, and rings', async ({ startWorker, queue, said }) => {
        const { clock, heard } = await startWorker()
        const dashboard = queue.dashboard()
        said.length = 0
        await hold(dashboard)
        const queueConnection = await eventually(
          'it says so',
          async () => said.find((text) => text.includes('held back')),
          () => said,
        )
        expect(JSON.parse(queueConnection)).toMatchObject({ found: [what] })
        expect([await dashboard.isPaused(), await dashboard.getGlobalRateLimit()]).toEqual([false, null])
        const at = step(2_000)
        ring(clock, at)
        await eventually('the wake-up is heard', async () => heard.some(({ instant }) => instant === at))
        await eventually('it fires', async () => clock.firing())
        await dashboard.close()
      }),
  )

  both('lets each of several workers prove itself, not only the luckiest', async ({ startWorker }) => {
    const workers = await Promise.all(Array.from({ length: 4 }, () => startWorker()))
    const proofs = workers.map(() => new Set<number | null>())
    await waitFor(() => {
      workers.forEach(({ clock }, n) => {
        proofs[n]?.add(clock.lastCanaryAt())
      })
      return proofs.every(({ size }) => size >= 3)
    }, 2 * NEVER_MS)
  })

  both(
    'proves by its canary that a worker somewhere fires, also in a process without a worker',
    async ({ startClock, startWorker }) => {
      const idle = await startClock()
      await sleep(2_500)
      expect(idle.firing()).toBe(false)
      await startWorker()
      await waitFor(idle.firing)
    },
  )
})
