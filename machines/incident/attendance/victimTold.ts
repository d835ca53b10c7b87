/**
 * Telling the victim of the delay: owed from the breach, or from the warning where the policy says so, once for each clock, and
 * again after a visit that did not see her. Of 31 callers 15 had been told. Source: docs/sources.md#victim-told (Warwickshire 2023-25)
 */
import type { CaseEventData } from '../../rules/events.ts'
import { later } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { breachOf } from '../grading/clocks.ts'
import { owedAfter } from '../hau/owedAfter.ts'
import type { IncidentContext } from '../setup.ts'
import { act, cancel, complete, keepOnLog, type On, remember, schedule } from '../words.ts'
import { visitFailing } from './visit.ts'

type Contacted = { readonly event: { readonly data: CaseEventData['victim.contacted'] } }

/** Somebody reached and told her. A victim who was not reached was not told, whatever the form says. */
export const tellsOfDelay = ({ event: { data } }: Contacted): boolean => data.toldOfDelay === true && data.safe !== null

/** Each attendance clock has its own obligation to tell her, so that each breach is counted by itself. */
const clocksOf = ({ clock }: IncidentContext): readonly string[] => counted(clock).map(String)
/** Each failed visit has its own obligation too. */
const visitsOf = ({ failedVisits }: IncidentContext): readonly string[] => counted(failedVisits.made).map(visit)
const visit = (made: number): string => `visit-${made}`
const counted = (made: number): readonly number[] => Array.from({ length: made }, (_, before) => before + 1)

/** Between the warning and the breach she was told of this delay. Before the last failed visit she was not told of the delay after it. */
const wasTold = ({ toldAt, failedVisits: { at } }: IncidentContext, warnBy: Instant | null): boolean =>
  toldAt !== null && warnBy !== null && toldAt >= later(warnBy, at ?? warnBy)

type ClockOf = (it: On) => { readonly clock: number; readonly warnBy: Instant | null }

export const scheduleTelling = (point: 'warning' | 'breach', clockOf: ClockOf = ({ context }) => context) =>
  act((it) => {
    const { victimTold } = it.context.policy
    if (victimTold?.from !== point) return []
    const { clock, warnBy } = clockOf(it)
    return [
      schedule(owedAfter(it, { deadline: 'victim-told', of: String(clock), within: victimTold.within })),
      ...(wasTold(it.context, warnBy) ? [complete('victim-told', String(clock))] : []),
    ]
  })

export const told = act(({ context, event }) => {
  if (context.policy.victimTold === undefined) return [keepOnLog]
  const { toldAt, failedVisits } = context
  // Late news of a call before the visit does not tell her of the visit.
  const visits = failedVisits.at !== null && event.at >= failedVisits.at ? visitsOf(context) : []
  return [
    remember({ toldAt: toldAt === null ? event.at : later(toldAt, event.at) }),
    ...[...clocksOf(context), ...visits].map((of) => complete('victim-told', of)),
  ]
})

/** The wait is over: there is no delay to tell of any more. */
export const endTelling = act(({ context }) =>
  context.policy.victimTold === undefined
    ? []
    : [...clocksOf(context), ...visitsOf(context)].map((of) => cancel('victim-told', of)),
)

/** An arrival ends it; where the policy asks for it after a failed visit, only an arrival that saw the victim. */
export const endTellingOnceSeen = act<'unit.arrived'>(({ context, event: { data } }) => {
  if (data.victimSeen || !context.policy.victimTold?.afterFailedVisit) return [endTelling]
  return data.victimSeen === false ? [tellAgain] : []
})

const isLate = (context: IncidentContext): boolean =>
  context.policy.victimTold?.from === 'warning'
    ? context.warnedOn === context.clock
    : breachOf(context, context.attendBy)?.settled === false

/**
 * Somebody went and did not see her: what she was told of the delay before is over. Each visit is told once, whether it ends with an arrival that saw nobody, with an attendance that failed, or with both; nothing is owed twice.
 */
export const tellAgain = act((it) => {
  const { context, event } = it
  const { policy, failedVisits } = context
  const { victimTold } = policy
  const began = visitFailing(context, event)?.arrivedAt ?? context.attendedAt
  const sameVisit = began !== null && failedVisits.at !== null && failedVisits.at >= began
  if (!victimTold?.afterFailedVisit || sameVisit || !isLate(context) || !wasTold(context, context.warnBy)) return []
  const made = failedVisits.made + 1
  return [
    remember({ failedVisits: { made, at: event.at } }),
    schedule(owedAfter(it, { deadline: 'victim-told', of: visit(made), within: victimTold.within })),
  ]
})
