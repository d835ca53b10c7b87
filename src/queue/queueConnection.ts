/**
 * A connection to the queue: a producer and, where this process works, a worker, on sockets of their own. It can be cut and
 * opened again, so that nothing that falls silent inside it stays silent for ever.
 */
import type { Job, Queue, WorkerOptions } from 'bullmq'
import type { DelayedJob } from './job.ts'

export type Process = (job: Job, token?: string) => Promise<void>

export interface QueueConnection {
  /** Waits a moment for the first connection; a queue that is away then is connected later. */
  settled(): Promise<void>
  /** @throws within seconds when the queue cannot take them. */
  add(jobs: readonly DelayedJob[]): Promise<void>
  /** Whether a job of this id is still to be done. @throws as `add`. */
  holds(id: string): Promise<boolean>
  /** Lifts a pause or limit that somebody put on the whole queue. @returns what it lifted. @throws as `add`. */
  release(): Promise<readonly string[]>
  work(process: Process): void
  /** Lets running jobs finish, briefly; never throws. */
  close(): Promise<void>
}

/** The part of BullMQ's Worker that is used here, the same on each backend. */
interface OpenWorker {
  on(event: 'error', listener: (error: Error) => void): unknown
  close(force?: boolean): Promise<void>
  getBackend(): { close(force?: boolean): Promise<unknown> | undefined }
}

type Undo = 'resume' | 'removeGlobalConcurrency' | 'removeGlobalRateLimit' | 'removeRateLimitKey'

/** What dashboards offer for a whole queue, by the call that shows it. */
const HELD_BACK_BY = {
  isPaused: { called: 'paused', undo: ['resume'] },
  getGlobalConcurrency: { called: 'limited in concurrency', undo: ['removeGlobalConcurrency'] },
  getGlobalRateLimit: { called: 'limited in rate', undo: ['removeGlobalRateLimit', 'removeRateLimitKey'] },
} as const satisfies Readonly<Record<string, { readonly called: string; readonly undo: readonly Undo[] }>>

/** What a backend brings; the rest is the same on each. */
export interface Backend {
  readonly queue: Pick<Queue, 'addBulk' | 'getJob' | 'waitUntilReady' | 'close' | keyof typeof HELD_BACK_BY | Undo>
  openWorker(process: Process): OpenWorker
  /** False when a command sent now would certainly only wait. */
  reachable(): boolean
  /** Closes what is left of the sockets at once. */
  cut(): void
  onError(error: Error): void
}

/** The queue cannot be reached; the sweep does what was to be ordered. */
class QueueAway extends Error {
  readonly code = 'queue-away'
}

/**
 * A killed worker's job returns when its lock has run out and a stall check has seen it: about two seconds, where the default
 * settings take sixty. A job that stalls again and again is given up; the rows are still there for the sweep.
 */
export const workerSettings = {
  concurrency: 50,
  lockDuration: 2_000,
  stalledInterval: 1_000,
  maxStalledCount: 5,
  runRetryDelay: 250,
  drainDelay: 2,
} as const satisfies Partial<WorkerOptions>

const OPEN_WITHIN_MS = 2_000
const CLOSE_WITHIN_MS = 1_200

export const createQueueConnection = ({ queue, openWorker, reachable, cut, onError }: Backend): QueueConnection => {
  let worker: OpenWorker | null = null
  const mustBeReachable = () => {
    if (!reachable()) throw new QueueAway('the queue cannot be reached')
  }
  return {
    settled: () => within(OPEN_WITHIN_MS, queue.waitUntilReady()),
    async add(jobs) {
      mustBeReachable()
      await queue.addBulk(
        jobs.map(({ name, id, data, delayMs }) => ({
          name,
          data,
          // A kept finished job would block its id.
          opts: { jobId: id, delay: Math.max(0, Math.round(delayMs)), removeOnComplete: true, removeOnFail: true },
        })),
      )
    },
    async holds(id) {
      mustBeReachable()
      return (await queue.getJob(id)) !== undefined
    },
    async release() {
      mustBeReachable()
      const found: string[] = []
      for (const [question, { called, undo }] of Object.entries(HELD_BACK_BY)) {
        if (!(await queue[question as keyof typeof HELD_BACK_BY]())) continue
        for (const step of undo) await queue[step]()
        found.push(called)
      }
      return found
    },
    work(process) {
      worker = openWorker(process)
      worker.on('error', onError)
    },
    async close() {
      const away = !reachable()
      await within(CLOSE_WITHIN_MS, worker?.close(away))
      await within(300, worker?.getBackend().close(true))
      await within(300, queue.close())
      cut()
    },
  }
}

/** Waits for the promise, however it ends, but no longer than this. */
export const within = async (ms: number, work: Promise<unknown> | undefined): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([Promise.resolve(work).catch(() => {}), late])
  clearTimeout(timer)
}
