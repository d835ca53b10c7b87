import type { IncidentContext } from '../../../machines/incident/setup.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { type Grade, lowersLate } from '../../../machines/rules/grading/grading.ts'
import { issueIf, type Warning, warnIf } from '../../../machines/rules/issue.ts'
import { isSecondPerson } from '../../../machines/rules/person.ts'
import { rankOf } from '../../../machines/rules/policy/policy.ts'
import { speaksOfResources } from '../../../machines/rules/reassessment/judgeTexts.ts'
import { repeatOf } from '../../../machines/rules/report/repeatCallers.ts'
import { COMMAND_ROLES, type Role } from '../../../machines/rules/vocabulary.ts'
import { saysNone } from '../../../machines/rules/words.ts'
import { fine, invalid, issue, type Judged, problemOf } from './judged.ts'

/** What a person should look at before the grade is relied on: the engine advises and never regrades. */
export function gradeWarnings(context: IncidentContext, graded: CaseEventData['incident.graded']): Warning[] {
  const high = [
    ...context.flags.filter((flag) => context.policy.highRiskFlags.includes(flag)),
    ...(context.riskGrade === 'high' ? ['a risk assessed as high'] : []),
    ...(repeatOf(context).highestRisk === 'high' ? [`the high risk of ${highBefore(context)}`] : []),
  ]
  const isLow = (rankOf(context.policy, graded.priority) ?? 0) >= context.policy.lowGradeFromRank
  const unsaid = isLow && high.length > 0 && saysNone(graded.highRiskRationale)
  return [
    ...warnIf(
      unsaid,
      'high-risk-low-grade',
      '/data/highRiskRationale',
      `${graded.priority} is a low grade beside ${high.join(', ')}: say why it is enough.`,
    ),
    ...warnIf(
      speaksOfResources(graded.rationale, context.policy),
      'grade-speaks-of-resources',
      '/data/rationale',
      'This speaks of resources: a grade follows from the risk, not from who is free.',
    ),
  ]
}

/** The newest earlier incident whose risk was high. */
const highBefore = ({ policy, repeat }: IncidentContext): string =>
  repeat.find((earlier) => repeatOf({ policy, repeat: [earlier] }).highestRisk === 'high')?.incident ?? 'an earlier incident'

/** A grade the policy does not have, and a downgrade that needs rank and a second person. */
export function judgeGrade(context: IncidentContext, grade: Grade, role: Role, under: string): Judged {
  const { policy } = context
  if (rankOf(policy, grade.priority) === null) {
    const known = Object.keys(policy.priorities).join(', ')
    return invalid([issue(`${under}/priority`, `the policy has no priority ${grade.priority}; it has ${known}`)])
  }
  if (!lowersLate(context, grade.priority)) return fine()
  const errors = [
    ...issueIf(
      !COMMAND_ROLES.includes(role),
      `${under}/priority`,
      `from the warning point on, lowering the grade takes the key of a ${COMMAND_ROLES.join(' or a ')}`,
    ),
    ...issueIf(
      !isSecondPerson(grade.approvedBy, grade.by),
      `${under}/approvedBy`,
      'name a second person, other than the one who decides, who approved it',
    ),
  ]
  if (errors.length === 0) return fine()
  const detail = 'The attendance warning or deadline has passed: this downgrade needs rank and a second person.'
  return problemOf('downgrade-not-approved', detail, errors)
}
