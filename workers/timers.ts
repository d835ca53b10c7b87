import type { Engine } from '../src/engine/engine.ts'
import type { AlarmClock } from '../src/queue/alarmClock.ts'
import type { OnFired } from './onFired.ts'

/** A wake-up from the queue: the engine looks at the row and decides. Late, doubled and cancelled ones are ordinary. */
export const startTimers = (engine: Pick<Engine, 'fireTimers'>, clock: Pick<AlarmClock, 'work'>, onFired: OnFired): void =>
  clock.work(async (rung) => {
    const outcomes = await engine.fireTimers(rung.map(({ force, reference, timer }) => ({ force, reference, timer })))
    const firedAt = new Date().toISOString()
    rung.forEach(({ dueAt }, at) => {
      if (outcomes[at] === 'fired') onFired({ dueAt, firedAt, by: 'queue' })
    })
    return outcomes
  })
