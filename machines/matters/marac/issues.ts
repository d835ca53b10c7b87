/** What is wrong with what is posted about a MARAC referral, and what is worth a second look. */
import { dayOf, nextMaracMeeting } from '../../rules/calendar/index.ts'
import { VISIBLE_HIGH_RISK } from '../../rules/hau/dash.ts'
import type { Issue } from '../../rules/issue.ts'
import { repeatOf } from '../../rules/report/repeatCallers.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import type { MatterEvent } from '../matter.ts'
import { lastReferralOf, perhapsTheSame, type Referred, samePairUnreferred } from './repeat.ts'
import type { MaracContext, MaracEvent } from './shapes.ts'

/** More actions than a plan that anybody follows. */
const MOST_ACTIONS = 100

const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })
const openActions = ({ actions }: MaracContext): string[] =>
  actions.flatMap(({ action, doneAt }) => (doneAt === null ? [action] : []))

export function maracIssues(event: MaracEvent, remembered: MaracContext): Issue[] {
  switch (event.type) {
    case 'marac.referred':
      return referralIssues(event)
    case 'marac.listed':
      return listingIssues(event, remembered)
    case 'marac.action-agreed':
      return agreedIssues(event, remembered)
    case 'marac.action-done':
      return doneIssues(event.data.action, remembered)
    case 'marac.closed': {
      const open = openActions(remembered)
      return open.length === 0 ? [] : [issue('/data/marac', `has actions that are not done: ${open.join(', ')}`)]
    }
    default:
      return []
  }
}

function referralIssues(event: Referred): Issue[] {
  const { criteria, lastReferredAt, repeatAct } = event.data
  const { acts, months } = event.incident.policy.marac.repeat
  if (lastReferredAt !== undefined && lastReferredAt > event.at)
    return [issue('/data/lastReferredAt', 'must not be after the time of the event')]
  if (!criteria.includes('repeat')) return []
  if (acts !== undefined && (repeatAct === undefined || !acts.includes(repeatAct)))
    return [issue('/data/repeatAct', `the rule about repeats asks for one of ${acts.join(', ')}`)]
  const { at, repeat } = lastReferralOf(event)
  if (at === null) return [issue('/data/lastReferredAt', 'no referral before this one is on record: say when the last one was')]
  if (!repeat)
    return [issue('/data/criteria', `the last referral was more than ${months} months ago: this is a new one and no repeat`)]
  return []
}

function listingIssues({ data: { meetingAt, rationale } }: MatterEvent<'marac.listed'>, remembered: MaracContext): Issue[] {
  const { referredAt, meetingAt: before } = remembered
  if (meetingAt <= (referredAt ?? '')) return [issue('/data/meetingAt', 'must be after the referral')]
  const putOff = before !== null && meetingAt > before
  return putOff && rationale === undefined ? [issue('/data/rationale', `it was listed for ${before}: say why it is put off`)] : []
}

function agreedIssues({ data, at }: MatterEvent<'marac.action-agreed'>, { actions }: MaracContext): Issue[] {
  return [
    ...(actions.some(({ action }) => action === data.action)
      ? [issue('/data/action', 'is the reference of another action')]
      : []),
    ...(actions.length >= MOST_ACTIONS ? [issue('/data/action', `is one more than ${MOST_ACTIONS}`)] : []),
    ...(data.dueAt <= at ? [issue('/data/dueAt', 'must be after the time of the event')] : []),
  ]
}

function doneIssues(named: string, { actions }: MaracContext): Issue[] {
  const found = actions.find(({ action }) => action === named)
  if (found === undefined) return [issue('/data/action', 'names no action of this referral')]
  return found.doneAt === null ? [] : [issue('/data/action', 'was done already')]
}

type Warning = Issue & { readonly code: string }

export function maracWarnings(event: MaracEvent, { custodyEndsAt, meetingAt }: MaracContext): Warning[] {
  if (event.type === 'marac.heard') return heardBefore(event, meetingAt)
  if (event.type === 'marac.listed') return leavesFirst(event.data.meetingAt, custodyEndsAt, '/data/meetingAt')
  if (event.type !== 'marac.referred') return []
  const { area, custodyEndsAt: until } = event.data
  const { calendar, meeting } = nextMaracMeeting(event.at, area, event.incident.policy)
  return [
    ...notOnRecord(event),
    ...repeatWarnings(event),
    ...(calendar === 'unknown'
      ? [{ code: 'calendar-unknown', pointer: '/data/area', detail: `Nobody has said when ${area} meets: list it by hand.` }]
      : []),
    ...leavesFirst(meeting?.at ?? null, until ?? null, '/data/custodyEndsAt'),
  ]
}

/** A criterion that can be counted and was not met as far as the record goes: another agency may know better. */
function notOnRecord({ data: { criteria }, incident }: Referred): Warning[] {
  const met = { 'visible-high-risk': incident.flags.includes(VISIBLE_HIGH_RISK), escalation: repeatOf(incident).escalation }
  return (['visible-high-risk', 'escalation'] as const).flatMap((criterion) =>
    !met[criterion] && criteria.includes(criterion)
      ? [
          {
            code: 'criterion-not-on-record',
            pointer: `/data/criteria/${criteria.indexOf(criterion)}`,
            detail: `Nothing on record here meets ${criterion}.`,
          },
        ]
      : [],
  )
}

function repeatWarnings(event: Referred): Warning[] {
  const { criteria } = event.data
  if (criteria.includes('repeat')) return []
  const { at, repeat } = lastReferralOf(event)
  if (repeat)
    return [
      {
        code: 'marac-repeat',
        pointer: '/data/criteria',
        detail: `The last referral was at ${at}: this is kept as a repeat, whatever the risk is now.`,
      },
    ]
  if (event.data.lastReferredAt !== undefined) return []
  const ask = (detail: string): Warning[] => [{ code: 'marac-perhaps-repeat', pointer: '/data/lastReferredAt', detail }]
  const [perhaps] = perhapsTheSame(event)
  if (perhaps !== undefined)
    return ask(`Incident ${perhaps.incident} was referred: say when, if it was about the same two people.`)
  const [unreferred] = samePairUnreferred(event)
  return unreferred === undefined
    ? []
    : ask(
        `Incident ${unreferred.incident}, of the same two people, had no referral when it was found here: say when, if it was referred since.`,
      )
}

/** A hearing is of a meeting: one on a day before it was of another, which nobody listed, or is a slip. */
function heardBefore({ at, incident: { policy } }: MatterEvent<'marac.heard'>, meetingAt: Instant | null): Warning[] {
  const early = meetingAt !== null && dayOf(at, policy.timezone) < dayOf(meetingAt, policy.timezone)
  const detail = `It is listed for ${meetingAt}: post marac.listed as well, if another meeting heard it.`
  return early ? [{ code: 'heard-before-meeting', pointer: '/time', detail }] : []
}

const leavesFirst = (meetingAt: Instant | null, custodyEndsAt: Instant | null, pointer: string): Warning[] =>
  meetingAt !== null && custodyEndsAt !== null && custodyEndsAt < meetingAt
    ? [
        {
          code: 'custody-ends-first',
          pointer,
          detail: 'He leaves custody before the meeting: list a daily or an ad hoc one, or act without it.',
        },
      ]
    : []
