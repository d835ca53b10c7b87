import type { Logger } from 'pino'
import { sayOnce } from '../src/queue/sayOnce.ts'

const EVERY_MS = 1_000

export interface Rounds {
  /** Waits for the running round. */
  stop(): Promise<void>
}

/** Does it at once and then each second, never twice at a time; logs a failure once and tries again. */
export const rounds = (name: string, log: Logger, work: () => Promise<void>): Rounds => {
  const said = sayOnce(log, name)
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const begin = () => {
    running = work()
      .then(said.well, said.failed)
      .then(() => {
        if (!stopped) timer = setTimeout(begin, EVERY_MS)
      })
  }
  begin()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
