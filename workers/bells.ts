/**
 * Looks when a bell rings. It is handed out a little early, so this waits for its instant, by the engine's clock, and fires
 * what fell due by then. One look at a time: what a herd makes due at once is fired worst case first, page by page.
 */
import type { Logger } from 'pino'
import type { AlarmClock } from '../src/queue/alarmClock.ts'
import { sayOnce } from '../src/queue/sayOnce.ts'
import { type FiringPorts, fireDue } from './fireDue.ts'

/** What fell due longer ago is a backlog and the sweep's: a fresh deadline does not wait behind an outage. */
const FRESH_MS = 3_000
/** A bell that comes while another is waited for may be for an earlier instant. */
const LONGEST_PAUSE_MS = 20
/** A bell for an instant further ahead than any is handed out: the clock was set back, and the sweep keeps time. */
const NEVER_AHEAD_MS = 2_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export interface Bells {
  /** Looks once more for the bells that were heard, then no more. */
  stop(): Promise<void>
}

export const answerBells = (ports: FiringPorts, clock: Pick<AlarmClock, 'work'>, log: Logger): Bells => {
  const heard = new Set<number>()
  const firing = sayOnce(log, 'firing timers at a bell')
  let stopped = false
  let looking: Promise<void> | null = null

  const look = async () => {
    try {
      while (heard.size > 0) {
        const now = Date.parse(await fireDue(ports, { by: 'queue', freshMs: FRESH_MS, goOn: () => !stopped }))
        for (const at of heard) if (at <= now || at > now + NEVER_AHEAD_MS || stopped) heard.delete(at)
        if (heard.size > 0) await pause(Math.min(Math.min(...heard) - now, LONGEST_PAUSE_MS))
      }
      firing.well()
    } catch (error) {
      // The rows are still due, and the sweep tries each second.
      heard.clear()
      firing.failed(error)
    }
    looking = null
  }

  clock.work((at) => {
    heard.add(Date.parse(at))
    looking ??= look()
  })
  return {
    async stop() {
      stopped = true
      await looking
    },
  }
}
