/**
 * Looks when a wake-up comes. A wake-up comes a little early and covers some tenths of a second, so this looks at each instant
 * in them at which a timer falls due, by the engine's clock. Only one look runs at a time: timers that fall due together fire
 * worst case first, page by page.
 */
import type { Logger } from 'pino'
import type { AlarmClock } from '../src/queue/alarmClock.ts'
import { sayOnce } from '../src/queue/sayOnce.ts'
import { type FiringPorts, fireDue } from './fireDue.ts'

/** Timers that fell due longer ago are a backlog for the sweep: a fresh deadline does not wait behind an outage. */
const FRESH_MS = 3_000
/** Between two looks: timers that fall due in these milliseconds share a look. */
const SHORTEST_PAUSE_MS = 5
/** Meanwhile somebody may set a timer for an instant before the next known one. */
const LONGEST_PAUSE_MS = 20
/** Further ahead than any wake-up is handed out: the clock was set back, and the sweep keeps time. */
const NEVER_AHEAD_MS = 2_000

export interface WakeUps {
  /** Looks once more if a wake-up is open, then stops. */
  stop(): Promise<void>
}

/** @param alsoLook at each look, for what else falls due: never waited for. */
export const answerWakeUps = (
  ports: FiringPorts,
  clock: Pick<AlarmClock, 'work'>,
  log: Logger,
  alsoLook: () => void = () => {},
): WakeUps => {
  const firing = sayOnce(log, 'firing timers at a wake-up')
  let until = Number.NEGATIVE_INFINITY
  let stopped = false
  let looking: Promise<void> | null = null

  const look = async () => {
    try {
      for (;;) {
        alsoLook()
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
