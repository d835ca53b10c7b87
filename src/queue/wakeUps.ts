import type { Logger } from 'pino'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { Alarms } from '../engine/ports.ts'
import { type DelayedJob, wakeUpId } from './job.ts'
import { sayOnce } from './sayOnce.ts'

/**
 * A timer further away than this is only a row: the sweep orders its wake-up in time, so the queue never holds more than a
 * handful.
 */
export const HORIZON_MS = 5_000
/** Timers that fall due within such a step share a wake-up, named by the step's end. */
export const STEP_MS = 250
/**
 * A wake-up is handed out this long before its end: before the step begins, with time for a queue that takes some tenths of a
 * second.
 */
const LEAD_MS = 500

export interface WakeUps extends Alarms {
  /** Orders every wake-up again at the next request: the queue may have lost those that it had. */
  forget(): void
  /** Orders dropped so far because the queue was away; the sweep asks again each second, and fires what fell due. */
  dropped(): number
}

/**
 * Orders wake-ups without making the caller wait: one for each instant, however many timers fall due then. It drops what it
 * cannot order: the row is the truth and the sweep fires it, so a queue that is away costs at most a second.
 */
export const createWakeUps = (add: (jobs: readonly DelayedJob[]) => Promise<void>, log: Logger): WakeUps => {
  const ordered = new Set<number>()
  /** When each is to be handed out, monotonic, so that waiting here delays nothing. */
  let waiting = new Map<number, number>()
  let sending = false
  let dropped = 0
  const say = sayOnce(log, 'ordering wake-ups from the queue')

  const send = async () => {
    if (sending) return
    sending = true
    while (waiting.size > 0) {
      const now = performance.now()
      const orders = waiting
      waiting = new Map()
      try {
        await add([...orders].map(([at, handOutAt]) => wakeUpAt(new Date(at).toISOString(), handOutAt - now)))
        say.well()
      } catch (error) {
        say.failed(error)
        dropped += orders.size
        for (const at of orders.keys()) ordered.delete(at)
      }
    }
    sending = false
  }

  return {
    ring(instants, now) {
      const monotonic = performance.now()
      const nowMs = Date.parse(now)
      for (const at of ordered) if (at < nowMs) ordered.delete(at)
      for (const instant of instants) {
        // A worker may have handled a wake-up that was handed out before this commit was visible.
        const at = stepFrom(Math.max(Date.parse(instant), nowMs + LEAD_MS))
        // Written so that an unreadable instant is left to the sweep as well.
        if (!(at <= nowMs + HORIZON_MS) || ordered.has(at)) continue
        ordered.add(at)
        waiting.set(at, monotonic + at - nowMs - LEAD_MS)
      }
      // In a later turn: orders of the same commit go out together, and the committer is answered first.
      if (waiting.size > 0) setImmediate(() => void send())
    },
    forget: () => ordered.clear(),
    dropped: () => dropped,
  }
}

const stepFrom = (ms: number): number => Math.ceil(ms / STEP_MS) * STEP_MS

const wakeUpAt = (at: Instant, delayMs: number): DelayedJob => ({ name: 'wake-up', id: wakeUpId(at), data: { at }, delayMs })
