import { clockFrom } from '../../rules/grading/grading.ts'
import { backAgain, isNotNeeded } from '../closure/backAgain.ts'
import {
  type Anything,
  afresh,
  asBefore,
  asItStoodThen,
  beginWait,
  comesSooner,
  falls,
  fromStart,
  type Graded,
  goesBackToBreach,
  goesBackToPassed,
  grade,
  hadRisenBefore,
  isAhead,
  isNearerThere,
  nearest,
  nearestAhead,
  rises,
  setClock,
  setClockThere,
} from '../grading/clocks.ts'
import { carriedElsewhere, duplicate } from '../links.ts'
import { incidentSetup } from '../setup.ts'
import { type On, raise, remember } from '../words.ts'
import {
  arrive,
  clockRunsAgain,
  endWarning,
  failsToSeeHer,
  hadBreached,
  judgeArrival,
  missedAfterAll,
  overdueAlert,
  standDown,
  stopsClock,
  wasSeen,
} from './arrivals.ts'
import { breach } from './breach.ts'
import { resolve, resolvedByTelephone } from './telephone.ts'
import { transfer, transferAcknowledged } from './transfer.ts'
import { scheduleTelling, tellAgain, tellsOfDelay, told } from './victimTold.ts'
import { atScene, endVisit, failEarlier, failsWithIt, failVisit, leavesUnseen, leftBeforeItFailed, unitLeaves } from './visit.ts'

/** A grade goes back up after its own deadline had passed: that is a breach, and a fresh clock runs as after any breach. */
const passedMeanwhile = {
  guard: goesBackToPassed,
  target: 'waiting' as const,
  reenter: true,
  actions: [setClock(nearest), ...breach, setClock(afresh)],
}

/** What a grade does to a clock that runs. */
const whileWaiting = [
  passedMeanwhile,
  { guard: rises, target: 'waiting' as const, reenter: true, actions: setClock(nearest) },
  // Lowered to a target that was missed before an upgrade: the same breach and the same alert, open again; no second one.
  {
    guard: goesBackToBreach,
    target: 'overdue' as const,
    actions: [setClock(fromStart), missedAfterAll, endWarning, overdueAlert],
  },
  { guard: falls, target: 'waiting' as const, reenter: true, actions: setClock(fromStart) },
  { guard: comesSooner, target: 'waiting' as const, reenter: true, actions: setClock(asBefore) },
]
/** After a breach: it stays, and an upgrade starts a fresh clock; an approved downgrade goes on waiting if its target is still ahead. */
const whileOverdue = [
  passedMeanwhile,
  { guard: rises, target: 'waiting' as const, actions: setClock(nearest) },
  { guard: (graded: Graded) => falls(graded) && isAhead(graded), target: 'waiting' as const, actions: setClock(fromStart) },
]
/**
 * After an arrival: somebody has to go again when the grade rises, or when there is news since the victim was seen, unless whoever
 * grades says that nobody has to. A grade that had risen before the arrival, and is news only now, is what they came to.
 */
const onceAttended = [
  { guard: hadRisenBefore, actions: [setClock(asItStoodThen), judgeArrival] },
  { guard: grade('first'), actions: [setClock(fromStart), judgeArrival] },
  { guard: isNotNeeded, actions: 'keepOnLog' as const },
  {
    guard: (graded: Graded) => rises(graded) && !wasSeen(graded),
    target: 'waiting' as const,
    actions: [standDown, setClock(nearestAhead)],
  },
  { guard: (graded: Graded) => rises(graded) || backAgain(graded), target: 'waiting' as const, actions: [standDown, beginWait] },
]
const whileUngraded = { target: 'waiting' as const, actions: setClock(fromStart) }

/** Whether a unit is on its way follows from the units themselves; neither coming nor going touches a clock. */
const units = {
  unassigned: { always: { guard: ({ context }: Anything) => context.units.length > 0, target: 'assigned' as const } },
  assigned: { always: { guard: ({ context }: Anything) => context.units.length === 0, target: 'unassigned' as const } },
}

/** Somebody went, and nobody saw her. */
const failed = [failVisit, tellAgain, standDown]
/** A unit that leaves takes the visit with it, where it is the last and nobody has seen her. */
const visitMayFail = [
  { guard: leavesUnseen, actions: [unitLeaves, failsWithIt] },
  { guard: leftBeforeItFailed, actions: [failEarlier, unitLeaves] },
  { actions: unitLeaves },
]

/** The attendance failed after an arrival: nobody has attended any more. */
const afterArrival = <Actions extends readonly unknown[]>(failing: Actions) => [
  { guard: ({ context }: Anything) => context.priority === null, target: 'ungraded' as const, actions: [...failing] },
  // The same breach and the same alert, open again; no second one.
  { guard: hadBreached, target: 'overdue' as const, actions: [missedAfterAll, ...failing, overdueAlert] },
  { target: 'waiting' as const, actions: [...failing, clockRunsAgain] },
]

/**
 * From grade to arrival. The clock belongs to `waiting` as a whole: assigning and diverting a unit do not touch it.
 * `overdue` is a wait whose deadline has passed; it ends with an arrival, or goes on under a fresh clock after an
 * upgrade, and the breach stays in the record. Where the policy or a rank lets it, a resolution on the telephone ends it
 * too, until there is news; and so does another record that carries this one.
 */
export const attendance = incidentSetup.createStateConfig({
  initial: 'ungraded',
  on: {
    'unit.assigned': {
      actions: remember(({ context, event }: On<'unit.assigned'>) => ({
        units: [...new Set([...context.units, event.data.unit])],
        firstAssignedAt: context.firstAssignedAt ?? event.at,
      })),
    },
    'unit.en-route': { actions: 'keepOnLog' },
    'unit.diverted': { actions: unitLeaves },
    'unit.stood-down': visitMayFail,
    'unit.cleared': visitMayFail,
    'victim.unseen': { actions: failed },
    // An arrival that saw nobody, where the policy waits for the victim.
    'unit.arrived': [{ guard: failsToSeeHer, actions: [tellAgain, atScene] }, { actions: atScene }],
    'attendance.failed': { actions: [endVisit, tellAgain, standDown] },
    'victim.contacted': { guard: tellsOfDelay, actions: told },
    /** An interim action: she was seen by video, and somebody still has to go. */
    'video.responded': { actions: 'keepOnLog' },
    /** Another force is to take it; somebody has to arrive all the same. */
    'incident.transferred': { actions: transfer },
    'transfer.acknowledged': { actions: transferAcknowledged },
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
            remember(({ context }: Anything) => ({ warnedOn: context.clock })),
            raise(({ context }: Anything) => ({ kind: 'attendance-warning' as const, cause: `clock-${context.clock}` })),
            scheduleTelling('warning'),
          ],
        },
        attendance: {
          target: 'overdue',
          actions: breach,
        },
      },
      on: {
        'incident.graded': whileWaiting,
        'risk.reassessed': whileWaiting,
        'grade.put-back': whileWaiting,
        'incident.corrected': { guard: isNearerThere, target: 'waiting', reenter: true, actions: setClockThere },
        /** Where the policy counts from the first assignment, that one moves the clock; no later one does. */
        'unit.assigned': {
          guard: ({ context }) => context.policy.clock.start === 'assigned' && context.firstAssignedAt === null,
          target: 'waiting',
          reenter: true,
          actions: remember(({ context, event }: On<'unit.assigned'>) => ({
            ...clockFrom(context.policy, context.priority ?? '', context.area, event.at),
            waitStart: event.at,
            rankClocks: [],
            clock: context.clock + 1,
            units: [event.data.unit],
            firstAssignedAt: event.at,
          })),
        },
        'unit.arrived': { guard: stopsClock, target: 'attended', actions: arrive },
        'incident.resolved-by-telephone': resolve,
        'original.found': carriedElsewhere,
      },
      states: units,
    },
    overdue: {
      initial: 'unassigned',
      on: {
        'incident.graded': whileOverdue,
        'risk.reassessed': whileOverdue,
        'grade.put-back': whileOverdue,
        'unit.arrived': { guard: stopsClock, target: 'attended', actions: arrive },
        'incident.resolved-by-telephone': resolve,
        'original.found': carriedElsewhere,
      },
      states: units,
    },
    resolvedByTelephone,
    duplicate,
    attended: {
      on: {
        'incident.graded': onceAttended,
        'risk.reassessed': onceAttended,
        'grade.put-back': onceAttended,
        'unit.arrived': { guard: stopsClock, actions: arrive },
        /** A visit that failed after the victim was seen, or before this arrival, undoes no arrival. */
        'attendance.failed': [
          {
            guard: (failed) => wasSeen(failed) || failed.event.at < (failed.context.attendedAt ?? ''),
            actions: endVisit,
          },
          ...afterArrival([endVisit, tellAgain, standDown]),
        ],
        'victim.unseen': [{ guard: wasSeen, actions: failVisit }, ...afterArrival(failed)],
      },
    },
  },
})
