import { answeredBy } from '../../machines/incident/demands.ts'
import type { EventOf, IncidentContext } from '../../machines/incident/setup.ts'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { explainsDelay } from '../../machines/rules/explainsDelay.ts'
import { changeOfGrade, gradeIn } from '../../machines/rules/grading.ts'
import { rankOf } from '../../machines/rules/policy.ts'
import { reassessmentGaps, reassessmentWarnings } from '../../machines/rules/reassessment.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { fine, gap, invalid, type Judged } from './judged.ts'
import { judgeGrade } from './judgeGrading.ts'

/** A reassessment counts only when it is complete, is about risk, and could know of what it answers. */
export function judgeReassessment(context: IncidentContext, event: EventOf<'risk.reassessed'>, role: Role): Judged {
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
