/**
 * There is news since the victim was last seen, and no attendance clock has been started since: somebody has to go again, at any
 * grade, unless a supervisor says that nobody has to. Source: the public contract, section 4 (what comes back gets its clock back).
 */

import type { OpenDemand } from '../../effects.ts'
import type { DemandReason } from '../../rules/catalogue/reasons.ts'
import { gradeIn } from '../../rules/grading/grading.ts'
import { answeredOf } from '../../rules/reassessment/causes.ts'
import { later } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
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

/** There is news since the victim was last seen, and no clock was started since. */
export function backAgain(graded: Graded): boolean {
  const seenAt = graded.context.victimSeenAt
  return seenAt !== null && !hadClockSince(graded.context, seenAt) && isAskedSince(graded, seenAt)
}

/** A reassessment answers a cause that came after an instant; a grade is given while a demand with such a cause is open. */
export const isAskedSince = (graded: Graded, since: Instant): boolean => newsOf(graded).some((at) => at > since)

const newsOf = ({ context, event }: Graded, openDemands = context.openDemands): readonly Instant[] =>
  openDemands
    .filter(({ reason }) => reason !== 'review-due')
    .flatMap(({ id, causes }) => {
      if (event.type !== 'risk.reassessed') return causes.flatMap(({ at }) => (at <= event.at ? [at] : []))
      if (!answeredBy(event).includes(id)) return []
      const { newest } = answeredOf(causes, event.at, event.data.causesSeen?.[id])
      return newest === null ? [] : [newest.at]
    })

/** Asked only until somebody has attended. */
const UNTIL_ATTENDED: readonly DemandReason[] = ['stood-down', 'shift-change', 'cancelled-by-caller']
/** What would be asked also if she had been seen: neither a breach nor a visit that failed. */
const openEitherWay = ({ openDemands }: IncidentContext): readonly OpenDemand[] =>
  openDemands
    .filter(({ reason }) => !UNTIL_ATTENDED.includes(reason))
    .map((open) => ({
      ...open,
      causes: open.causes.filter(({ clock, visit }) => clock === undefined && visit === undefined),
    }))

/** Older ones are not looked for: project default [derived]. */
const MOST_SENT = 20
const keepSent = (news: (graded: Graded) => readonly Instant[]) =>
  remember((graded: Graded): Partial<IncidentContext> => {
    const { context, event } = graded
    const newest = gradeIn(event).attend ? news(graded).reduce(later, '') : ''
    const { sent, clock } = context
    return newest > (sent.at(-1)?.newsAt ?? '')
      ? { sent: [...sent, { at: event.at, newsAt: newest, clock }].slice(-MOST_SENT) }
      : {}
  })
export const keepSentForNews = keepSent((graded) => newsOf(graded, openEitherWay(graded.context)))
/** A higher grade is news by itself. */
export const keepSentByRise = keepSent(({ event }) => [event.at])
