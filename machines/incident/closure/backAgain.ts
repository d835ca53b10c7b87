/**
 * There is news since the victim was last seen, and no attendance clock has been started since: somebody has to go again, at any
 * grade, unless a supervisor says that nobody has to. Source: the public contract, section 4 (what comes back gets its clock back).
 */

import { gradeIn } from '../../rules/grading/grading.ts'
import { answeredOf } from '../../rules/reassessment/causes.ts'
import type { Graded } from '../grading/clocks.ts'
import { answeredBy } from '../risk/demands.ts'
import type { IncidentContext } from '../setup.ts'
import { remember } from '../words.ts'

export const isNotNeeded = ({ event }: Graded): boolean => !gradeIn(event).attend

/** The latest decisions that nobody has to go again: more than these no reader asks for, and each is in the record. */
const MOST_KEPT = 20

/** Each decision that nobody has to go again is shown at the closing. */
export const keepNotNeeded = remember(({ context, event }: Graded): Partial<IncidentContext> => {
  const { attend, by, at } = gradeIn(event)
  return attend ? {} : { notNeeded: [...context.notNeeded, { at, by }].slice(-MOST_KEPT) }
})

/** A clock that was started after the victim was seen stays as it ended. */
const hadClockSince = ({ waitingSince }: IncidentContext, seenAt: string): boolean =>
  waitingSince !== null && waitingSince > seenAt

/** A reassessment answers a cause that came after the victim was seen; a grade is given while a demand with such a cause is open. */
export function backAgain({ context, event }: Graded): boolean {
  const seenAt = context.victimSeenAt
  if (seenAt === null || hadClockSince(context, seenAt)) return false
  return context.openDemands
    .filter(({ reason }) => reason !== 'review-due')
    .some(({ id, causes }) => {
      if (event.type !== 'risk.reassessed') return causes.some(({ at }) => at > seenAt && at <= event.at)
      if (!answeredBy(event).includes(id)) return false
      const { newest } = answeredOf(causes, event.at, event.data.causesSeen?.[id])
      return newest !== null && newest.at > seenAt
    })
}
