/** A wait passed its deadline: remembered for good, alerted, and told to the risk region, which demands a reassessment. */

import type { Anything } from '../grading/clocks.ts'
import { incidentSetup } from '../setup.ts'
import { type On, remember } from '../words.ts'
import { endWarning, overdueAlert } from './arrivals.ts'
import type { StoppedClock } from './memory.ts'
import { scheduleTelling } from './victimTold.ts'

/** @param clockOf the clock whose deadline passed. */
const breachOfClock = <It extends Anything>(clockOf: (it: It) => Omit<StoppedClock, 'stoppedAt'>) => [
  remember((it: It) => {
    const { context } = it
    const { clock, dueAt, priority } = clockOf(it)
    return {
      // It has been breached: no later grade goes back to it.
      rankClocks: context.rankClocks.filter(({ attendBy }) => attendBy !== dueAt),
      breaches: [
        ...context.breaches,
        // The risk region names the demand (`nameDemandOfBreach`).
        { clock, dueAt, priority, demand: '', answered: false, settled: false },
      ],
    }
  }),
  overdueAlert((it: It) => clockOf(it).dueAt),
  scheduleTelling('breach', clockOf as (it: Anything) => Omit<StoppedClock, 'stoppedAt'>),
  incidentSetup.raise(({ context, event }) => {
    const { clock, dueAt } = clockOf({ context, event } as It)
    return {
      type: 'attendance.breached' as const,
      clock,
      at: dueAt,
      recordedAt: event.recordedAt,
      ...(event.sequence === undefined ? {} : { sequence: event.sequence }),
    }
  }),
]

export const breach = [
  remember({ attendance: 'missed' }),
  endWarning,
  ...breachOfClock(({ context: { clock, attendBy, warnBy, priority } }: Anything) => ({
    clock,
    dueAt: attendBy ?? '',
    warnBy: warnBy ?? '',
    priority: priority ?? '',
  })),
]
export const breachOfStopped = breachOfClock(({ event }: On<'stopped-clock.passed'>) => event.stopped)
