/** What is wrong with what is posted about a MARAC referral, and what is worth a second look. */
import { dayOf, nextMaracMeeting } from '../../rules/calendar/index.ts'
import { VISIBLE_HIGH_RISK } from '../../rules/hau/dash.ts'
import { type Issue, issueIf, type Warning, warnIf } from '../../rules/issue.ts'
import { repeatOf } from '../../rules/report/repeatCallers.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { type MatterEvent, mustFollow } from '../matter.ts'
import { lastReferralOf, perhapsTheSame, type Referred, samePairUnreferred } from './repeat.ts'
import { isOpen, type MaracContext } from './setup.ts'

/** More actions than a plan that anybody follows. */
const MOST_ACTIONS = 100

function referredIssues(event: Referred): readonly Issue[] {
  const { criteria, lastReferredAt, repeatAct } = event.data
  const { acts, months } = event.incident.policy.marac.repeat
  const issue = (pointer: string, detail: string) => [{ pointer, detail }]
  if (lastReferredAt !== undefined && lastReferredAt > event.at)
    return issue('/data/lastReferredAt', 'must not be after the time of the event')
  if (!criteria.includes('repeat')) return []
  if (acts !== undefined && (repeatAct === undefined || !acts.includes(repeatAct)))
    return issue('/data/repeatAct', `the rule about repeats asks for one of ${acts.join(', ')}`)
  const { at, repeat } = lastReferralOf(event)
  if (at === null) return issue('/data/lastReferredAt', 'no referral before this one is on record: say when the last one was')
  const detail = `the last referral was more than ${months} months ago: this is a new one and no repeat`
  return issueIf(!repeat, '/data/criteria', detail)
}

function listedIssues(
  { data: { meetingAt, rationale } }: MatterEvent<'marac.listed'>,
  { referredAt, meetingAt: before }: MaracContext,
): readonly Issue[] {
  if (meetingAt <= (referredAt ?? '')) return [{ pointer: '/data/meetingAt', detail: 'must be after the referral' }]
  const putOff = before !== null && meetingAt > before
  return issueIf(putOff && rationale === undefined, '/data/rationale', `it was listed for ${before}: say why it is put off`)
}

function doneIssues({ data }: MatterEvent<'marac.action-done'>, { actions }: MaracContext): readonly Issue[] {
  const found = actions.find(({ action }) => action === data.action)
  if (found === undefined) return [{ pointer: '/data/action', detail: 'names no action of this referral' }]
  return issueIf(!isOpen(found), '/data/action', 'was done already')
}

export const issues = {
  'marac.referred': referredIssues,
  'marac.listed': listedIssues,
  'marac.action-agreed': (event: MatterEvent<'marac.action-agreed'>, { actions }: MaracContext) => [
    ...issueIf(
      actions.some(({ action }) => action === event.data.action),
      '/data/action',
      'is the reference of another action',
    ),
    ...issueIf(actions.length >= MOST_ACTIONS, '/data/action', `is one more than ${MOST_ACTIONS}`),
    ...mustFollow(event.data.dueAt, event, '/data/dueAt'),
  ],
  'marac.action-done': doneIssues,
  'marac.closed': (_: MatterEvent<'marac.closed'>, { actions }: MaracContext) => {
    const open = actions.filter(isOpen).map(({ action }) => action)
    return issueIf(open.length > 0, '/data/marac', `has actions that are not done: ${open.join(', ')}`)
  },
}

/** A criterion that can be counted and was not met as far as the record goes: another agency may know better. */
function notOnRecord({ data: { criteria }, incident }: Referred): readonly Warning[] {
  const met = { 'visible-high-risk': incident.flags.includes(VISIBLE_HIGH_RISK), escalation: repeatOf(incident).escalation }
  return (['visible-high-risk', 'escalation'] as const).flatMap((criterion) =>
    warnIf(
      !met[criterion] && criteria.includes(criterion),
      'criterion-not-on-record',
      `/data/criteria/${criteria.indexOf(criterion)}`,
      `Nothing on record here meets ${criterion}.`,
    ),
  )
}

function repeatWarnings(event: Referred): readonly Warning[] {
  const { criteria, lastReferredAt } = event.data
  if (criteria.includes('repeat')) return []
  const { at, repeat } = lastReferralOf(event)
  const kept = `The last referral was at ${at}: this is kept as a repeat, whatever the risk is now.`
  if (repeat || lastReferredAt !== undefined) return warnIf(repeat, 'marac-repeat', '/data/criteria', kept)
  const [perhaps] = perhapsTheSame(event)
  const [unreferred] = samePairUnreferred(event)
  const asked =
    perhaps !== undefined
      ? `Incident ${perhaps.incident} was referred: say when, if it was about the same two people.`
      : `Incident ${unreferred?.incident}, of the same two people, had no referral when it was found here: say when, if it was referred since.`
  return warnIf((perhaps ?? unreferred) !== undefined, 'marac-perhaps-repeat', '/data/lastReferredAt', asked)
}

const leavesFirst = (meetingAt: Instant | null, custodyEndsAt: Instant | null, pointer: string): readonly Warning[] =>
  warnIf(
    meetingAt !== null && custodyEndsAt !== null && custodyEndsAt < meetingAt,
    'custody-ends-first',
    pointer,
    'He leaves custody before the meeting: list a daily or an ad hoc one, or act without it.',
  )

export const warnings = {
  'marac.referred': (event: Referred) => {
    const { area, custodyEndsAt = null } = event.data
    const { calendar, meeting } = nextMaracMeeting(event.at, area, event.incident.policy)
    const unknown = `Nobody has said when ${area} meets: list it by hand.`
    return [
      ...notOnRecord(event),
      ...repeatWarnings(event),
      ...warnIf(calendar === 'unknown', 'calendar-unknown', '/data/area', unknown),
      ...leavesFirst(meeting?.at ?? null, custodyEndsAt, '/data/custodyEndsAt'),
    ]
  },
  'marac.listed': ({ data }: MatterEvent<'marac.listed'>, { custodyEndsAt }: MaracContext) =>
    leavesFirst(data.meetingAt, custodyEndsAt, '/data/meetingAt'),
  /** A hearing is of a meeting: one on a day before it was of another, which nobody listed, or is a slip. */
  'marac.heard': ({ at, incident: { policy } }: MatterEvent<'marac.heard'>, { meetingAt }: MaracContext) =>
    warnIf(
      meetingAt !== null && dayOf(at, policy.timezone) < dayOf(meetingAt, policy.timezone),
      'heard-before-meeting',
      '/time',
      `It is listed for ${meetingAt}: post marac.listed as well, if another meeting heard it.`,
    ),
}
