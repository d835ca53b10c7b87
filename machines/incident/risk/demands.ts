/** Which demands an event opens, joins, answers and ends: plain questions about an incident's memory, asked by its regions. */
import type { OpenDemand } from '../../effects.ts'
import type { DemandReason } from '../../rules/catalogue/reasons.ts'
import {
  type Answered,
  answeredOf,
  type Cause,
  isVoid,
  joinedBy,
  leftAfterSeen,
  type Voided,
} from '../../rules/reassessment/causes.ts'
import { causeOf } from '../../rules/time/happened.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { Breach } from '../attendance/memory.ts'
import { arrivalIn, sentSince, stoppedAfterAll, visitFailing, voidedVisits } from '../attendance/visit.ts'
import type { EventOf, IncidentContext, IncidentEvent } from '../setup.ts'

/** Ids count up and are never used twice. */
const nextDemandId = ({ reference, demandsMade }: IncidentContext): string => `${reference}-d${demandsMade + 1}`

export const openFor = ({ openDemands }: IncidentContext, reason: DemandReason): OpenDemand | undefined =>
  openDemands.find((open) => open.reason === reason)

/** The demand that a cause of this reason belongs to: the open one, or the next. */
export const demandFor = (context: IncidentContext, reason: DemandReason): string =>
  openFor(context, reason)?.id ?? nextDemandId(context)

/**
 * What an incident remembers of its demands after a cause: a demand more, or a cause more of the open one.
 *
 * @param told what of the cause the event does not say itself.
 */
export function withCause(
  context: IncidentContext,
  reason: DemandReason,
  event: IncidentEvent,
  told: Pick<Partial<Cause>, 'at' | 'clocks'> = {},
): Pick<IncidentContext, 'openDemands' | 'demandsMade'> {
  const { openDemands, demandsMade } = context
  const open = openFor(context, reason)
  const number = (open?.causeCount ?? 0) + 1
  const cause: Cause = {
    at: causeOf(event),
    sequence: event.sequence ?? 0,
    number,
    ...(event.type === 'attendance.breached' ? { clock: event.clock } : {}),
    ...(event.type === 'victim.unseen' ? { visit: visitFailing(context, event)?.number ?? 0 } : {}),
    ...told,
  }
  if (open === undefined) {
    const opened = { id: nextDemandId(context), reason, causes: [cause], causeCount: number }
    return { openDemands: [...openDemands, opened], demandsMade: demandsMade + 1 }
  }
  const joined = { ...open, causes: joinedBy(open.causes, cause), causeCount: number }
  return { openDemands: openDemands.map((one) => (one === open ? joined : one)), demandsMade }
}

/**
 * The arrival that settles a breach, as in time: that of which the news is, where the breach fell due after it in the same wait, or
 * that of a visit which had stopped the clock and which did not fail after all. Once somebody was sent for something newer, a breach
 * is that of another wait.
 */
export function settlingArrival(context: IncidentContext, event: EventOf<'unit.arrived'>): (breach: Breach) => Instant | null {
  const { at, waitingSince } = arrivalIn(context, event)
  const sent = sentSince(context, event)
  const stopped = event.data.victimSeen ? stoppedAfterAll(context, event.at) : []
  return ({ clock, dueAt }) =>
    at <= dueAt && (waitingSince === null || at >= waitingSince) && (sent === undefined || clock <= sent.clock)
      ? at
      : (stopped.find((one) => one.clock === clock)?.stoppedAt ?? null)
}

/** The breaches after news of an arrival. */
export function settledBy(context: IncidentContext, event: EventOf<'unit.arrived'>): readonly Breach[] {
  const arrival = settlingArrival(context, event)
  return context.breaches.map((breach) => (arrival(breach) === null ? breach : { ...breach, settled: true }))
}

const voidedBy = (context: IncidentContext, event: EventOf<'unit.arrived'>): Voided => ({
  clocks: new Set(settledBy(context, event).flatMap(({ settled, clock }) => (settled ? [clock] : []))),
  visits: voidedVisits(context, event),
})

/** The open demands as an arrival that saw the victim leaves them: each with the causes that came after it and that it does not void. */
export function afterSeen(context: IncidentContext, event: EventOf<'unit.arrived'>): readonly OpenDemand[] {
  const voided = voidedBy(context, event)
  return context.openDemands.map((open) => ({ ...open, causes: leftAfterSeen(open.causes, event.at, voided) }))
}

/** What of a review is left after the victim was seen: causes that came after it and that it does not void. */
export function reviewAfterSeen(context: IncidentContext, event: EventOf<'unit.arrived'>): IncidentContext['review'] {
  const voided = voidedBy(context, event)
  return context.review.filter((entry) => entry.causeAt > event.at && !isVoid(entry, voided))
}

/** The ids that a reassessment says it answers. */
export const answeredBy = ({ data }: EventOf<'risk.reassessed'>): readonly string[] => [
  ...new Set([...(data.demand === null ? [] : [data.demand]), ...(data.alsoAnswers ?? [])]),
]

export interface AnsweredDemand extends Answered {
  readonly open: OpenDemand
}

/** What a reassessment answers of each open demand that it names. */
export function answersOf(context: IncidentContext, event: EventOf<'risk.reassessed'>): readonly AnsweredDemand[] {
  const ids = answeredBy(event)
  return context.openDemands
    .filter(({ id }) => ids.includes(id))
    .map((open) => ({ open, ...answeredOf(open.causes, event.at, event.data.causesSeen?.[open.id]) }))
}

/** The open demands as a reassessment leaves them. */
export function afterAnswers(context: IncidentContext, event: EventOf<'risk.reassessed'>): readonly OpenDemand[] {
  const left = new Map(answersOf(context, event).map((answer) => [answer.open.id, answer.left]))
  return context.openDemands.map((open) => ({ ...open, causes: left.get(open.id) ?? open.causes }))
}

/** The breaches as a reassessment leaves them. */
export function breachesAnswered(context: IncidentContext, event: EventOf<'risk.reassessed'>): readonly Breach[] {
  const clocks = new Set(
    answersOf(context, event).flatMap(({ open, left }) =>
      open.causes
        .filter(({ sequence }) => !left.some((cause) => cause.sequence === sequence))
        .flatMap(({ clock, clocks = [] }) => [clock, ...clocks]),
    ),
  )
  if (!context.breaches.some(({ clock }) => clocks.has(clock))) return context.breaches
  return context.breaches.map((breach) => (clocks.has(breach.clock) ? { ...breach, answered: true } : breach))
}

export const stillOpen = (demands: readonly OpenDemand[]): readonly OpenDemand[] =>
  demands.filter(({ causes }) => causes.length > 0)
export const overIn = (demands: readonly OpenDemand[]): readonly string[] =>
  demands.filter(({ causes }) => causes.length === 0).map(({ id }) => id)
