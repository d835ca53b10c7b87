/** Arrivals, and what is undone when one turns out to have failed. */
import { earlier, later } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { type Anything, breachOf } from '../grading/clocks.ts'
import { afterSeen, settledBy } from '../risk/demands.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'
import { raise, remember, resolve } from '../words.ts'
import { endTellingOnceSeen } from './victimTold.ts'
import { arrivalIn, atScene, comingToVisit, endVisit, nothingIsAsked, sentSince } from './visit.ts'

type Arrived = { readonly context: IncidentContext; readonly event: EventOf<'unit.arrived'> }

/** An arrival before this wait began answers an earlier wait. */
function isOfThisWait({ context, event }: Arrived): boolean {
  const { at, waitingSince } = arrivalIn(context, event)
  return waitingSince === null || at >= waitingSince
}
/** Late news that she was seen in this wait, before somebody was sent for something newer: from there the wait goes on. */
export const seenBeforeNews = (it: Arrived): boolean => sentSince(it.context, it.event) !== undefined && isOfThisWait(it)
export const stopsClock = (it: Arrived): boolean =>
  (it.context.policy.clock.stop === 'arrived' || it.event.data.victimSeen === true) && isOfThisWait(it) && !seenBeforeNews(it)

/** A visit of this wait that the policy does not take for an arrival. */
export const failsToSeeHer = ({ context, event }: Arrived): boolean =>
  event.data.victimSeen === false &&
  context.attendedAt === null &&
  (context.waitingSince === null || event.at >= context.waitingSince)

/** *Soon overdue* ends with the wait, and when *overdue* begins: whoever works through a list is told each thing once. */
export const endWarning = resolve({ kind: 'attendance-warning' })

/**
 * She had been seen before the unit that looks for her came, and nothing is asked about what came after that: nobody has to find her
 * again.
 */
const endNeedlessVisit = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const arrived = event as EventOf<'unit.arrived'>
  if (!arrived.data.victimSeen) return
  const { victimSeenAt, waitingSince } = context
  const seenAt = later(victimSeenAt ?? arrived.at, arrived.at)
  if (nothingIsAsked({ victimSeenAt: seenAt, waitingSince, openDemands: afterSeen(context, arrived) })) enqueue(endVisit)
})

/** An arrival stops the clock. Late news of an arrival in time settles the breach: nobody was late. */
export const arrive = [
  remember(({ context, event }: Arrived) => {
    const { at, waitingSince } = arrivalIn(context, event)
    const inTime = context.attendBy === null || at <= context.attendBy || context.attendance === 'met'
    return {
      attendedAt: earlier(context.attendedAt ?? at, at),
      waitingSince,
      attendance: inTime ? 'met' : 'missed',
      breaches: settledBy(context, event),
    }
  }),
  resolve({ kind: 'attendance-overdue' }),
  endWarning,
  endTellingOnceSeen,
  atScene,
  endNeedlessVisit,
]

export const hadBreached = ({ context }: Anything): boolean => breachOf(context, context.attendBy) !== undefined
/** One breach, one alert: raised again, it is open again. @param dueAtOf the deadline that was breached. */
export const overdueAlert = <It extends Anything>(dueAtOf: (it: It) => Instant | null) =>
  raise((it: It) => ({
    kind: 'attendance-overdue' as const,
    cause: `clock-${breachOf(it.context, dueAtOf(it))?.clock ?? it.context.clock}`,
  }))
export const overdueAgain = overdueAlert(({ context }: Anything) => context.attendBy)
/** If an arrival that settled a breach turns out to have failed, the breach is open again. */
export const missedAfterAll = remember(({ context }: Anything) => ({
  attendance: 'missed',
  breaches: withoutSettling(context, context.attendBy),
}))
export const withoutSettling = ({ breaches }: IncidentContext, dueAt: Instant | null) =>
  breaches.map((breach) => (breach.dueAt === dueAt ? { ...breach, settled: false } : breach))
/** The victim was seen since this wait began. */
export const wasSeen = ({ context: { victimSeenAt, waitingSince } }: Anything): boolean =>
  victimSeenAt !== null && (waitingSince === null || victimSeenAt >= waitingSince)

/** Nobody is there and nobody is coming, but to a visit that runs or fails now: the wait goes on from here, on the clock it had. */
export const standDown = remember(({ context, event }: Anything) => ({
  units: comingToVisit(context, event),
  attendedAt: null,
  waitingSince: event.at,
}))

/** The clock that an arrival stopped runs to its instant: an upgrade may not give it away. */
export const clockRunsAgain = remember({ attendance: null })

/** The first grade, given once somebody was there: whether that was in time. */
export const judgeArrival = remember(({ context: { attendedAt, attendBy } }: Anything) => ({
  attendance: attendedAt !== null && attendBy !== null && attendedAt <= attendBy ? 'met' : 'missed',
}))
