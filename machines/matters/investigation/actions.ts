/** What happens in an investigation: clocks that begin and end, and what is remembered of it. */

import { scheduleUpdate, updateAfterOutcome } from '../../rules/investigation/victimsCode.ts'
import type { InvestigationPolicy } from '../../rules/policy/investigation.ts'
import { known } from '../../rules/time/happened.ts'
import { earlier, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { tellBail } from '../beside.ts'
import { lookAgainBy } from '../lookedAtAgain.ts'
import type { Told } from '../matter.ts'
import { allocation, scheduleAllocation, teamOf } from './allocating.ts'
import { chargedWith, endLimit, limitLeft, scheduleLimit } from './chargeLimit.ts'
import { endCharging } from './charging.ts'
import { type Any, type InvestigationContext, investigationSetup, type On, type OnRecorded, type Waiting } from './setup.ts'

/** Investigations begin only under a policy that follows them. */
const settings = ({ incident: { policy } }: Told): InvestigationPolicy => policy.investigation as InvestigationPolicy
const remember = <It extends Any>(learnt: (it: It) => Partial<InvestigationContext>) => ({
  type: 'remember' as const,
  params: learnt,
})
const owedBy = ({ context: { name } }: Any) => ({ matter: `investigation/${name}` })

/** Something happened: a clock of quiet begins again, and an alert about the last one is over. */
const quiet = ({ context }: Any) => ({
  kind: 'no-activity' as const,
  cause: `investigation/${context.name}/${context.idleAt}`,
})
export const raiseQuiet = { type: 'raiseAlert' as const, params: quiet }
export const active = [
  { type: 'resolveAlerts' as const, params: quiet },
  remember((it: Any) => ({
    activityAt: it.event.at,
    idleAt: plus(known(it.event), settings(it.event).noActivityWithin, it.event.incident.policy.timezone),
  })),
]

const review = ({ context }: Any) => ({ deadline: 'investigation-review' as const, of: context.name })
const reviewBy = ({ event }: Any): Instant =>
  lookAgainBy(
    event,
    settings(event).reviewWithin,
    event.type === 'investigation.supervised' ? event.data.nextReviewAt : undefined,
  )
const scheduleReview = investigationSetup.enqueueActions(({ context, event, enqueue }) => {
  const it = { context, event }
  const dueAt = reviewBy(it)
  const { climbEvery } = settings(event)
  enqueue({
    type: 'schedule',
    params: { ...review(it), dueAt, climbEvery, ...owedBy(it) },
  })
  enqueue({ type: 'remember', params: { reviewBy: dueAt } })
})

/** Recorded, or recorded anew with other offences: what is counted from them is counted again. */
const record = [
  ...endLimit('cancel'),
  remember(({ context, event }: OnRecorded) => {
    const offences = [...new Set([...context.offences, ...event.data.offences])]
    const offenceAt = earlier(context.offenceAt ?? event.at, event.data.offenceAt ?? event.incident.receivedAt)
    const { bodyWornVideo, receivedAt, firstContactAt } = event.incident
    return {
      offences,
      offenceAt,
      recordedAt: context.recordedAt ?? event.at,
      chargeBy: limitLeft(event, { ...context, offences }, offenceAt),
      ...teamOf(event, context, offences),
      bodyWornVideo,
      reportedAt: receivedAt,
      firstContactAt,
    }
  }),
  scheduleLimit,
  scheduleAllocation,
]

const evidence = (item: string, { context }: Any) => ({ deadline: 'digital-evidence' as const, of: `${context.name}/${item}` })
const scheduleEvidence = (item: string, dueAt: Instant, it: Any) => ({
  type: 'schedule' as const,
  params: {
    ...evidence(item, it),
    dueAt,
    climbEvery: settings(it.event).climbEvery,
    ...owedBy(it),
  },
})
const waited = (context: InvestigationContext, item: string): readonly Waiting[] =>
  context.waitingFor.filter((one) => one.item !== item)
export const returned = [
  remember(({ context, event }: On<'evidence.returned'>) => ({ waitingFor: waited(context, event.data.item) })),
  { type: 'complete' as const, params: (it: On<'evidence.returned'>) => evidence(it.event.data.item, it) },
  tellBail,
]

/** What was owed to the investigation is owed no longer; a charge meets its limit. */
export const decide = investigationSetup.enqueueActions(({ context, event, enqueue }) => {
  const it = { context, event }
  const { code, evidenceLedReview, victimReason } = (event as On<'crime.outcome'>['event']).data
  const { bodyWornVideo, firstContactAt } = event.incident
  const how = code === CHARGED ? 'complete' : 'cancel'
  for (const what of endLimit(how)) enqueue({ type: what.type, params: what.params(it) })
  for (const owed of [review(it), allocation(it), ...context.waitingFor.map(({ item }) => evidence(item, it))])
    enqueue({ type: 'cancel', params: owed })
  enqueue({ type: 'resolveAlerts', params: quiet(it) })
  for (const tell of scheduleUpdate(event.incident, updateAfterOutcome(event.incident.policy, code), null, 'crime')) enqueue(tell)
  enqueue({
    type: 'remember',
    params: {
      outcome: code,
      outcomeAt: event.at,
      evidenceLedReview: evidenceLedReview?.done ?? null,
      victimReason: victimReason ?? null,
      bodyWornVideo,
      firstContactAt,
      reviewBy: null,
      activityAt: event.at,
      idleAt: null,
    },
  })
  for (const ended of endCharging(how)) enqueue(ended)
  enqueue(tellBail)
})
/** Charged or summonsed. */
const CHARGED = 1

export const begin = [...record, ...active, scheduleReview, tellBail]
/** The outcome is none any more. What is still away is waited for as long as if there had been none. */
export const takeUpAgain = [
  remember(() => ({ outcome: null, outcomeAt: null, evidenceLedReview: null, victimReason: null })),
  ...begin,
  investigationSetup.enqueueActions(({ context, event, enqueue }) => {
    const { timezone } = event.incident.policy
    for (const { item, since } of context.waitingFor)
      enqueue(scheduleEvidence(item, plus(since, settings(event).digitalEvidenceWithin, timezone), { context, event }))
  }),
]
export const recordAgain = [...record, ...active]

export const supervise = [
  { type: 'complete' as const, params: review },
  remember(({ event }: On<'investigation.supervised'>) => ({ supervisedAt: event.at })),
  scheduleReview,
  ...active,
]

/** A higher risk brings the review nearer; a lower one leaves it where it was, and then nothing becomes of the investigation. */
export const comesNearer = (it: Any): boolean => it.context.reviewBy !== null && reviewBy(it) < it.context.reviewBy
export const hasten = [
  { type: 'bringForward' as const, params: (it: Any) => ({ ...review(it), dueAt: reviewBy(it) }) },
  remember((it: Any) => ({ reviewBy: reviewBy(it) })),
]

export const handOver = [
  remember(({ event: { at, data } }: On<'investigation.handed-over'>) => ({
    team: data.team,
    handedOverAt: at,
    handedOverWithout: Object.keys(data.package).filter((part) => data.package[part]?.included !== true),
  })),
  ...active,
]

const examinedBy = (event: Told): Instant =>
  plus(known(event), settings(event).digitalEvidenceWithin, event.incident.policy.timezone)
/** As it was said, or within what the policy gives the examiners. */
export const expectedBack = (event: On<'evidence.submitted' | 'evidence.expected'>['event']): Instant =>
  event.data.expectedAt ?? examinedBy(event)

export const submit = [
  remember(({ context, event, event: { at, data } }: On<'evidence.submitted'>) => ({
    waitingFor: [...waited(context, data.item), { item: data.item, kind: data.kind, since: at, expectedBy: expectedBack(event) }],
  })),
  {
    type: 'schedule' as const,
    params: (it: On<'evidence.submitted'>) => scheduleEvidence(it.event.data.item, examinedBy(it.event), it).params,
  },
  tellBail,
  ...active,
]
/** When the examiners now say that it comes. Its age goes on: what it was due is still due. */
export const expect = [
  remember(({ context, event: { data } }: On<'evidence.expected'>) => ({
    waitingFor: context.waitingFor.map((one) => (one.item === data.item ? { ...one, expectedBy: data.expectedAt } : one)),
  })),
  tellBail,
  ...active,
]

export const charged = [...chargedWith, ...endCharging('complete'), tellBail, ...active]
