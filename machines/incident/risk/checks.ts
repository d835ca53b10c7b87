/**
 * A second person reads a reassessment: each doubtful one, and a sample drawn from the rest. What that person finds to explain counts
 * as no answer, and what it did is undone. Source: the public contract, section 4a (doubt; the sample).
 */
import { changeOfGrade, gradeIn, paceOf } from '../../rules/grading/grading.ts'
import type { Policy } from '../../rules/policy/policy.ts'
import { rankOf } from '../../rules/policy/policy.ts'
import { causeOf, known } from '../../rules/time/happened.ts'
import { msOf, plus } from '../../rules/time/instants.ts'
import type { EventOf, IncidentContext } from '../setup.ts'
import { act, remember, schedule } from '../words.ts'
import { afterAnswers, breachesAnswered, overIn } from './demands.ts'
import type { Check, StoodBefore } from './memory.ts'

/** The number of the grade that is in force: the first since the rank last changed, because a grade that is said again is no other grade. */
export function gradeInForce({ policy, grades, gradesGiven }: IncidentContext): number {
  const rank = (grade: (typeof grades)[number] | undefined) => rankOf(policy, grade?.priority ?? '')
  const other = grades.findLastIndex((grade) => rank(grade) !== rank(grades.at(-1)))
  return gradesGiven - (grades.length - 1 - (other + 1))
}

export const checkOf = ({ checks }: IncidentContext, reassessment: number): Check | undefined =>
  checks.find((check) => check.reassessment === reassessment)

type Reassessed = { readonly context: IncidentContext; readonly event: EventOf<'risk.reassessed'> }

function whyChecked({ reading }: EventOf<'risk.reassessed'>): Check['why'] | null {
  if (reading?.verdict === 'doubtful') return 'doubtful'
  return reading?.drawn ? 'drawn' : null
}

function loweredBy({ context, event }: Reassessed, { priority, grade }: StoodBefore): Check['lowered'] {
  const lowers = priority !== null && changeOfGrade(context.policy, priority, gradeIn(event).priority) === 'down'
  return lowers ? { grade: context.gradesGiven, before: { grade, priority } } : null
}

function checkFor(it: Reassessed, why: Check['why'], before: StoodBefore): Check {
  const { context, event } = it
  const { policy, priority, breaches, checks } = context
  const { assessor, decision } = event.data
  const lowered = loweredBy(it, before)
  return {
    reassessment: event.sequence ?? 0,
    why,
    at: causeOf(event),
    readBy: plus(
      known(event),
      why === 'drawn' ? policy.reassessment.sampleWithin : checkWithin(policy, priority, lowered),
      policy.timezone,
    ),
    madeBy: [
      assessor.id,
      ...(decision.approvedBy ? [decision.approvedBy.id] : []),
      ...(event.enteredBy === undefined ? [] : [event.enteredBy]),
    ],
    level: before.level,
    demands: overIn(afterAnswers(context, event)),
    clocks: breachesAnswered(context, event)
      .filter((breach) => !breaches.includes(breach))
      .map(({ clock }) => clock),
    lowered,
    reviewBefore: { dueAt: before.reviewDueAt, of: context.reviewOf, causes: context.review },
    historyUnread: context.historyUnread || checks.some(({ historyUnread }) => historyUnread),
    notNeededAt: decision.attend?.needed === false ? event.at : null,
  }
}

/** The answer time of the grade in force; of the grade before, where a doubtful reassessment lowered it and that time is shorter. */
function checkWithin(policy: Policy, priority: string | null, lowered: Check['lowered']): string {
  const now = paceOf(policy, priority).answerWithin
  const before = lowered === null ? now : paceOf(policy, lowered.before.priority).answerWithin
  return msOf(before) < msOf(now) ? before : now
}

/** The risk has been looked at since who called before came to light: what is set aside after this puts nothing of that back. */
export const historyRead = ({ checks }: IncidentContext): Pick<IncidentContext, 'historyUnread' | 'checks'> => ({
  historyUnread: false,
  checks: checks.map((check) => (check.historyUnread ? { ...check, historyUnread: false } : check)),
})

/**
 * The most that wait for a blind reading; of more the oldest are counted as not read. Project default [derived]: at a sample of one in
 * twenty, a thousand reassessments of one incident.
 */
const MOST_DRAWN = 50

/** All that wait for somebody, and the newest that were drawn. */
function bounded(checks: readonly Check[]): readonly Check[] {
  const spare = checks.filter(({ why }) => why === 'drawn').slice(0, -MOST_DRAWN)
  return spare.length === 0 ? checks : checks.filter((check) => !spare.includes(check))
}

/** Heard before its answers are: what it changes is remembered as it was. */
export const putForward = act<'risk.reassessed'>(({ context, event }) => {
  const why = whyChecked(event)
  const { checks } = historyRead(context)
  if (why === null || event.before === undefined) return [remember({ checks })]
  const check = checkFor({ context, event }, why, event.before)
  const keep = remember({ checks: bounded([...checks, check]) })
  if (why === 'drawn') return [keep]
  return [
    keep,
    schedule({
      deadline: 'reassessment-check',
      of: String(check.reassessment),
      dueAt: check.readBy,
      climbEvery: checkWithin(context.policy, context.priority, check.lowered),
      level: check.level,
    }),
  ]
})

/** The grade that a reassessment lowered is approved: whoever finds that it explains puts that back too. Its approver reads it no more. */
export const keepLowering = act<'incident.graded'>(({ context, event: { lowering } }) => {
  if (lowering === undefined || lowering.priority === null) return []
  const { reassessment, approvedBy, grade, priority } = lowering
  const lowered = { grade: context.gradesGiven, before: { grade, priority } }
  const checks = context.checks.map((check) =>
    check.reassessment === reassessment ? { ...check, lowered, madeBy: [...check.madeBy, approvedBy] } : check,
  )
  return [remember({ checks })]
})
