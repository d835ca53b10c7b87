import { assign, setup } from 'xstate'
import { BOUNDED } from '../effects.ts'
import type { HeardBy } from '../rules/events.ts'
import type { Issue, Warning } from '../rules/issue.ts'
import { earlier } from '../rules/time/instants.ts'
import type { Instant, RiskGrade } from '../rules/vocabulary.ts'
import { lookAgainBy, nextReviewIssues, riskOf } from './lookedAtAgain.ts'
import { type MatterContext, type MatterEvent, matter, matterEffects, type Told } from './matter.ts'

/** More than any plan has: a list that grows without end is a slip of a program. */
const MOST_ACTIONS = 100

/** What it is stands in the event. */
interface PlanAction {
  readonly action: string
  /** The version that brought it. */
  readonly version: number
  readonly owner: string
  readonly dueAt: Instant
  readonly doneAt: Instant | null
  readonly outcome: string | null
  readonly droppedBecause: string | null
}

interface PlanContext extends MatterContext {
  /** Counted from 1; each revision is another. */
  readonly version: number
  /** Of the version that holds. */
  readonly madeAt: Instant | null
  readonly reviewedAt: Instant | null
  readonly reviewBy: Instant | null
  /** To the victim. */
  readonly risk: RiskGrade | null
  readonly actions: readonly PlanAction[]
  readonly endedBecause: string | null
}

type Versioned = MatterEvent<'plan.made' | 'plan.revised'>
type ActionEvent = MatterEvent<'plan.action-done' | 'plan.action-dropped'>
type Public = MatterEvent<HeardBy<'plan'>>
interface RiskChanged extends Told {
  readonly type: 'risk.changed'
}
interface On<Each extends Public | RiskChanged = Public | RiskChanged> {
  readonly context: PlanContext
  readonly event: Each
}

const planSetup = setup({
  types: { context: {} as PlanContext, events: {} as Public | RiskChanged, input: {} as MatterContext },
  actions: { ...matterEffects, remember: assign((_, learnt: Partial<PlanContext>) => learnt) },
})

const remember = <Each extends Public | RiskChanged>(learn: (it: On<Each>) => Partial<PlanContext>) => ({
  type: 'remember' as const,
  params: learn,
})
const settings = ({ incident: { policy } }: Told) => policy.plans
const isOpen = ({ doneAt, droppedBecause }: PlanAction): boolean => doneAt === null && droppedBecause === null

const review = ({ context }: On) => ({ deadline: 'plan-review' as const, of: context.name })
const reviewBy = ({ event }: On): Instant => {
  const said = 'data' in event && 'nextReviewAt' in event.data ? event.data.nextReviewAt : undefined
  return lookAgainBy(event, settings(event).reviewWithin, said)
}
const lookAgain = [
  { type: 'complete' as const, params: review },
  remember((it) => ({ reviewBy: reviewBy(it), risk: riskOf(it.event.incident) })),
  {
    type: 'schedule' as const,
    params: (it: On) => ({
      ...review(it),
      dueAt: reviewBy(it),
      climbEvery: settings(it.event).climbEvery,
      matter: `plan/${it.context.name}`,
    }),
  },
]

const ofAction = ({ name }: PlanContext, action: string) => ({ deadline: 'plan-action' as const, of: `${name}/${action}` })
const scheduleActions = planSetup.enqueueActions(({ context, event, enqueue }) => {
  for (const { action, dueAt } of (event as Versioned).data.actions)
    enqueue({
      type: 'schedule',
      params: {
        ...ofAction(context, action),
        dueAt,
        climbEvery: settings(event).climbEvery,
        matter: `plan/${context.name}`,
      },
    })
})
const version = [
  remember<Versioned>(({ context, event: { at, data } }) => ({
    version: context.version + 1,
    madeAt: at,
    actions: [
      ...context.actions,
      ...data.actions.map(({ action, owner, dueAt }) => ({
        action,
        version: context.version + 1,
        owner,
        dueAt,
        doneAt: null,
        outcome: null,
        droppedBecause: null,
      })),
    ],
  })),
  scheduleActions,
  ...lookAgain,
]

const settle = remember<ActionEvent>(({ context, event }) => ({
  actions: context.actions.map((one) => {
    if (one.action !== event.data.action) return one
    return event.type === 'plan.action-done'
      ? { ...one, doneAt: event.at, outcome: event.data.outcome }
      : { ...one, droppedBecause: event.data.reason }
  }),
}))
const named = ({ context, event }: On<ActionEvent>) => ofAction(context, event.data.action)
const end = [
  remember<MatterEvent<'plan.ended'>>(({ event }) => ({ endedBecause: event.data.reason, reviewBy: null })),
  { type: 'cancel' as const, params: review },
  planSetup.enqueueActions(({ context, enqueue }) => {
    for (const { action } of context.actions.filter(isOpen)) enqueue({ type: 'cancel', params: ofAction(context, action) })
  }),
]

/**
 * A risk management plan: versions that are counted, actions with an owner, an instant and an outcome, and a review that comes
 * sooner the higher the risk. What it says stands in its events. Source: docs/sources.md#victim (seed 49, 50).
 */
const machine = planSetup.createMachine({
  id: 'plan',
  options: BOUNDED,
  context: ({ input: { name } }) => ({
    name,
    version: 0,
    madeAt: null,
    reviewedAt: null,
    reviewBy: null,
    risk: null,
    actions: [],
    endedBecause: null,
  }),
  initial: 'none',
  states: {
    none: { on: { 'plan.made': { target: 'standing', actions: version } } },
    standing: {
      on: {
        'plan.revised': { actions: version },
        'plan.reviewed': {
          actions: [remember<MatterEvent<'plan.reviewed'>>(({ event }) => ({ reviewedAt: event.at })), ...lookAgain],
        },
        'plan.action-done': { actions: [settle, { type: 'complete', params: named }] },
        'plan.action-dropped': { actions: [settle, { type: 'cancel', params: named }] },
        'plan.ended': { target: 'ended', actions: end },
        // A higher risk brings the review nearer; a lower one leaves it where it was.
        'risk.changed': {
          actions: [
            { type: 'bringForward', params: (it) => ({ ...review(it), dueAt: reviewBy(it) }) },
            remember<RiskChanged>((it) => ({
              reviewBy: earlier(it.context.reviewBy ?? reviewBy(it), reviewBy(it)),
              risk: riskOf(it.event.incident),
            })),
          ],
        },
      },
    },
    ended: { type: 'final' },
  },
})

const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })

function issues(event: Public, { actions }: PlanContext): Issue[] {
  switch (event.type) {
    case 'plan.made':
    case 'plan.revised':
      return [...actionIssues(event, actions), ...nextReviewIssues(event.data, event.at)]
    case 'plan.reviewed':
      return nextReviewIssues(event.data, event.at)
    case 'plan.action-done':
    case 'plan.action-dropped': {
      const found = actions.find(({ action }) => action === event.data.action)
      if (found === undefined) return [issue('/data/action', 'names no action of this plan')]
      return isOpen(found) ? [] : [issue('/data/action', 'this action has been done or dropped')]
    }
    case 'plan.ended':
      return []
  }
}

function actionIssues({ at, data }: Versioned, before: readonly PlanAction[]): Issue[] {
  const names = [...before.map(({ action }) => action), ...data.actions.map(({ action }) => action)]
  return [
    ...data.actions.flatMap(({ action, dueAt }, place) => [
      ...(names.indexOf(action) < before.length + place
        ? [issue(`/data/actions/${place}/action`, 'this action is in the plan: give another its own reference')]
        : []),
      ...(dueAt <= at ? [issue(`/data/actions/${place}/dueAt`, 'must be after the time of the event')] : []),
    ]),
    ...(names.length > MOST_ACTIONS ? [issue('/data/actions', `at most ${MOST_ACTIONS} are kept of one plan`)] : []),
  ]
}

const warnings = (event: Public, { actions }: PlanContext): Warning[] =>
  event.type === 'plan.ended' && actions.some(isOpen)
    ? [
        {
          code: 'actions-left-open',
          pointer: '/data/plan',
          detail: 'Actions of this plan are neither done nor dropped: nobody owes them now.',
        },
      ]
    : []

export const plan = matter<Public['type'], PlanContext>({
  machine,
  about: 'A risk management plan: its versions, the actions with their owners, and when it is looked at again.',
  field: 'plan',
  issues,
  warnings,
  shown: true,
})
