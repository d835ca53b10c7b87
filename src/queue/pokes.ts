import type { Logger } from 'pino'
import { type DelayedJob, newPokeId } from './job.ts'
import { sayOnce } from './sayOnce.ts'

/** Between two jobs of a process: what is written meanwhile shares the next. */
const GAP_MS = 50

/**
 * Tells some worker that deliveries were written. Never makes the caller wait, and drops what the queue does not take: the rows
 * are there, and each worker's sweep finds them within a second.
 */
export const createPokes = (add: (jobs: readonly DelayedJob[]) => Promise<void>, log: Logger): (() => void) => {
  const say = sayOnce(log, 'telling workers of deliveries')
  let isQuiet = true
  let again = false
  const send = async () => {
    isQuiet = false
    for (again = true; again; ) {
      again = false
      await add([{ name: 'deliveries', id: newPokeId(), data: {}, delayMs: 0 }]).then(say.well, say.failed)
      await new Promise((resolve) => setTimeout(resolve, GAP_MS).unref())
    }
    isQuiet = true
  }
  return () => {
    if (isQuiet) void send()
    else again = true
  }
}
