import { raise } from 'xstate'
import { type Clock, changeOfGrade, clockFrom, gradeIn, nearer } from '../rules/grading.ts'
import { known } from '../rules/happened.ts'
import { earlier } from '../rules/time.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { nextDemandId, settledBy } from './demands.ts'
import { type EventOf, type IncidentContext, type IncidentEvent, incidentSetup } from './setup.ts'

type Graded = { readonly context: IncidentContext; readonly event: EventOf<'incident.graded'> | EventOf<'risk.reassessed'> }
type Arrived = { readonly context: IncidentContext; readonly event: EventOf<'unit.arrived'> }
type Anything = { readonly context: IncidentContext; readonly event: IncidentEvent }

const grade =
  (change: ReturnType<typeof changeOfGrade>) =>
  ({ context, event }: Graded): boolean =>
    changeOfGrade(context.policy, context.priority, gradeIn(event).priority) === change
const rises = grade('up')
const falls = grade('down')

/** Where a wait begins: as the policy says with the report, with the first unit that was sent, or with the first grade. */
const startOfWait = ({ context: { policy, waitStart, receivedAt, firstAssignedAt }, event }: Graded): Instant => {
  const first = { reported: receivedAt, assigned: firstAssignedAt ?? event.at, graded: event.at }[policy.clock.start]
  return waitStart ?? first
}
/** The grade's target counted from the start of the wait. */
const fromStart = (graded: Graded): Clock => {
  const { context, event } = graded
  return clockFrom(context.policy, gradeIn(event).priority, context.area, startOfWait(graded))
}
/** The grade's target counted as the clock that stands. */
const asBefore = ({ context, event }: Graded): Clock =>
  clockFrom(context.policy, gradeIn(event).priority, context.area, context.clockStart ?? event.at)
/** The grade's target counted from now. */
const afresh = ({ context, event }: Graded): Clock => clockFrom(context.policy, gradeIn(event).priority, context.area, event.at)
/** The grade's target counted from now, unless the deadline that runs is nearer. */
const nearest = (graded: Graded): Clock => {
  const { clockStart, attendBy, warnBy } = graded.context
  const fresh = afresh(graded)
  return clockStart === null || attendBy === null || warnBy === null ? fresh : nearer({ clockStart, attendBy, warnBy }, fresh)
}
const comesSooner = (graded: Graded): boolean => asBefore(graded).attendBy < (graded.context.attendBy ?? '')
const isAhead = (graded: Graded): boolean => fromStart(graded).attendBy > known(graded.event)

/** A clock that keeps its deadline is the same clock: what was warned of is not warned of again. */
const setClock = (clock: (graded: Graded) => Clock, waitStart: (graded: Graded) => Instant = startOfWait) => ({
  type: 'remember' as const,
  params: (graded: Graded) => {
    const { context } = graded
    const set = clock(graded)
    const isSame = set.attendBy === context.attendBy && context.attendance === null
    return { ...set, waitStart: waitStart(graded), clock: isSame ? context.clock : context.clock + 1, attendance: null }
  },
})

/** The breach of a deadline, where there was one. */
const breachOf = ({ breaches }: IncidentContext, attendBy: Instant | null) => breaches.findLast(({ dueAt }) => dueAt === attendBy)
const goesBackToBreach = (graded: Graded): boolean =>
  falls(graded) && breachOf(graded.context, fromStart(graded).attendBy) !== undefined

/** An arrival before this wait began answers an earlier one. */
const stopsClock = ({ context, event }: Arrived): boolean =>
  (context.policy.clock.stop === 'arrived' || event.data.victimSeen) &&
  (context.waitingSince === null || event.at >= context.waitingSince)

/** An arrival stops the clock. One that is news, late, of an arrival in time settles the breach: there was none. */
const arrive = [
  {
    type: 'remember' as const,
    params: ({ context, event }: Arrived) => ({
      attendedAt: earlier(context.attendedAt ?? event.at, event.at),
      attendance:
        context.attendBy === null || event.at <= context.attendBy || context.attendance === 'met'
          ? ('met' as const)
          : ('missed' as const),
      breaches: settledBy(context, event),
    }),
  },
  { type: 'resolveAlerts' as const, params: { kind: 'attendance-overdue' as const } },
  { type: 'resolveAlerts' as const, params: { kind: 'attendance-warning' as const } },
]

const hadBreached = ({ context }: Anything): boolean => breachOf(context, context.attendBy) !== undefined
const overdueAlert = {
  type: 'raiseAlert' as const,
  params: ({ context }: Anything) => ({
    kind: 'attendance-overdue' as const,
    cause: `clock-${breachOf(context, context.attendBy)?.clock ?? context.clock}`,
  }),
}
/** A breach that was settled by an arrival is one again when that arrival turns out to have failed. */
const missedAfterAll = {
  type: 'remember' as const,
  params: ({ context }: Anything) => ({
    attendance: 'missed' as const,
    breaches: context.breaches.map((breach) => (breach.dueAt === context.attendBy ? { ...breach, settled: false } : breach)),
  }),
}
/** The victim was seen since this wait began. */
const wasSeen = ({ context: { victimSeenAt, waitingSince } }: Anything): boolean =>
  victimSeenAt !== null && (waitingSince === null || victimSeenAt >= waitingSince)

/** Nobody is there and nobody is coming: the wait goes on from here, on the clock it had. */
const standDown = {
  type: 'remember' as const,
  params: ({ event }: Anything) => ({ units: [], attendedAt: null, waitingSince: event.at }),
}

/** The first grade, given once somebody was there: whether that was in time. */
const judgeArrival = {
  type: 'remember' as const,
  params: ({ context: { attendedAt, attendBy } }: Anything) => ({
    attendance: attendedAt !== null && attendBy !== null && attendedAt <= attendBy ? ('met' as const) : ('missed' as const),
  }),
}

/** What a grade does to a clock that runs. */
const whileWaiting = [
  { guard: rises, target: 'waiting' as const, reenter: true, actions: setClock(nearest) },
  // Lowered to a target that was missed before an upgrade: that breach stands, and there is no second one.
  { guard: goesBackToBreach, target: 'overdue' as const, actions: [setClock(fromStart), missedAfterAll] },
  { guard: falls, target: 'waiting' as const, reenter: true, actions: setClock(fromStart) },
  { guard: comesSooner, target: 'waiting' as const, reenter: true, actions: setClock(asBefore) },
]
/** After a breach: it stays, and an upgrade starts a fresh clock; an approved downgrade goes on waiting if its target is still ahead. */
const whileOverdue = [
  { guard: rises, target: 'waiting' as const, actions: setClock(afresh) },
  { guard: (graded: Graded) => falls(graded) && isAhead(graded), target: 'waiting' as const, actions: setClock(fromStart) },
]
/** After an arrival: somebody has to go again when the grade rises. */
const onceAttended = [
  { guard: rises, target: 'waiting' as const, actions: [standDown, setClock(afresh, ({ event }) => event.at)] },
  { guard: grade('first'), actions: [setClock(fromStart), judgeArrival] },
]
const whileUngraded = { target: 'waiting' as const, actions: setClock(fromStart) }

/** Whether a unit is on its way follows from the units themselves; neither coming nor going touches a clock. */
const units = {
  unassigned: { always: { guard: ({ context }: Anything) => context.units.length > 0, target: 'assigned' as const } },
  assigned: { always: { guard: ({ context }: Anything) => context.units.length === 0, target: 'unassigned' as const } },
}

/**
 * From grade to arrival. The clock stands on `waiting` as a whole: assigning and diverting a unit do not touch it.
 * `overdue` is a wait whose deadline has passed; it ends with an arrival, or goes on under a fresh clock after an
 * upgrade, and the breach stays in the record.
 */
export const attendance = incidentSetup.createStateConfig({
  initial: 'ungraded',
  on: {
    'unit.assigned': {
      actions: {
        type: 'remember',
        params: ({ context, event }) => ({
          units: [...new Set([...context.units, event.data.unit])],
          firstAssignedAt: context.firstAssignedAt ?? event.at,
        }),
      },
    },
    'unit.diverted': {
      actions: {
        type: 'remember',
        params: ({ context, event }) => ({ units: context.units.filter((unit) => unit !== event.data.unit) }),
      },
    },
    'unit.arrived': { actions: 'keepOnLog' },
    'attendance.failed': { actions: standDown },
  },
  states: {
    ungraded: {
      on: {
        'incident.graded': whileUngraded,
        'risk.reassessed': whileUngraded,
        'unit.arrived': { guard: stopsClock, target: 'attended', actions: arrive },
      },
    },
    waiting: {
      initial: 'unassigned',
      after: {
        'attendance-warning': {
          actions: [
            { type: 'remember', params: ({ context }) => ({ warnedOn: context.clock }) },
            { type: 'raiseAlert', params: ({ context }) => ({ kind: 'attendance-warning', cause: `clock-${context.clock}` }) },
          ],
        },
        attendance: {
          target: 'overdue',
          actions: [
            {
              type: 'remember',
              params: ({ context }) => ({
                attendance: 'missed',
                breaches: [
                  ...context.breaches,
                  {
                    clock: context.clock,
                    dueAt: context.attendBy ?? '',
                    priority: context.priority ?? '',
                    demand: nextDemandId(context),
                    settled: false,
                  },
                ],
              }),
            },
            overdueAlert,
            raise(({ event }) => ({ type: 'attendance.breached' as const, at: event.at, recordedAt: event.recordedAt })),
          ],
        },
      },
      on: {
        'incident.graded': whileWaiting,
        'risk.reassessed': whileWaiting,
        /** Where the policy counts from the first assignment, that one moves the clock; no later one does. */
        'unit.assigned': {
          guard: ({ context }) => context.policy.clock.start === 'assigned' && context.firstAssignedAt === null,
          target: 'waiting',
          reenter: true,
          actions: {
            type: 'remember',
            params: ({ context, event }) => ({
              ...clockFrom(context.policy, context.priority ?? '', context.area, event.at),
              waitStart: event.at,
              clock: context.clock + 1,
              units: [event.data.unit],
              firstAssignedAt: event.at,
            }),
          },
        },
        'unit.arrived': { guard: stopsClock, target: 'attended', actions: arrive },
      },
      states: units,
    },
    overdue: {
      initial: 'unassigned',
      on: {
        'incident.graded': whileOverdue,
        'risk.reassessed': whileOverdue,
        'unit.arrived': { guard: stopsClock, target: 'attended', actions: arrive },
      },
      states: units,
    },
    attended: {
      on: {
        'incident.graded': onceAttended,
        'risk.reassessed': onceAttended,
        'unit.arrived': { guard: stopsClock, actions: arrive },
        /** A visit that failed after the victim was seen, or before this arrival, undoes no arrival. */
        'attendance.failed': [
          {
            guard: (failed) => wasSeen(failed) || failed.event.at < (failed.context.attendedAt ?? ''),
            actions: 'keepOnLog',
          },
          { guard: ({ context }) => context.priority === null, target: 'ungraded', actions: standDown },
          // The same breach and the same alert, open again; no second one.
          { guard: hadBreached, target: 'overdue', actions: [standDown, missedAfterAll, overdueAlert] },
          { target: 'waiting', actions: standDown },
        ],
      },
    },
  },
})
