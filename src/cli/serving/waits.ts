/** A start may have to wait for others. It then says for what, and the first signal ends it. */
import type { Logger } from 'pino'

const SAID_AFTER_MS = 5_000

/** Somebody asked the process to stop before it served. */
export class StartCancelled extends Error {
  readonly code = 'start-cancelled'
}

/** @param forWhat null when the step says it itself. */
export type Wait = <T>(forWhat: string | null, work: Promise<T>) => Promise<T>

/**
 * @returns a function that waits for a step of the start. It throws StartCancelled at a signal; the step itself continues
 *   unheard.
 */
export function createWait(log: Pick<Logger, 'warn'>, stopping: Promise<unknown>): Wait {
  const cancelled = stopping.then(() => {
    throw new StartCancelled('told to stop while starting')
  })
  cancelled.catch(() => {})
  return async (forWhat, work) => {
    const timer = forWhat === null ? undefined : setTimeout(() => log.warn(`start: waiting for ${forWhat}`), SAID_AFTER_MS)
    work.catch(() => {})
    try {
      return await Promise.race([work, cancelled])
    } finally {
      clearTimeout(timer)
    }
  }
}
