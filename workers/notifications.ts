/**
 * Tells whoever comes next of an alert, and people of alerts that no commit of a case told of. Each second in every process that has a
 * delivery file, and at wake-ups: the rows decide, so a queue that is wiped delays a person by a second.
 */
import type { Logger } from 'pino'
import {
  advanceNotifications,
  type StartingPorts,
  tellSystemAlerts,
  tellUntoldAlerts,
} from '../src/engine/notifications/advance.ts'
import { rounds } from './sweep.ts'

export interface Notifications {
  /** For a wake-up: looks soon. The timers that fire at it do not wait for this. */
  wake(): void
  stop(): Promise<void>
}

export const startNotifications = (ports: StartingPorts, log: Logger): Notifications => {
  let stopped = false
  let wasOpen = true
  let looking: Promise<unknown> | null = null
  const goOn = () => !stopped
  const sweep = rounds('telling people of alerts', log, async () => {
    await advanceNotifications(ports, goOn)
  })
  const others = rounds('telling people of alerts about the system', log, async () => {
    await tellSystemAlerts(ports)
    if (wasOpen) await tellUntoldAlerts(ports, goOn)
    wasOpen = false
  })
  return {
    wake() {
      // The sweep does what fails here, and says so.
      looking ??= advanceNotifications(ports, goOn)
        .catch(() => {})
        .finally(() => {
          looking = null
        })
    },
    async stop() {
      stopped = true
      await Promise.all([sweep.stop(), others.stop(), looking])
    },
  }
}
