import type { Logger } from 'pino'

export interface SayOnce {
  failed(error: unknown): void
  well(): void
}

/**
 * Logs a line when something stops working and a line when it works again: an outage of an hour is two lines, not thousands.
 */
export const sayOnce = (log: Pick<Logger, 'warn' | 'info'>, what: string): SayOnce => {
  let failing = false
  return {
    failed(error) {
      if (!failing) log.warn({ reason: reasonOf(error) }, `${what}: failing`)
      failing = true
    },
    well() {
      if (failing) log.info(`${what}: well again`)
      failing = false
    },
  }
}

/** Code and first line only: the rest may quote rows. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error ? `${String(error.code)} ` : ''
  return `${code}${error.message.split('\n')[0] ?? ''}`.slice(0, 200)
}
