/** Which demands an event opens, answers and ends: plain questions about an incident's memory, asked by its regions. */
import type { OpenDemand } from '../effects.ts'
import type { Happened } from '../rules/happened.ts'
import type { Breach, EventOf, IncidentContext } from './setup.ts'

/** Ids count up and are never used twice. */
export const nextDemandId = ({ reference, demandsMade }: IncidentContext): string => `${reference}-d${demandsMade + 1}`

/** The breaches after news of an arrival: one that fell due after it, in the same wait, is settled as in time. */
export const settledBy = ({ breaches, waitingSince }: IncidentContext, { at }: Happened): readonly Breach[] =>
  breaches.map((breach) =>
    at <= breach.dueAt && (waitingSince === null || at >= waitingSince) ? { ...breach, settled: true } : breach,
  )

/** The open demands that an arrival ends: with the victim seen, those whose cause came before it and those of breaches it settles. */
export function supersededBy(context: IncidentContext, { at, recordedAt, data }: EventOf<'unit.arrived'>): readonly OpenDemand[] {
  if (!data.victimSeen) return []
  const settled = new Set(settledBy(context, { at, recordedAt }).flatMap((breach) => (breach.settled ? [breach.demand] : [])))
  return context.openDemands.filter(({ id, causeAt }) => causeAt <= at || settled.has(id))
}

/** What of a review is left after the victim was seen: causes that came after it and are no settled breach. */
export function reviewAfterSeen(
  context: IncidentContext,
  seenAt: string,
  breaches: readonly Breach[],
): IncidentContext['review'] {
  const settled = new Set(breaches.flatMap((breach) => (breach.settled ? [breach.demand] : [])))
  return context.review.filter(({ demand, causeAt }) => causeAt > seenAt && (demand === null || !settled.has(demand)))
}

/** The ids that a reassessment says it answers. */
export const answeredBy = ({ data }: EventOf<'risk.reassessed'>): readonly string[] => [
  ...new Set([...(data.demand === null ? [] : [data.demand]), ...(data.alsoAnswers ?? [])]),
]
