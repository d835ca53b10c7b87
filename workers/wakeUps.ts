/**
 * Looks when a wake-up is heard. It is handed out a little early and stands for some tenths of a second, so this looks at each
 * instant in them at which a timer falls due, by the engine's clock. One look at a time: what a herd makes due at once is
 * fired worst case first, page by page.
 */
import type { Logger } from 'pino'
import type { AlarmClock } from '../src/queue/alarmClock.ts'
import { sayOnce } from '../src/queue/sayOnce.ts'
import { type FiringPorts, fireDue } from './fireDue.ts'

/** What fell due longer ago is a backlog and the sweep's: a fresh deadline does not wait behind an outage. */
const FRESH_MS = 3_000
/** Between two looks: timers that fall due in these milliseconds share one. */
const SHORTEST_PAUSE_MS = 5
/** A timer may be set, meanwhile, for an instant before the one that is waited for. */
const LONGEST_PAUSE_MS = 20
/** Further ahead than any wake-up is handed out: the clock was set back, and the sweep keeps time. */
const NEVER_AHEAD_MS = 2_000

export interface WakeUps {
  /** Looks once more if a wake-up is waited for, then no more. */
  stop(): Promise<void>
}

export const answerWakeUps = (ports: FiringPorts, clock: Pick<AlarmClock, 'work'>, log: Logger): WakeUps => {
  const firing = sayOnce(log, 'firing timers at a wake-up')
  let until = Number.NEGATIVE_INFINITY
  let stopped = false
  let looking: Promise<void> | null = null

  const look = async () => {
    try {
      for (;;) {
        const { now, next } = await fireDue(ports, { by: 'queue', freshMs: FRESH_MS, goOn: () => !stopped })
        const left = until - Date.parse(now)
        if (left <= 0 || left > NEVER_AHEAD_MS || stopped) break
        const toNext = next === null ? left : Math.min(left, Date.parse(next) - Date.parse(now))
        await pause(Math.min(Math.max(toNext, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS))
      }
      firing.well()
    } catch (error) {
      // The rows are still due, and the sweep tries each second.
      firing.failed(error)
    }
    until = Number.NEGATIVE_INFINITY
    looking = null
  }

  clock.work((at) => {
    until = Math.max(until, Date.parse(at))
    looking ??= look()
  })
  return {
    async stop() {
      stopped = true
      await looking
    },
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
