import type { Logger } from 'pino'
import type { Alarms } from '../engine/ports.ts'
import { type DelayedJob, wakeUpId } from './job.ts'
import { sayOnce } from './sayOnce.ts'

/** Further away than this a timer is only a row: a nine-month bail date does not sit in a queue. The sweep hands it over in time. */
export const HORIZON_MS = 3_600_000
const MOST_WAITING = 10_000
const MOST_AT_ONCE = 200

export interface SetAlarms extends Alarms {
  /** Wake-ups given up so far because the queue was away or full; the sweep found their timers. */
  dropped(): number
}

/**
 * Hands timers to the queue behind the caller's back. What cannot be handed over is dropped, not kept: the row is the
 * truth and the sweep fires it, so a queue that is away costs at most a second, and never memory.
 */
export const createSetAlarms = (add: (jobs: readonly DelayedJob[]) => Promise<void>, log: Logger): SetAlarms => {
  interface Waiting extends Omit<DelayedJob, 'delayMs'> {
    /** Monotonic, so that waiting here delays nothing. */
    readonly ringAt: number
  }
  let waiting: Waiting[] = []
  let sending = false
  let dropped = 0
  const say = sayOnce(log, 'handing timers to the queue')

  const send = async () => {
    if (sending) return
    sending = true
    while (waiting.length > 0) {
      const now = performance.now()
      const jobs = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      try {
        await add(jobs.map(({ ringAt, ...job }) => ({ ...job, delayMs: ringAt - now })))
        say.well()
      } catch (error) {
        say.failed(error)
        dropped += jobs.length + waiting.length
        waiting = []
      }
    }
    sending = false
  }

  return {
    set(timers, now) {
      const monotonic = performance.now()
      const nowMs = Date.parse(now)
      for (const { force, reference, timer } of timers) {
        const delayMs = Date.parse(timer.dueAt) - nowMs
        // Written so that an unreadable instant is left to the sweep as well.
        if (!(delayMs <= HORIZON_MS)) continue
        if (waiting.length >= MOST_WAITING) dropped++
        else {
          const data = { force, reference, timer: timer.id }
          waiting.push({ name: 'timer', id: wakeUpId(data), data, ringAt: monotonic + delayMs })
        }
      }
      // In a later turn: what one commit sets goes out together, and the committer is answered first.
      setImmediate(() => void send())
    },
    dropped: () => dropped,
  }
}
