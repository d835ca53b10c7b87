/**
 * A tiny delayed job through the real queue, every two seconds: a quiet night fires nothing, so a queue that is connected but
 * silent would look healthy until the first victim's deadline passed.
 *
 * In a process with a worker, only a job that its own worker received counts, so workers briefly put back the canaries of
 * others; in a process without a worker it counts that any worker did its canary.
 */
import { randomUUID } from 'node:crypto'
import type { DelayedJob } from './job.ts'

const EVERY_MS = 2_000
const DELAY_MS = 200
/** From here on ask the queue whether somebody paused it, and send the canary more often, before believing worse. */
const QUIET_MS = 4_000
const OFTEN_MS = 500
/** From here on the connection counts as dead and is opened again. */
const DEAD_MS = 8_000
/**
 * A connection that was opened while the queue was away may never notice its return, so until it answers a new one is opened
 * this often.
 */
const AWAY_MS = 1_000
/** Longer than a new connection needs to prove itself, within the 15 s that a readiness answer may be wrong. */
const STALLED_MS = 12_000

export interface Canary {
  /**
   * A job reached this process's worker. @param agoMs since the queue gave it: it may have waited in this process for its turn.
   */
  heard(agoMs: number): void
  /** Whether this job is the current canary. */
  isOurs(id: string | undefined): boolean
  /** When timers were last proved to fire, by `performance.now()`; null before the first time. */
  lastAt(): number | null
  firing(): boolean
  stop(): void
}

interface Perch {
  add(jobs: readonly DelayedJob[]): Promise<void>
  holds(id: string): Promise<boolean>
  working(): boolean
  /** Lifts what somebody else, as at a dashboard, told the queue to hold back. */
  release(): Promise<void>
  /** Opens the connection again; `refused` when the queue did not even take the canary. */
  reopen(refused: boolean): void
  /** How the exchange with the queue went, each time. */
  onExchange(error: unknown): void
}

export const createCanary = ({ add, holds, working, release, reopen, onExchange }: Perch): Canary => {
  let id = newId()
  let lastAt: number | null = null
  let quietSince = performance.now()
  let deadAt = quietSince + DEAD_MS
  let sent = false
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const proved = (agoMs: number) => {
    const at = performance.now() - Math.max(0, agoMs)
    if (lastAt !== null && at <= lastAt) return
    lastAt = quietSince = at
    deadAt = Math.max(deadAt, at + DEAD_MS)
  }

  const beat = async () => {
    let refused = false
    try {
      if (performance.now() - quietSince > QUIET_MS) await release()
      if (!(await holds(id))) {
        if (sent && !working()) proved(0)
        await add([{ name: working() ? 'own-canary' : 'canary', id, data: {}, delayMs: DELAY_MS }])
        sent = true
      }
      onExchange(null)
    } catch (error) {
      refused = true
      onExchange(error)
    }
    if (stopped) return
    const now = performance.now()
    // Without a worker of our own, silence may only mean that no worker runs anywhere.
    if (now > deadAt && (working() || refused)) {
      id = newId()
      sent = false
      deadAt = now + (refused ? AWAY_MS : DEAD_MS)
      reopen(refused)
    }
    timer = setTimeout(beat, now - quietSince > QUIET_MS || !sent ? OFTEN_MS : EVERY_MS)
  }
  timer = setTimeout(beat, 0)

  return {
    heard: proved,
    isOurs: (job) => job === id,
    lastAt: () => lastAt,
    firing: () => lastAt !== null && performance.now() - lastAt < STALLED_MS,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** A new name for each connection, so that a canary that is lost or stuck in the queue does not stand for the next. */
const newId = () => `canary-${randomUUID()}`
