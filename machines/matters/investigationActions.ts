/** What happens in an investigation: clocks that begin and end, and what is remembered of it. */
import { allocationRuleFor } from '../rules/allocation.ts'
import { known } from '../rules/happened.ts'
import type { InvestigationPolicy } from '../rules/investigationPolicy.ts'
import { earlier, plus } from '../rules/time.ts'
import { oweUpdate, updateAfterOutcome } from '../rules/victimsCode.ts'
import type { Instant } from '../rules/vocabulary.ts'
import { tellBail } from './beside.ts'
import { chargeLimitOf } from './chargeLimit.ts'
import { endCharging } from './charging.ts'
import {
  type Allocated,
  type Any,
  type InvestigationContext,
  investigationSetup,
  type On,
  type OnRecorded,
  type Waiting,
} from './investigationSetup.ts'
import { lookAgainBy, riskOf } from './lookedAtAgain.ts'
import type { Told } from './matter.ts'

/** Investigations begin only under a policy that follows them. */
const settings = ({ incident: { policy } }: Told): InvestigationPolicy => policy.investigation as InvestigationPolicy
const remember = <It extends Any>(learnt: (it: It) => Partial<InvestigationContext>) => ({
  type: 'remember' as const,
  params: learnt,
})
const owedBy = ({ context: { name } }: Any) => ({ base: 'known' as const, outlives: true, matter: `investigation/${name}` })

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
const oweReview = [
  {
    type: 'owe' as const,
    params: (it: Any) => ({
      ...review(it),
      dueAt: reviewBy(it),
      late: 'investigation-review-overdue' as const,
      climbEvery: settings(it.event).climbEvery,
      ...owedBy(it),
    }),
  },
  remember((it: Any) => ({ reviewBy: reviewBy(it) })),
]

const allocation = ({ context }: Any) => ({ deadline: 'allocation' as const, of: context.name })
const oweAllocation = investigationSetup.enqueueActions(({ context, event, enqueue }) => {
  if (context.team !== null) return
  const it = { context, event }
  const dueAt = plus(known(event), settings(event).allocateWithin, event.incident.policy.timezone)
  enqueue({ type: 'owe', params: { ...allocation(it), dueAt, late: 'allocation-overdue', climbEvery: null, ...owedBy(it) } })
})
const ruleOf = (event: Told, offences: readonly string[]): string | null => {
  const { flags } = event.incident
  return allocationRuleFor(settings(event).allocate, { offences, risk: riskOf(event.incident), flags })?.rule ?? null
}

const charge = ({ context }: Any) => ({ deadline: 'charge-limit' as const, of: context.name })
const chargeSoon = ({ context }: Any) => ({ deadline: 'charge-warning' as const, of: context.name })
const endCharge = (how: 'done' | 'waive') => [
  { type: how, params: charge },
  { type: how, params: chargeSoon },
]
/** The limit is one of the law and not of a person: it counts from what happened, and a charge in time that is told late settles it. */
const oweCharge = investigationSetup.enqueueActions(({ context, event, enqueue }) => {
  const { chargeBy } = context
  if (chargeBy === null) return
  const it = { context, event }
  const owed = { climbEvery: null, ...owedBy(it), base: 'occurred' as const }
  const soon = plus(chargeBy, `-${settings(event).charge.warnBefore}`, event.incident.policy.timezone)
  enqueue({ type: 'owe', params: { ...chargeSoon(it), dueAt: soon, late: 'charge-limit-near', ...owed } })
  enqueue({ type: 'owe', params: { ...charge(it), dueAt: chargeBy, late: 'charge-limit-passed', ...owed } })
})

/** Recorded, or recorded anew with other offences: what is counted from them is counted again. */
const record = [
  ...endCharge('waive'),
  remember(({ context, event }: OnRecorded) => {
    const offences = [...new Set([...context.offences, ...event.data.offences])]
    const offenceAt = earlier(context.offenceAt ?? event.at, event.data.offenceAt ?? event.incident.receivedAt)
    const { team, bodyWornVideo, receivedAt, firstContactAt } = event.incident
    return {
      offences,
      offenceAt,
      recordedAt: context.recordedAt ?? event.at,
      chargeBy: chargeLimitOf(event, offences, offenceAt),
      team: context.team ?? team,
      allocationRule: ruleOf(event, offences),
      bodyWornVideo,
      reportedAt: receivedAt,
      firstContactAt,
    }
  }),
  oweCharge,
]

const evidence = (item: string, { context }: Any) => ({ deadline: 'digital-evidence' as const, of: `${context.name}/${item}` })
const waited = (context: InvestigationContext, item: string): readonly Waiting[] =>
  context.waitingFor.filter((one) => one.item !== item)
export const returned = [
  remember(({ context, event }: On<'evidence.returned'>) => ({ waitingFor: waited(context, event.data.item) })),
  { type: 'done' as const, params: (it: On<'evidence.returned'>) => evidence(it.event.data.item, it) },
  tellBail,
]

/** What was owed to the investigation is owed no longer; a charge meets its limit. */
export const decide = investigationSetup.enqueueActions(({ context, event, enqueue }) => {
  const it = { context, event }
  const { code, evidenceLedReview, victimReason } = (event as On<'crime.outcome'>['event']).data
  const { bodyWornVideo, firstContactAt } = event.incident
  const how = code === CHARGED ? 'done' : 'waive'
  for (const what of endCharge(how)) enqueue({ type: what.type, params: what.params(it) })
  for (const owed of [review(it), allocation(it), ...context.waitingFor.map(({ item }) => evidence(item, it))])
    enqueue({ type: 'waive', params: owed })
  enqueue({ type: 'resolveAlerts', params: quiet(it) })
  for (const tell of oweUpdate(event.incident, updateAfterOutcome(event.incident.policy, code), null, 'crime')) enqueue(tell)
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

/** Recorded for the first time, or taken up again after an outcome. */
export const begin = [...record, ...active, oweAllocation, ...oweReview, tellBail]
export const recordAgain = [...record, ...active]

export const allocate = [
  { type: 'done' as const, params: allocation },
  remember(({ context, event }: { context: InvestigationContext; event: Allocated }) => ({
    team: event.data.team,
    allocationRule: ruleOf(event, context.offences),
  })),
  ...active,
]

export const supervise = [
  { type: 'done' as const, params: review },
  remember(({ event }: On<'investigation.supervised'>) => ({ supervisedAt: event.at })),
  ...oweReview,
  ...active,
]

/** A higher risk brings the review nearer; a lower one leaves it where it was. */
export const hasten = [
  { type: 'bringForward' as const, params: (it: Any) => ({ ...review(it), dueAt: reviewBy(it) }) },
  remember((it: Any) => ({ reviewBy: it.context.reviewBy === null ? null : earlier(it.context.reviewBy, reviewBy(it)) })),
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
    type: 'owe' as const,
    params: (it: On<'evidence.submitted'>) => ({
      ...evidence(it.event.data.item, it),
      dueAt: examinedBy(it.event),
      late: 'digital-evidence-overdue' as const,
      climbEvery: settings(it.event).climbEvery,
      ...owedBy(it),
    }),
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

export const charged = [...endCharge('done'), ...endCharging('done'), tellBail, ...active]
