/**
 * A whole system on a bad night: apis and workers as real processes, PostgreSQL and Redis behind lines that can fail. It
 * remembers what was broken when, so that what the processes said of themselves can be held against it.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Ran, run } from '../support/built.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import type { OtherBuild } from '../support/otherBuild.ts'
import { type PostgresOptions, startPostgres, type TestPostgres } from '../support/postgres.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { TORTURE } from './policy.ts'
import { layWire, type Wire } from './wire.ts'

export type Role = 'api' | 'worker'
/** What a process needs besides itself. */
export type Need = 'database' | 'queue'

/** One life of a process, by `performance.now()`. */
export interface Life {
  readonly name: string
  readonly role: Role
  readonly server: Server
  readonly bornAt: number
  /** When it was killed, or told to stop; null while it lives. */
  endedAt: number | null
  /** Since when a newer build may be at work beside it, as `performance.now()`: it says that it is not ready. */
  olderFrom: number | null
}

export interface Trouble {
  readonly need: Need
  readonly from: number
  /** Null while it lasts. */
  to: number | null
  /** Some of it still works: then neither yes nor no is a lie. */
  readonly partly: boolean
}

export interface Night {
  /** By `performance.now()`. */
  readonly begunAt: number
  readonly place: Place
  /** The database itself, past the line that can fail. */
  readonly databaseUrl: string
  readonly postgres: TestPostgres
  readonly redis: TestRedis
  readonly database: Wire
  readonly queue: Wire
  /** The folder of the database's disk, if it has a small one of its own. */
  readonly disk: string | null
  readonly lives: readonly Life[]
  readonly troubles: readonly Trouble[]
  /** When no process of a role was up. */
  living(role: Role): readonly Life[]
  start(role: Role): Promise<Life>
  kill9(life: Life): Promise<void>
  /** SIGTERM. @throws when it does not end well. */
  stop(life: Life): Promise<void>
  /** From here on processes are of this build, which is removed when the night ends. */
  upgrade(build: OtherBuild): Promise<void>
  /** `reassess verify`, by the newest build that was at work. */
  verify(): Promise<Ran>
  /** Breaks something that the processes need, for as long as `broken` takes, and waits until it is well again. */
  during(need: Need, broken: () => Promise<void>, how?: 'wholly' | 'partly'): Promise<void>
  /** One statement on a connection past the line. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  end(): Promise<void>
}

export interface NightOptions {
  readonly apis?: number
  readonly workers?: number
  readonly postgres?: PostgresOptions
  /** `TORTURE` unless told. */
  readonly policy?: string
  /** For the processes of ours. */
  readonly env?: Readonly<Record<string, string>>
}

const MOST_STARTS = 5
/** Nobody waits for a night: it may be one on a machine that does ten other things. */
const CROWDED = { giveUpMs: 120_000 }

export async function beginNight(options: NightOptions = {}): Promise<Night | { readonly skipped: string }> {
  const { apis = 2, workers = 2, env = {}, policy = TORTURE } = options
  const redis = await startRedis()
  if ('skipped' in redis) return redis
  const postgres = await startPostgres({ maxConnections: 80, ...options.postgres })
  const url = await createDatabase(postgres)
  const database = await layWire(url)
  const queue = await layWire(redis.url)
  const given = { databaseUrl: database.url, redisUrl: queue.url }
  const place = await createPlace(policy, given, CROWDED)
  signCheckpoints(place)
  let newest = place
  let build: OtherBuild | null = null
  const lives: Life[] = []
  const troubles: Trouble[] = []
  const started = { api: 0, worker: 0 }
  let pool = openPool(url)

  const night: Night = {
    begunAt: performance.now(),
    place,
    databaseUrl: url,
    postgres,
    redis,
    database,
    queue,
    disk: options.postgres?.under ?? null,
    lives,
    troubles,
    living: (role) => lives.filter((life) => life.role === role && life.endedAt === null),
    async start(role) {
      started[role] += 1
      const name = `${role} ${started[role]}`
      const server = await startAsComposeDoes(() => newest.start({ ROLE: role, DATA_DIR: place.dataDir, ...env }))
      const life: Life = { name, role, server, bornAt: performance.now(), endedAt: null, olderFrom: null }
      lives.push(life)
      return life
    },
    async kill9(life) {
      life.endedAt = performance.now()
      await life.server.kill9()
    },
    async stop(life) {
      life.endedAt = performance.now()
      const code = await life.server.stop()
      if (code !== 0) throw new Error(`${life.name} ended with ${code} when it was told to stop:\n${life.server.said()}`)
    },
    async upgrade(newer) {
      build = newer
      newest = await createPlace(policy, { ...given, main: newer.main }, CROWDED)
    },
    verify: () => run(['verify'], place.env, build?.main),
    async during(need, broken, how = 'wholly') {
      const trouble: Trouble = { need, from: performance.now(), to: null, partly: how === 'partly' }
      troubles.push(trouble)
      try {
        await broken()
      } finally {
        trouble.to = performance.now()
      }
    },
    async query(text, values = []) {
      try {
        return (await pool.query(text, [...values])).rows
      } catch (error) {
        void pool.end().catch(() => {})
        pool = openPool(url)
        throw error
      }
    },
    async end() {
      await pool.end().catch(() => {})
      if (newest !== place) await newest.remove()
      await place.remove()
      build?.remove()
      await Promise.all([database.close(), queue.close()])
      await Promise.all([postgres.stop(), redis.stop()])
    },
  }
  try {
    await Promise.all(
      [...Array.from({ length: apis }, () => 'api' as const), ...Array.from({ length: workers }, () => 'worker' as const)].map(
        night.start,
      ),
    )
    await eventually('timers fire', async () => {
      const answers = await Promise.all(lives.map(({ server }) => server.ask('/readyz', null)))
      const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { timers: string }[]
      return bodies.every(({ timers }) => timers === 'firing')
    })
  } catch (error) {
    await night.end()
    throw error
  }
  return night
}

/** A process that finds no database at its start ends with a word about it, and whoever runs it starts it again. */
async function startAsComposeDoes(start: () => Promise<Server>): Promise<Server> {
  for (let tries = 1; ; tries++) {
    try {
      return await start()
    } catch (error) {
      if (tries === MOST_STARTS || !String(error).includes('The record cannot be reached')) throw error
    }
  }
}

function openPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 2, connectionTimeoutMillis: 2_000, application_name: 'torture' })
  pool.on('error', () => {})
  return pool
}

/** All processes of the night sign, so that what they sign is put to the test as well. */
function signCheckpoints({ dataDir }: Place): void {
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'checkpoint.key'), `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
}
