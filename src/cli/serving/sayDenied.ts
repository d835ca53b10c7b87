import type { Logger } from 'pino'

/** Every read of a minute may fail; a line a minute is still seen. */
const AGAIN_AFTER_MS = 60_000

/** @returns what names a login that the database refused a right, at most once a minute each. */
export function sayDenied(log: Pick<Logger, 'error'>): (login: string) => void {
  const saidAt = new Map<string, number>()
  return (login) => {
    const now = performance.now()
    if (now - (saidAt.get(login) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER_MS) return
    saidAt.set(login, now)
    log.error({ login }, 'database: this login lacks a right that it needs; run reassess migrate')
  }
}
