/**
 * Fires what the queue forgot. Every second, in every role, this process leases what is due by the database's clock and
 * fires it, so that a queue that is wiped, away or silent delays an alert by a second and loses none.
 */
import type { Logger } from 'pino'
import type { Engine } from '../src/engine/engine.ts'
import type { Alarms, DueTimers } from '../src/engine/ports.ts'
import { sayOnce } from '../src/queue/sayOnce.ts'
import { HORIZON_MS } from '../src/queue/setAlarms.ts'
import type { OnFired } from './onFired.ts'

const EVERY_MS = 1_000
const AT_ONCE = 500
/** Long enough to fire what was leased; if this process dies first, another has it after that, within three seconds in all. */
const LEASE_MS = 2_000
const HAND_OVER_EVERY_MS = 300_000
const HAND_OVER_AT_ONCE = 1_000
const STOP_WITHIN_MS = 5_000

export interface SweepPorts {
  readonly engine: Pick<Engine, 'fireTimers'>
  readonly due: Pick<DueTimers, 'leaseDue' | 'dueSoon' | 'putOff'>
  readonly alarms: Alarms
  readonly log: Logger
  readonly onFired: OnFired
}

export interface Sweep {
  /** Waits for the round that runs, five seconds at most. */
  stop(): Promise<void>
}

export const startSweep = ({ engine, due, alarms, log, onFired }: SweepPorts): Sweep => {
  const sweeping = sayOnce(log, 'sweep')
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let handOverAt = performance.now()

  const fireDue = async () => {
    let leased: Awaited<ReturnType<typeof due.leaseDue>>
    do {
      leased = await due.leaseDue(AT_ONCE, LEASE_MS)
      if (leased.length === 0) return
      const outcomes = await engine.fireTimers(leased.map(({ force, reference, timer: id }) => ({ force, reference, timer: id })))
      const firedAt = new Date().toISOString()
      leased.forEach(({ dueAt }, at) => {
        if (outcomes[at] === 'fired') onFired({ dueAt, firedAt, by: 'sweep' })
      })
      // Left to its lease, a timer that can never fire would be tried, and logged, every two seconds by somebody.
      await due.putOff(leased.filter((_, at) => outcomes[at] === 'failed'))
    } while (leased.length === AT_ONCE && !stopped)
  }

  /** A page a round: the alarms hold a bounded number, and what is due soonest comes first. */
  const handOver = async () => {
    if (performance.now() < handOverAt) return
    const soon = await due.dueSoon(HORIZON_MS, HAND_OVER_AT_ONCE)
    // This machine's clock will do: too early, the engine says so and it rings again; too late, the sweep was first.
    alarms.set(soon, new Date().toISOString())
    if (soon.length < HAND_OVER_AT_ONCE) handOverAt = performance.now() + HAND_OVER_EVERY_MS
  }

  const round = async () => {
    try {
      await fireDue()
      await handOver()
      sweeping.well()
    } catch (error) {
      sweeping.failed(error)
    }
    if (!stopped) timer = setTimeout(begin, EVERY_MS)
  }
  let running: Promise<void> = Promise.resolve()
  const begin = () => {
    running = round()
  }
  begin()

  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      let late: NodeJS.Timeout | undefined
      await Promise.race([running, new Promise((resolve) => (late = setTimeout(resolve, STOP_WITHIN_MS)))])
      clearTimeout(late)
    },
  }
}
