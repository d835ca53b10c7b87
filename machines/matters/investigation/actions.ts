/** What happens in an investigation: clocks that begin and end, and what is remembered of it. */
import { isCharge } from '../../rules/catalogue/matters/investigation.ts'
import { scheduleUpdate, updateAfterOutcome } from '../../rules/investigation/victimsCode.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { bringForward, cancel, complete } from '../asks.ts'
import { tellBail } from '../beside.ts'
import type { On } from '../defineMatter.ts'
import { lookAgainBy } from '../lookedAtAgain.ts'
import { type MatterEvent, type Told, within } from '../matter.ts'
import { scheduleAllocation, teamOf } from './allocating.ts'
import { chargedWith, limitCancelled, runsFor, scheduleLimit, settleLimit, statementOf } from './chargeLimit.ts'
import { chargingCancelled, chargingMet } from './charging.ts'
import {
  act,
  type InvestigationContext,
  type OnCrime,
  raise,
  remember,
  resolve,
  schedule,
  settings,
  type Waiting,
} from './setup.ts'

export const raiseQuiet = act(({ context }) => [raise('no-activity', context.idleAt)])
/** Something happened: a clock of quiet begins again, and an alert about the last one is over. */
export const active = act(({ context, event }) => [
  resolve('no-activity', context.idleAt),
  remember({ activityAt: event.at, idleAt: within(event, settings(event).noActivityWithin) }),
])

const reviewBy = (event: Told, said?: Instant): Instant => lookAgainBy(event, settings(event).reviewWithin, said)
const scheduleReview = act(({ event }) => {
  const dueAt = reviewBy(event, event.type === 'investigation.supervised' ? event.data.nextReviewAt : undefined)
  return [schedule('investigation-review', dueAt), remember({ reviewBy: dueAt })]
})

type OffenceTime = Pick<InvestigationContext, 'offenceAt' | 'offenceAtAssumed'>
/**
 * When it was committed: where nobody says, when it was reported. Recorded again with the same offences, another time puts right the one
 * that was given or assumed; with a further offence the earliest of the times counts.
 */
export function offenceTime(
  { offences, offenceAt, offenceAtAssumed }: InvestigationContext,
  { at, data, incident }: OnCrime<'crime.recorded'>['event'],
): OffenceTime {
  const isTheSame = offenceAt !== null && data.offences.every((offence) => offences.includes(offence))
  if (isTheSame && data.offenceAt === undefined) return { offenceAt, offenceAtAssumed }
  const said = { offenceAt: data.offenceAt ?? incident.receivedAt, offenceAtAssumed: data.offenceAt === undefined }
  const known = { offenceAt: offenceAt ?? at, offenceAtAssumed: offenceAt === null || offenceAtAssumed }
  return isTheSame || said.offenceAt <= known.offenceAt ? said : known
}

/** Recorded, or recorded anew with other offences: what is counted from them is counted again. */
const record = act<'crime.recorded'>(({ context, event, event: { at, data, incident } }) => {
  const offences = [...new Set([...context.offences, ...data.offences])]
  const time = offenceTime(context, event)
  const statementAt = statementOf(event, { ...context, ...time, offences })
  const { bodyWornVideo, receivedAt: reportedAt, firstContactAt } = incident
  return [
    ...limitCancelled,
    remember({
      ...{ ...time, offences, statementAt, bodyWornVideo, reportedAt, firstContactAt },
      recordedAt: context.recordedAt ?? at,
      ...runsFor(event, { ...context, ...time, offences, statementAt }),
      ...teamOf(event, context, offences),
    }),
    ...[scheduleLimit, scheduleAllocation],
  ]
})

const waited = (context: InvestigationContext, item: string): readonly Waiting[] =>
  context.waitingFor.filter((one) => one.item !== item)
const scheduleEvidence = (item: string, dueAt: Instant) => schedule('digital-evidence', dueAt, { part: item })
export const returned = act<'evidence.returned'>(({ context, event: { data } }) => [
  remember({ waitingFor: waited(context, data.item) }),
  complete('digital-evidence', data.item),
  tellBail,
])

/** What was owed to the investigation is owed no longer; of the limit, what no charge leaves. */
const decideOutcome = act<'crime.outcome'>(({ context, event: { at, data, incident } }) => {
  const { code, evidenceLedReview, victimReason } = data
  const { bodyWornVideo, firstContactAt, policy } = incident
  return [
    ...(isCharge(code) ? [] : [...limitCancelled, remember({ leftToCharge: [] })]),
    cancel('investigation-review'),
    cancel('allocation'),
    ...context.waitingFor.map(({ item }) => cancel('digital-evidence', item)),
    resolve('no-activity', context.idleAt),
    ...scheduleUpdate(incident, updateAfterOutcome(policy, code), null, 'crime'),
    remember({
      ...{ outcome: code, outcomeAt: at, bodyWornVideo, firstContactAt, reviewBy: null, activityAt: at, idleAt: null },
      evidenceLedReview: evidenceLedReview?.done ?? null,
      victimReason: victimReason ?? null,
    }),
    isCharge(code) ? chargingMet : chargingCancelled,
    tellBail,
  ]
})
export const decide = [
  decideOutcome,
  act<'crime.outcome'>(({ event: { data } }) => (isCharge(data.code) ? [settleLimit, scheduleLimit] : [])),
]
/** It was known already, of a later instant. */
export const leaveOutcome = act(() => [remember({})])

export const begin = [record, active, scheduleReview, tellBail]
/** Reopened: the outcome is cleared, and evidence that is still away keeps the deadline that it had. */
export const takeUpAgain = act<'crime.recorded'>(({ context, event }) => [
  remember({ outcome: null, outcomeAt: null, evidenceLedReview: null, victimReason: null }),
  ...begin,
  ...context.waitingFor.map(({ item, since }) =>
    scheduleEvidence(item, plus(since, settings(event).digitalEvidenceWithin, event.incident.policy.timezone)),
  ),
])
export const recordAgain = [record, active]

export const supervise = act<'investigation.supervised'>(({ event }) => [
  complete('investigation-review'),
  remember({ supervisedAt: event.at }),
  ...[scheduleReview, active],
])

/** A higher risk brings the review nearer; a lower one leaves it where it was, and then nothing becomes of the investigation. */
export const comesNearer = ({ context, event }: On<InvestigationContext, Told>): boolean =>
  context.reviewBy !== null && reviewBy(event) < context.reviewBy
export const hasten = act<'risk.changed'>(({ event }) => [
  bringForward('investigation-review', reviewBy(event)),
  remember({ reviewBy: reviewBy(event) }),
])

export const handOver = act<'investigation.handed-over'>(({ event: { at, data } }) => [
  remember({
    team: data.team,
    handedOverAt: at,
    handedOverWithout: Object.keys(data.package).filter((part) => data.package[part]?.included !== true),
  }),
  active,
])

const examinedBy = (event: Told): Instant => within(event, settings(event).digitalEvidenceWithin)
/** As it was said, or within what the policy gives the examiners. */
export const expectedBack = (event: MatterEvent<'evidence.submitted' | 'evidence.expected'>): Instant =>
  event.data.expectedAt ?? examinedBy(event)

export const submit = act<'evidence.submitted'>(({ context, event, event: { at, data } }) => {
  const { item, kind } = data
  const waiting = { item, kind, since: at, expectedBy: expectedBack(event) }
  return [
    remember({ waitingFor: [...waited(context, item), waiting] }),
    scheduleEvidence(item, examinedBy(event)),
    ...[tellBail, active],
  ]
})
/** When the examiners now say that it comes. Its age goes on: what it was due is still due. */
export const expect = act<'evidence.expected'>(({ context, event: { data } }) => [
  remember({
    waitingFor: context.waitingFor.map((one) => (one.item === data.item ? { ...one, expectedBy: data.expectedAt } : one)),
  }),
  ...[tellBail, active],
])

export const charged = [...chargedWith, chargingMet, tellBail, active]
