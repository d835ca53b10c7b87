/** What goes wrong. Each breaks one thing at a moment that chance chose, leaves it so for a while, and makes it well again. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { eventually } from '../support/eventually.ts'
import { startRedis } from '../support/redis.ts'
import type { Clockwork } from './clockwork.ts'
import type { Life, Night, Role } from './night.ts'

export interface Means {
  readonly night: Night
  readonly random: () => number
  /** How long something that is away stays away. */
  readonly awayMs: number
  /** Of the database, where it has its own clock. */
  readonly clockwork: Clockwork | null
}

/** Breaks and mends. @returns why it could not be tried, else nothing. */
export type Fault = (means: Means) => Promise<{ readonly skipped: string } | undefined>

const oneOf = <T>(random: () => number, these: readonly T[]): T => these[Math.floor(random() * these.length)] as T

const killed =
  (role: Role): Fault =>
  async ({ night, random }) => {
    await night.kill9(oneOf(random, night.living(role)))
    await pause(1_000 * random())
    await night.start(role)
    return undefined
  }

const everythingKilled: Fault = async ({ night }) => {
  const living = [...night.living('api'), ...night.living('worker')]
  await night.during('queue', () =>
    night.during('database', async () => {
      await Promise.all([...living.map(night.kill9), night.postgres.kill(), night.redis.halt()])
      await Promise.all([night.postgres.start(), night.redis.restart()])
    }),
  )
  await Promise.all(living.map(({ role }) => night.start(role)))
  return undefined
}

/** New ones beside the old ones, which then stop one by one, so that somebody always answers. */
const rollingRestart: Fault = async ({ night }) => {
  const old = [...night.living('api'), ...night.living('worker')]
  await Promise.all(old.map(({ role }) => night.start(role)))
  for (const life of old) await night.stop(life)
  return undefined
}

/** As an operator with one machine does it: each stops, and one starts in its place. */
const replacedInTurn: Fault = async ({ night }) => {
  for (const life of [...night.living('api'), ...night.living('worker')]) {
    await night.stop(life)
    await night.start(life.role)
  }
  return undefined
}

const toldToStop =
  (role: Role): Fault =>
  async ({ night, random }) => {
    const life: Life = oneOf(random, night.living(role))
    await night.stop(life)
    await night.start(role)
    return undefined
  }

const postgresAway =
  (stays: boolean): Fault =>
  async ({ night, awayMs }) => {
    await night.during('database', async () => {
      await night.postgres.kill()
      if (stays) await pause(awayMs)
      await night.postgres.start()
    })
    return undefined
  }

/** Somebody else takes every connection that the server gives, those of the system too. */
const outOfConnections: Fault = async ({ night, awayMs }) => {
  const taken: pg.Client[] = []
  const take = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: night.postgres.url })
    client.on('error', () => {})
    await client.connect().then(
      () => taken.push(client),
      () => {},
    )
  }
  const others = "from pg_stat_activity where application_name in ('reassess', 'torture')"
  await night.during(
    'database',
    async () => {
      const until = performance.now() + awayMs
      await take()
      while (performance.now() < until) {
        await taken[0]?.query(`select pg_terminate_backend(pid) ${others}`)
        await Promise.all(Array.from({ length: 20 }, take))
      }
      await Promise.all(taken.map((client) => client.end()))
    },
    'partly',
  )
  return undefined
}

const diskFull: Fault = async ({ night, awayMs }) => {
  const { disk } = night
  if (disk === null) return { skipped: 'the database has no small disk of its own here' }
  await night.during(
    'database',
    async () => {
      const fillers: string[] = []
      for (const size of [1 << 24, 1 << 20, 1 << 12]) {
        try {
          for (;;) {
            const file = join(disk, `filler-${fillers.length}`)
            fillers.push(file)
            writeFileSync(file, Buffer.alloc(size))
          }
        } catch {
          // Full for pieces of this size.
        }
      }
      await pause(awayMs)
      for (const file of fillers) rmSync(file, { force: true })
      await eventually('the database is back', async () => {
        // It may have given up for want of a new segment of its log; an operator starts it again.
        if (!night.postgres.isRunning()) await night.postgres.start()
        return night.query('update reassess.writable set at = now()').then(
          () => true,
          () => false,
        )
      })
    },
    'partly',
  )
  return undefined
}

const redisAway =
  (stays: boolean): Fault =>
  async ({ night, awayMs }) => {
    await night.during('queue', async () => {
      await night.redis.halt()
      if (stays) await pause(awayMs)
      await night.redis.restart()
    })
    return undefined
  }

const redisFlushed: Fault = async ({ night }) => {
  await night.during('queue', () => night.redis.flush())
  return undefined
}

const redisReplaced: Fault = async ({ night, awayMs }) => {
  const other = await startRedis()
  if ('skipped' in other) return other
  await night.during('queue', async () => night.queue.leadTo(other.url))
  await pause(awayMs)
  await night.during('queue', async () => night.queue.leadTo(night.redis.url))
  await other.stop()
  return undefined
}

/** So slow that a busy queue falls behind its canary: then who says that it fires is as right as who says that it does not. */
const slow =
  (need: 'queue' | 'database', delayMs: number): Fault =>
  async ({ night, awayMs }) => {
    await night.during(
      need,
      async () => {
        night[need].slow(delayMs)
        await pause(awayMs)
        night[need].heal()
      },
      'partly',
    )
    return undefined
  }

const line =
  (need: 'queue' | 'database', how: 'cut' | 'stall'): Fault =>
  async ({ night, awayMs }) => {
    await night.during(need, async () => {
      night[need][how]()
      await pause(awayMs)
      night[need].heal()
    })
    return undefined
  }

const clockSet =
  (hours: number): Fault =>
  async ({ clockwork, awayMs }) => {
    if (clockwork === null) return { skipped: 'no clock here can be set' }
    clockwork.setTo(hours)
    await pause(awayMs)
    return undefined
  }

export const KILLS = {
  'an api is killed': killed('api'),
  'a worker is killed': killed('worker'),
  'everything is killed': everythingKilled,
  'an api is told to stop': toldToStop('api'),
  'a worker is told to stop': toldToStop('worker'),
} as const satisfies Record<string, Fault>

/** Nothing that an api needs is away meanwhile: no event may be refused. */
export const RESTARTS = {
  'all are restarted, one by one': rollingRestart,
  'all are replaced in turn': replacedInTurn,
} as const satisfies Record<string, Fault>

export const DATABASE_FAULTS = {
  'PostgreSQL is away': postgresAway(true),
  'PostgreSQL restarts': postgresAway(false),
  'PostgreSQL is out of connections': outOfConnections,
  'the disk of PostgreSQL is full': diskFull,
  'the line to PostgreSQL is cut': line('database', 'cut'),
  'the line to PostgreSQL is silent': line('database', 'stall'),
  'PostgreSQL is slow': slow('database', 100),
} as const satisfies Record<string, Fault>

export const QUEUE_FAULTS = {
  'Redis is away': redisAway(true),
  'Redis restarts': redisAway(false),
  'Redis is flushed': redisFlushed,
  'Redis is replaced by an empty one': redisReplaced,
  'Redis is slow': slow('queue', 300),
  'the line to Redis is cut': line('queue', 'cut'),
  'the line to Redis is silent': line('queue', 'stall'),
} as const satisfies Record<string, Fault>

export const CLOCK_FAULTS = {
  'the clock goes an hour forward': clockSet(1),
  'the clock goes back again': clockSet(0),
  'the clock goes an hour back': clockSet(-1),
} as const satisfies Record<string, Fault>
