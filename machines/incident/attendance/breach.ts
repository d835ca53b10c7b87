/** A wait passed its deadline: remembered for good, alerted, and told to the risk region, which demands a reassessment. */

import type { Anything } from '../grading/clocks.ts'
import { demandFor } from '../risk/demands.ts'
import { incidentSetup } from '../setup.ts'
import { remember } from '../words.ts'
import { endWarning, overdueAlert } from './arrivals.ts'
import { scheduleTelling } from './victimTold.ts'

export const breach = [
  remember(({ context }: Anything) => ({
    attendance: 'missed',
    // It has been breached: no later grade goes back to it.
    rankClocks: context.rankClocks.filter(({ attendBy }) => attendBy !== context.attendBy),
    breaches: [
      ...context.breaches,
      {
        clock: context.clock,
        dueAt: context.attendBy ?? '',
        priority: context.priority ?? '',
        demand: demandFor(context, 'attendance-overdue'),
        answered: false,
        settled: false,
      },
    ],
  })),
  endWarning,
  overdueAlert,
  scheduleTelling('breach'),
  incidentSetup.raise(({ context, event }) => ({
    type: 'attendance.breached' as const,
    clock: context.clock,
    at: context.attendBy ?? event.at,
    recordedAt: event.recordedAt,
    ...(event.sequence === undefined ? {} : { sequence: event.sequence }),
  })),
]
