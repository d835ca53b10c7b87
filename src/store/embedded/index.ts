/**
 * The embedded database: a real PostgreSQL in `DATA_DIR`, for `npm start` without `DATABASE_URL`. A single process owns it.
 *
 * Ownership is a session's advisory lock in the database itself, which ends with its owner. So a start can tell a server whose
 * owner was killed, which it adopts, from a server whose owner lives.
 */
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { type Cluster, hasCluster, isAlive, openCluster, removePartials } from './cluster.ts'
import { type LoginUrls, loginUrls, makeLogins } from './logins.ts'
import { DataDirInUse, NoRecord } from './problems.ts'
import { connection, ensureServer, type Server, stopServer } from './server.ts'

export interface Embedded {
  /** Loopback TCP, database `reassess`. */
  readonly urls: LoginUrls
  /** Stops the server; call it last, on every signal. Accepted events are safe even without it. */
  stop(): Promise<void>
}

export type EmbeddedLog = Pick<Logger, 'info' | 'warn' | 'error'>

/** 'reassess' in ASCII. */
const OWNER_LOCK = "('x7265617373657373')::bit(64)::bigint"
const OWNER_NAME = 'reassess owner '
/**
 * A killed owner's session ends within milliseconds; a stopping owner's session within its ten seconds, and the folder is in
 * use until then.
 */
const DEAD_OWNER_GOES_WITHIN_MS = 3_000

/**
 * Starts the database of a data folder, or adopts its server when the last owner died without stopping it.
 *
 * @throws DataDirInUse when another process owns the folder, DataDirUnusable, NoEmbeddedPostgres, DatabaseDidNotStart
 */
export async function startEmbedded({ dataDir, log }: EmbeddedOptions): Promise<Embedded> {
  return own(resolve(dataDir), log, async () => {})
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly log: EmbeddedLog
}

/** @param check refuses, by the owner's connection, before the logins and the database `reassess` are made. */
async function own(place: string, log: EmbeddedLog, check: (owner: pg.Client) => Promise<void>): Promise<Embedded> {
  const cluster = await openCluster(place)
  let { server, owner } = await ownServer(place, cluster, null)
  let stopping = false

  /** The server died or restarted: it returns on the port that everybody knows. */
  const comeBack = async (): Promise<void> => {
    log.error('the embedded database went away; starting it again')
    while (!stopping) {
      try {
        const back = await ownServer(place, cluster, server.port)
        server = back.server
        owner = back.owner
        watch(owner)
        return log.info('the embedded database is back')
      } catch (error) {
        log.error({ problem: (error as Error).message }, 'the embedded database does not start')
        await sleep(1_000)
      }
    }
  }
  let returning: Promise<void> = Promise.resolve()
  const watch = (client: pg.Client): void => {
    client.on('error', () => {})
    client.once('end', () => {
      if (!stopping) returning = comeBack()
    })
  }

  let stopped: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    stopping = true
    await returning
    await stopServer(cluster)
    await owner.end().catch(() => {})
  }

  watch(owner)
  removePartials(place)
  try {
    await check(owner)
    await makeLogins(owner, place, cluster, server)
  } catch (error) {
    await stop()
    throw error
  }
  log.info(
    { folder: cluster.folder, adopted: server.adopted },
    server.adopted ? 'adopted the running embedded database' : 'embedded database started',
  )

  return {
    urls: loginUrls(place, server),
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

/**
 * For a command: the database that a running server owns, or owned for as long as the command takes.
 *
 * @throws NoRecord when there is no record (the command makes none); otherwise as startEmbedded does, except DataDirInUse.
 */
export async function visitEmbedded({ dataDir, log }: EmbeddedOptions): Promise<Embedded> {
  const place = resolve(dataDir)
  if (!hasCluster(place)) throw new NoRecord(place)
  try {
    return await own(place, log, async (owner) => {
      if (!(await hasDatabase(owner))) throw new NoRecord(place)
    })
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error
    const cluster = await openCluster(place)
    const server = await ensureServer(cluster, join(place, 'postgres.log'), null)
    return { urls: loginUrls(place, server), stop: async () => {} }
  }
}

/** A server that its last owner is just stopping answers once more and is gone: then start it again. */
async function ownServer(dataDir: string, cluster: Cluster, port: number | null): Promise<{ server: Server; owner: pg.Client }> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await ensureServer(cluster, join(dataDir, 'postgres.log'), port)
    try {
      return { server, owner: await takeOwnership(dataDir, cluster, server) }
    } catch (error) {
      if (error instanceof DataDirInUse || attempt === 3) throw error
      await sleep(200)
    }
  }
}

async function takeOwnership(dataDir: string, cluster: Cluster, server: Server): Promise<pg.Client> {
  const client = new pg.Client(connection(cluster, server.port, 'postgres'))
  client.on('error', () => {})
  await client.connect()
  const giveUpAt = performance.now() + DEAD_OWNER_GOES_WITHIN_MS
  for (;;) {
    const tried = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${OWNER_LOCK}) as taken`)
    if (tried.rows[0]?.taken) {
      // Named only after it owns the lock: so the name that a refused start reads below is an owner's.
      await client.query(`set application_name = '${OWNER_NAME}${process.pid}'`)
      return client
    }
    const pid = await ownersPid(client)
    if (performance.now() > giveUpAt || (pid !== null && isAlive(pid))) {
      await client.end()
      throw new DataDirInUse(dataDir, pid)
    }
    await sleep(50)
  }
}

async function ownersPid(client: pg.Client): Promise<number | null> {
  const found = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity where application_name like '${OWNER_NAME}%' order by backend_start desc limit 1`,
  )
  const pid = Number(found.rows[0]?.name.slice(OWNER_NAME.length))
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null
}

const hasDatabase = async (owner: pg.Client): Promise<boolean> =>
  (await owner.query("select from pg_database where datname = 'reassess'")).rowCount !== 0
