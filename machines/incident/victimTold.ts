/**
 * Telling the victim of the delay: owed from the breach, or from the warning where the policy says so, once for each clock.
 * Of 31 callers 15 had been told. Source: docs/sources.md#victim-told (Warwickshire 2023-25)
 */
import type { CaseEventData } from '../rules/events.ts'
import { owedAfter } from './owed.ts'
import { type IncidentContext, incidentSetup } from './setup.ts'

type Contacted = { readonly event: { readonly data: CaseEventData['victim.contacted'] } }

/** She was reached, and told. Who was not reached was told nothing, whatever the form says. */
export const tellsOfDelay = ({ event: { data } }: Contacted): boolean => data.toldOfDelay === true && data.safe !== null

/** One clock's telling is one duty, so that each breach is counted by itself. */
const clocksOf = ({ clock }: IncidentContext): readonly string[] => Array.from({ length: clock }, (_, made) => String(made + 1))

/** What was said between the warning and the breach was said of this delay. */
const wasTold = ({ toldAt, warnBy }: IncidentContext): boolean => toldAt !== null && warnBy !== null && toldAt >= warnBy

export const oweTelling = (point: 'warning' | 'breach') =>
  incidentSetup.enqueueActions(({ context, event, enqueue }) => {
    const { victimTold } = context.policy
    if (victimTold?.from !== point) return
    const of = String(context.clock)
    const late = 'victim-not-told'
    enqueue({
      type: 'owe',
      params: owedAfter({ context, event }, { deadline: 'victim-told', of, within: victimTold.within, late }),
    })
    if (wasTold(context)) enqueue({ type: 'done', params: { deadline: 'victim-told', of } })
  })

export const told = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  if (context.policy.victimTold === undefined) return enqueue({ type: 'keepOnLog', params: undefined })
  const { toldAt } = context
  enqueue({ type: 'remember', params: { toldAt: toldAt !== null && toldAt > event.at ? toldAt : event.at } })
  for (const of of clocksOf(context)) enqueue({ type: 'done', params: { deadline: 'victim-told', of } })
})

/** The wait is over: there is no delay to tell of any more. */
export const endTelling = incidentSetup.enqueueActions(({ context, enqueue }) => {
  if (context.policy.victimTold === undefined) return
  for (const of of clocksOf(context)) enqueue({ type: 'waive', params: { deadline: 'victim-told', of } })
})
