/**
 * An api that sees no timer fire raises an alert, and takes part in resolving it: somebody must look before a victim's deadline
 * passes.
 */
import type { Logger } from 'pino'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { TimersSeen } from '../../store/watch/systemAlerts.ts'
import { inRounds } from './rounds.ts'

const EVERY_MS = 3_000
/** A process that has just started has not received a canary yet: say nothing. */
export const STARTING_MS = 12_000

export interface WatchTimersPorts {
  readonly alerts: TimersSeen
  readonly firing: () => boolean
  readonly audience: Role
  readonly log: Pick<Logger, 'warn' | 'info'>
}

/** @returns what stops it. */
export function watchTimers({ alerts, firing, audience, log }: WatchTimersPorts): () => Promise<void> {
  const startedAt = performance.now()
  let wereFiring = true

  const say = async (): Promise<void> => {
    const fires = firing()
    if (!fires && performance.now() - startedAt < STARTING_MS) return
    if (fires !== wereFiring) {
      if (fires) log.info('timers fire again')
      else log.warn('timers stalled: no timer fires through the queue, only by the sweep')
      wereFiring = fires
    }
    await (fires ? alerts.sayFiring() : alerts.sayStalled(audience))
  }
  return inRounds(EVERY_MS, say, { atOnce: false })
}
