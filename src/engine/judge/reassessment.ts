import type { OpenDemand } from '../../../machines/effects.ts'
import { lookedSince } from '../../../machines/incident/risk/assessments.ts'
import { type AnsweredDemand, answeredBy, answersOf } from '../../../machines/incident/risk/demands.ts'
import type { EventOf, IncidentContext } from '../../../machines/incident/setup.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { changeOfGrade, gradeIn } from '../../../machines/rules/grading/grading.ts'
import { issueIf, pointerOf } from '../../../machines/rules/issue.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import { rankOf } from '../../../machines/rules/policy/policy.ts'
import { type Assessment, judgeTexts } from '../../../machines/rules/reassessment/judgeTexts.ts'
import { reassessmentIssues, reassessmentWarnings } from '../../../machines/rules/reassessment/reassessment.ts'
import { nothingLookedAt } from '../../../machines/rules/reassessment/situation.ts'
import { earlier, later } from '../../../machines/rules/time/instants.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { Issue, Warning } from '../problems.ts'
import { judgeGrade } from './grading.ts'
import { invalid, issue, type Judged, problemOf } from './judged.ts'

/** A reassessment counts only when it is complete, is about risk, and could know of what it answers. */
export function judgeReassessment(
  context: IncidentContext,
  event: EventOf<'risk.reassessed'>,
  role: Role,
  last: Assessment | null,
): Judged {
  const { data, at, enteredBy } = event
  const reassessing = [data.assessor.id, ...(enteredBy === undefined ? [] : [enteredBy])]
  const unmade = [
    ...answeredBy(event).map((id) => ({ id, pointer: pointerTo(data, id) })),
    ...Object.keys(data.causesSeen ?? {}).map((id) => ({ id, pointer: pointerOf('/data/causesSeen', [id]) })),
  ].filter(({ id }) => !wasMade(context, id))
  if (unmade.length > 0) return invalid(unmade.map(({ id, pointer }) => issue(pointer, `this incident has no demand ${id}`)))
  if (rankOf(context.policy, data.decision.priority) === null) return judgeGrade(context, gradeIn(event), role, '/data/decision')

  const answers = answersOf(context, event)
  const unanswered = answers.filter(({ newest }) => newest === null)
  if (unanswered.length > 0) return invalid(unanswered.map(({ open }) => answersNothingOf(open, event)))

  const errors = [
    ...issueIf(
      context.thrive !== null && reassessing.some((id) => samePerson(id, String(context.thrive?.author))),
      '/data/assessor/id',
      'somebody other than the author of the latest THRIVE must make this reassessment, and enter it',
    ),
    ...reassessmentIssues(data, at),
    ...nothingLookedAt(data, lookedSince(context, at), { at, zone: context.policy.timezone }),
    ...issueIf(
      data.nextReviewAt !== undefined && data.nextReviewAt !== '' && data.nextReviewAt <= at,
      '/data/nextReviewAt',
      'the next review must come after the reassessment',
    ),
  ]
  if (errors.length > 0)
    return problemOf('reassessment-incomplete', 'This does not answer the demand yet: say what is missing.', errors)

  const gradeRises = changeOfGrade(context.policy, context.priority, data.decision.priority) === 'up'
  const judged = judgeTexts(data, { policy: context.policy, gradeRises, last })
  if (judged.refused !== null)
    return problemOf(
      'explains-delay-not-risk',
      'Every sentence speaks of resources or procedure, or fits any incident. Say where the two are, what either of them did or said, and what has changed.',
      judged.refused,
    )
  const graded = judgeGrade(context, gradeIn(event), role, '/data/decision')
  if (graded.problem !== null) return graded
  const { reading, warnings } = judged
  return { problem: null, warnings: [...warnings, ...reassessmentWarnings(data), ...answers.flatMap(stillWaits)], reading }
}

/** Every cause of the demand came after this reassessment, or was not read by its author. */
function answersNothingOf({ id, causes }: OpenDemand, { at, data }: EventOf<'risk.reassessed'>): Issue {
  const earliest = causes.map((cause) => (cause.from ?? cause).at).reduce(earlier)
  if (earliest > at) return issue('/time', `the cause of demand ${id} came at ${earliest}, after this reassessment`)
  const seen = data.causesSeen?.[id]
  return seen === undefined
    ? issue('/time', `demand ${id} waits for causes that came after this reassessment`)
    : issue(pointerOf('/data/causesSeen', [id]), `demand ${id} waits for causes that were recorded after the first ${seen}`)
}

/** Part of the demand is answered, and it stays open on its level and clock for the rest. */
const stillWaits = ({ open, left }: AnsweredDemand): Warning[] =>
  left.length === 0
    ? []
    : [
        {
          code: 'demand-still-open',
          pointer: '/data/demand',
          detail: `Demand ${open.id} stays open: its latest cause came at ${left.map(({ at }) => at).reduce(later)} and is not answered. Read it, and reassess again.`,
        },
      ]

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
