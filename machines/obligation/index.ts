import { BOUNDED } from '../effects.ts'
import type { AlertKind } from '../rules/catalogue/alerts.ts'
import type { ToldLate } from '../rules/catalogue/deadlines.ts'
import type { Role } from '../rules/vocabulary.ts'
import {
  alertsRaised,
  type ObligationContext,
  type ObligationEvent,
  obligationCause,
  obligationSetup,
  ownerOf,
  warningOf,
} from './setup.ts'

const kindOf = (context: ObligationContext): AlertKind => context.late as AlertKind
const audienceOf = (context: ObligationContext): Role => context.ladder[context.level - 1] as Role

/** The alert after the actions before it: level, audience and the next repeat. */
const alertOf = ({ context }: { context: ObligationContext }) => ({
  kind: kindOf(context),
  cause: obligationCause(context),
  level: context.level,
  audience: audienceOf(context),
  ...(context.climbAt === null ? {} : { dueAt: context.climbAt }),
})
const raise = { type: 'raiseAlert' as const, params: alertOf }
const returns = {
  type: 'returnAlert' as const,
  params: ({ context }: { context: ObligationContext }) => ({ ...alertOf({ context }), dueAt: context.climbAt as string }),
}
const resolve = obligationSetup.enqueueActions(({ context, enqueue }) => {
  for (const alert of alertsRaised(context)) enqueue({ type: 'resolveAlerts', params: alert })
})

/** Whoever has to do it is told at once. */
const ask = obligationSetup.enqueueActions(({ context, enqueue }) => {
  const { asks, dueAt } = context
  if (asks !== undefined) enqueue({ type: 'raiseAlert', params: { ...alertOf({ context }), kind: asks, dueAt } })
})
const hasten = {
  type: 'hasten' as const,
  params: ({ event }: { event: Extract<ObligationEvent, { type: 'obligation.hastened' }> }) => ({ within: event.within }),
}

const tellIncident = {
  type: 'tellIncident' as const,
  params: ({ context }: { context: ObligationContext }) => ({ type: context.late as ToldLate }),
}

/** The alert of what was missed, without the alert that warned of it. A matter that owes it moves on by the same clock. */
const missed = obligationSetup.enqueueActions(({ context, enqueue }) => {
  const warning = warningOf(context)
  if (warning !== null) enqueue({ type: 'overtake', params: warning })
  enqueue(raise)
  const owner = ownerOf(context)
  if (owner === null) return
  const { deadline, asks, level, climbAt } = context
  const reached = asks === undefined ? {} : { level, climbAt }
  enqueue({ type: 'tellMatter', params: { ...owner, event: { type: 'deadline.missed', deadline, ...reached } } })
})

/** The top of the ladder has had its time. */
const lapse = obligationSetup.enqueueActions(({ context, enqueue }) => {
  enqueue(resolve)
  const owner = ownerOf(context)
  if (owner !== null)
    enqueue({ type: 'tellMatter', params: { ...owner, event: { type: 'deadline.lapsed', deadline: context.deadline } } })
})

/** Late news that a thing about the victim was done in time settles the miss, at whatever level its alert is. */
const doneAfterAll = {
  'obligation.completed': [
    { guard: 'wasInTime' as const, target: 'met' as const, actions: resolve },
    { target: 'late' as const, actions: resolve },
  ],
  'obligation.cancelled': { target: 'late' as const, actions: resolve },
  'obligation.overtaken': { actions: resolve },
}

/**
 * Something owed by an instant. Late, it raises an alert, which escalates and repeats at the policy's pace where the policy
 * asks for that; done, it ends. A missed obligation stays missed in the record (`late`), unless news comes that a thing about
 * the victim was done in time after all.
 *
 * What is asked for at once goes up the ladder as a demand does, from whatever level it begins at: an alert of its own for each
 * level that leaves it undone, and at the top the same alert again, counted.
 */
export const obligation = obligationSetup.createMachine({
  id: 'obligation',
  options: BOUNDED,
  context: ({ input }) => input,
  initial: 'pending',
  states: {
    pending: {
      entry: ask,
      after: {
        due: [
          { guard: 'opensReview', target: 'passed', actions: tellIncident },
          { guard: 'failsVisit', target: 'missed', actions: tellIncident },
          { guard: 'isAskedBelowTop', target: 'climbing', actions: ['rise', 'setClimb', missed] },
          { guard: 'lapsesNow', target: 'lapsed', actions: lapse },
          { guard: 'isAsked', target: 'climbing', actions: ['setClimb', returns] },
          { guard: 'climbs', target: 'climbing', actions: ['setClimb', missed] },
          { target: 'missed', actions: missed },
        ],
      },
      on: {
        'obligation.completed': [{ guard: 'isAsked', target: 'met', actions: resolve }, 'met'],
        'obligation.cancelled': [{ guard: 'isAsked', target: 'cancelled', actions: resolve }, 'cancelled'],
        'obligation.overtaken': 'missed',
        'obligation.hastened': { target: 'pending', reenter: true, actions: hasten },
      },
    },
    missed: {
      on: doneAfterAll,
    },
    climbing: {
      after: {
        climb: [
          { guard: 'isAskedBelowTop', target: 'climbing', reenter: true, actions: ['rise', 'setClimb', missed] },
          { guard: 'lapsesNow', target: 'lapsed', actions: lapse },
          {
            guard: 'belowTop',
            target: 'climbing',
            reenter: true,
            actions: [
              'rise',
              'setClimb',
              {
                type: 'escalateAlert',
                params: ({ context }) => ({ ...alertOf({ context }), dueAt: context.climbAt as string }),
              },
            ],
          },
          { target: 'climbing', reenter: true, actions: ['setClimb', returns] },
        ],
      },
      on: { ...doneAfterAll, 'obligation.hastened': { target: 'climbing', reenter: true, actions: hasten } },
    },
    /** Done in time. */
    met: { type: 'final' },
    /** Done, or waived, after it was missed. */
    late: { type: 'final' },
    /** A review that fell due; the demand it opened goes on from here. */
    passed: { type: 'final' },
    /** Nobody did it, and nobody is asked any more. */
    lapsed: { type: 'final' },
    cancelled: { type: 'final' },
  },
})
