/**
 * The alarm clock: wakes a case when one of its timers is due. BullMQ on Redis or on PostgreSQL, chosen here and known
 * nowhere else. It may ring twice, late or never: the row decides, and the sweep finds what it forgot.
 */
import { DelayedError, type Job } from 'bullmq'
import type { Logger } from 'pino'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { WakeOutcome } from '../engine/engine.ts'
import type { Alarms } from '../engine/ports.ts'
import { type Canary, createCanary } from './canary.ts'
import { gather } from './gather.ts'
import { readWakeUp, type WakeUp } from './job.ts'
import type { Line, Process } from './line.ts'
import { openPostgresLine, preparePostgres } from './postgres.ts'
import { openRedisLine } from './redis.ts'
import { sayOnce } from './sayOnce.ts'
import { createSetAlarms } from './setAlarms.ts'

/** A wake-up as it rang: when it was meant to, by this machine's clock, for the lateness. */
export type Rung = WakeUp & { readonly dueAt: Instant }

export interface AlarmClock {
  readonly alarms: Alarms
  /** Starts to take wake-ups; those of one instant come in groups of up to 100. A group that throws is left to the sweep. */
  work(onTimers: (timers: Rung[]) => Promise<readonly WakeOutcome[]>): void
  /** When it was last proved that timers fire, by `performance.now()`; null before the first time. */
  lastCanaryAt(): number | null
  /** False when nothing has fired for 12 seconds, although a canary should have every two. */
  firing(): boolean
  /** Wake-ups given up because the queue was away; for the metric. */
  dropped(): number
  /** Within two seconds, also when the queue is gone; never throws. */
  close(): Promise<void>
}

/** Where the queue lives. */
export type QueueAddress = { readonly redisUrl: string } | { readonly databaseUrl: string }

/** An alarm that rang before the database's clock says so is rung again, at 25, 50, … 400 ms; after that the sweep has it. */
const RING_AGAIN_MS = 25
const MOST_RINGS = 5

/** A canary of another worker is handed on, until it finds its own or has been through enough hands: its sender may be dead. */
const HAND_ON_MS = 20
const MOST_HANDS = 25

/**
 * @returns a clock that connects by itself, at once or later, when it is on Redis.
 * @throws when it is on PostgreSQL and BullMQ's tables cannot be made there.
 */
export const createAlarmClock = async (address: QueueAddress, log: Logger): Promise<AlarmClock> => {
  const connection = sayOnce(log, 'queue')
  let closed = false
  // What is left of a line that we put down ourselves may still hear the database go.
  const open = await opener(address, (error) => {
    if (!closed) connection.failed(error)
  })
  let line = open()
  // What the sweep hands over first should not find the door still closed.
  await line.settled()
  let process: Process | null = null

  const set = createSetAlarms((jobs) => line.add(jobs), log)
  const canary = createCanary({
    add: (jobs) => line.add(jobs),
    holds: (id) => line.holds(id),
    working: () => process !== null,
    reopen: (refused) => {
      if (!refused) log.warn('queue: takes jobs but fires nothing, opening a new line')
      void line.close()
      line = open()
      if (process) line.work(process)
    },
    onExchange: (error) => (error ? connection.failed(error) : connection.well()),
  })

  return {
    alarms: { set: set.set },
    work(onTimers) {
      process = ring(onTimers, canary, log)
      line.work(process)
    },
    lastCanaryAt: canary.lastAt,
    firing: canary.firing,
    dropped: set.dropped,
    close() {
      closed = true
      canary.stop()
      return line.close()
    },
  }
}

const opener = async (address: QueueAddress, onError: (error: Error) => void): Promise<() => Line> => {
  if ('redisUrl' in address) return () => openRedisLine(address.redisUrl, onError)
  await preparePostgres(address.databaseUrl)
  return () => openPostgresLine(address.databaseUrl, onError)
}

/** What is done with a job: gathered with its neighbours, fired, and rung again when it came too early. */
const ring = (onTimers: (timers: Rung[]) => Promise<readonly WakeOutcome[]>, canary: Canary, log: Logger): Process => {
  const fire = gather(onTimers)
  const firing = sayOnce(log, 'firing timers from the queue')
  return async (job, token) => {
    canary.heard()
    if (job.name === 'own-canary' && !canary.isOurs(job.id) && job.attemptsStarted < MOST_HANDS) {
      return putBack(job, token, HAND_ON_MS)
    }
    if (job.name !== 'timer') return
    const dueAt = new Date(job.timestamp + (job.opts.delay ?? 0)).toISOString()
    let outcome: WakeOutcome | undefined
    try {
      outcome = await fire({ ...readWakeUp(job.data), dueAt })
      firing.well()
    } catch (error) {
      // The job is done all the same: the row is still due, and the sweep tries each second.
      firing.failed(error)
    }
    if (outcome === 'not yet' && job.attemptsStarted <= MOST_RINGS) {
      return putBack(job, token, RING_AGAIN_MS * 2 ** (job.attemptsStarted - 1))
    }
  }
}

const putBack = async (job: Job, token: string | undefined, delayMs: number): Promise<never> => {
  await job.moveToDelayed(Date.now() + delayMs, token)
  // How a processor tells BullMQ that the job is neither done nor failed.
  throw new DelayedError()
}
