import type { Engine } from '../src/engine/engine.ts'
import type { AlarmClock } from '../src/queue/alarmClock.ts'
import type { OnFired } from './onFired.ts'

/**
 * A wake-up that is later than this is one of many, after an outage: in the order in which they fell due they would go
 * before worse ones, and hold up what falls due now. The sweep has them, worst first, and has looked three times by then.
 */
const LEFT_TO_THE_SWEEP_MS = 3_000

/** A wake-up from the queue: the engine looks at the row and decides. Late, doubled and cancelled ones are ordinary. */
export const startTimers = (engine: Pick<Engine, 'fireTimers'>, clock: Pick<AlarmClock, 'work'>, onFired: OnFired): void =>
  clock.work(async (rung) => {
    // Machines whose clocks are seconds apart leave all to the sweep: a second late, and none is lost.
    const since = Date.now() - LEFT_TO_THE_SWEEP_MS
    const soonEnough = rung.filter(({ dueAt }) => Date.parse(dueAt) >= since)
    const taken = await engine.fireTimers(soonEnough.map(({ force, reference, timer }) => ({ force, reference, timer })))
    const firedAt = new Date().toISOString()
    soonEnough.forEach(({ dueAt }, at) => {
      if (taken[at] === 'fired') onFired({ dueAt, firedAt, by: 'queue' })
    })
    const outcomes = new Map(soonEnough.map((one, at) => [one, taken[at] ?? 'superseded']))
    return rung.map((one) => outcomes.get(one) ?? 'superseded')
  })
