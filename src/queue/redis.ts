import { Queue, Worker } from 'bullmq'
import { Redis, type RedisOptions } from 'ioredis'
import { QUEUE } from './job.ts'
import { createQueueConnection, type QueueConnection, workerSettings } from './queueConnection.ts'

/** Reconnects by itself and soon: an outage of Redis must not outlast itself by more than this. */
const connection = {
  // ioredis speaks RESP3 by default; BullMQ is written for the shapes of RESP2.
  protocol: 2,
  connectTimeout: 2_000,
  keepAlive: 10_000,
  retryStrategy: (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 5), 500),
} as const satisfies RedisOptions

/** Opens a connection to Redis. Returns at once, also when Redis is away: it connects when it can. */
export const openRedisConnection = (url: string, onError: (error: Error) => void): QueueConnection => {
  // The producer fails fast and keeps nothing back: the sweep finds what it cannot send.
  const producer = new Redis(url, { ...connection, enableOfflineQueue: false, commandTimeout: 2_000, maxRetriesPerRequest: 0 })
  producer.on('error', onError)
  const queue = new Queue(QUEUE, { connection: producer, streams: { events: { maxLen: 100 } } })
  queue.on('error', onError)
  // BullMQ duplicates it for the blocking read, and asks for commands without a retry limit.
  let consumer: Redis | null = null
  return createQueueConnection({
    queue,
    openWorker: (process) => {
      consumer = new Redis(url, { ...connection, maxRetriesPerRequest: null })
      consumer.on('error', onError)
      return new Worker(QUEUE, process, { connection: consumer, ...workerSettings })
    },
    reachable: () => producer.status === 'ready',
    cut: () => {
      producer.disconnect()
      consumer?.disconnect()
    },
    onError,
  })
}
