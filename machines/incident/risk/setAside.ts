/**
 * The verdict on a reassessment. A reassessment that explains is no answer: a demand opens at the level that was reached, its review
 * ends and the review before it is back, a grade that it lowered is put back, and its breaches wait for an answer again. Where the
 * victim was seen after it, nothing is asked again. Source: the public contract, section 4a (doubt).
 */
import { known } from '../../rules/time/happened.ts'
import { type EventOf, type IncidentContext, incidentSetup } from '../setup.ts'
import { cancel, complete, remember, schedule } from '../words.ts'
import { withoutAssessment } from './assessments.ts'
import { checkOf, gradeInForce } from './checks.ts'
import { demandFor, openFor, withCause } from './demands.ts'
import type { Check, Checked } from './memory.ts'

type Read = { readonly context: IncidentContext; readonly event: EventOf<'reassessment.checked'> }

/** Verdicts that are kept for whoever posts another: project default [derived], each is in the record. */
const MOST_CHECKED = 50

const wasSeenSince = ({ victimSeenAt }: IncidentContext, { at }: Check): boolean => victimSeenAt !== null && victimSeenAt >= at

/** It explains, and the victim was not seen since: the risk has to be looked at again. */
export function setsAside({ context, event }: Read): boolean {
  const check = checkOf(context, event.data.reassessment)
  return check !== undefined && event.data.verdict === 'explains' && !wasSeenSince(context, check)
}

function checkedBy(
  { context: { checks, checked }, event }: Read,
  { reassessment, why, at: madeAt, readBy }: Check,
): Partial<IncidentContext> {
  const { verdict, by } = event.data
  const read: Checked = { reassessment, why, madeAt, readBy, verdict, at: event.at, by }
  return {
    checks: checks.filter((one) => one.reassessment !== reassessment),
    checked: [...checked, read].slice(-MOST_CHECKED),
  }
}

/** What it said counts no longer. @param demand the demand that asks again; null where none does. */
function unanswered(context: IncidentContext, check: Check, demand: string | null): Partial<IncidentContext> {
  const { breaches, notNeeded, historyUnread } = context
  const said = notNeeded.findLastIndex(({ at, by }) => at === check.notNeededAt && by.id === check.madeBy[0])
  return {
    historyUnread: historyUnread || check.historyUnread,
    assessments: withoutAssessment(context, check.reassessment),
    breaches: breaches.map((breach) =>
      check.clocks.includes(breach.clock) ? { ...breach, answered: false, setAside: demand } : breach,
    ),
    notNeeded: notNeeded.filter((_, place) => place !== said),
  }
}

const isDone = ({ reassessment }: Check) => complete('reassessment-check', String(reassessment))
const noAnswer = ({ demands }: Check) => ({ type: 'setAsideDemands' as const, params: { ids: demands } })

/** It assesses; or it explains, and she was seen since. */
export const keepVerdict = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const read = { context, event: event as EventOf<'reassessment.checked'> }
  const check = checkOf(context, read.event.data.reassessment)
  if (check === undefined) return
  const explains = read.event.data.verdict === 'explains'
  enqueue(remember({ ...checkedBy(read, check), ...(explains ? unanswered(context, check, null) : {}) }))
  enqueue(isDone(check))
  if (explains) enqueue(noAnswer(check))
})

/** The review that it replaced is back where that is still to come; what was due meanwhile is asked by the demand that opens. */
function reviewBack({ context, event }: Read, check: Check) {
  if (context.reviewOf !== check.reassessment) return []
  const { dueAt, of, causes } = check.reviewBefore
  const isSettled = (clock: number | undefined) => context.breaches.some((one) => one.clock === clock && one.settled)
  const review = causes.filter(
    ({ causeAt, clock }) => (context.victimSeenAt === null || causeAt > context.victimSeenAt) && !isSettled(clock),
  )
  const isAhead = dueAt !== null && dueAt > known(event) && review.length > 0
  return [
    cancel('next-review'),
    remember({ review, reviewOf: of }),
    ...(isAhead ? [schedule({ deadline: 'next-review', of: null, dueAt, climbEvery: null })] : []),
  ]
}

/** Its grade is the one in force: nobody has decided on another since. */
const putsBack = (context: IncidentContext, { lowered }: Check): boolean => lowered?.grade === gradeInForce(context)

/**
 * Other checks that go back to what is set aside go back to what that had replaced. A grade that is put back is in force under another number.
 */
function withoutIt(context: IncidentContext, check: Check, others: readonly Check[]): readonly Check[] {
  const { reassessment, lowered, reviewBefore } = check
  const again = context.gradesGiven + 1
  const grades = (other: Check): Check['lowered'] => {
    if (lowered === null || other.lowered === null) return other.lowered
    if (!putsBack(context, check))
      return other.lowered.before.grade === lowered.grade ? { ...other.lowered, before: lowered.before } : other.lowered
    return other.lowered.grade === lowered.before.grade ? { ...other.lowered, grade: again } : other.lowered
  }
  return others.map((other) => ({
    ...other,
    lowered: grades(other),
    reviewBefore: other.reviewBefore.of === reassessment ? reviewBefore : other.reviewBefore,
  }))
}

export const setAside = incidentSetup.enqueueActions(({ context, event, enqueue }) => {
  const read = { context, event: event as EventOf<'reassessment.checked'> }
  const { at, recordedAt } = event
  const check = checkOf(context, read.event.data.reassessment) as Check
  const { reassessment, level, clocks, lowered } = check
  const reason = 'reassessment-set-aside'
  const id = demandFor(context, reason)
  const open = openFor(context, reason)
  const reached = { level, by: { deadline: 'reassessment-check' as const, of: String(reassessment) } }
  if (open === undefined) enqueue({ type: 'openDemand', params: { id, reason, reached } })
  else enqueue({ type: 'joinDemand', params: { id, causeCount: open.causeCount + 1, reached } })
  const cause = { at: check.at, ...(clocks.length === 0 ? {} : { clocks }) }
  const { checks = [], checked = [] } = checkedBy(read, check)
  enqueue(
    remember({
      ...withCause(context, reason, event, cause),
      ...unanswered(context, check, id),
      checks: withoutIt(context, check, checks),
      checked,
    }),
  )
  enqueue(noAnswer(check))
  enqueue(isDone(check))
  for (const asked of reviewBack(read, check)) enqueue(asked)
  if (lowered !== null && putsBack(context, check))
    enqueue.raise({ type: 'grade.put-back', priority: lowered.before.priority, reassessment, at, recordedAt })
})
