/**
 * A second person reads a reassessment: a doubtful one because somebody has to, one that was drawn as a sample of the rest. What that
 * person finds to explain counts as no answer, and what it did is undone. Source: the public contract, section 4a (doubt; the sample).
 */
import { changeOfGrade, paceOf } from '../../rules/grading/grading.ts'
import type { Policy } from '../../rules/policy/policy.ts'
import { rankOf } from '../../rules/policy/policy.ts'
import { known } from '../../rules/time/happened.ts'
import { msOf, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { EventOf, IncidentContext } from '../setup.ts'
import { act, remember, schedule } from '../words.ts'
import { afterAnswers, breachesAnswered, overIn } from './demands.ts'
import type { Check } from './memory.ts'

/** What the case says of itself before a reassessment moves it, and what of it is put back where that is set aside. */
export interface StoodBefore {
  /** The highest level of the demands that it names; 1 where it names none. */
  readonly level: number
  /** When the next review was due; null where none was. */
  readonly reviewDueAt: Instant | null
  readonly priority: string | null
  /** As `gradeInForce` numbers it. */
  readonly grade: number
}

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
  const lowers = priority !== null && changeOfGrade(context.policy, priority, event.data.decision.priority) === 'down'
  return lowers ? { grade: context.gradesGiven, before: { grade, priority } } : null
}

function checkFor(it: Reassessed, why: Check['why'], before: StoodBefore): Check {
  const { context, event } = it
  const { assessor, decision } = event.data
  const answered = breachesAnswered(context, event)
  return {
    reassessment: event.sequence ?? 0,
    why,
    at: event.at,
    madeBy: [assessor.id, ...(decision.approvedBy ? [decision.approvedBy.id] : [])],
    level: before.level,
    demands: overIn(afterAnswers(context, event)),
    clocks: answered.filter((breach) => !context.breaches.includes(breach)).map(({ clock }) => clock),
    lowered: loweredBy(it, before),
    reviewBefore: { dueAt: before.reviewDueAt, of: context.reviewOf, causes: context.review },
    historyUnread: context.historyUnread,
    sendsNobody: decision.attend?.needed === false,
  }
}

/** The answer time of the grade in force; of the grade before, where a doubtful reassessment lowered it and that time is shorter. */
function answerWithin(policy: Policy, priority: string | null, { lowered }: Check): string {
  const now = paceOf(policy, priority).answerWithin
  const before = lowered === null ? now : paceOf(policy, lowered.before.priority).answerWithin
  return msOf(before) < msOf(now) ? before : now
}

/** Heard before its answers are: what it changes is remembered as it was. */
export const putForward = act<'risk.reassessed'>(({ context, event }) => {
  const why = whyChecked(event)
  if (why === null || event.before === undefined) return []
  const check = checkFor({ context, event }, why, event.before)
  const keep = remember({ checks: [...context.checks, check] })
  if (why === 'drawn') return [keep]
  const within = answerWithin(context.policy, context.priority, check)
  return [
    keep,
    schedule({
      deadline: 'reassessment-check',
      of: String(check.reassessment),
      dueAt: plus(known(event), within, context.policy.timezone),
      climbEvery: within,
      level: check.level,
    }),
  ]
})
