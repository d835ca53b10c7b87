/**
 * What is wrong with an event's content, asked after the lifecycle has said that it would take it: every issue at once,
 * each with its pointer. And what is only worth a warning.
 */
import { beginsVisit, isAssigned } from '../../../machines/incident/attendance/visit.ts'
import { confirmationIssues, feedbackIssues } from '../../../machines/incident/hau/feedback.ts'
import { blockersOf } from '../../../machines/incident/index.ts'
import { settlingArrival } from '../../../machines/incident/risk/demands.ts'
import type { EventOf, IncidentContext, PublicEvent } from '../../../machines/incident/setup.ts'
import { courtAskedIssues } from '../../../machines/matters/bail/courtAsked.ts'
import { suspectKnownAt } from '../../../machines/matters/beside.ts'
import { olderThanKnown } from '../../../machines/matters/matter.ts'
import { local } from '../../../machines/rules/calendar/days.ts'
import { closedAt } from '../../../machines/rules/calendar/partners.ts'
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { gradeIn } from '../../../machines/rules/grading/grading.ts'
import { telephoneBlockers } from '../../../machines/rules/grading/telephone.ts'
import { thriveIssues } from '../../../machines/rules/grading/thrive.ts'
import { referralFinds } from '../../../machines/rules/hau/referrals.ts'
import { isSameSchool } from '../../../machines/rules/hau/schooling.ts'
import { dealingWarnings } from '../../../machines/rules/investigation/positiveAction.ts'
import { videoIssues } from '../../../machines/rules/investigation/video.ts'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import { contradictions } from '../../../machines/rules/reassessment/contradictions.ts'
import type { Assessment } from '../../../machines/rules/reassessment/judgeTexts.ts'
import { situationWarnings } from '../../../machines/rules/reassessment/situation.ts'
import { personsIn, personWarnings } from '../../../machines/rules/report/persons.ts'
import { plus } from '../../../machines/rules/time/instants.ts'
import { type Role, UNNAMED } from '../../../machines/rules/vocabulary.ts'
import { saysNone } from '../../../machines/rules/words.ts'
import type { Warning } from '../problems.ts'
import type { LiveCase } from '../step/live.ts'
import { told } from '../step/moves.ts'
import { judgeVerdict } from './checked.ts'
import {
  allocatedWarnings,
  allocationIssues,
  assumedWarnings,
  bailNotNamedWarnings,
  chargeWarnings,
  crimeIssues,
  otherSuspectWarnings,
  recordedWarnings,
  statementIssues,
  statementWarnings,
} from './crimes.ts'
import { judgeDash, judgeException, judgeReview } from './dash.ts'
import { gradeWarnings, judgeGrade } from './grading.ts'
import { fine, invalid, issue, type Judged, withoutErrors, withWarnings } from './judged.ts'
import { type aboutOf, matterFinds } from './matters.ts'
import { judgeReassessment } from './reassessment.ts'

interface Known {
  /** The matter that it is about. */
  readonly about: ReturnType<typeof aboutOf>
  /** Of a reassessment, the assessment before it. */
  readonly last: Assessment | null
}

/** Judges an event that the lifecycle takes; `role` is the key's. */
export function judgeContent(live: LiveCase, event: PublicEvent, role: Role, { about, last }: Known): Judged {
  const found = about === null ? fine() : matterFinds(about, role)
  return found.problem === null ? withWarnings(judgeIncident(live, event, role, last), () => found.warnings) : found
}

function judgeIncident(live: LiveCase, event: PublicEvent, role: Role, last: Assessment | null): Judged {
  const { context } = live.incident
  switch (event.type) {
    case 'thrive.assessed':
      return fine([
        ...thriveIssues(event.data, context.policy.thrive, context.flags),
        ...situationWarnings(event.data.situation, event.at),
        ...contradictions({ situation: event.data.situation }, 'assess again'),
      ])
    case 'incident.graded':
      return withWarnings(judgeGrade(context, gradeIn(event), role, '/data'), () => gradeWarnings(context, event.data))
    case 'risk.reassessed':
      return judgeReassessment(context, event, role, last)
    case 'reassessment.checked':
      return judgeVerdict(context, event)
    case 'delay.noted':
      return fine(
        context.openDemands.map(({ id }) => ({
          code: 'demand-still-open',
          pointer: '/data/reason',
          detail: `A note on the delay does not answer demand ${id}: it waits for a risk reassessment.`,
        })),
      )
    case 'unit.arrived':
      return fine([...settles(context, event), ...videoUnexplained(event.data)])
    case 'unit.en-route':
    case 'unit.stood-down':
    case 'unit.cleared':
      return fine(notAssigned(context, event.data))
    case 'person.identified':
    case 'incident.corrected':
      return fine(namedWarnings(live, event))
    case 'dash.submitted':
      return judgeDash(context, event.data)
    case 'dash.reviewed':
      return judgeReview(context, event.data)
    case 'hau.checked':
      return withoutErrors(
        (event.data.checkedAt ?? '') > event.at ? [issue('/data/checkedAt', 'must not be after the time of the event')] : [],
      )
    case 'hau.risk-confirmed':
      return withoutErrors(confirmationIssues(context, event.data))
    case 'hau.feedback':
      return withoutErrors(feedbackIssues(context, event.data))
    case 'dash.excepted':
      return judgeException(context, event.data, role)
    case 'referral.acknowledged':
      return (live.matters[`referral/${event.data.partner}`]?.context.stands ?? null) !== null
        ? fine()
        : invalid([issue('/data/partner', `no referral to ${event.data.partner} has been made`)])
    case 'referral.made': {
      const { issues, warnings } = referralFinds(context.policy, event.data)
      return issues.length > 0 ? invalid(issues) : fine([...warnings, ...partnerClosed(context.policy, event)])
    }
    case 'school.notified':
      return judgeTelling(live, event.data)
    case 'transfer.acknowledged':
      return Object.hasOwn(context.transfers, event.data.to)
        ? fine()
        : invalid([issue('/data/to', `the incident was not handed over to ${event.data.to}`)])
    case 'incident.resolved-by-telephone': {
      const blockers = telephoneBlockers(context, event.data, role)
      if (blockers.length === 0) return fine()
      const detail =
        'The incident cannot be resolved on the telephone: somebody has to go, or what is named here has to be mended.'
      return { problem: { code: 'telephone-resolution-blocked', detail, blockers } }
    }
    case 'video.responded': {
      const errors = videoIssues(context, event.data)
      return errors.length > 0 ? invalid(errors) : fine()
    }
    case 'suspect.dealt-with':
      return withWarnings(withoutErrors(crimeIssues(live, event.data)), () => [
        ...dealingWarnings(context.policy, event.data),
        ...chargeWarnings(live, event),
        ...bailNotNamedWarnings(live, event),
        ...otherSuspectWarnings(live, event, event.data.suspect),
        ...laterIsKnown(live, event),
      ])
    case 'bail.ended':
      return withWarnings(withoutErrors(crimeIssues(live, event.data)), () => [
        ...chargeWarnings(live, event),
        ...otherSuspectWarnings(live, event, suspectOnBail(live, event.data.bail)),
      ])
    case 'crime.recorded':
      return judgeCrime(live, event)
    case 'bail.extension-applied':
      return withoutErrors(courtAskedIssues(told(live, event)))
    case 'statement.taken':
      return withWarnings(withoutErrors(statementIssues(live, event)), () => statementWarnings(live, event))
    case 'investigation.allocated':
      return withWarnings(withoutErrors(allocationIssues(live, event)), () => allocatedWarnings(live, event))
    case 'victim.contacted':
      return fine(toldOfDelay(event.data))
    case 'incident.closed': {
      const blockers = blockersOf(live.incident)
      if (blockers.length === 0) return fine()
      return { problem: { code: 'closure-blocked', detail: 'The incident cannot be closed yet.', blockers } }
    }
    default:
      return fine()
  }
}

/** Of the suspect, who stays as he was last. */
const laterIsKnown = (live: LiveCase, event: EventOf<'suspect.dealt-with'>): readonly Warning[] =>
  olderThanKnown(event, suspectKnownAt(live, event.data.suspect ?? UNNAMED))

const suspectOnBail = ({ matters }: LiveCase, bail: string): string | undefined =>
  (matters[`bail/${bail}`]?.context as { readonly suspect?: string } | undefined)?.suspect

function judgeCrime(live: LiveCase, event: EventOf<'crime.recorded'>): Judged {
  const { data, at } = event
  return data.offenceAt !== undefined && data.offenceAt > at
    ? invalid([issue('/data/offenceAt', 'must not be after the time of the event')])
    : fine([...recordedWarnings(live, event), ...assumedWarnings(live, event)])
}

/** Somebody who was not reached was not told either: the obligation to tell her stands. */
const toldOfDelay = ({ safe, toldOfDelay }: CaseEventData['victim.contacted']): Warning[] =>
  safe === null && toldOfDelay === true
    ? [
        {
          code: 'not-reached-not-told',
          pointer: '/data/toldOfDelay',
          detail: 'She was not reached, so she was not told of the delay.',
        },
      ]
    : []

/** News, late, of an arrival in time: said, so that nobody wonders where the breach went. */
function settles(context: IncidentContext, event: EventOf<'unit.arrived'>): Warning[] {
  const { clock, attendance, timezone } = context.policy
  if (clock.stop === 'victim-seen' && !event.data.victimSeen) return []
  // Nobody has seen her in time: the visit has failed by now, and the breach stays.
  const isInVain = !event.data.victimSeen && plus(event.at, attendance.seenWithin, timezone) <= event.recordedAt
  if (isInVain && beginsVisit(context, event)) return []
  const arrival = settlingArrival(context, event)
  return context.breaches.flatMap((breach) => {
    const at = arrival(breach)
    if (breach.settled || at === null) return []
    const which = at === event.at ? 'This arrival' : `The visit of ${at}, at which she was seen,`
    const detail = `${which} came before the ${breach.priority} deadline of ${breach.dueAt}: that breach is settled as in time.`
    return [{ code: 'breach-settled-in-time', pointer: '/time', detail }]
  })
}

/** Whoever refers to a partner that is closed hears it at once, with what to do instead. */
function partnerClosed(policy: Policy, { at, data }: EventOf<'referral.made'>): Warning[] {
  const closed = closedAt(data.partner, at, policy)
  if (closed === null) return []
  const opens =
    closed.opensAt === null
      ? 'nobody knows when it opens'
      : `it opens ${local(closed.opensAt, policy.timezone).toFormat('cccc d LLLL, HH:mm')}`
  const detail = `${data.partner} is closed, and ${opens}: ${closed.fallback}`
  return [{ code: 'partner-closed', pointer: '/data/partner', detail }]
}

/** Source: seed 97 */
const videoUnexplained = ({ bodyWornVideo }: CaseEventData['unit.arrived']): Warning[] =>
  bodyWornVideo?.on === false && saysNone(bodyWornVideo.reason)
    ? [{ code: 'body-worn-video-unexplained', pointer: '/data/bodyWornVideo/reason', detail: 'Say why it was not on.' }]
    : []

const notAssigned = (context: IncidentContext, { unit }: { readonly unit: string }): Warning[] =>
  isAssigned(context, unit)
    ? []
    : [
        {
          code: 'unit-not-assigned',
          pointer: '/data/unit',
          detail: `${unit} is not assigned to this incident: look whether it is the right unit, or post unit.assigned.`,
        },
      ]

/** What whoever names people should look at again. */
export const namedWarnings = (
  live: LiveCase,
  { type, at, data }: Pick<PublicEvent, 'type' | 'at' | 'data'>,
): readonly Warning[] =>
  personWarnings(
    personsIn(type, data),
    (place) => (type === 'person.identified' ? '/data/person/role' : `/data/persons/${place}/role`),
    { at, zone: live.incident.context.policy.timezone, before: type === 'incident.reported' ? [] : personsKnown(live) },
  )

const SUSPECT = 'suspect/'
/** By role, as far as the case remembers them. */
const personsKnown = ({ incident: { context }, matters }: LiveCase) => [
  ...context.children.map((personRef) => ({ role: 'child' as const, personRef })),
  ...context.victims.map((personRef) => ({ role: 'victim' as const, personRef })),
  ...Object.keys(matters)
    .filter((id) => id.startsWith(SUSPECT))
    .map((id) => ({ role: 'suspect' as const, personRef: id.slice(SUSPECT.length) })),
]

/** A school where an adult works who is involved is told of nothing before somebody has looked at it. Source: docs/sources.md#schools */
function judgeTelling({ matters }: LiveCase, { child, school, to = 'school' }: CaseEventData['school.notified']): Judged {
  const { conflict, conflictAt, school: theirs } = matters[`school/${child}`]?.context ?? {}
  if (to !== 'school') return fine()
  if (isSameSchool((conflictAt as string | null | undefined) ?? null, school)) {
    const way = conflict === 'found' ? 'post school.conflict-reviewed' : 'post school.resolved with what holds now'
    return invalid([issue('/data/school', `an adult who is involved works there: ${way} first`)])
  }
  return fine(
    conflict === 'not-checked' || (conflict !== undefined && !isSameSchool(theirs as string | null, school))
      ? [CONFLICT_NOT_CHECKED]
      : [],
  )
}

const CONFLICT_NOT_CHECKED: Warning = {
  code: 'conflict-not-checked',
  pointer: '/data/school',
  detail: 'Nobody has said whether an adult who is involved works there: post school.resolved.',
}
