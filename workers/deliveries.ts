/**
 * Carries deliveries, woken in two ways: right after the commit that wrote them, here or through the queue, and each second by the
 * sweep, which finds what the queue forgot, what is to be tried again and what was gathered until now.
 */
import type { Logger } from 'pino'
import type { AlarmClock } from '../src/queue/alarmClock.ts'
import { rounds } from './sweep.ts'

export interface DeliveriesPorts {
  readonly carrier: {
    look(): Promise<void>
    forgetFuture(): Promise<void>
    stop(withinMs: number): Promise<void>
  }
  readonly clock: Pick<AlarmClock, 'tellOfDeliveries' | 'onDeliveries'>
  readonly log: Logger
  /** False in the role `api`, which tells the workers of what it wrote and carries nothing. */
  readonly carries: boolean
}

export interface Deliveries {
  /** A commit wrote deliveries. Returns at once. */
  written(): void
  stop(): Promise<void>
}

/** What is under way when the process stops gets so long. */
const STOP_WITHIN_MS = 4_000
/** In rounds of a second. */
const CLOCK_LOOKED_AT_EVERY = 30

export function startDeliveries({ carrier, clock, log, carries }: DeliveriesPorts): Deliveries {
  if (!carries) return { written: clock.tellOfDeliveries, stop: async () => {} }
  // A look that fails is said, and made good, by the sweep.
  const look = () => void carrier.look().catch(() => {})
  clock.onDeliveries(look)
  let round = 0
  const sweep = rounds('carrying deliveries', log, async () => {
    if (round++ % CLOCK_LOOKED_AT_EVERY === 0) await carrier.forgetFuture()
    await carrier.look()
  })
  return {
    written() {
      look()
      clock.tellOfDeliveries()
    },
    async stop() {
      await Promise.all([sweep.stop(), carrier.stop(STOP_WITHIN_MS)])
    },
  }
}
