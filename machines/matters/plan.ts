import { type Issue, issueIf, warnIf } from '../rules/issue.ts'
import { earlier } from '../rules/time/instants.ts'
import type { Instant, RiskGrade } from '../rules/vocabulary.ts'
import { bringForward, cancel, complete } from './asks.ts'
import { defineMatter, type Remembered, type RiskChanged } from './defineMatter.ts'
import { lookAgainBy, nextReviewIssues, riskOf } from './lookedAtAgain.ts'
import { type MatterEvent, mustFollow, type Told } from './matter.ts'

/** More than any plan has: a list that grows without end is a slip of a program. */
const MOST_ACTIONS = 100

/** The event says what the action is. */
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
const memory = {
  /** Counted from 1; each revision is another. */
  version: 0,
  /** Of the version that holds. */
  madeAt: null as Instant | null,
  reviewedAt: null as Instant | null,
  reviewBy: null as Instant | null,
  /** To the victim. */
  risk: null as RiskGrade | null,
  actions: [] as readonly PlanAction[],
  endedBecause: null as string | null,
}
type PlanContext = Remembered<typeof memory>
type Versioned = MatterEvent<'plan.made' | 'plan.revised'>
type ActionEvent = MatterEvent<'plan.action-done' | 'plan.action-dropped'>

const { act, remember, schedule, lifecycle } = defineMatter({
  kind: 'plan',
  about: 'A risk management plan: its versions, the actions with their owners, and when it is looked at again.',
  field: 'plan',
  shown: true,
  memory,
  climbEvery: ({ plans }) => plans.climbEvery,
  types: { hears: {} as RiskChanged },
})

const isOpen = ({ doneAt, droppedBecause }: PlanAction): boolean => doneAt === null && droppedBecause === null
const reviewBy = (event: Told, said?: Instant): Instant => lookAgainBy(event, event.incident.policy.plans.reviewWithin, said)

const lookAgain = act<'plan.made' | 'plan.revised' | 'plan.reviewed'>(({ event }) => {
  const dueAt = reviewBy(event, event.data.nextReviewAt)
  return [complete('plan-review'), remember({ reviewBy: dueAt, risk: riskOf(event.incident) }), schedule('plan-review', dueAt)]
})
const version = act<'plan.made' | 'plan.revised'>(({ context, event: { at, data } }) => {
  const version = context.version + 1
  const added = data.actions.map(
    ({ action, owner, dueAt }): PlanAction => ({
      ...{ action, version, owner, dueAt },
      ...{ doneAt: null, outcome: null, droppedBecause: null },
    }),
  )
  return [
    remember({ version, madeAt: at, actions: [...context.actions, ...added] }),
    ...added.map(({ action, dueAt }) => schedule('plan-action', dueAt, { part: action })),
    lookAgain,
  ]
})
const settle = ({ actions }: PlanContext, named: string, how: Partial<PlanAction>) =>
  remember({ actions: actions.map((one) => (one.action === named ? { ...one, ...how } : one)) })
const finishAction = act<'plan.action-done'>(({ context, event: { at, data } }) => [
  settle(context, data.action, { doneAt: at, outcome: data.outcome }),
  complete('plan-action', data.action),
])
const dropAction = act<'plan.action-dropped'>(({ context, event: { data } }) => [
  settle(context, data.action, { droppedBecause: data.reason }),
  cancel('plan-action', data.action),
])
const review = act<'plan.reviewed'>(({ event }) => [remember({ reviewedAt: event.at }), lookAgain])
/** A higher risk brings the review nearer; a lower one leaves it where it was. */
const hasten = act<'risk.changed'>(({ context, event }) => {
  const dueAt = reviewBy(event)
  return [
    bringForward('plan-review', dueAt),
    remember({ reviewBy: earlier(context.reviewBy ?? dueAt, dueAt), risk: riskOf(event.incident) }),
  ]
})
const end = act<'plan.ended'>(({ context, event }) => [
  remember({ endedBecause: event.data.reason, reviewBy: null }),
  cancel('plan-review'),
  ...context.actions.filter(isOpen).map(({ action }) => cancel('plan-action', action)),
])

function versionIssues(event: Versioned, { actions }: PlanContext): readonly Issue[] {
  const { data } = event
  const names = [...actions, ...data.actions].map(({ action }) => action)
  const taken = (action: string, place: number): boolean => names.indexOf(action) < actions.length + place
  return [
    ...data.actions.flatMap(({ action, dueAt }, place) => [
      ...issueIf(
        taken(action, place),
        `/data/actions/${place}/action`,
        'this action is in the plan: give another its own reference',
      ),
      ...mustFollow(dueAt, event, `/data/actions/${place}/dueAt`),
    ]),
    ...issueIf(names.length > MOST_ACTIONS, '/data/actions', `at most ${MOST_ACTIONS} are kept of one plan`),
    ...nextReviewIssues(data, event.at),
  ]
}

function actionIssues({ data }: ActionEvent, { actions }: PlanContext): readonly Issue[] {
  const found = actions.find(({ action }) => action === data.action)
  if (found === undefined) return [{ pointer: '/data/action', detail: 'names no action of this plan' }]
  return issueIf(!isOpen(found), '/data/action', 'this action has been done or dropped')
}

/**
 * A risk management plan: versions that are counted, actions with an owner, an instant and an outcome, and a review that comes
 * sooner the higher the risk. What it says stands in its events. Source: docs/sources.md#victim (seed 49, 50).
 */
export const plan = lifecycle({
  states: {
    none: { on: { 'plan.made': { target: 'standing', actions: version } } },
    standing: {
      on: {
        'plan.revised': { actions: version },
        'plan.reviewed': { actions: review },
        'plan.action-done': { actions: finishAction },
        'plan.action-dropped': { actions: dropAction },
        'plan.ended': { target: 'ended', actions: end },
        'risk.changed': { actions: hasten },
      },
    },
    ended: { type: 'final' },
  },
  issues: {
    'plan.made': versionIssues,
    'plan.revised': versionIssues,
    'plan.reviewed': ({ data, at }) => nextReviewIssues(data, at),
    'plan.action-done': actionIssues,
    'plan.action-dropped': actionIssues,
  },
  warnings: {
    'plan.ended': (_, { actions }) =>
      warnIf(
        actions.some(isOpen),
        'actions-left-open',
        '/data/plan',
        'Actions of this plan are neither done nor dropped: nobody owes them now.',
      ),
  },
})
