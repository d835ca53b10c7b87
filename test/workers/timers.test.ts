import type { WakeOutcome } from '../../src/engine/engine.ts'
import type { CaseKey } from '../../src/engine/ports.ts'
import type { Rung } from '../../src/queue/alarmClock.ts'
import { startTimers } from '../../workers/timers.ts'

describe('a wake-up from the queue', () => {
  const asked: (CaseKey & { readonly timer: string })[] = []
  const fired: unknown[] = []
  let onTimers: ((timers: Rung[]) => Promise<readonly WakeOutcome[]>) | undefined
  const rung = (timer: string, lateMs: number): Rung => ({
    force: 'northshire',
    reference: 'NS-1',
    timer,
    dueAt: new Date(Date.now() - lateMs).toISOString(),
  })
  const OUTCOMES: Readonly<Record<string, WakeOutcome>> = { a: 'fired', b: 'superseded', c: 'not yet', old: 'fired' }

  beforeEach(() => {
    asked.length = 0
    fired.length = 0
    startTimers(
      {
        fireTimers: async (timers) => {
          asked.push(...timers)
          return timers.map(({ timer }) => OUTCOMES[timer] as WakeOutcome)
        },
      },
      {
        work: (given) => {
          onTimers = given
        },
      },
      ({ dueAt, by }) => fired.push({ dueAt, by }),
    )
  })

  it('is the engine’s to judge; only what took effect counts as fired by the queue', async () => {
    const these = [rung('a', 3), rung('b', 2), rung('c', 1)]
    expect(await onTimers?.(these)).toEqual(['fired', 'superseded', 'not yet'])
    expect(asked).toEqual(these.map(({ force, reference, timer }) => ({ force, reference, timer })))
    expect(fired).toEqual([{ dueAt: these[0]?.dueAt, by: 'queue' }])
  })

  it('that comes long after its time is left to the sweep, which knows what is worst; those beside it keep their answers', async () => {
    expect(await onTimers?.([rung('old', 60_000), rung('c', 1), rung('old', 60_000), rung('a', 2)])).toEqual([
      'superseded',
      'not yet',
      'superseded',
      'fired',
    ])
    expect(asked.map(({ timer }) => timer)).toEqual(['c', 'a'])
  })
})
