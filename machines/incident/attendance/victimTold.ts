/**
 * Telling the victim of the delay: owed from the breach, or from the warning where the policy says so, once for each clock, and
 * again after a visit that did not see her. Of 31 callers 15 had been told. Source: docs/sources.md#victim-told (Warwickshire 2023-25)
 */
import type { CaseEventData } from '../../rules/events.ts'
import { later } from '../../rules/time/instants.ts'
import { breachOf } from '../grading/clocks.ts'
import { owedAfter } from '../hau/owedAfter.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'

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
const wasTold = ({ toldAt, warnBy, failedVisits: { at } }: IncidentContext): boolean =>
  toldAt !== null && warnBy !== null && toldAt >= later(warnBy, at ?? warnBy)

export const scheduleTelling = (point: 'warning' | 'breach') =>
  incidentSetup.enqueueActions(({ context, event, enqueue }) => {
    const { victimTold } = context.policy
    if (victimTold?.from !== point) return
    const of = String(context.clock)
    enqueue({
      type: 'schedule',
      params: owedAfter({ context, event }, { deadline: 'victim-told', of, within: victimTold.within }),
    })
    if (wasTold(context)) enqueue({ type: 'complete', params: { deadline: 'victim-told', of } })
  })

export const told = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  if (context.policy.victimTold === undefined) return enqueue({ type: 'keepOnLog', params: undefined })
  const { toldAt, failedVisits } = context
  enqueue({ type: 'remember', params: { toldAt: toldAt === null ? event.at : later(toldAt, event.at) } })
  // Late news of a call before the visit does not tell her of the visit.
  const visits = failedVisits.at !== null && event.at >= failedVisits.at ? visitsOf(context) : []
  for (const of of [...clocksOf(context), ...visits]) enqueue({ type: 'complete', params: { deadline: 'victim-told', of } })
})

/** The wait is over: there is no delay to tell of any more. */
export const endTelling = incidentSetup.enqueueActions(({ context, enqueue }) => {
  if (context.policy.victimTold === undefined) return
  for (const of of [...clocksOf(context), ...visitsOf(context)])
    enqueue({ type: 'cancel', params: { deadline: 'victim-told', of } })
})

/** An arrival ends it; where the policy asks for it after a failed visit, only an arrival that saw the victim. */
export const endTellingOnceSeen = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { data } = event as EventOf<'unit.arrived'>
  if (data.victimSeen || !context.policy.victimTold?.afterFailedVisit) enqueue(endTelling)
  else if (data.victimSeen === false) enqueue(tellAgain)
})

const isLate = (context: IncidentContext): boolean =>
  context.policy.victimTold?.from === 'warning'
    ? context.warnedOn === context.clock
    : breachOf(context, context.attendBy)?.settled === false

/**
 * Somebody went and did not see her: what she was told of the delay before is over. Each visit is told once, whether it ends with an arrival that saw nobody, with an attendance that failed, or with both; nothing is owed twice.
 */
export const tellAgain = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const { policy, failedVisits, attendedAt } = context
  const { victimTold } = policy
  const sameVisit = attendedAt !== null && failedVisits.at !== null && failedVisits.at >= attendedAt
  if (!victimTold?.afterFailedVisit || sameVisit || !isLate(context) || !wasTold(context)) return
  const made = failedVisits.made + 1
  enqueue({ type: 'remember', params: { failedVisits: { made, at: event.at } } })
  enqueue({
    type: 'schedule',
    params: owedAfter({ context, event }, { deadline: 'victim-told', of: visit(made), within: victimTold.within }),
  })
})
