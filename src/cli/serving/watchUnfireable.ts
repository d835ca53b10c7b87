/** Each process says that its build is at work, and raises and ends the alerts of timers that cannot fire. */
import type { Logger } from 'pino'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { UnfireableTimers } from '../../store/watch/unfireable.ts'
import { inRounds } from './rounds.ts'

const EVERY_MS = 3_000

export interface WatchUnfireablePorts {
  readonly timers: UnfireableTimers
  readonly audience: Role
  readonly log: Pick<Logger, 'warn' | 'info'>
}

export interface WatchUnfireable {
  /** Whether a newer build works on the record: this build fires only what the newer has not changed. */
  isOlder(): boolean
  stop(): Promise<void>
}

export function watchUnfireable({ timers, audience, log }: WatchUnfireablePorts): WatchUnfireable {
  let older = false

  const look = async (): Promise<void> => {
    const isOlder = await timers.isNewerAtWork()
    if (isOlder && !older) log.warn('a newer build is at work on this record: this process is not ready; stop it or upgrade it')
    if (!isOlder && older) log.info('no newer build works on this record any more')
    older = isOlder
    await timers.tellUnfireable(audience)
  }
  const stop = inRounds(EVERY_MS, look, { atOnce: true })
  return {
    isOlder: () => older,
    stop,
  }
}
