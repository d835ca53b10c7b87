import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CaseKey } from '../engine/ports.ts'

/** The one queue. Each installation has a Redis or a database of its own. */
export const QUEUE = 'reassess-timers'

/** What a job carries: the names of a row, which decides. Never a person's details. */
export type WakeUp = CaseKey & { readonly timer: string }

const wakeUp = z.strictObject({ force: z.string(), reference: z.string(), timer: z.string() })

/** @throws ZodError for a job that is not ours. */
export const readWakeUp = (data: unknown): WakeUp => wakeUp.parse(data)

/** A timer has one job however often it is set: an existing id is not added again. Hashed, since an id takes no `:` and is not digits only. */
export const wakeUpId = ({ force, reference, timer }: WakeUp): string =>
  `t-${createHash('sha256')
    .update(JSON.stringify([force, reference, timer]))
    .digest('base64url')}`

export interface DelayedJob {
  /** An `own-canary` is for the worker of the process that sent it, a `canary` for any. */
  readonly name: 'timer' | 'canary' | 'own-canary'
  readonly id: string
  readonly data: WakeUp | Record<string, never>
  readonly delayMs: number
}
