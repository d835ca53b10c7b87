import { setTimeout as pause } from 'node:timers/promises'
import {
  createPostgresBackend,
  LATEST_SCHEMA_VERSION,
  PostgresConnection,
  type PostgresQueueBackend,
  Queue,
  Worker,
} from 'bullmq'
import { QUEUE } from './job.ts'
import { createQueueConnection, type QueueConnection, workerSettings } from './queueConnection.ts'

/** BullMQ's own tables, apart from the record's. */
export const SCHEMA = 'bullmq'

/** The tables of the queue are missing, old, or not for this login, which may not make them. */
class QueueNotPrepared extends Error {
  readonly code = 'queue-not-prepared'

  constructor() {
    super(
      'The tables of the queue are missing or too old, or this login may not use them: run reassess migrate without REDIS_URL, or set REDIS_URL.',
    )
  }
}

/**
 * The settings that BullMQ's statements rely on, whatever the server, the role, DATABASE_URL or PGOPTIONS say: it finds its
 * tables by `search_path`, and sends that as a startup parameter, which DATABASE_URL may replace and a pooler drops.
 */
const SETTINGS = [
  ['search_path', SCHEMA],
  ['standard_conforming_strings', 'on'],
  ['client_encoding', 'UTF8'],
  ['array_nulls', 'on'],
  ['default_transaction_isolation', 'read committed'],
  ['idle_session_timeout', '0'],
  ['statement_timeout', '0'],
  ['lock_timeout', '0'],
  ['transaction_timeout', '0'],
]
const SETTLE = `select pg_catalog.set_config(name, value, false)
  from (values ${SETTINGS.map(([name, value]) => `('${name}', '${value}')`).join(', ')}) as ours (name, value)
 where pg_catalog.current_setting(name, true) is not null`

/** For each connection to the queue. */
const connectionTo = (connectionString: string) => ({
  connectionString: withoutStartupParameters(connectionString),
  schema: SCHEMA,
  onConnect: async (client: Session) => void (await client.query(SETTLE)),
})

/** What `pg` hands to `onConnect`. */
interface Session {
  query(text: string): Promise<unknown>
}

/**
 * An empty `options` keeps BullMQ's own from being sent: a pooler refuses it. `pg` would take a time limit from here before
 * ours.
 */
function withoutStartupParameters(connectionString: string): string {
  const [address = '', query] = connectionString.split(/\?(.*)/s)
  const parameters = new URLSearchParams(query)
  for (const name of ['query_timeout', 'statement_timeout']) parameters.delete(name)
  if (!parameters.has('options')) parameters.set('options', '')
  return `${address}?${parameters}`
}

/**
 * Migrates BullMQ's tables, once however many processes start.
 *
 * @throws when the database cannot be reached or a newer BullMQ migrated it.
 */
export const preparePostgres = async (connectionString: string): Promise<void> => {
  const settings = { ...connectionTo(connectionString), migrate: true, max: 1, connectionTimeoutMillis: 5_000 }
  const connection = new PostgresConnection(settings)
  connection.on('error', () => {})
  try {
    await connection.waitUntilReady()
    await connection.pool.query(ITS_SEQUENCE)
  } finally {
    await connection.close()
  }
}

/** BullMQ makes it with the first job, which the login that adds jobs may not. */
const ITS_SEQUENCE = `
  do $$ begin execute format('create sequence if not exists ${SCHEMA}.%I', ${SCHEMA}.job_id_seq_name('${QUEUE}')); end $$`

/** Undefined table, invalid schema, insufficient privilege. */
const NOT_PREPARED = ['42P01', '3F000', '42501']

/**
 * Checks, for a login that makes no tables, that somebody has made them.
 *
 * @throws QueueNotPrepared, or when the database cannot be reached.
 */
export const checkPostgres = async (connectionString: string): Promise<void> => {
  const connection = new PostgresConnection({ ...connectionTo(connectionString), max: 1, connectionTimeoutMillis: 5_000 })
  connection.on('error', () => {})
  try {
    const { rows } = await connection.pool.query(`select max(version)::integer as version from ${SCHEMA}.migration`)
    if (Number(rows[0]?.version ?? 0) < LATEST_SCHEMA_VERSION) throw new QueueNotPrepared()
  } catch (error) {
    throw NOT_PREPARED.includes(String((error as NodeJS.ErrnoException).code)) ? new QueueNotPrepared() : error
  } finally {
    await connection.close()
  }
}

/** Between two tries. Project default. */
const TRY_AGAIN_MS = 250

/**
 * BullMQ 6.7 remembers for ever that a connection could not be opened, and its worker asks again without a pause unless nobody listened
 * at the port. A database that recovers listens, and refuses: then nothing else of the process ran, not even a signal. So each failure
 * waits, and the next try opens the connection anew.
 */
const createBackend: typeof createPostgresBackend = (...given) => {
  const backend = createPostgresBackend(...given)
  const { connection } = backend
  const patient = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      await pause(TRY_AGAIN_MS)
      throw error
    }
  }
  const open = connection.waitUntilReady.bind(connection)
  connection.waitUntilReady = () =>
    patient(open).catch((error: unknown) => {
      Object.assign(connection, { readyPromise: undefined })
      throw error
    })
  const next = backend.moveToActive.bind(backend)
  backend.moveToActive = (...asked) => patient(() => next(...asked))
  return backend
}

/** Opens a connection to the queue in PostgreSQL: two sockets to add, five to work. */
export const openPostgresConnection = (connectionString: string, onError: (error: Error) => void): QueueConnection => {
  const connection = {
    ...connectionTo(connectionString),
    keepAlive: true,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  }
  const queue = new Queue(QUEUE, { connection: { ...connection, max: 2 }, streams: { events: { maxLen: 100 } } }, createBackend)
  queue.on('error', onError)
  let worker: { getBackend(): PostgresQueueBackend } | null = null
  return createQueueConnection({
    queue,
    openWorker: (process) => {
      const opened = new Worker(QUEUE, process, { connection: { ...connection, max: 4 }, ...workerSettings }, createBackend)
      worker = opened
      return opened
    },
    reachable: () => true,
    // Otherwise a wait for the next job keeps its timer, and the process, for up to an hour.
    cut: () => void worker?.getBackend().disconnectBlocking(),
    onError,
  })
}
