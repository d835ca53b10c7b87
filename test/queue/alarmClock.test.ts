/** Both queues pass the same suite: the rest of the system cannot tell which one it has. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import pg from 'pg'
import pino from 'pino'
import type { WakeOutcome } from '../../src/engine/engine.ts'
import { type AlarmClock, createAlarmClock, type QueueAddress, type Rung } from '../../src/queue/alarmClock.ts'
import { startPostgres } from '../support/postgres.ts'
import { startRedis } from '../support/redis.ts'

interface QueueUnderTest {
  readonly name: string
  readonly address: QueueAddress
  away(): Promise<void>
  back(): Promise<void>
  wipe(): Promise<void>
  /** The jobs that the queue holds for timers: what we gave them, and all that is kept about them. */
  contents(): Promise<{ data: unknown; everything: string }[]>
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
      const jobs = await client.keys('bull:*:t-*')
      const held = await Promise.all(jobs.map((job) => client.hgetall(job)))
      client.disconnect()
      return held.map((job) => ({ data: JSON.parse(job.data ?? 'null') as unknown, everything: JSON.stringify(job) }))
    },
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
    contents: () => query("select data, row_to_json(j)::text as everything from bullmq.job j where name = 'timer'"),
    stop: server.stop,
  }
}

const queues = await Promise.all([onRedis(), onPostgres()])
const silent = pino({ level: 'silent' })
const soon = (delayMs: number) => new Date(Date.now() + delayMs).toISOString()
const waitFor = async (fact: () => boolean, withinMs: number): Promise<number> => {
  const start = performance.now()
  while (!fact()) {
    if (performance.now() - start > withinMs) throw new Error(`did not come true within ${withinMs} ms`)
    await sleep(5)
  }
  return performance.now() - start
}

for (const queue of queues) {
  if ('skipped' in queue) {
    describe.skip(`the alarm clock on ${queue.name} (skipped: ${queue.skipped})`, () => {
      it('passes the suite of both queues', () => {})
    })
    continue
  }
  describe(`the alarm clock on ${queue.name}`, () => {
    const clocks: AlarmClock[] = []
    const startClock = async () => {
      const clock = await createAlarmClock(queue.address, silent)
      clocks.push(clock)
      return clock
    }
    /** A clock that works, and what it rang. */
    const startWorker = async (answer: (timer: Rung) => WakeOutcome = () => 'fired') => {
      const clock = await startClock()
      const rang: { timer: string; at: number; group: number }[] = []
      let groups = 0
      clock.work(async (timers) => {
        groups++
        for (const { timer } of timers) rang.push({ timer, at: Date.now(), group: groups })
        return timers.map(answer)
      })
      await waitFor(clock.firing, 10_000)
      return { clock, rang }
    }
    const set = (clock: AlarmClock, id: string, dueAt: string) =>
      clock.alarms.set(
        [{ force: 'northshire', reference: 'NS-1', timer: { id, machine: 'incident', deadline: 'attendance', dueAt } }],
        soon(0),
      )

    afterEach(async () => {
      await Promise.all(clocks.splice(0).map((clock) => clock.close()))
      await queue.wipe()
    })
    afterAll(() => queue.stop())

    it('rings a timer at its instant and not before', async () => {
      const { clock, rang } = await startWorker()
      const dueAt = soon(800)
      set(clock, 'due', dueAt)
      await waitFor(() => rang.length > 0, 3_000)
      expect(rang[0]?.at).toBeGreaterThanOrEqual(Date.parse(dueAt))
    })

    it('rings once for a timer set twice, and again for one set after it rang', async () => {
      const { clock, rang } = await startWorker()
      const dueAt = soon(300)
      set(clock, 'twice', dueAt)
      set(clock, 'twice', dueAt)
      await waitFor(() => rang.length > 0, 3_000)
      await sleep(300)
      expect(rang).toHaveLength(1)
      set(clock, 'twice', dueAt)
      await waitFor(() => rang.length === 2, 3_000)
    })

    it('rings again, and soon, for a timer that was not due yet by the database', async () => {
      let asked = 0
      const { clock, rang } = await startWorker(() => (++asked < 3 ? 'not yet' : 'fired'))
      set(clock, 'early', soon(0))
      await waitFor(() => rang.length === 3, 2_000)
      await sleep(300)
      expect(rang).toHaveLength(3)
    })

    it('holds the ids of timers due within the hour, and nothing else', async () => {
      const { clock } = await startWorker()
      set(clock, 'near', soon(50 * 60_000))
      set(clock, 'far', soon(70 * 60_000))
      await sleep(500)
      const held = await queue.contents()
      expect(held.map(({ data }) => data)).toEqual([{ force: 'northshire', reference: 'NS-1', timer: 'near' }])
      expect(held[0]?.everything).not.toContain('attendance')
    })

    it('goes on after a group that could not be fired', async () => {
      const { clock, rang } = await startWorker(({ timer }) => {
        if (timer === 'fails') throw new Error('the record is away')
        return 'fired'
      })
      set(clock, 'fails', soon(0))
      await waitFor(() => rang.length === 1, 3_000)
      set(clock, 'next', soon(0))
      await waitFor(() => rang.length === 2, 3_000)
      await sleep(200)
      expect(await queue.contents()).toEqual([])
    })

    it('rings what is set after everything in the queue was wiped', async () => {
      const { clock, rang } = await startWorker()
      set(clock, 'wiped', soon(1_000))
      await sleep(300)
      await queue.wipe()
      set(clock, 'after', soon(1_000))
      await waitFor(() => rang.length > 0, 3_000)
      await sleep(300)
      expect(rang.map(({ timer }) => timer)).toEqual(['after'])
    })

    it('drops what is set while the queue is away, and rings within 2 seconds of its return', async () => {
      const { clock, rang } = await startWorker()
      set(clock, 'kept', soon(2_500))
      await sleep(300)
      await queue.away()
      const start = performance.now()
      set(clock, 'lost', soon(100))
      expect(performance.now() - start).toBeLessThan(50)
      await waitFor(() => clock.dropped() === 1, 5_000)
      await sleep(2_000)
      await queue.back()
      await waitFor(() => {
        set(clock, 'new', soon(0))
        return rang.some(({ timer }) => timer === 'new')
      }, 2_000)
      // What was handed over before the outage was on disk, and rings late rather than never.
      await waitFor(() => rang.some(({ timer }) => timer === 'kept'), 5_000)
      expect(rang.some(({ timer }) => timer === 'lost')).toBe(false)
    })

    it('closes within 2 seconds, also while the queue is away', async () => {
      const { clock } = await startWorker()
      const { clock: another } = await startWorker()
      const close = async (which: AlarmClock) => {
        const start = performance.now()
        await which.close()
        return performance.now() - start
      }
      expect(await close(clock)).toBeLessThan(2_000)
      await queue.away()
      await sleep(200)
      expect(await close(another)).toBeLessThan(2_000)
      await queue.back()
    })

    it('brings 2,000 timers of one instant, in groups', async () => {
      const { clock, rang } = await startWorker()
      const dueAt = soon(1_500)
      const timers = Array.from({ length: 2_000 }, (_, n) => ({
        force: 'northshire',
        reference: `NS-${n}`,
        timer: { id: `t${n}`, machine: 'incident', deadline: 'attendance', dueAt },
      }))
      clock.alarms.set(timers, soon(0))
      await waitFor(() => rang.length >= 2_000, 20_000)
      expect(new Set(rang.map(({ timer }) => timer)).size).toBe(2_000)
      const groups = new Map<number, number>()
      for (const { group } of rang) groups.set(group, (groups.get(group) ?? 0) + 1)
      expect(Math.max(...groups.values())).toBeLessThanOrEqual(100)
      expect(groups.size).toBeLessThan(500)
    })

    it('gives the job of a killed worker to another within 3 seconds', async () => {
      const setter = await startClock()
      const child = fork(fileURLToPath(new URL('./heldWorker.ts', import.meta.url)), [JSON.stringify(queue.address)], {
        execArgv: ['--import', new URL('../support/typescript.mjs', import.meta.url).href],
      })
      await once(child, 'message')
      set(setter, 'held', soon(100))
      const [message] = await once(child, 'message')
      expect(message).toEqual({ took: 'held' })
      const { rang } = await startWorker()
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(rang).toEqual([])
      await waitFor(() => rang.some(({ timer }) => timer === 'held'), 3_000)
    })

    it('lets each of several workers prove itself, not only the luckiest', async () => {
      const workers = await Promise.all(Array.from({ length: 4 }, () => startWorker()))
      const proofs = workers.map(() => new Set<number | null>())
      const start = performance.now()
      while (performance.now() - start < 6_000) {
        workers.forEach(({ clock }, n) => {
          proofs[n]?.add(clock.lastCanaryAt())
        })
        await sleep(20)
      }
      for (const proof of proofs) expect(proof.size).toBeGreaterThanOrEqual(3)
    })

    it('proves by its canary that a worker somewhere fires, and says so to a process that has none', async () => {
      const idle = await startClock()
      await sleep(2_500)
      expect(idle.firing()).toBe(false)
      await startWorker()
      await waitFor(idle.firing, 6_000)
    })
  })
}
