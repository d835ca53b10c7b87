/**
 * Fires what the queue forgot. Every second, in every role, this process leases what is due by the engine's clock and fires it,
 * so that a queue that is wiped, away or silent delays an alert by a second and loses nothing. Beside that, so that a long
 * backlog delays no fresh deadline, it orders the wake-ups of the next seconds.
 */
import type { Logger } from 'pino'
import type { DueTimers } from '../src/engine/dueTimers.ts'
import type { Alarms } from '../src/engine/ports.ts'
import { within } from '../src/queue/queueConnection.ts'
import { sayOnce } from '../src/queue/sayOnce.ts'
import { HORIZON_MS, STEP_MS } from '../src/queue/wakeUps.ts'
import { type FiringPorts, fireDue } from './fireDue.ts'

const EVERY_MS = 1_000
const STOP_WITHIN_MS = 5_000

export interface SweepPorts extends FiringPorts {
  readonly due: Pick<DueTimers, 'leaseDue' | 'dueSoon' | 'putOff' | 'release'>
  readonly alarms: Alarms
  readonly log: Logger
}

export interface Sweep {
  /** Waits for running rounds, at most five seconds. */
  stop(): Promise<void>
}

export const startSweep = ({ alarms, log, ...ports }: SweepPorts): Sweep => {
  let stopped = false
  const orderWakeUps = rounds('ordering wake-ups', log, async () => {
    const { now, instants } = await ports.due.dueSoon(HORIZON_MS, STEP_MS)
    alarms.ring(instants, now)
  })
  const fire = rounds('sweep', log, async () => {
    await fireDue(ports, { by: 'sweep', freshMs: null, goOn: () => !stopped })
  })
  return {
    async stop() {
      stopped = true
      await within(STOP_WITHIN_MS, Promise.all([orderWakeUps.stop(), fire.stop()]))
    },
  }
}

/** Does it at once and then each second, never twice at a time; logs a failure once and tries again. */
export const rounds = (name: string, log: Logger, work: () => Promise<void>) => {
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
