/**
 * Two questions. Alive: does the process answer. Ready: can it do its role's work now; an api writes, a worker fires, which is
 * a write too. The body reports both, so an api reports stalled timers too. A build that is older than another build on the
 * record is not ready in any role.
 */
import type { RequestHandler } from 'express'
import type { Answer } from '../engine/answers/shapes.ts'
import type { ready as answered } from './answers.ts'
import { inTime } from './inTime.ts'

export interface Health {
  readonly role: 'all' | 'api' | 'worker'
  /** True when the record can be written. */
  record(): Promise<boolean>
  /** False when no timer, not even the canary, has fired for too long. */
  timersFiring(): boolean
  /** True while a newer build works on the record: this build fires only what the newer has not changed. */
  olderBuild(): boolean
  /** True in the first seconds, when no timer can be expected to fire. */
  starting(): boolean
}

const ANSWER_WITHIN_MS = 2_000

export const healthz: RequestHandler = (_req, res) => {
  res.json({ status: 'alive' })
}

export const readyz =
  (health: Health, draining: AbortSignal): RequestHandler =>
  async (_req, res) => {
    const writable = await inTime(health.record(), ANSWER_WITHIN_MS).catch(() => false)
    const firing = health.timersFiring()
    const older = health.olderBuild()
    const able = writable && !older && (health.role === 'api' || firing)
    const ready = able && !draining.aborted
    res.locals.passing = draining.aborted || (writable && health.starting())
    const body: Answer<typeof answered> = {
      role: health.role,
      ready,
      record: writable ? 'writable' : 'unavailable',
      timers: firing ? 'firing' : 'stalled',
      build: older ? 'older' : 'current',
    }
    res.status(ready ? 200 : 503).json(body)
  }
