/** Arrivals, and what is undone when one turns out to have failed. */
import { earlier } from '../../rules/time/instants.ts'
import { type Anything, breachOf } from '../grading/clocks.ts'
import { settledBy } from '../risk/demands.ts'
import type { EventOf, IncidentContext } from '../setup.ts'
import { endTellingOnceSeen } from './victimTold.ts'
import { arrivalIn, atScene } from './visit.ts'

type Arrived = { readonly context: IncidentContext; readonly event: EventOf<'unit.arrived'> }

/** An arrival before this wait began answers an earlier wait. */
export const stopsClock = ({ context, event }: Arrived): boolean => {
  const { at, waitingSince } = arrivalIn(context, event)
  return (
    (context.policy.clock.stop === 'arrived' || event.data.victimSeen === true) && (waitingSince === null || at >= waitingSince)
  )
}

/** A visit of this wait that the policy does not take for an arrival. */
export const failsToSeeHer = ({ context, event }: Arrived): boolean =>
  event.data.victimSeen === false &&
  context.attendedAt === null &&
  (context.waitingSince === null || event.at >= context.waitingSince)

/** *Soon overdue* ends with the wait, and when *overdue* begins: whoever works through a list is told each thing once. */
export const endWarning = { type: 'resolveAlerts' as const, params: { kind: 'attendance-warning' as const } }

/** An arrival stops the clock. Late news of an arrival in time settles the breach: nobody was late. */
export const arrive = [
  {
    type: 'remember' as const,
    params: ({ context, event }: Arrived) => {
      const { at, waitingSince } = arrivalIn(context, event)
      const inTime = context.attendBy === null || at <= context.attendBy || context.attendance === 'met'
      return {
        attendedAt: earlier(context.attendedAt ?? at, at),
        waitingSince,
        attendance: inTime ? ('met' as const) : ('missed' as const),
        breaches: settledBy(context, event),
      }
    },
  },
  { type: 'resolveAlerts' as const, params: { kind: 'attendance-overdue' as const } },
  endWarning,
  endTellingOnceSeen,
  atScene,
]

export const hadBreached = ({ context }: Anything): boolean => breachOf(context, context.attendBy) !== undefined
export const overdueAlert = {
  type: 'raiseAlert' as const,
  params: ({ context }: Anything) => ({
    kind: 'attendance-overdue' as const,
    cause: `clock-${breachOf(context, context.attendBy)?.clock ?? context.clock}`,
  }),
}
/** If an arrival that settled a breach turns out to have failed, the breach is open again. */
export const missedAfterAll = {
  type: 'remember' as const,
  params: ({ context }: Anything) => ({
    attendance: 'missed' as const,
    breaches: context.breaches.map((breach) => (breach.dueAt === context.attendBy ? { ...breach, settled: false } : breach)),
  }),
}
/** The victim was seen since this wait began. */
export const wasSeen = ({ context: { victimSeenAt, waitingSince } }: Anything): boolean =>
  victimSeenAt !== null && (waitingSince === null || victimSeenAt >= waitingSince)

/** Nobody is there and nobody is coming: the wait goes on from here, on the clock it had. */
export const standDown = {
  type: 'remember' as const,
  params: ({ event }: Anything) => ({ units: [], attendedAt: null, waitingSince: event.at }),
}

/** The first grade, given once somebody was there: whether that was in time. */
export const judgeArrival = {
  type: 'remember' as const,
  params: ({ context: { attendedAt, attendBy } }: Anything) => ({
    attendance: attendedAt !== null && attendBy !== null && attendedAt <= attendBy ? ('met' as const) : ('missed' as const),
  }),
}
