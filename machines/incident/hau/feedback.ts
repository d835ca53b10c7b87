/**
 * What the harm assessment unit says of assessments. It is counted and shown, and nothing waits for it. An assessment that the
 * HAU sends back is returned as by a supervisor, and everything that the HAU had settled about it is open again. Praise alerts
 * nobody.
 *
 * Source: docs/sources.md#safeguarding (seed 32, 33).
 */

import type { CaseEventData } from '../../rules/events.ts'
import { assessmentId, isAssessment } from '../../rules/hau/dash.ts'
import { type Issue, issueIf } from '../../rules/issue.ts'
import { samePerson } from '../../rules/person.ts'
import type { IncidentContext } from '../setup.ts'
import { type On, remember } from '../words.ts'
import { returnForm } from './forms.ts'
import type { Feedback } from './memory.ts'

type Said = On<'hau.feedback'>

/** The record has all of it. */
const MOST_KEPT = 20

function feedbackOf({ context, event: { at, data } }: Said): Feedback {
  const { reference, assessed, dash } = context
  const latest = assessed.made === 0 ? null : assessmentId(reference, assessed.made)
  return {
    assessment: data.assessment ?? latest,
    author: data.author?.id ?? (data.assessment === undefined || data.assessment === latest ? (dash?.author ?? null) : null),
    quality: data.quality,
    missing: data.missing ?? [],
    sentBack: data.sentBack === true,
    at,
  }
}

const kept = (it: Said): readonly Feedback[] => [...it.context.feedback, feedbackOf(it)].slice(-MOST_KEPT)

export const keepFeedback = {
  guard: ({ event }: Said): boolean => event.data.sentBack !== true,
  actions: remember((it: Said) => ({ feedback: kept(it) })),
}

export const sendBack = {
  guard: ({ event }: Said): boolean => event.data.sentBack === true,
  target: 'returned' as const,
  actions: [remember((it: Said) => ({ feedback: kept(it), hauGrade: null, hauDone: null })), ...returnForm],
}

/** Only what a supervisor could return can be sent back, and nobody is praised for what somebody else wrote. */
export function feedbackIssues(
  context: IncidentContext,
  { assessment, author, quality, sentBack }: CaseEventData['hau.feedback'],
): readonly Issue[] {
  const { reference, assessed, dash } = context
  const latest = assessmentId(reference, assessed.made)
  const isLatest = assessment === undefined || assessment === latest
  return [
    ...issueIf(
      assessment !== undefined && !isAssessment(context, assessment),
      '/data/assessment',
      `this incident has no such assessment; the latest is ${latest}`,
    ),
    ...issueIf(
      author !== undefined && isLatest && (dash === null || !samePerson(author.id, dash.author)),
      '/data/author/id',
      'somebody else wrote the latest assessment',
    ),
    ...issueIf(sentBack === true && !isLatest, '/data/sentBack', 'only the latest assessment can be sent back'),
    ...issueIf(sentBack === true && quality === 'good', '/data/sentBack', 'a good assessment is not sent back'),
  ]
}

/** The HAU raises or lowers nothing by confirming: another grade takes an assessment of its own, and its review. */
export const confirmationIssues = (
  { riskGrade }: IncidentContext,
  { grade }: CaseEventData['hau.risk-confirmed'],
): readonly Issue[] => {
  if (riskGrade === grade) return []
  const detail =
    riskGrade === null
      ? 'nobody has graded the risk: there is nothing to confirm'
      : `the risk is ${riskGrade}: another grade takes a dash.submitted with secondaryTo`
  return [{ pointer: '/data/grade', detail }]
}
