/**
 * A clock that an arrival stopped without anybody seeing her, and that an upgrade replaced after its deadline had passed. Nothing
 * gives away time waited: if the visit fails, that deadline is a breach, beside the clock of the upgrade.
 * Source: the public contract, section 2 (`unit.arrived`) and section 4 (nothing gives away time waited).
 */

import { rankOf } from '../../rules/policy/policy.ts'
import { breachOf, type Graded } from '../grading/clocks.ts'
import { type IncidentContext, incidentSetup } from '../setup.ts'
import { type On, remember } from '../words.ts'
import { overdueAlert, standDown, withoutSettling } from './arrivals.ts'
import { breachOfStopped } from './breach.ts'
import type { Visit } from './memory.ts'
import { tellAgain } from './victimTold.ts'
import { endVisitByWord, failVisit, visitFailing } from './visit.ts'

const whileVisiting = ({ visits }: IncidentContext, learnt: (visit: Visit) => Partial<Visit>) =>
  visits.map((visit) => (visit.failedAt === null ? { ...visit, ...learnt(visit) } : visit))

/** An upgrade begins a wait of its own while somebody looks for her. */
export const keepRise = remember(({ context, event }: Graded) => ({
  visits: whileVisiting(context, () => ({ raisedAt: event.at })),
}))

/** The grade that the current clock was started for: since then it may have been lowered, and raised. */
function priorityOf({ policy, rankClocks, attendBy, grades }: IncidentContext): string {
  const rank = rankClocks.find((clock) => clock.attendBy === attendBy)?.rank
  return grades.findLast(({ priority }) => rankOf(policy, priority) === rank)?.priority ?? ''
}

/** The visit remembers the clock that it has stopped. A deadline that is still ahead needs no memory: the new clock takes it over. */
export const keepStopped = remember(({ context, event }: Graded): Partial<IncidentContext> => {
  const { attendBy, warnBy, attendedAt, clock } = context
  if (attendBy === null || warnBy === null || attendedAt === null || attendBy > event.at) return {}
  const stopped = { clock, dueAt: attendBy, warnBy, priority: priorityOf(context), stoppedAt: attendedAt }
  return { visits: whileVisiting(context, (visit) => ({ stopped: [...visit.stopped, stopped] })) }
})

/** The visit fails. Each breach is an event of its own, after the demand that the failing opens. */
const stoppedClocksRunOn = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const visit = visitFailing(context, event)
  if (visit === undefined || event.at < visit.arrivedAt) return
  const { at, recordedAt, sequence } = event
  for (const stopped of visit.stopped)
    enqueue.raise({ type: 'stopped-clock.passed', at, recordedAt, ...(sequence === undefined ? {} : { sequence }), stopped })
})

/** Somebody went, and nobody saw her. */
export const visitFails = [stoppedClocksRunOn, failVisit, tellAgain, standDown]
/** Somebody says so, and nobody looks for her any more. */
export const failedByWord = [stoppedClocksRunOn, endVisitByWord, tellAgain, standDown]

type Passed = On<'stopped-clock.passed'>

/** A breach that was there stays the only one, and its alert is open again: nobody has attended. */
export const stoppedClockPassed = [
  {
    guard: ({ context, event }: Passed) => breachOf(context, event.stopped.dueAt) !== undefined,
    actions: [
      remember(({ context, event }: Passed) => ({ breaches: withoutSettling(context, event.stopped.dueAt) })),
      overdueAlert(({ event }: Passed) => event.stopped.dueAt),
    ],
  },
  { actions: breachOfStopped },
]
