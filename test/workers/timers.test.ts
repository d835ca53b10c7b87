import type { WakeOutcome } from '../../src/engine/engine.ts'
import type { Rung } from '../../src/queue/alarmClock.ts'
import { startTimers } from '../../workers/timers.ts'

describe('a wake-up from the queue', () => {
  it('is the engine’s to judge; only what took effect counts as fired by the queue', async () => {
    const outcomes: WakeOutcome[] = ['fired', 'superseded', 'not yet']
    const asked: unknown[] = []
    const fired: unknown[] = []
    let onTimers: ((timers: Rung[]) => Promise<readonly WakeOutcome[]>) | undefined
    startTimers(
      {
        fireTimers: async (timers) => {
          asked.push(...timers)
          return outcomes
        },
      },
      {
        work: (given) => {
          onTimers = given
        },
      },
      ({ dueAt, by }) => fired.push({ dueAt, by }),
    )
    const rung = ['a', 'b', 'c'].map((timer) => ({
      force: 'northshire',
      reference: 'NS-1',
      timer,
      dueAt: `2026-03-01T20:00:00.00${timer.length}Z`,
    }))
    expect(await onTimers?.(rung)).toEqual(outcomes)
    expect(asked).toEqual(rung.map(({ force, reference, timer }) => ({ force, reference, timer })))
    expect(fired).toEqual([{ dueAt: '2026-03-01T20:00:00.001Z', by: 'queue' }])
  })
})
