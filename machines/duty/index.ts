import { BOUNDED } from '../effects.ts'
import type { AlertKind } from '../rules/catalogue/alerts.ts'
import type { Role } from '../rules/vocabulary.ts'
import { type DutyContext, dutyCause, dutySetup, warningOf } from './setup.ts'

const kindOf = (context: DutyContext): AlertKind => context.late as AlertKind
const audienceOf = (context: DutyContext): Role => context.ladder[context.level - 1] as Role

/** The alert as it stands after the actions before it: level, audience and the next return. */
const raise = {
  type: 'raiseAlert' as const,
  params: ({ context }: { context: DutyContext }) => ({
    kind: kindOf(context),
    cause: dutyCause(context),
    level: context.level,
    audience: audienceOf(context),
    ...(context.climbAt === null ? {} : { dueAt: context.climbAt }),
  }),
}
const resolve = {
  type: 'resolveAlerts' as const,
  params: ({ context }: { context: DutyContext }) => ({ kind: kindOf(context), cause: dutyCause(context) }),
}

/** The alert of what was missed, without the alert that warned of it. */
const missed = dutySetup.enqueueActions(({ context, enqueue }) => {
  const warning = warningOf(context)
  if (warning !== null) enqueue({ type: 'overtake', params: warning })
  enqueue(raise)
})

/** News, late, of a thing about the victim that was done in time settles the miss, however far its alert had climbed. */
const doneAfterAll = {
  'duty.done': [
    { guard: 'wasInTime' as const, target: 'met' as const, actions: resolve },
    { target: 'late' as const, actions: resolve },
  ],
  'duty.waived': { target: 'late' as const, actions: resolve },
  'duty.overtaken': { actions: resolve },
}

/**
 * Something owed by an instant. Late, it raises one alert, which climbs and returns at the policy's pace where that is
 * asked for; done, it ends. A duty missed stays missed in the record (`late`), unless news comes that a thing about
 * the victim was done in time after all.
 */
export const duty = dutySetup.createMachine({
  id: 'duty',
  options: BOUNDED,
  context: ({ input }) => input,
  initial: 'pending',
  states: {
    pending: {
      after: {
        due: [
          { guard: 'opensReview', target: 'passed', actions: 'tellReviewDue' },
          { guard: 'climbs', target: 'climbing', actions: ['setClimb', missed] },
          { target: 'missed', actions: missed },
        ],
      },
      on: { 'duty.done': 'met', 'duty.waived': 'cancelled', 'duty.overtaken': 'missed' },
    },
    missed: {
      on: doneAfterAll,
    },
    climbing: {
      after: {
        climb: [
          {
            guard: 'belowTop',
            target: 'climbing',
            reenter: true,
            actions: [
              'rise',
              'setClimb',
              {
                type: 'climbAlert',
                params: ({ context }) => ({
                  kind: kindOf(context),
                  cause: dutyCause(context),
                  level: context.level,
                  audience: audienceOf(context),
                  dueAt: context.climbAt as string,
                }),
              },
            ],
          },
          {
            target: 'climbing',
            reenter: true,
            actions: [
              'setClimb',
              {
                type: 'returnAlert',
                params: ({ context }) => ({ kind: kindOf(context), cause: dutyCause(context), dueAt: context.climbAt as string }),
              },
            ],
          },
        ],
      },
      on: doneAfterAll,
    },
    /** Done in time. */
    met: { type: 'final' },
    /** Done, or waived, after it was missed. */
    late: { type: 'final' },
    /** A review that fell due; the demand it opened goes on from here. */
    passed: { type: 'final' },
    cancelled: { type: 'final' },
  },
})
