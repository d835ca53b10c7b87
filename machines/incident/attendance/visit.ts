/**
 * A visit at which nobody has seen the victim yet: a unit is at the scene, and the policy says how long it has to see her. Then the
 * attendance has failed, and the clock that the arrival stopped goes on to its original instant. News, however late, that she was
 * seen before the visit failed settles it. Source: docs/sources.md#visits
 */
import { personKey } from '../../rules/person.ts'
import { earlier, later, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'
import { cancel, complete, remember, schedule } from '../words.ts'
import type { AtScene, Sent, StoppedClock, Visit } from './memory.ts'

type Left = { readonly context: IncidentContext; readonly event: EventOf<'unit.cleared'> | EventOf<'unit.stood-down'> }

/** Project default [derived]: no incident is visited by more units that anybody would look for. */
const MOST_AT_SCENE = 50
/** Older visits that failed are in the record; news of them settles nothing any more. */
const MOST_VISITS = 20

export const visitNow = ({ visits }: IncidentContext): Visit | undefined => visits.find(({ failedAt }) => failedAt === null)
/** The visit that an event ends without her, before or after it was remembered. */
export const visitFailing = ({ visits }: IncidentContext, { at }: { readonly at: Instant }): Visit | undefined =>
  visits.findLast(({ failedAt }) => failedAt === null || failedAt === at)
const failedVisits = ({ visits }: IncidentContext): readonly Visit[] => visits.filter(({ failedAt }) => failedAt !== null)
const isThere = ({ clearedAt }: AtScene): boolean => clearedAt === null
/**
 * A unit as the incident first heard of it. Units are compared as people are: `B12`, `b12` and `B 12` are one unit. Source: the
 * public contract, section 2.
 */
export function unitIn({ units, scene, visits }: IncidentContext, named: string): string {
  const known = [...units, ...scene.map(({ unit }) => unit), ...visits.flatMap(({ coming }) => coming)]
  if (known.includes(named)) return named
  const key = personKey(named)
  return known.find((unit) => personKey(unit) === key) ?? named
}
/** Known to the incident: on its way, or at the scene. */
export function isAssigned(context: IncidentContext, named: string): boolean {
  const unit = unitIn(context, named)
  return context.units.includes(unit) || context.scene.some((one) => one.unit === unit && isThere(one))
}
/**
 * At the scene in this wait, or in the wait that the visit belongs to: a unit that came to an earlier one, and that nobody has
 * cleared, is no longer counted on.
 */
const thereNow = (context: IncidentContext): readonly string[] => {
  const { waitingSince } = visitNow(context) ?? context
  return context.scene.flatMap((one) =>
    isThere(one) && (waitingSince === null || one.arrivedAt >= waitingSince) ? [one.unit] : [],
  )
}
/** The units that are not at the scene yet, where somebody there still looks for her, or has just failed to see her. */
export const comingToVisit = (context: IncidentContext, event: { readonly at: Instant }): readonly string[] =>
  visitNow(context) === undefined ? (visitFailing(context, event)?.coming ?? []) : notThere(context)
const notThere = (context: IncidentContext): readonly string[] =>
  context.units.filter((unit) => !thereNow(context).includes(unit))

const wasDuring = ({ waitingSince, failedAt }: Visit, at: Instant): boolean =>
  at <= (failedAt ?? at) && (waitingSince === null || at >= waitingSince)

/** Who was sent first for news that is newer than that she was seen: a wait began then that this does not end. */
export function sentSince({ victimSeenAt, sent }: IncidentContext, { at, data }: EventOf<'unit.arrived'>): Sent | undefined {
  const seenAt = later(victimSeenAt ?? at, at)
  return data.victimSeen ? sent.find(({ newsAt }) => newsAt > seenAt) : undefined
}

/**
 * The numbers of the failed visits that late news of her voids: those at which she was seen after all, and, where nothing is asked
 * since, those that were made because nobody knew that she had been seen.
 */
export function voidedVisits(context: IncidentContext, event: EventOf<'unit.arrived'>): ReadonlySet<number> {
  const failed = failedVisits(context)
  const during = failed.filter((visit) => wasDuring(visit, event.at))
  const needless = [...during, ...ledToBy(failed, during)]
  const voided = isAskedSince(context, event, needless) ? during.filter(({ arrivedAt }) => arrivedAt <= event.at) : needless
  return new Set(voided.map(({ number }) => number))
}
/** @param but the visits that are no news, nor is a breach. */
function isAskedSince(context: IncidentContext, event: EventOf<'unit.arrived'>, but: readonly Visit[]): boolean {
  const numbers = but.map(({ number }) => number)
  return (
    sentSince(context, event) !== undefined ||
    context.openDemands.some(({ causes }) =>
      causes.some(({ at, clock, visit }) => at > event.at && clock === undefined && !numbers.includes(visit ?? 0)),
    )
  )
}
/** @param failed in order. */
function ledToBy(failed: readonly Visit[], during: readonly Visit[]): readonly Visit[] {
  let since = during.at(-1)?.failedAt
  return failed.filter((visit) => {
    if (since === undefined || during.includes(visit) || visit.waitingSince !== since) return false
    since = visit.failedAt
    return true
  })
}

/** The visit at which she was seen, where its failing began this wait, or led to it by visits that failed in their turn. */
function visitBefore(context: IncidentContext, seenAt: Instant): Visit | undefined {
  let since = context.waitingSince
  return failedVisits(context).findLast((visit) => {
    if (visit.failedAt !== since) return false
    if (wasDuring(visit, seenAt)) return true
    since = visit.waitingSince
    return false
  })
}

/** What an arrival counts as: itself, or, where it says that she was seen at such a visit, the arrival of that visit, which stands after all. */
export function arrivalIn(
  context: IncidentContext,
  event: EventOf<'unit.arrived'>,
): Pick<IncidentContext, 'waitingSince'> & { at: Instant } {
  const visit = event.data.victimSeen ? visitBefore(context, event.at) : undefined
  if (visit === undefined) return { at: event.at, waitingSince: context.waitingSince }
  const { raisedAt, arrivedAt, waitingSince } = visit
  const isRaised = raisedAt !== null && event.at >= raisedAt
  const came = isRaised ? (firstSince(context, raisedAt) ?? event.at) : arrivedAt
  const at = context.policy.clock.stop === 'arrived' ? earlier(came, event.at) : event.at
  return { at, waitingSince: isRaised ? raisedAt : waitingSince }
}
/** The first unit that came to the scene at or after an instant. */
export const firstSince = ({ scene }: IncidentContext, since: Instant): Instant | undefined =>
  scene
    .map(({ arrivedAt }) => arrivedAt)
    .filter((at) => at >= since)
    .sort()[0]

/** The clocks that such a visit had stopped in time, where she was seen at it after all. */
export const stoppedAfterAll = (context: IncidentContext, seenAt: Instant): readonly StoppedClock[] =>
  failedVisits(context).flatMap((visit) =>
    wasDuring(visit, seenAt) ? visit.stopped.filter(({ stoppedAt, dueAt }) => stoppedAt <= dueAt) : [],
  )

function arrives(context: IncidentContext, { at, data }: EventOf<'unit.arrived'>): readonly AtScene[] {
  const { scene } = context
  const unit = unitIn(context, data.unit)
  return scene.some((one) => one.unit === unit && isThere(one))
    ? scene
    : [...scene, { unit, arrivedAt: at, clearedAt: null }].slice(-MOST_AT_SCENE)
}

/** She was seen since this wait began, and nothing is asked about what came after that. */
export const nothingIsAsked = ({
  victimSeenAt,
  waitingSince,
  openDemands,
}: Pick<IncidentContext, 'victimSeenAt' | 'waitingSince' | 'openDemands'>): boolean =>
  victimSeenAt !== null &&
  (waitingSince === null || victimSeenAt >= waitingSince) &&
  !openDemands.some(({ causes }) => causes.some(({ at }) => at > victimSeenAt))

/** She was seen at it; or before it, and nothing is asked since. Whoever came since somebody was sent still looks for her. */
function endsVisit(visit: Visit, context: IncidentContext, arrived: EventOf<'unit.arrived'>): boolean {
  if (!wasDuring(visit, arrived.at)) return false
  if (arrived.at < visit.arrivedAt) return !isAskedSince(context, arrived, failedVisits(context))
  const sent = sentSince(context, arrived)
  return sent === undefined || firstSince(context, sent.at) === undefined
}

/** Nobody is known to have seen her, and nobody looks for her yet. */
export const beginsVisit = (context: IncidentContext, arrived: EventOf<'unit.arrived'>): boolean => {
  const { waitingSince } = context
  const isOfAnEarlierWait = waitingSince !== null && arrived.at < waitingSince
  return !(arrived.data.victimSeen || visitNow(context) !== undefined || isOfAnEarlierWait || nothingIsAsked(context))
}

/** Somebody is there: the visit ends where she was seen, and begins where nobody has seen her yet. */
export const atScene = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const arrived = event as EventOf<'unit.arrived'>
  const { visits, visitsMade, waitingSince, policy } = context
  const scene = arrives(context, arrived)
  const now = visitNow(context)
  if (arrived.data.victimSeen) {
    const isOver = now !== undefined && endsVisit(now, context, arrived)
    const over = [...voidedVisits(context, arrived), ...(isOver ? [now.number] : [])]
    for (const number of over) enqueue(complete('victim-seen', String(number)))
    return enqueue(remember({ scene, visits: visits.filter((visit) => visit !== now || !isOver) }))
  }
  if (!beginsVisit(context, arrived)) return enqueue(remember({ scene }))
  const number = visitsMade + 1
  const visit = { number, arrivedAt: arrived.at, waitingSince, failedAt: null, coming: [], raisedAt: null, stopped: [] }
  enqueue(remember({ scene, visitsMade: number, visits: [...visits, visit].slice(-MOST_VISITS) }))
  const dueAt = plus(arrived.at, policy.attendance.seenWithin, policy.timezone)
  enqueue(schedule({ deadline: 'victim-seen', of: String(number), dueAt, climbEvery: null }))
})

/** It ended without her: news that she was seen before this instant settles it. */
export const failVisit = remember(
  ({ context, event }: { readonly context: IncidentContext; readonly event: { readonly at: Instant } }) => {
    const coming = notThere(context)
    return { visits: context.visits.map((visit) => (visit.failedAt === null ? { ...visit, failedAt: event.at, coming } : visit)) }
  },
)

/** Nobody looks for her at this visit any more. */
export const endVisit = incidentSetup.enqueueActions(({ context, enqueue }) => {
  const now = visitNow(context)
  if (now === undefined) return
  enqueue(cancel('victim-seen', String(now.number)))
  enqueue(remember({ visits: failedVisits(context) }))
})
/** An attendance that failed before the visit began ends no visit. News that she was seen before it failed settles it, as any visit. */
export const endVisitByWord = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const now = visitNow(context)
  if (now === undefined || event.at < now.arrivedAt) return
  enqueue(cancel('victim-seen', String(now.number)))
  enqueue(failVisit)
})

/** The last unit leaves, or comes no more, and nobody has seen her. Where a wait runs beside the visit, that nobody comes has a demand of its own. */
export const leavesUnseen = ({ context, event }: Left): boolean =>
  visitNow(context) !== undefined &&
  (isThereNow({ context, event }) || (context.attendedAt !== null && isComing({ context, event }))) &&
  isTheLast({ context, event })

const isComing = ({ context, event: { data } }: Left): boolean => context.units.includes(unitIn(context, data.unit))
const isThereNow = ({ context, event: { data } }: Left): boolean => thereNow(context).includes(unitIn(context, data.unit))
function isTheLast({ context, event: { data } }: Left): boolean {
  const leaves = unitIn(context, data.unit)
  return [...context.units, ...thereNow(context)].every((unit) => unit === leaves)
}

/** The visit whose failing began this wait, where news comes that its last unit had left before that. */
function visitLeft(context: IncidentContext, { at, data }: Left['event']): Visit | undefined {
  const { visits, waitingSince, scene } = context
  const visit = visits.findLast(({ failedAt }) => failedAt !== null && failedAt === waitingSince)
  if (visit === undefined || at < visit.arrivedAt || at >= (visit.failedAt ?? '')) return undefined
  const left = unitIn(context, data.unit)
  const stays = ({ unit, arrivedAt, clearedAt }: AtScene): boolean =>
    unit !== left && arrivedAt <= at && (clearedAt === null || clearedAt > at)
  const wasThere = scene.some((one) => one.unit === left && isThere(one) && one.arrivedAt <= at)
  return wasThere && visit.coming.every((unit) => unit === left) && !scene.some(stays) ? visit : undefined
}
export const leftBeforeItFailed = ({ context, event }: Left): boolean => visitLeft(context, event) !== undefined

/** It failed when it was left: the wait goes on from there, and so does what was demanded. What came in between is no news of the visit. */
export const failEarlier = remember(({ context, event }: Left): Partial<IncidentContext> => {
  const left = visitLeft(context, event)
  return {
    waitingSince: event.at,
    visits: context.visits.map((visit) => ({
      ...visit,
      ...(visit === left ? { failedAt: event.at } : {}),
      // A unit that has come since belongs to the wait that goes on.
      ...(visit.waitingSince !== null && visit.waitingSince === left?.failedAt ? { waitingSince: event.at } : {}),
    })),
    openDemands: context.openDemands.map((open) => ({
      ...open,
      causes: open.causes.map((cause) => (cause.visit === left?.number ? { ...cause, at: event.at } : cause)),
    })),
  }
})

/** Nobody has attended, nobody settled it otherwise, and the last unit that was coming comes no more. */
export const leavesNobody = ({ context, event }: Left): boolean =>
  context.attendedAt === null &&
  context.telephone === null &&
  context.duplicateOf === null &&
  isComing({ context, event }) &&
  !isThereNow({ context, event }) &&
  isTheLast({ context, event })

/** The visit fails with it, as it does when its time has passed. */
export const failsWithIt = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const of = String(visitNow(context)?.number)
  enqueue(cancel('victim-seen', of))
  const { at, recordedAt, sequence } = event
  enqueue.raise({ type: 'victim.unseen', at, recordedAt, ...(sequence === undefined ? {} : { sequence }) })
})

/** It is neither on its way nor at the scene any more. */
export const unitLeaves = remember(
  ({ context, event }: Left | { readonly context: IncidentContext; readonly event: EventOf<'unit.diverted'> }) => {
    const leaves = unitIn(context, event.data.unit)
    return {
      units: context.units.filter((unit) => unit !== leaves),
      scene: context.scene.map((one) => (one.unit === leaves && isThere(one) ? { ...one, clearedAt: event.at } : one)),
    }
  },
)
