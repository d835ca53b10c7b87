/**
 * What is wrong with what is posted about an investigation: supervision without a direction, a handover with parts missing, an
 * outcome that nobody has looked past the victim for. Source: docs/sources.md#investigation (seed 96, 99-102, 111).
 */

import { isCharge } from '../../rules/catalogue/matters/investigation.ts'
import { directionIssues, directionWarnings } from '../../rules/investigation/direction.ts'
import { type Issue, issueIf, type Warning, warnIf } from '../../rules/issue.ts'
import { isSecondPerson } from '../../rules/person.ts'
import { type Instant, type Role, SUPERVISING, UNNAMED } from '../../rules/vocabulary.ts'
import { isBlank } from '../../rules/words.ts'
import { bailStanding, spokenToIn } from '../beside.ts'
import { nextReviewIssues } from '../lookedAtAgain.ts'
import { type MatterEvent, mustFollow, olderThanKnown } from '../matter.ts'
import { expectedBack } from './actions.ts'
import { runsFor } from './chargeLimit.ts'
import { decidedIssues } from './charging.ts'
import { type InvestigationContext, settings } from './setup.ts'

type Outcome = MatterEvent<'crime.outcome'>
type Evidence = MatterEvent<'evidence.submitted' | 'evidence.expected' | 'evidence.returned'>

const isWaitedFor = ({ waitingFor }: InvestigationContext, { data }: Evidence): boolean =>
  waitingFor.some(({ item }) => item === data.item)
const notSubmitted = (event: Evidence, context: InvestigationContext): Issue[] =>
  issueIf(!isWaitedFor(context, event), '/data/item', 'nobody waits for it: it was not submitted')

export const investigationIssues = {
  'investigation.supervised': ({ data, at }: MatterEvent<'investigation.supervised'>): Issue[] => [
    ...directionIssues(data),
    ...nextReviewIssues(data, at),
  ],
  'investigation.handed-over': (event: MatterEvent<'investigation.handed-over'>): Issue[] =>
    settings(event).handover.flatMap((part) =>
      issueIf(
        !Object.hasOwn(event.data.package, part),
        `/data/package/${part}`,
        'is on the checklist: say that it is included, or why not',
      ),
    ),
  'evidence.submitted': (event: MatterEvent<'evidence.submitted'>, context: InvestigationContext): Issue[] => [
    ...issueIf(isWaitedFor(context, event), '/data/item', 'is expected already'),
    ...mustFollow(event.data.expectedAt, event, '/data/expectedAt'),
  ],
  'evidence.expected': (event: MatterEvent<'evidence.expected'>, context: InvestigationContext): Issue[] => [
    ...notSubmitted(event, context),
    ...mustFollow(event.data.expectedAt, event, '/data/expectedAt'),
  ],
  'evidence.returned': notSubmitted,
  'charging.decided': decidedIssues,
  'crime.outcome': outcomeIssues,
}

/** @param role the key's. */
function outcomeIssues(event: Outcome, _: InvestigationContext, role: Role): Issue[] {
  const { reviewed, victimsChoice, evidence } = settings(event).outcomes
  const { code, evidenceLedReview, victimContact, victimReason, agreedBy, by } = event.data
  if (!reviewed.includes(code)) return []
  const items = evidenceLedReview?.items ?? {}
  return [
    ...issueIf(
      evidenceLedReview?.done !== true,
      '/data/evidenceLedReview/done',
      `outcome ${code} takes a review of what can be proved without the victim`,
    ),
    ...evidence.flatMap((item) =>
      issueIf(
        !Object.hasOwn(items, item) || isBlank(items[item]),
        `/data/evidenceLedReview/items/${item}`,
        'say what came of it, or that there is no such evidence',
      ),
    ),
    ...issueIf(victimContact === undefined, '/data/victimContact', 'say what contact there was with her about this'),
    ...issueIf(
      victimsChoice.includes(code) && victimReason === undefined,
      '/data/victimReason',
      'say why she does not support it, by a code',
    ),
    ...issueIf(!isSecondPerson(agreedBy, by), '/data/agreedBy', 'name a supervisor, other than the one who decides, who agreed'),
    ...issueIf(!SUPERVISING.includes(role), '/data/agreedBy', `outcome ${code} takes the key of a supervisor`),
  ]
}

/** Evidence that comes back after bail has ended is no ground to extend it unless somebody looks before (seed 82). */
function evidenceWarnings(event: MatterEvent<'evidence.submitted' | 'evidence.expected'>): Warning[] {
  const back = expectedBack(event)
  return bailStanding(event).flatMap(({ name, endsAt }) =>
    warnIf(
      endsAt !== null && back > endsAt,
      'back-after-bail',
      '/data/expectedAt',
      `Bail ${name} ends ${endsAt}, before this is expected back (${back}): review it.`,
    ),
  )
}

export const investigationWarnings = {
  'evidence.submitted': evidenceWarnings,
  'evidence.expected': evidenceWarnings,
  'crime.outcome': (event: Outcome, crime: InvestigationContext): Warning[] => [
    ...outcomeWarnings(event),
    ...notSpokenTo(event),
    ...runsOn(event, crime),
    ...olderThanKnown(event, crime.outcomeAt),
  ],
  'investigation.supervised': (event: MatterEvent<'investigation.supervised'>, { supervisedAt }: InvestigationContext) => [
    ...directionWarnings(event.data),
    ...olderThanKnown(event, supervisedAt),
  ],
}

/** A crime is finished when the first suspect is charged; its limit runs on for each suspect about whom nobody has decided. */
function runsOn(event: Outcome, crime: InvestigationContext): Warning[] {
  const { chargeBy, leftToCharge } = runsFor(event, { ...crime, outcome: event.data.code })
  const detail = `The limit of ${crime.name} (${chargeBy}) runs on for ${leftToCharge.join(', ')}, whom nobody has charged or let go.`
  return warnIf(isCharge(event.data.code) && leftToCharge.length > 0, 'other-suspect-not-charged', '/data/code', detail)
}

/** An outcome that says what can be proved, before anybody asked those who are said to have done it. */
function notSpokenTo(event: Outcome): Warning[] {
  const { code } = event.data
  const asked = spokenToIn(event)
  const unasked = asked.includes(UNNAMED) && event.incident.suspects.length === 1 ? [] : event.incident.suspects
  const names = unasked.filter((name) => !asked.includes(name))
  const detail = `Nobody is recorded to have arrested or interviewed ${names.join(', ')}: say who spoke to them (suspect.dealt-with), or why nobody did.`
  return warnIf(
    settings(event).outcomes.reviewed.includes(code) && names.length > 0,
    'suspect-not-spoken-to',
    '/data/code',
    detail,
  )
}

/** An outcome that rests on her shows how long she waited for the first of us: delay is one reason to withdraw (seed 100). */
function outcomeWarnings(event: Outcome): Warning[] {
  const { receivedAt, firstContactAt } = event.incident
  const detail =
    firstContactAt === null
      ? 'Nobody is recorded to have seen or reached the victim.'
      : `From the report to the first contact with the victim: ${inWords(receivedAt, firstContactAt)}.`
  const isReviewed = settings(event).outcomes.reviewed.includes(event.data.code)
  return warnIf(isReviewed, 'first-contact-delay', '/data/code', detail)
}

function inWords(from: Instant, to: Instant): string {
  const minutes = Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000))
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
  return [days > 0 ? `${days} d` : '', days > 0 || hours > 0 ? `${hours} h` : '', `${minutes % 60} min`].filter(Boolean).join(' ')
}
