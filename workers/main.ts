import type { Logger } from 'pino'
import type { DueTimers } from '../src/engine/dueTimers.ts'
import type { StartingPorts } from '../src/engine/notifications/advance.ts'
import type { AlarmClock } from '../src/queue/alarmClock.ts'
import type { FiringPorts } from './fireDue.ts'
import { startNotifications } from './notifications.ts'
import { startSweep } from './sweep.ts'
import { answerWakeUps } from './wakeUps.ts'

export interface WorkerPorts extends FiringPorts {
  readonly due: Pick<DueTimers, 'leaseDue' | 'dueSoon' | 'putOff' | 'release'>
  readonly clock: Pick<AlarmClock, 'alarms' | 'work' | 'close'>
  readonly log: Logger
  /** False in the role `api`, which sweeps like every role but receives no wake-ups. */
  readonly hearsWakeUps: boolean
  /** Null where nobody is told of alerts. */
  readonly notifications: StartingPorts | null
}

/** Starts both ways for a timer to fire. `stop` also closes the clock and lets running work finish. */
export const startWorkers = ({ clock, log, hearsWakeUps, notifications: told, ...ports }: WorkerPorts) => {
  const notifications = told === null ? null : startNotifications(told, log)
  const wakeUps = hearsWakeUps ? answerWakeUps(ports, clock, log, notifications?.wake) : null
  const sweep = startSweep({ ...ports, alarms: clock.alarms, log })
  return {
    async stop(): Promise<void> {
      await Promise.all([sweep.stop(), clock.close(), wakeUps?.stop(), notifications?.stop()])
    },
  }
}
