/**
 * What is wrong with an event's content, asked after the lifecycle has said that it would take it: every gap at once,
 * each with its pointer. And what is only worth a warning.
 */
import { answeredBy } from '../../machines/incident/demands.ts'
import { confirmationGaps, feedbackGaps } from '../../machines/incident/feedback.ts'
import { blockersOf } from '../../machines/incident/index.ts'
import type { EventOf, IncidentContext, PublicEvent } from '../../machines/incident/setup.ts'
import { suspectKnownAt } from '../../machines/matters/beside.ts'
import { olderThanKnown } from '../../machines/matters/matter.ts'
import { assessmentId, dashGaps, dashWarnings, isAssessment, type ToSee } from '../../machines/rules/dash.ts'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { explainsDelay, speechOf } from '../../machines/rules/explainsDelay.ts'
import { changeOfGrade, type Grade, gradeIn } from '../../machines/rules/grading.ts'
import { rankOf } from '../../machines/rules/policy.ts'
import { dealingWarnings } from '../../machines/rules/positiveAction.ts'
import { reassessmentGaps, reassessmentWarnings } from '../../machines/rules/reassessment.ts'
import { referralFinds } from '../../machines/rules/referrals.ts'
import { isSameSchool } from '../../machines/rules/schooling.ts'
import { telephoneBlockers } from '../../machines/rules/telephone.ts'
import { thriveGaps } from '../../machines/rules/thrive.ts'
import { videoGaps } from '../../machines/rules/video.ts'
import { COMMAND_ROLES, RISK_GRADES, type Role, UNNAMED } from '../../machines/rules/vocabulary.ts'
import { saysNone } from '../../machines/rules/words.ts'
import { allocatedWarnings, allocationGaps, chargeWarnings, crimeGaps, recordedWarnings } from './crimes.ts'
import type { LiveCase } from './live.ts'
import { matterFinds, unmadeIn } from './matters.ts'
import type { Gap, Problem, Warning } from './problems.ts'

export type Judged = { readonly problem: Problem } | { readonly problem: null; readonly warnings: readonly Warning[] }

const fine = (warnings: readonly Warning[] = []): Judged => ({ problem: null, warnings })
const invalid = (errors: readonly Gap[]): Judged => ({
  problem: { code: 'invalid-event', detail: 'The event says something that cannot be.', errors },
})
/** Taken when nothing is wrong. */
export const withoutErrors = (errors: readonly Gap[]): Judged => (errors.length > 0 ? invalid(errors) : fine())
const gap = (pointer: string, detail: string): Gap => ({ pointer, detail })

/** Judges an event that the lifecycle takes; `role` is the key's. */
export function judgeContent(live: LiveCase, event: PublicEvent, role: Role): Judged {
  const { gaps, warnings } = matterFinds(live, event, role)
  return gaps.length > 0 ? invalid(gaps) : withWarnings(judgeIncident(live, event, role), () => warnings)
}

function judgeIncident(live: LiveCase, event: PublicEvent, role: Role): Judged {
  const { context } = live.incident
  switch (event.type) {
    case 'thrive.assessed':
      return fine(thriveGaps(event.data, context.policy.thrive, context.flags))
    case 'incident.graded':
      return withWarnings(judgeGrade(context, gradeIn(event), role, '/data'), () => gradeWarnings(context, event.data))
    case 'risk.reassessed':
      return judgeReassessment(context, event, role)
    case 'delay.noted':
      return fine(
        context.openDemands.map(({ id }) => ({
          code: 'demand-still-open',
          pointer: '/data/reason',
          detail: `A note on the delay does not answer demand ${id}: it waits for a risk reassessment.`,
        })),
      )
    case 'unit.arrived':
      return fine(settles(context, event))
    case 'dash.submitted':
      return judgeDash(context, event.data)
    case 'dash.reviewed':
      return judgeReview(context, event.data)
    case 'hau.checked':
      return withoutErrors(
        (event.data.checkedAt ?? '') > event.at ? [gap('/data/checkedAt', 'must not be after the time of the event')] : [],
      )
    case 'hau.risk-confirmed':
      return withoutErrors(confirmationGaps(context, event.data))
    case 'hau.feedback':
      return withoutErrors(feedbackGaps(context, event.data))
    case 'dash.excepted':
      return judgeException(context, event.data, role)
    case 'referral.acknowledged':
      return ['made', 'acknowledged'].includes(context.referrals[event.data.partner] ?? '')
        ? fine()
        : invalid([gap('/data/partner', `no referral to ${event.data.partner} has been made`)])
    case 'referral.made': {
      const { gaps, warnings } = referralFinds(context.policy, event.data)
      return gaps.length > 0 ? invalid(gaps) : fine(warnings)
    }
    case 'school.notified':
      return judgeTelling(live, event.data)
    case 'transfer.acknowledged':
      return Object.hasOwn(context.transfers, event.data.to)
        ? fine()
        : invalid([gap('/data/to', `the incident was not handed over to ${event.data.to}`)])
    case 'incident.resolved-by-telephone': {
      const blockers = telephoneBlockers(context, event.data, role)
      if (blockers.length === 0) return fine()
      const detail =
        'The incident cannot be resolved on the telephone: somebody has to go, or what is named here has to be mended.'
      return { problem: { code: 'telephone-resolution-blocked', detail, blockers } }
    }
    case 'video.responded': {
      const errors = videoGaps(context, event.data)
      return errors.length > 0 ? invalid(errors) : fine()
    }
    case 'suspect.dealt-with':
      return withWarnings(withoutErrors(crimeGaps(live, event.data)), () => [
        ...dealingWarnings(context.policy, event.data),
        ...chargeWarnings(live, event),
        ...laterIsKnown(live, event),
      ])
    case 'bail.ended':
      return withWarnings(withoutErrors(crimeGaps(live, event.data)), () => chargeWarnings(live, event))
    case 'crime.recorded':
      return judgeCrime(live, event)
    case 'investigation.allocated':
      return withWarnings(withoutErrors(allocationGaps(live, event)), () => allocatedWarnings(live, event))
    case 'victim.contacted':
      return fine(toldOfDelay(event.data))
    case 'incident.closed': {
      const blockers = blockersOf(live.incident, unmadeIn(live))
      if (blockers.length === 0) return fine()
      return { problem: { code: 'closure-blocked', detail: 'The incident cannot be closed yet.', blockers } }
    }
    default:
      return fine()
  }
}

const withWarnings = (judged: Judged, warn: () => readonly Warning[]): Judged =>
  judged.problem === null ? fine([...judged.warnings, ...warn()]) : judged

/** Of the suspect, who stays as he was last. */
const laterIsKnown = (live: LiveCase, event: EventOf<'suspect.dealt-with'>): readonly Warning[] =>
  olderThanKnown(event, suspectKnownAt(live, event.data.suspect ?? UNNAMED))

function judgeCrime(live: LiveCase, event: EventOf<'crime.recorded'>): Judged {
  const { data, at } = event
  return data.offenceAt !== undefined && data.offenceAt > at
    ? invalid([gap('/data/offenceAt', 'must not be after the time of the event')])
    : fine(recordedWarnings(live, event))
}

/** What a person should look at before the grade is relied on: the engine advises and never regrades. */
function gradeWarnings(context: IncidentContext, graded: CaseEventData['incident.graded']): Warning[] {
  const high = [
    ...context.flags.filter((flag) => context.policy.highRiskFlags.includes(flag)),
    ...(context.riskGrade === 'high' ? ['a risk assessed as high'] : []),
  ]
  const isLow = (rankOf(context.policy, graded.priority) ?? 0) >= context.policy.lowGradeFromRank
  const unsaid = isLow && high.length > 0 && saysNone(graded.highRiskRationale)
  return [
    ...(unsaid
      ? [
          {
            code: 'high-risk-low-grade',
            pointer: '/data/highRiskRationale',
            detail: `${graded.priority} is a low grade beside ${high.join(', ')}: say why it is enough.`,
          },
        ]
      : []),
    ...(speechOf(graded.rationale) === 'resources'
      ? [
          {
            code: 'grade-speaks-of-resources',
            pointer: '/data/rationale',
            detail: 'This speaks of resources: a grade follows from the risk, not from who is free.',
          },
        ]
      : []),
  ]
}

/** A grade the policy does not have, and a downgrade that needs rank and a second person. */
function judgeGrade(context: IncidentContext, grade: Grade, role: Role, under: string): Judged {
  const { policy, priority, warnedOn, breaches } = context
  if (rankOf(policy, grade.priority) === null)
    return invalid([
      gap(
        `${under}/priority`,
        `the policy has no priority ${grade.priority}; it has ${Object.keys(policy.priorities).join(', ')}`,
      ),
    ])
  const needsApproval = warnedOn > 0 || breaches.length > 0
  if (!needsApproval || changeOfGrade(policy, priority, grade.priority) !== 'down') return fine()
  const errors = [
    ...(COMMAND_ROLES.includes(role)
      ? []
      : [
          gap(
            `${under}/priority`,
            `from the warning point on, lowering the grade takes the key of a ${COMMAND_ROLES.join(' or a ')}`,
          ),
        ]),
    ...(grade.approvedBy === null || grade.approvedBy.id === grade.by.id
      ? [gap(`${under}/approvedBy`, 'name a second person, other than the one who decides, who approved it')]
      : []),
  ]
  return errors.length === 0
    ? fine()
    : {
        problem: {
          code: 'downgrade-not-approved',
          detail: 'The attendance warning or deadline has passed: this downgrade needs rank and a second person.',
          errors,
        },
      }
}

/** A reassessment counts only when it is complete, is about risk, and could know of what it answers. */
function judgeReassessment(context: IncidentContext, event: EventOf<'risk.reassessed'>, role: Role): Judged {
  const { data, at } = event
  const unmade = answeredBy(event).filter((id) => !wasMade(context, id))
  if (unmade.length > 0) return invalid(unmade.map((id) => gap(pointerTo(data, id), `this incident has no demand ${id}`)))
  if (rankOf(context.policy, data.decision.priority) === null) return judgeGrade(context, gradeIn(event), role, '/data/decision')

  const later = context.openDemands.filter(({ id, causeAt }) => answeredBy(event).includes(id) && causeAt > at)
  if (later.length > 0)
    return invalid(
      later.map(({ id, causeAt }) => gap('/time', `the cause of demand ${id} came at ${causeAt}, after this reassessment`)),
    )

  const errors = [
    ...(data.assessor.id === context.thrive?.author
      ? [gap('/data/assessor/id', 'somebody other than the author of the latest THRIVE must reassess it')]
      : []),
    ...reassessmentGaps(data),
    ...(data.nextReviewAt !== undefined && data.nextReviewAt !== '' && data.nextReviewAt <= at
      ? [gap('/data/nextReviewAt', 'the next review must come after the reassessment')]
      : []),
  ]
  if (errors.length > 0)
    return {
      problem: { code: 'reassessment-incomplete', detail: 'This does not answer the demand yet: say what is missing.', errors },
    }

  const gradeRises = changeOfGrade(context.policy, context.priority, data.decision.priority) === 'up'
  const judged = explainsDelay(data, { gradeRises })
  if (judged === 'refused')
    return {
      problem: {
        code: 'explains-delay-not-risk',
        detail: 'Every rationale speaks of resources or procedure alone. Say how the risk to the people has changed.',
        errors: [gap('/data/decision/rationale', 'explains the delay and does not reassess the risk')],
      },
    }
  const graded = judgeGrade(context, gradeIn(event), role, '/data/decision')
  return graded.problem === null ? fine([...judged, ...reassessmentWarnings(data)]) : graded
}

/** Demand ids count up from 1. */
function wasMade({ reference, demandsMade }: IncidentContext, id: string): boolean {
  const number = id.startsWith(`${reference}-d`) ? Number(id.slice(reference.length + 2)) : Number.NaN
  return Number.isInteger(number) && number >= 1 && number <= demandsMade && id === `${reference}-d${number}`
}

/** Whether a reassessment answers a demand that is no longer open: the lifecycle does not take that. */
export const answersAClosedDemand = (context: IncidentContext, event: EventOf<'risk.reassessed'>): string | null =>
  answeredBy(event).find((id) => wasMade(context, id) && !context.openDemands.some((open) => open.id === id)) ?? null

const pointerTo = ({ demand, alsoAnswers }: CaseEventData['risk.reassessed'], id: string): string =>
  demand === id ? '/data/demand' : `/data/alsoAnswers/${(alsoAnswers ?? []).indexOf(id)}`

/** Somebody who was not reached was not told either: the duty to tell her stands. */
const toldOfDelay = ({ safe, toldOfDelay }: CaseEventData['victim.contacted']): Warning[] =>
  safe === null && toldOfDelay === true
    ? [
        {
          code: 'not-reached-not-told',
          pointer: '/data/toldOfDelay',
          detail: 'She was not reached, so she was not told of the delay.',
        },
      ]
    : []

/** News, late, of an arrival in time: said, so that nobody wonders where the breach went. */
function settles({ breaches, waitingSince, policy }: IncidentContext, { at, data }: EventOf<'unit.arrived'>): Warning[] {
  if (policy.clock.stop === 'victim-seen' && !data.victimSeen) return []
  return breaches
    .filter(({ settled, dueAt }) => !settled && at <= dueAt && (waitingSince === null || at >= waitingSince))
    .map(({ dueAt, priority }) => ({
      code: 'breach-settled-in-time',
      pointer: '/time',
      detail: `This arrival came before the ${priority} deadline of ${dueAt}: that breach is settled as in time.`,
    }))
}

/** Every DASH is reviewed by somebody other than its author; lowering a high risk, or any after a breach, takes a second person. */
function judgeReview(context: IncidentContext, review: CaseEventData['dash.reviewed']): Judged {
  const { dash, riskGrade, breaches, assessed, policy } = context
  const { decision, reviewer, grade, approvedBy } = review
  const before = RISK_GRADES.indexOf(riskGrade ?? 'standard')
  const after = grade === undefined ? null : RISK_GRADES.indexOf(grade)
  const regrades = decision === 'regraded-up' || decision === 'regraded-down'
  const errors = [
    ...(reviewer.id === dash?.author || assessed.authors.includes(reviewer.id)
      ? [gap('/data/reviewer/id', 'the author of a DASH does not review it')]
      : []),
    ...(regrades && after === null ? [gap('/data/grade', 'say the grade that it becomes')] : []),
    ...(decision === 'regraded-up' && after !== null && after <= before
      ? [gap('/data/grade', 'is not above the present grade')]
      : []),
    ...(decision === 'regraded-down' && after !== null && after >= before
      ? [gap('/data/grade', 'is not below the present grade')]
      : []),
    ...(decision === 'returned' && (review.missing ?? []).length === 0 && review.rationale.trim() === ''
      ? [gap('/data/missing', 'say what is missing')]
      : []),
    // Raising a risk waits for nothing: the exception that is missing then keeps the incident from being closed.
    ...((decision === 'accepted' || decision === 'regraded-down') && assessed.toSee.includes('mode-exception-missing')
      ? [gap('/data/decision', 'it was not done as the policy asks and no exception is recorded: it can only be returned')]
      : []),
  ]
  if (errors.length > 0) return invalid(errors)
  const needsSecond = decision === 'regraded-down' && (riskGrade === 'high' || breaches.length > 0)
  if (needsSecond && (approvedBy === undefined || approvedBy.id === reviewer.id)) {
    const missing = gap('/data/approvedBy', 'name a second person, other than the reviewer, who approved it')
    return { problem: { code: 'downgrade-not-approved', detail: 'Lowering this risk takes a second person.', errors: [missing] } }
  }
  const unsaid = decision === 'regraded-down' && policy.dash.downgradeQuotes ? unquoted(review) : []
  if (unsaid.length > 0)
    return {
      problem: {
        code: 'downgrade-not-approved',
        detail: 'Lowering this risk takes a look at why it was given: quote the original rationale and say what has changed.',
        errors: unsaid,
      },
    }
  if (decision === 'returned') return fine()
  return fine(assessed.toSee.map((what) => ({ code: what, pointer: '/data/decision', detail: SEEN[what] })))
}

/** A grade lowered without asking why it had been given: an IOPC finding (docs/sources.md#cases, Solihull 2018). */
const unquoted = ({ originalRationale, changed }: CaseEventData['dash.reviewed']): Gap[] => [
  ...(saysNone(originalRationale) ? [gap('/data/originalRationale', 'quote why the grade was given that is lowered now')] : []),
  ...(saysNone(changed) ? [gap('/data/changed', 'say what is not the same since')] : []),
]

/** What a reviewer who does not return a form should have seen in it. */
const SEEN: Record<ToSee, string> = {
  'mode-exception-missing': 'it was not done as the policy asks, and the incident cannot be closed until somebody records why',
  'visible-high-risk': 'so much was found that the risk is high to the eye, whatever the grade',
  'follow-up-missing': 'an answer opened a further tool, and it was not asked',
  'key-topics-open': 'a high-risk topic was not asked, or is not known and nobody says why',
}

/** Tools, topics and answers are the policy's; what is missing is only named. */
function judgeDash(context: IncidentContext, dash: CaseEventData['dash.submitted']): Judged {
  const { secondaryTo } = dash
  const errors = [
    ...dashGaps(dash, context.policy),
    ...(secondaryTo === undefined || isAssessment(context, secondaryTo)
      ? []
      : [gap('/data/secondaryTo', `this incident has no such assessment; the first is ${assessmentId(context.reference, 1)}`)]),
  ]
  return errors.length > 0 ? invalid(errors) : fine(dashWarnings(dash, context.policy))
}

/** A school where an adult works who is involved is told of nothing before somebody has looked at it. Source: docs/sources.md#schools */
function judgeTelling({ matters }: LiveCase, { child, school, to = 'school' }: CaseEventData['school.notified']): Judged {
  const { conflict, conflictAt, school: theirs } = matters[`school/${child}`]?.context ?? {}
  if (to !== 'school') return fine()
  if (isSameSchool((conflictAt as string | null | undefined) ?? null, school)) {
    const way = conflict === 'found' ? 'post school.conflict-reviewed' : 'post school.resolved with what holds now'
    return invalid([gap('/data/school', `an adult who is involved works there: ${way} first`)])
  }
  return fine(
    conflict === 'not-checked' || (conflict !== undefined && !isSameSchool(theirs as string | null, school))
      ? [CONFLICT_NOT_CHECKED]
      : [],
  )
}

const CONFLICT_NOT_CHECKED: Warning = {
  code: 'conflict-not-checked',
  pointer: '/data/school',
  detail: 'Nobody has said whether an adult who is involved works there: post school.resolved.',
}

/** That there will be no DASH is decided by rank and by two people, or not at all. */
function judgeException({ policy }: IncidentContext, { by, approvedBy }: CaseEventData['dash.excepted'], role: Role): Judged {
  const { exceptionBy } = policy.dash
  const errors = [
    ...(exceptionBy.includes(role)
      ? []
      : [gap('/data/by', `closing without a DASH takes the key of a ${exceptionBy.join(' or a ')}`)]),
    ...(approvedBy === undefined || approvedBy.id === by.id
      ? [gap('/data/approvedBy', 'name a second person, other than the one who decides, who approved it')]
      : []),
  ]
  return errors.length > 0 ? invalid(errors) : fine()
}
