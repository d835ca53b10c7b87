import { type GuardPredicate, stateIn } from 'xstate'
import type { Opens } from '../../rules/catalogue/event.ts'
import type { DemandReason } from '../../rules/catalogue/reasons.ts'
import { demandReasonOf, EVENTS, TRIGGERS, type Trigger } from '../../rules/events.ts'
import { nextReview } from '../../rules/grading/grading.ts'
import { isHighRisk } from '../../rules/hau/severity.ts'
import type { Cause } from '../../rules/reassessment/causes.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { leavesNobody, visitNow } from '../attendance/visit.ts'
import { isNotNeeded, keepNotNeeded, keepSentForNews } from '../closure/backAgain.ts'
import { history } from '../history.ts'
import { keepLink } from '../links.ts'
import { type Breached, type EventOf, type IncidentContext, type IncidentEvent, incidentSetup } from '../setup.ts'
import { cancel, remember, schedule } from '../words.ts'
import { assessedBy } from './assessments.ts'
import { keepLowering, putForward } from './checks.ts'
import {
  afterAnswers,
  afterSeen,
  answeredBy,
  answersOf,
  breachesAnswered,
  demandFor,
  openFor,
  overIn,
  reviewAfterSeen,
  stillOpen,
  withCause,
} from './demands.ts'
import { keepVerdict, setAside, setsAside } from './setAside.ts'

type Anything = { readonly context: IncidentContext; readonly event: IncidentEvent }
type Arrived = { readonly context: IncidentContext; readonly event: EventOf<'unit.arrived'> }
type Reassessed = { readonly context: IncidentContext; readonly event: EventOf<'risk.reassessed'> }

/** Opens a demand, or joins the open one of that reason: the incident remembers the cause, and the step moves the demand's own machine. */
const demand = (reason: DemandReason) => ({
  target: 'demanded' as const,
  actions: [
    incidentSetup.enqueueActions(({ context, event, enqueue }) => {
      const id = demandFor(context, reason)
      const open = openFor(context, reason)
      if (open === undefined) enqueue({ type: 'openDemand', params: { id, reason } })
      else enqueue({ type: 'joinDemand', params: { id, causeCount: open.causeCount + 1 } })
      enqueue(remember(withCause(context, reason, event)))
    }),
  ],
})

const overdue = demand('attendance-overdue')
/** By now the open demand may be answered: by the reassessment that raised this breach. */
const nameDemandOfBreach = remember(({ context, event }: { readonly context: IncidentContext; readonly event: Breached }) => {
  const demand = demandFor(context, 'attendance-overdue')
  return { breaches: context.breaches.map((breach) => (breach.clock === event.clock ? { ...breach, demand } : breach)) }
})

/** The victim was seen: demands and reviews about what came before are over. */
const seen = [
  {
    type: 'supersedeDemands' as const,
    params: ({ context, event }: Arrived) => ({ ids: overIn(afterSeen(context, event)) }),
  },
  remember(({ context, event }: Arrived) => ({
    openDemands: stillOpen(afterSeen(context, event)),
    victimSeenAt: context.victimSeenAt !== null && context.victimSeenAt > event.at ? context.victimSeenAt : event.at,
    review: reviewAfterSeen(context, event),
  })),
]
const endReview = cancel('next-review')
const reviewIsOver = ({ context, event }: Arrived): boolean =>
  context.review.length > 0 && reviewAfterSeen(context, event).length === 0
const endsAll = ({ context, event }: Arrived): boolean => stillOpen(afterSeen(context, event)).length === 0

const arrived = [
  { guard: ({ event }: Arrived) => event.data.victimSeen === false, ...demand('attendance-failed') },
  // At the scene, and nobody has seen her yet: the attendance region waits for that.
  { guard: ({ event }: Arrived) => event.data.victimSeen !== true, actions: 'keepOnLog' as const },
  {
    guard: (arrival: Arrived) => endsAll(arrival) && reviewIsOver(arrival),
    target: 'settled' as const,
    actions: [...seen, endReview],
  },
  { guard: endsAll, target: 'settled' as const, actions: seen },
  { guard: reviewIsOver, actions: [...seen, endReview] },
  { actions: seen },
]

/** What late news may void alone. */
const aloneIn = ({ clock, visit }: Pick<Cause, 'clock' | 'visit'>) => ({
  ...(clock === undefined ? {} : { clock }),
  ...(visit === undefined ? {} : { visit }),
})

/**
 * What the next review of a reassessment goes back to: of each demand the newest cause that it answered, or itself when nobody had
 * asked. The latest speaks for all before it; that of a breach or of a failed visit stands by itself, since late news may void it
 * alone.
 */
const reviewed = ({ context, event }: Reassessed): IncidentContext['review'] => {
  const causes = answersOf(context, event).flatMap(({ newest }): IncidentContext['review'] =>
    newest === null ? [] : [{ causeAt: newest.at, ...aloneIn(newest) }],
  )
  const unasked: IncidentContext['review'] = answeredBy(event).length === 0 ? [{ causeAt: event.at }] : []
  const latest = new Map<string, IncidentContext['review'][number]>()
  for (const entry of [...context.review, ...causes, ...unasked]) {
    const key = `${entry.clock} ${entry.visit}`
    const known = latest.get(key)
    if (known === undefined || entry.causeAt >= known.causeAt) latest.set(key, entry)
  }
  return [...latest.values()].filter(({ causeAt }) => context.victimSeenAt === null || causeAt > context.victimSeenAt)
}

const answer = [
  putForward,
  keepNotNeeded,
  keepSentForNews,
  {
    type: 'answerDemands' as const,
    params: ({ context, event }: Reassessed) => ({ ids: overIn(afterAnswers(context, event)) }),
  },
  remember((reassessed: Reassessed) => ({
    openDemands: stillOpen(afterAnswers(reassessed.context, reassessed.event)),
    breaches: breachesAnswered(reassessed.context, reassessed.event),
    review: reviewed(reassessed),
    assessments: assessedBy(reassessed.context, reassessed.event),
    historyUnread: false,
  })),
]
const ofThis = remember(({ event }: Reassessed) => ({ reviewOf: event.sequence ?? null }))
const scheduleReview = schedule(({ context, event }: Reassessed) => ({
  deadline: 'next-review',
  of: null,
  dueAt: nextReview(context.policy, context.priority, isHighRisk(context), event.data.nextReviewAt as Instant, event),
  climbEvery: null,
}))
const comesBack = (reassessed: Reassessed): boolean => reviewed(reassessed).length > 0
const answersAll = ({ context, event }: Reassessed): boolean => stillOpen(afterAnswers(context, event)).length === 0

const reassessed = [
  {
    guard: (it: Reassessed) => answersAll(it) && comesBack(it),
    target: 'settled' as const,
    actions: [...answer, ofThis, scheduleReview],
  },
  { guard: answersAll, target: 'settled' as const, actions: [...answer, endReview] },
  { guard: comesBack, actions: [...answer, ofThis, scheduleReview] },
  { actions: answer },
]

const opens =
  (reason: DemandReason) =>
  ({ event }: { readonly event: EventOf<Trigger> }): boolean =>
    demandReasonOf(event.type, event.data) === reason

/** What the catalogue says that an event opens; where it opens nothing, it is only kept. @param also what is remembered either way. */
function opening(name: Trigger, also: readonly (typeof keepLink)[] = []) {
  const { reasons, reasonOf }: Opens<never> = EVENTS[name].opens
  const always = reasonOf === null
  const each = reasons.map((reason) => {
    const { target, actions } = demand(reason)
    return { ...(always ? {} : { guard: opens(reason) }), target, actions: [...actions, ...also] }
  })
  if (always) return each
  return [...each, { actions: also.length > 0 ? also : ['keepOnLog' as const] }]
}

/** Once somebody has attended, it is kept. While they look for her, nobody has. */
const hasAttended = ({ context }: Anything): boolean => context.attendedAt !== null && visitNow(context) === undefined
const isClosed = stateIn('#incident.closure.closed') as GuardPredicate<IncidentContext, IncidentEvent, undefined, never>
const unlessAttended = (reason: DemandReason) => [
  { guard: isClosed, actions: 'keepOnLog' as const },
  { guard: hasAttended, actions: 'keepOnLog' as const },
  demand(reason),
]
const whenNobodyIsLeft = [{ guard: leavesNobody, ...demand('stood-down') }, { actions: 'keepOnLog' as const }]

/** Every trigger, in every state: what opens a demand is never held back by another demand, nor by anything else. */
const triggers = {
  'attendance.breached': { ...overdue, actions: [nameDemandOfBreach, ...overdue.actions] },
  'review.due': demand('review-due'),
  ...Object.fromEntries(TRIGGERS.map((name) => [name, opening(name)])),
  // Whether it repeats another record or is news to this one, the link is kept.
  'incident.linked': opening('incident.linked', [keepLink]),
  'shift.changed': unlessAttended('shift-change'),
  'incident.cancelled': unlessAttended('cancelled-by-caller'),
  'unit.stood-down': whenNobodyIsLeft,
  'unit.cleared': whenNobodyIsLeft,
  'victim.unseen': demand('attendance-failed'),
  'unit.arrived': arrived,
  'risk.reassessed': reassessed,
  'reassessment.checked': [{ guard: setsAside, target: 'demanded' as const, actions: setAside }, { actions: keepVerdict }],
  'incident.graded': [
    { guard: isNotNeeded, actions: [keepNotNeeded, keepLowering] },
    { actions: [keepSentForNews, keepLowering] },
  ],
}

/**
 * Whether a reassessment is owed. Each demand is a machine of its own with its own answer clock; this region says whether a
 * demand is open, and for which causes: at most one demand for each reason. Two things end a demand: complete reassessments
 * that answer all its causes, and an arrival that saw the victim after them.
 */
export const risk = incidentSetup.createStateConfig({
  initial: 'settled',
  on: history,
  states: { settled: { on: triggers }, demanded: { on: triggers } },
})
