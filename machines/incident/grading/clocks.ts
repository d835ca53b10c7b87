/** The attendance clock of an incident: where it counts from, and what a grade does to it. */
import {
  type Clock,
  changeOfGrade,
  clockFrom,
  type GradePutBack,
  gradeIn,
  nearer,
  type RankClock,
  withClock,
} from '../../rules/grading/grading.ts'
import { rankOf } from '../../rules/policy/policy.ts'
import { known } from '../../rules/time/happened.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { EventOf, IncidentContext, IncidentEvent } from '../setup.ts'
import { remember } from '../words.ts'

export type Graded = {
  readonly context: IncidentContext
  readonly event: EventOf<'incident.graded'> | EventOf<'risk.reassessed'> | GradePutBack
}
export type Anything = { readonly context: IncidentContext; readonly event: IncidentEvent }

export const grade =
  (change: ReturnType<typeof changeOfGrade>) =>
  ({ context, event }: Graded): boolean =>
    changeOfGrade(context.policy, context.priority, gradeIn(event).priority) === change
export const rises = grade('up')
export const falls = grade('down')

/** Where a wait begins: as the policy says with the report, with the first unit that was sent, or with the first grade. */
const startOfWait = ({ context: { policy, waitStart, receivedAt, firstAssignedAt }, event }: Graded): Instant => {
  const first = { reported: receivedAt, assigned: firstAssignedAt ?? event.at, graded: event.at }[policy.clock.start]
  return waitStart ?? first
}
/** The grade's target counted from the start of the wait. */
export const fromStart = (graded: Graded): Clock => {
  const { context, event } = graded
  return clockFrom(context.policy, gradeIn(event).priority, context.area, startOfWait(graded))
}
/** The grade's target counted as the current clock. */
export const asBefore = ({ context, event }: Graded): Clock =>
  clockFrom(context.policy, gradeIn(event).priority, context.area, context.clockStart ?? event.at)
/** The grade's target counted from now. */
export const afresh = ({ context, event }: Graded): Clock =>
  clockFrom(context.policy, gradeIn(event).priority, context.area, event.at)
/** The clock that was started last. */
const latest = ({ clockStart, attendBy, warnBy }: IncidentContext): readonly Clock[] =>
  clockStart === null || attendBy === null || warnBy === null ? [] : [{ clockStart, attendBy, warnBy }]
/** The clock that runs. */
const running = ({ context }: Graded): readonly Clock[] => (context.attendance === null ? latest(context) : [])

/** The clocks that this grade or a more urgent one had in this wait, and that were not breached. */
const hadBefore = (graded: Graded): readonly Clock[] =>
  graded.context.rankClocks
    .filter(({ rank, attendBy }) => rank <= rankIn(graded) && breachOf(graded.context, attendBy) === undefined)
    .map(({ clockStart, attendBy, warnBy }) => ({ clockStart, attendBy, warnBy }))

/**
 * What an upgrade leaves: the earliest of the deadline that runs, the target from now, and any deadline that this grade or a more
 * urgent one already had in this wait. Of equal deadlines the one that runs goes on, with its warning. Source: the public contract,
 * section 4 (nothing gives away time waited).
 */
export const nearest = (graded: Graded): Clock => [...running(graded), ...hadBefore(graded), afresh(graded)].reduce(nearer)

/** The deadline that an upgrade goes back to has passed, under a lower grade and without a breach. */
export const goesBackToPassed = (graded: Graded): boolean =>
  rises(graded) && hadBefore(graded).some(({ attendBy }) => attendBy <= graded.event.at)

/** As `nearest`, for a wait that an arrival stopped without seeing her: of earlier deadlines those that are still to come. */
export const nearestAhead = (graded: Graded): Clock => {
  const earlier = [...latest(graded.context), ...hadBefore(graded)].filter(({ attendBy }) => attendBy > graded.event.at)
  return [...earlier, afresh(graded)].reduce(nearer)
}

const rankIn = ({ context, event }: Graded): number => rankOf(context.policy, gradeIn(event).priority) ?? 0
/** News, after an arrival, of a grade that rose before it: what the clock would have been, had it been known. After a breach that is a fresh one. */
export const hadRisenBefore = (graded: Graded): boolean => {
  const { attendedAt, policy } = graded.context
  return policy.clock.upgradeBeforeArrival === 'judged' && attendedAt !== null && graded.event.at < attendedAt && rises(graded)
}
export const asItStoodThen = (graded: Graded): Clock => {
  const breach = breachOf(graded.context, graded.context.attendBy)
  return breach !== undefined && !breach.settled && breach.dueAt < graded.event.at ? afresh(graded) : nearest(graded)
}
export const comesSooner = (graded: Graded): boolean => asBefore(graded).attendBy < (graded.context.attendBy ?? '')
export const isAhead = (graded: Graded): boolean => fromStart(graded).attendBy > known(graded.event)

/** A clock that keeps its deadline is the same clock: what was warned of is not warned of again. */
export const setClock = (clock: (graded: Graded) => Clock) =>
  remember((graded: Graded) => set(graded, rankIn(graded), clock(graded), startOfWait(graded), graded.context.rankClocks))

/** A new wait begins, with a clock that counts from now: no clock of an earlier wait moves it. */
export const beginWait = remember((graded: Graded) => set(graded, rankIn(graded), afresh(graded), graded.event.at, []))

function set({ context }: Anything, rank: number, clock: Clock, waitStart: Instant, before: readonly RankClock[]) {
  const isSame = clock.attendBy === context.attendBy && context.attendance === null
  return {
    ...clock,
    waitStart,
    rankClocks: withClock(before, { ...clock, rank }),
    clock: isSame ? context.clock : context.clock + 1,
    attendance: null,
  }
}

type Corrected = { readonly context: IncidentContext; readonly event: EventOf<'incident.corrected'> }
/** The clock that runs, with the target of the corrected area. */
const inArea = ({ context, event }: Corrected): Clock => {
  const area = event.data.location?.area ?? context.area
  return clockFrom(context.policy, context.priority ?? '', area, context.clockStart ?? event.at)
}
/** A corrected area brings the deadline nearer, never away. Source: the public contract, section 2 (first reports). */
export const isNearerThere = (corrected: Corrected): boolean => inArea(corrected).attendBy < (corrected.context.attendBy ?? '')
export const setClockThere = remember((corrected: Corrected) => {
  const { policy, priority, waitStart, rankClocks } = corrected.context
  const rank = rankOf(policy, priority ?? '') ?? 0
  return set(corrected, rank, inArea(corrected), waitStart ?? corrected.event.at, rankClocks)
})

/** The breach of a deadline, where there was one. */
export const breachOf = ({ breaches }: IncidentContext, attendBy: Instant | null) =>
  breaches.findLast(({ dueAt }) => dueAt === attendBy)
export const goesBackToBreach = (graded: Graded): boolean =>
  falls(graded) && breachOf(graded.context, fromStart(graded).attendBy) !== undefined
