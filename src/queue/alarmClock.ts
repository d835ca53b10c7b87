/**
 * The alarm clock: a wake-up at each instant at which timers fall due, received by one worker. BullMQ on Redis or on
 * PostgreSQL, chosen here and known nowhere else. A wake-up may come twice, late or never: the rows decide, and the sweep finds
 * what was missed.
 */
import { DelayedError, type Job } from 'bullmq'
import type { Logger } from 'pino'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { Alarms } from '../engine/ports.ts'
import { type Canary, createCanary } from './canary.ts'
import { readWakeUp } from './job.ts'
import { createPokes } from './pokes.ts'
import { checkPostgres, openPostgresConnection, preparePostgres } from './postgres.ts'
import type { Process, QueueConnection } from './queueConnection.ts'
import { openRedisConnection } from './redis.ts'
import { sayOnce } from './sayOnce.ts'
import { createWakeUps } from './wakeUps.ts'

export interface AlarmClock {
  readonly alarms: Alarms
  /** Starts to listen. A wake-up comes a little before its instant, which is in the engine's time. */
  work(onWakeUp: (at: Instant) => void): void
  /** Tells a worker of some process that deliveries were written. Returns at once. */
  tellOfDeliveries(): void
  /** Calls it when this process's worker is told so. */
  onDeliveries(listener: () => void): void
  /** When timers were last proved to fire, by `performance.now()`; null before the first time. */
  lastCanaryAt(): number | null
  /** False when nothing has fired for 12 seconds, although a canary should have every two. */
  firing(): boolean
  /** Wake-ups that could not be ordered because the queue was away. */
  dropped(): number
  /** Within two seconds, also when the queue is gone; never throws. */
  close(): Promise<void>
}

/** Where the queue lives. With `isPrepared` another login has made the tables, and this login may not. */
export type QueueAddress = { readonly redisUrl: string } | { readonly databaseUrl: string; readonly isPrepared?: boolean }

/** The schema of the queue's tables in PostgreSQL, and what makes them. */
export { preparePostgres as prepareQueue, SCHEMA as QUEUE_SCHEMA } from './postgres.ts'

/**
 * A canary of another worker is passed on, until it finds its own worker or has passed through enough: its sender may be dead.
 */
const HAND_ON_MS = 20
const MOST_HANDS = 25

/**
 * @returns a clock that, on Redis, connects by itself, at once or later.
 * @throws on PostgreSQL, when BullMQ's tables cannot be made there, or are not there.
 */
export const createAlarmClock = async (address: QueueAddress, log: Logger): Promise<AlarmClock> => {
  const connection = sayOnce(log, 'queue')
  let closed = false
  // A closed connection may still report that the database went away.
  const open = await opener(address, (error) => {
    if (!closed) connection.failed(error)
  })
  let queueConnection = open()
  // Otherwise the sweep's first orders would find the queue still closed.
  await queueConnection.settled()
  let process: Process | null = null
  let carry = () => {}

  const wakeUps = createWakeUps((jobs) => queueConnection.add(jobs), log)
  const canary = createCanary({
    add: (jobs) => queueConnection.add(jobs),
    holds: (id) => queueConnection.holds(id),
    working: () => process !== null,
    release: async () => {
      const found = await queueConnection.release()
      if (found.length > 0)
        log.warn({ found }, 'queue: was held back from outside, as at a dashboard; released, since it serves nobody else')
    },
    reopen: (refused) => {
      if (!refused) log.warn('queue: takes jobs but fires nothing, opening a new connection')
      void queueConnection.close()
      queueConnection = open()
      wakeUps.forget()
      if (process) queueConnection.work(process)
    },
    onExchange: (error) => (error ? connection.failed(error) : connection.well()),
  })

  return {
    alarms: wakeUps,
    work(onWakeUp) {
      process = hear(onWakeUp, canary, () => carry())
      queueConnection.work(process)
    },
    tellOfDeliveries: createPokes((jobs) => queueConnection.add(jobs), log),
    onDeliveries(listener) {
      carry = listener
    },
    lastCanaryAt: canary.lastAt,
    firing: canary.firing,
    dropped: wakeUps.dropped,
    close() {
      closed = true
      canary.stop()
      return queueConnection.close()
    },
  }
}

const opener = async (address: QueueAddress, onError: (error: Error) => void): Promise<() => QueueConnection> => {
  if ('redisUrl' in address) return () => openRedisConnection(address.redisUrl, onError)
  await (address.isPrepared ? checkPostgres : preparePostgres)(address.databaseUrl)
  return () => openPostgresConnection(address.databaseUrl, onError)
}

/**
 * What a worker does with a job. The job is done once it was received: if this process dies before the instant, another
 * process's sweep is the fastest way.
 */
const hear =
  (onWakeUp: (at: Instant) => void, canary: Canary, onDeliveries: () => void): Process =>
  async (job, token) => {
    // BullMQ may pass a job on only after its wait for another ends: on a silent connection, more than ten seconds later.
    canary.heard(Date.now() - (job.processedOn ?? Date.now()))
    if (job.name === 'wake-up') onWakeUp(readWakeUp(job.data))
    if (job.name === 'deliveries') onDeliveries()
    if (job.name === 'own-canary' && !canary.isOurs(job.id) && job.attemptsStarted < MOST_HANDS) {
      await putBack(job, token, HAND_ON_MS)
    }
  }

const putBack = async (job: Job, token: string | undefined, delayMs: number): Promise<never> => {
  await job.moveToDelayed(Date.now() + delayMs, token)
  // Tells BullMQ that the job is neither done nor failed.
  throw new DelayedError()
}
