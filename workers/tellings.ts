/**
 * Tells whoever comes next of an alert, and of alerts that no commit of a case told of. Each second in every process that has a delivery
 * file, and at wake-ups: the rows decide, so a queue that is wiped delays a person by a second.
 */
import type { Logger } from 'pino'
import type { Instant } from '../machines/rules/vocabulary.ts'
import { advanceTellings, type TellingPorts, tellSystemAlerts, tellUntoldAlerts } from '../src/engine/telling/advance.ts'
import { rounds } from './rounds.ts'

export interface Tellings {
  /** For a wake-up. @returns when the next person is due to be told. @throws RecordUnavailable */
  advance(): Promise<Instant | null>
  stop(): Promise<void>
}

export const startTellings = (ports: TellingPorts, log: Logger): Tellings => {
  let stopped = false
  const goOn = () => !stopped
  const untold = rounds('telling of alerts that were open already', log, async () => {
    await tellUntoldAlerts(ports, goOn)
    return 'done'
  })
  const tell = rounds('telling', log, async () => {
    await tellSystemAlerts(ports)
    await advanceTellings(ports, goOn)
  })
  return {
    async advance() {
      return (await advanceTellings(ports, goOn)).next
    },
    async stop() {
      stopped = true
      await Promise.all([untold.stop(), tell.stop()])
    },
  }
}
