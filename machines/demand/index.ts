import { BOUNDED } from '../effects.ts'
import { plus } from '../rules/time/instants.ts'
import { type DemandContext, type DemandEvent, demandSetup, isFresh } from './setup.ts'

/** The alert that asks for the answer: the demand itself at first, then one for each level it was left unanswered on. */
const alertOf = ({ context }: { context: DemandContext }) => ({
  kind: isFresh(context) ? ('reassessment-demanded' as const) : ('reassessment-overdue' as const),
  cause: `${context.id}-level-${context.level}`,
  level: context.level,
  audience: context.ladder[context.level - 1] ?? 'supervisor',
  dueAt: context.answerBy,
  demand: context.id,
})
const raise = { type: 'raiseAlert' as const, params: alertOf }
type Joined = Extract<DemandEvent, { type: 'demand.joined' }>
const countCauses = {
  type: 'countCauses' as const,
  params: ({ event }: { event: Joined }) => ({ causeCount: event.causeCount }),
}
const lift = { type: 'lift' as const, params: ({ event }: { event: Joined }) => ({ level: event.level ?? 1 }) }
const reopen = { type: 'reopenAlerts' as const, params: ({ context }: { context: DemandContext }) => ({ demand: context.id }) }
const resolve = { type: 'resolveAlerts' as const, params: ({ context }: { context: DemandContext }) => ({ demand: context.id }) }

/**
 * A demand waits for a complete reassessment and for nothing else. Unanswered, it goes up the policy's `escalation` by a level
 * each `answerWithin`; at the top it repeats at that pace, counted. A further cause of its reason joins it and moves neither
 * its level nor its clock, unless that cause had come to a higher level before.
 *
 * Two things besides an answer end it: an arrival that saw the victim after all of its causes, and late news that voids the
 * breaches it came from.
 */
export const demand = demandSetup.createMachine({
  id: 'demand',
  options: BOUNDED,
  context: ({ input }) => ({
    ...input,
    firstLevel: input.level,
    count: 1,
    causeCount: 1,
    reopenedAt: null,
    answerBy: plus(input.raisedAt, input.answerWithin, 'utc'),
  }),
  initial: 'open',
  states: {
    open: {
      entry: raise,
      after: {
        answer: [
          { guard: 'belowTop', target: 'open', reenter: true, actions: ['climb', 'waitAgain'] },
          {
            target: 'open',
            reenter: true,
            actions: [
              'count',
              'waitAgain',
              {
                type: 'returnAlert',
                params: ({ context }) => ({ ...alertOf({ context }), kind: 'reassessment-overdue' as const }),
              },
            ],
          },
        ],
      },
      on: {
        'demand.answered': 'answered',
        'demand.superseded': 'superseded',
        'demand.joined': [
          { guard: 'lifts', target: 'open', reenter: true, actions: [countCauses, reopen, lift, 'waitAgain'] },
          { guard: 'reopens', actions: [countCauses, 'keepReopening', reopen] },
          { actions: countCauses },
        ],
        'demand.hastened': {
          target: 'open',
          reenter: true,
          actions: { type: 'hasten', params: ({ event }) => ({ answerWithin: event.answerWithin }) },
        },
      },
    },
    answered: { entry: resolve, on: { 'demand.set-aside': 'setAside' } },
    /** Answered by a record that a second person found to explain: another demand asks again. */
    setAside: {},
    superseded: { entry: resolve },
  },
})
