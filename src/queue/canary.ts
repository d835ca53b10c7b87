/**
 * A tiny delayed job through the real queue, every two seconds: a quiet night fires nothing, so a queue that is connected
 * but silent would look healthy until the first victim's clock ran out.
 *
 * Where this process works, only a job that its own worker was given counts; elsewhere, that somebody did our canary.
 */
import { randomUUID } from 'node:crypto'
import type { DelayedJob } from './job.ts'

const EVERY_MS = 2_000
const DELAY_MS = 200
/** From here on the canary is sent more often: among several workers one may miss a few by chance. */
const QUIET_MS = 4_000
const OFTEN_MS = 500
/** From here on the line is taken for dead and opened anew. */
const DEAD_MS = 8_000
/** Longer than a new line needs to prove itself, within the 15 s that a readiness answer may be wrong. */
const STALLED_MS = 12_000

interface Canary {
  /** A job reached this process's worker. */
  heard(): void
  /** When it was last proved that timers fire, by `performance.now()`; null before the first time. */
  lastAt(): number | null
  firing(): boolean
  stop(): void
}

interface Perch {
  add(jobs: readonly DelayedJob[]): Promise<void>
  holds(id: string): Promise<boolean>
  working(): boolean
  /** Opens the line anew. */
  reopen(): void
  /** How the exchange with the queue went, each time. */
  onExchange(error: unknown): void
}

export const createCanary = ({ add, holds, working, reopen, onExchange }: Perch): Canary => {
  let id = newId()
  let lastAt: number | null = null
  let quietSince = performance.now()
  let sent = false
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const proved = () => {
    lastAt = quietSince = performance.now()
  }

  const beat = async () => {
    let failed = false
    try {
      if (!(await holds(id))) {
        if (sent && !working()) proved()
        await add([{ name: 'canary', id, data: {}, delayMs: DELAY_MS }])
        sent = true
      }
      onExchange(null)
    } catch (error) {
      failed = true
      onExchange(error)
    }
    if (stopped) return
    const quietMs = performance.now() - quietSince
    // Without a worker of our own, silence may only mean that no worker runs anywhere.
    if (quietMs > DEAD_MS && (working() || failed)) {
      id = newId()
      sent = false
      quietSince = performance.now()
      reopen()
    }
    timer = setTimeout(beat, quietMs > QUIET_MS || !sent ? OFTEN_MS : EVERY_MS)
  }
  timer = setTimeout(beat, 0)

  return {
    heard: proved,
    lastAt: () => lastAt,
    firing: () => lastAt !== null && performance.now() - lastAt < STALLED_MS,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** A new name for each line, so that one lost or stuck in the queue does not stand for the next. */
const newId = () => `canary-${randomUUID()}`
