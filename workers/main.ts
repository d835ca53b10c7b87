import type { Logger } from 'pino'
import type { Engine } from '../src/engine/engine.ts'
import type { DueTimers } from '../src/engine/ports.ts'
import type { AlarmClock } from '../src/queue/alarmClock.ts'
import type { OnFired } from './onFired.ts'
import { startSweep } from './sweep.ts'
import { startTimers } from './timers.ts'

export interface WorkerPorts {
  readonly engine: Pick<Engine, 'fireTimers'>
  readonly due: Pick<DueTimers, 'leaseDue' | 'dueSoon' | 'putOff'>
  readonly clock: Pick<AlarmClock, 'alarms' | 'work' | 'close'>
  readonly log: Logger
  /** False in the role `api`, which sweeps like every role but takes no jobs. */
  readonly takesJobs?: boolean
  readonly onFired?: OnFired
}

/** Starts both ways for a timer to fire. `stop` closes the clock as well and lets what runs finish. */
export const startWorkers = ({ engine, due, clock, log, takesJobs = true, onFired = () => {} }: WorkerPorts) => {
  if (takesJobs) startTimers(engine, clock, onFired)
  const sweep = startSweep({ engine, due, alarms: clock.alarms, log, onFired })
  return {
    async stop(): Promise<void> {
      await Promise.all([sweep.stop(), clock.close()])
    },
  }
}
