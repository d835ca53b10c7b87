import { createPostgresBackend, type PostgresQueueBackend, Queue, Worker } from 'bullmq'
import { QUEUE } from './job.ts'
import { createLine, type Line, workerSettings } from './line.ts'

/** BullMQ's own tables, apart from the record's. */
const SCHEMA = 'bullmq'

/**
 * Brings BullMQ's tables up to date, once however many processes start.
 * @throws when the database cannot be reached or was migrated by a newer BullMQ.
 */
export const preparePostgres = async (connectionString: string): Promise<void> => {
  const connection = { connectionString, schema: SCHEMA, migrate: true, max: 1, connectionTimeoutMillis: 5_000 }
  const queue = new Queue(QUEUE, { connection }, createPostgresBackend)
  queue.on('error', () => {})
  try {
    await queue.waitUntilReady()
  } finally {
    await queue.close()
  }
}

/** Opens a line to the queue in PostgreSQL: two connections to add, five to work. */
export const openPostgresLine = (connectionString: string, onError: (error: Error) => void): Line => {
  const connection = { connectionString, schema: SCHEMA, keepAlive: true, connectionTimeoutMillis: 2_000, query_timeout: 5_000 }
  const queue = new Queue(
    QUEUE,
    { connection: { ...connection, max: 2 }, streams: { events: { maxLen: 100 } } },
    createPostgresBackend,
  )
  queue.on('error', onError)
  let worker: { getBackend(): PostgresQueueBackend } | null = null
  return createLine({
    queue,
    openWorker: (process) => {
      const opened = new Worker(
        QUEUE,
        process,
        { connection: { ...connection, max: 4 }, ...workerSettings },
        createPostgresBackend,
      )
      worker = opened
      return opened
    },
    reachable: () => true,
    // A wait for the next job would otherwise keep its timer, and the process, for up to an hour.
    cut: () => void worker?.getBackend().disconnectBlocking(),
    onError,
  })
}
