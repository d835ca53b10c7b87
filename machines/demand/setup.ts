import { assign, setup } from 'xstate'
import { effect } from '../effects.ts'
import type { DemandReason } from '../rules/catalogue/reasons.ts'
import { type Happened, known } from '../rules/time/happened.ts'
import { earlier, msOf, plus, until } from '../rules/time/instants.ts'
import type { Instant, Role } from '../rules/vocabulary.ts'

/** A demand for a reassessment, as JSON keeps it. */
export interface DemandContext {
  readonly id: string
  readonly reason: DemandReason
  /** When a person could first be told: the answer clock runs from here. */
  readonly raisedAt: Instant
  /** ISO 8601, of the grade in force; an upgrade shortens it. */
  readonly answerWithin: string
  readonly answerBy: Instant
  /** The policy's escalation: one role a level. */
  readonly ladder: readonly Role[]
  readonly level: number
  /** The level that it began at. */
  readonly firstLevel: number
  /** Rises each time the demand comes back unanswered at the top level. */
  readonly count: number
  /** All causes that ever joined it. */
  readonly causeCount: number
  /** When a further cause last reopened the alerts that somebody had acknowledged. */
  readonly reopenedAt: Instant | null
}

/** No answer time of it has passed yet. */
export const isFresh = ({ level, firstLevel, count }: Pick<DemandContext, 'level' | 'firstLevel' | 'count'>): boolean =>
  level === firstLevel && count === 1

export type DemandInput = Omit<DemandContext, 'firstLevel' | 'count' | 'answerBy' | 'causeCount' | 'reopenedAt'>

export type DemandEvent = Happened &
  (
    | { readonly type: 'demand.answered' }
    | { readonly type: 'demand.superseded' }
    | { readonly type: 'demand.hastened'; readonly answerWithin: string }
    /** `acknowledged`: somebody has an alert of it, and has not heard of this cause. `level`: the cause had come so far before. */
    | { readonly type: 'demand.joined'; readonly causeCount: number; readonly acknowledged: boolean; readonly level?: number }
    /** What answered it was found to be no answer. */
    | { readonly type: 'demand.set-aside' }
  )

export const demandSetup = setup({
  types: { context: {} as DemandContext, events: {} as DemandEvent, input: {} as DemandInput },
  delays: {
    // The first event of a machine is its start, which carries no instant: the clock then counts from when it was raised.
    answer: ({ context, event }) => until(context.answerBy, event.at ?? context.raisedAt),
  },
  guards: {
    belowTop: ({ context }) => context.level < context.ladder.length,
    lifts: ({ context, event }) => event.type === 'demand.joined' && (event.level ?? 0) > context.level,
    /** At most once in an `answerWithin`: a caller who rings twelve times in a minute is one interruption. */
    reopens: ({ context: { reopenedAt, answerWithin }, event }) =>
      event.type === 'demand.joined' &&
      event.acknowledged &&
      (reopenedAt === null || known(event) >= plus(reopenedAt, answerWithin, 'utc')),
  },
  actions: {
    raiseAlert: effect('raiseAlert'),
    returnAlert: effect('returnAlert'),
    reopenAlerts: effect('reopenAlerts'),
    resolveAlerts: effect('resolveAlerts'),
    climb: assign({ level: ({ context }) => context.level + 1 }),
    lift: assign({ level: (_, { level }: { level: number }) => level }),
    countCauses: assign({ causeCount: (_, { causeCount }: { causeCount: number }) => causeCount }),
    keepReopening: assign({ reopenedAt: ({ event }) => known(event) }),
    count: assign({ count: ({ context }) => context.count + 1 }),
    waitAgain: assign({ answerBy: ({ context, event }) => plus(known(event), context.answerWithin, 'utc') }),
    hasten: assign(({ context, event }, { answerWithin }: { answerWithin: string }) => {
      const sooner = plus(known(event), answerWithin, 'utc')
      const shorter = msOf(answerWithin) < msOf(context.answerWithin) ? answerWithin : context.answerWithin
      return { answerWithin: shorter, answerBy: earlier(context.answerBy, sooner) }
    }),
  },
})
