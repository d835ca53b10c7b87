import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { instant } from '../../machines/rules/fields.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'

/** The only queue. Each installation has a Redis or a database of its own. */
export const QUEUE = 'reassess-timers'

/** What a wake-up carries: the instant at which somebody must look what is due. It names no person and no incident. */
const wakeUp = z.strictObject({ at: instant })

/** @throws ZodError for a foreign job. */
export const readWakeUp = (data: unknown): Instant => wakeUp.parse(data).at

/**
 * An instant has one wake-up however many order it: an existing id is not added again. An id takes no `:` and is not digits
 * only.
 */
export const wakeUpId = (at: Instant): string => `wake-up-${Date.parse(at)}`

/** Each is a job of its own: a job that is being done would swallow the next under the same id. */
export const newPokeId = (): string => `deliveries-${randomUUID()}`

export interface DelayedJob {
  /** An `own-canary` is for the worker of the process that sent it, a `canary` for any worker. */
  readonly name: 'wake-up' | 'canary' | 'own-canary' | 'deliveries'
  readonly id: string
  readonly data: { readonly at: Instant } | Record<string, never>
  readonly delayMs: number
}
