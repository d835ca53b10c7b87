/** What is said of a risk assessment: its answers, its review, and the decision against a DASH. */
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import {
  assessmentId,
  dashIssues,
  dashWarnings,
  isAssessment,
  lowersWithTwo,
  type ToSee,
} from '../../../machines/rules/hau/dash.ts'
import { issueIf } from '../../../machines/rules/issue.ts'
import { isSecondPerson, samePerson } from '../../../machines/rules/person.ts'
import { RISK_GRADES, type Role } from '../../../machines/rules/vocabulary.ts'
import { isBlank, saysNone } from '../../../machines/rules/words.ts'
import type { Issue } from '../problems.ts'
import { fine, invalid, issue, type Judged, problemOf, withoutErrors } from './judged.ts'

/** Every DASH is reviewed by somebody other than its author; lowering a high risk, or any after a breach, takes a second person. */
export function judgeReview(context: IncidentContext, review: CaseEventData['dash.reviewed']): Judged {
  const { dash, riskGrade, assessed, policy } = context
  const { decision, reviewer, grade, approvedBy } = review
  const before = RISK_GRADES.indexOf(riskGrade ?? 'standard')
  const after = grade === undefined ? null : RISK_GRADES.indexOf(grade)
  const regrades = decision === 'regraded-up' || decision === 'regraded-down'
  const authors = [dash?.author ?? [], dash?.enteredBy ?? [], assessed.authors].flat()
  const isLowered = decision === 'regraded-down'
  const isUnsaid = (review.missing ?? []).length === 0 && isBlank(review.rationale)
  // Raising a risk waits for nothing: the exception that is missing then keeps the incident from being closed.
  const isUnexcepted = (decision === 'accepted' || isLowered) && assessed.toSee.includes('mode-exception-missing')
  const errors = [
    ...issueIf(
      authors.some((author) => samePerson(author, reviewer.id)),
      '/data/reviewer/id',
      'whoever wrote or entered a DASH does not review it',
    ),
    ...issueIf(regrades && after === null, '/data/grade', 'say the grade that it becomes'),
    ...issueIf(decision === 'regraded-up' && after !== null && after <= before, '/data/grade', 'is not above the present grade'),
    ...issueIf(isLowered && after !== null && after >= before, '/data/grade', 'is not below the present grade'),
    ...issueIf(decision === 'returned' && isUnsaid, '/data/missing', 'say what is missing'),
    ...issueIf(
      isUnexcepted,
      '/data/decision',
      'it was not done as the policy asks and no exception is recorded: it can only be returned',
    ),
  ]
  if (errors.length > 0) return invalid(errors)
  if (lowersWithTwo(context, review) && !isSecondPerson(approvedBy, reviewer)) {
    const missing = issue('/data/approvedBy', 'name a second person, other than the reviewer, who approved it')
    return problemOf('downgrade-not-approved', 'Lowering this risk takes a second person.', [missing])
  }
  const unsaid = isLowered && policy.dash.downgradeQuotes ? unquoted(review) : []
  if (unsaid.length > 0)
    return problemOf(
      'downgrade-not-approved',
      'Lowering this risk takes a look at why it was given: quote the original rationale and say what has changed.',
      unsaid,
    )
  if (decision === 'returned') return fine()
  return fine(assessed.toSee.map((what) => ({ code: what, pointer: '/data/decision', detail: SEEN[what] })))
}

/** A grade lowered without asking why it had been given: an IOPC finding (docs/sources.md#cases, Solihull 2018). */
const unquoted = ({ originalRationale, changed }: CaseEventData['dash.reviewed']): Issue[] => [
  ...issueIf(saysNone(originalRationale), '/data/originalRationale', 'quote why the grade was given that is lowered now'),
  ...issueIf(saysNone(changed), '/data/changed', 'say what is not the same since'),
]

/** What a reviewer who does not return a form should have seen in it. */
const SEEN: Record<ToSee, string> = {
  'mode-exception-missing': 'it was not done as the policy asks, and the incident cannot be closed until somebody records why',
  'visible-high-risk': 'so much was found that the risk is high to the eye, whatever the grade',
  'follow-up-missing': 'an answer opened a further tool, and it was not asked',
  'key-topics-open': 'a high-risk topic was not asked, or is not known and nobody says why',
}

/** Tools, topics and answers are the policy's; what is missing is only named. */
export function judgeDash(context: IncidentContext, dash: CaseEventData['dash.submitted']): Judged {
  const { secondaryTo } = dash
  const errors = [
    ...dashIssues(dash, context.policy),
    ...(secondaryTo === undefined || isAssessment(context, secondaryTo)
      ? []
      : [issue('/data/secondaryTo', `this incident has no such assessment; the first is ${assessmentId(context.reference, 1)}`)]),
  ]
  return errors.length > 0 ? invalid(errors) : fine(dashWarnings(dash, context.policy))
}

/** That there will be no DASH is decided by rank and by two people, or not at all. */
export function judgeException(
  { policy }: IncidentContext,
  { by, approvedBy }: CaseEventData['dash.excepted'],
  role: Role,
): Judged {
  const { exceptionBy } = policy.dash
  return withoutErrors([
    ...issueIf(
      !exceptionBy.includes(role),
      '/data/by',
      `closing without a DASH takes the key of a ${exceptionBy.join(' or a ')}`,
    ),
    ...issueIf(
      !isSecondPerson(approvedBy, by),
      '/data/approvedBy',
      'name a second person, other than the one who decides, who approved it',
    ),
  ])
}
