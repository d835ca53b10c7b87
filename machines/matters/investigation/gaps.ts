/**
 * What is wrong with what is posted about an investigation: supervision without a direction, a handover with parts missing, an
 * outcome that nobody has looked past the victim for. Source: docs/sources.md#investigation (seed 96, 99-102, 111).
 */

import { directionIssues } from '../../rules/investigation/direction.ts'
import type { Issue, Warning } from '../../rules/issue.ts'
import { isSecondPerson } from '../../rules/person.ts'
import type { InvestigationPolicy } from '../../rules/policy/investigation.ts'
import type { Instant, Role } from '../../rules/vocabulary.ts'
import { isBlank } from '../../rules/words.ts'
import { bailStanding } from '../beside.ts'
import { nextReviewIssues } from '../lookedAtAgain.ts'
import { type MatterEvent, olderThanKnown } from '../matter.ts'
import { expectedBack } from './actions.ts'
import { chargingWarnings } from './charging.ts'
import type { InvestigationContext } from './setup.ts'

type Outcome = MatterEvent<'crime.outcome'>
type Judged =
  | Outcome
  | MatterEvent<'investigation.supervised' | 'investigation.handed-over' | 'evidence.submitted' | 'evidence.expected'>
  | MatterEvent<'evidence.returned' | 'charging.requested' | 'charging.decided'>

const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })
const settings = ({ incident }: Judged): InvestigationPolicy => incident.policy.investigation as InvestigationPolicy

/** @param role the key's. */
export function investigationIssues(event: Judged, context: InvestigationContext, role: Role): Issue[] {
  switch (event.type) {
    case 'investigation.supervised':
      return [...directionIssues(event.data), ...nextReviewIssues(event.data, event.at)]
    case 'investigation.handed-over':
      return settings(event)
        .handover.filter((part) => !Object.hasOwn(event.data.package, part))
        .map((part) => issue(`/data/package/${part}`, 'is on the checklist: say that it is included, or why not'))
    case 'evidence.submitted':
      return [
        ...(isWaitedFor(context, event.data.item) ? [issue('/data/item', 'is waited for already')] : []),
        ...expectedIssues(event.data, event.at),
      ]
    case 'evidence.expected':
      return [...notSubmitted(context, event.data.item), ...expectedIssues(event.data, event.at)]
    case 'evidence.returned':
      return notSubmitted(context, event.data.item)
    case 'charging.requested':
    case 'charging.decided':
      return []
    case 'crime.outcome':
      return outcomeIssues(event, role)
  }
}

const isWaitedFor = ({ waitingFor }: InvestigationContext, wanted: string): boolean =>
  waitingFor.some(({ item }) => item === wanted)

const notSubmitted = (context: InvestigationContext, item: string): Issue[] =>
  isWaitedFor(context, item) ? [] : [issue('/data/item', 'nobody waits for it: it was not submitted')]
const expectedIssues = ({ expectedAt }: { readonly expectedAt?: Instant | undefined }, at: Instant): Issue[] =>
  expectedAt !== undefined && expectedAt <= at ? [issue('/data/expectedAt', 'must be after the time of the event')] : []

/** Keys that supervise. */
const SUPERVISING: readonly Role[] = ['supervisor', 'force-incident-manager', 'duty-superintendent']

function outcomeIssues(event: Outcome, role: Role): Issue[] {
  const { reviewed, victimsChoice, evidence } = settings(event).outcomes
  const { code, evidenceLedReview, victimContact, victimReason, agreedBy, by } = event.data
  if (!reviewed.includes(code)) return []
  const items = evidenceLedReview?.items ?? {}
  return [
    ...(evidenceLedReview?.done === true
      ? []
      : [issue('/data/evidenceLedReview/done', `outcome ${code} takes a review of what can be proved without the victim`)]),
    ...evidence
      .filter((item) => !Object.hasOwn(items, item) || isBlank(items[item]))
      .map((item) => issue(`/data/evidenceLedReview/items/${item}`, 'say what came of it, or that there is no such evidence')),
    ...(victimContact === undefined ? [issue('/data/victimContact', 'say what contact there was with her about this')] : []),
    ...(victimsChoice.includes(code) && victimReason === undefined
      ? [issue('/data/victimReason', 'say why she does not support it, by a code')]
      : []),
    ...(!isSecondPerson(agreedBy, by)
      ? [issue('/data/agreedBy', 'name a supervisor, other than the one who decides, who agreed')]
      : []),
    ...(SUPERVISING.includes(role) ? [] : [issue('/data/agreedBy', `outcome ${code} takes the key of a supervisor`)]),
  ]
}

/** Evidence that comes back after bail has ended is no ground to extend it unless somebody looks before (seed 82). */
function evidenceWarnings(event: MatterEvent<'evidence.submitted' | 'evidence.expected'>): Warning[] {
  const back = expectedBack(event)
  return bailStanding(event).flatMap(({ name, endsAt }) =>
    endsAt === null || back <= endsAt
      ? []
      : [
          {
            code: 'back-after-bail',
            pointer: '/data/expectedAt',
            detail: `Bail ${name} ends ${endsAt}, before this is expected back (${back}): review it.`,
          },
        ],
  )
}

export function investigationWarnings(event: Judged, { supervisedAt, outcomeAt }: InvestigationContext): Warning[] {
  switch (event.type) {
    case 'evidence.submitted':
    case 'evidence.expected':
      return evidenceWarnings(event)
    case 'charging.requested':
      return chargingWarnings(event)
    case 'crime.outcome':
      return [...outcomeWarnings(event), ...olderThanKnown(event, outcomeAt)]
    case 'investigation.supervised':
      return olderThanKnown(event, supervisedAt)
    default:
      return []
  }
}

/** How long she waited for the first of us stands beside an outcome that rests on her: delay is one reason to withdraw (seed 100). */
function outcomeWarnings(event: Outcome): Warning[] {
  if (!settings(event).outcomes.reviewed.includes(event.data.code)) return []
  const { receivedAt, firstContactAt } = event.incident
  const detail =
    firstContactAt === null
      ? 'Nobody is recorded to have seen or reached the victim.'
      : `From the report to the first contact with the victim: ${inWords(receivedAt, firstContactAt)}.`
  return [{ code: 'first-contact-delay', pointer: '/data/code', detail }]
}

function inWords(from: Instant, to: Instant): string {
  const minutes = Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000))
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
  return [days > 0 ? `${days} d` : '', days > 0 || hours > 0 ? `${hours} h` : '', `${minutes % 60} min`].filter(Boolean).join(' ')
}
