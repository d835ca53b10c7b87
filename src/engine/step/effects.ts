/** What the machines of a case ask for, as messages to its machines: the closed union of `machines/effects.ts`, one `switch`. */
import type { AlertContext } from '../../../machines/alert/setup.ts'
import type { DemandInput } from '../../../machines/demand/setup.ts'
import type { Effect, Effects, Reached } from '../../../machines/effects.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import { ALERTS, type AlertKind } from '../../../machines/rules/catalogue/alerts.ts'
import { DEADLINES, type DeadlineRecord } from '../../../machines/rules/catalogue/deadlines.ts'
import { type DemandReason, REASONS } from '../../../machines/rules/catalogue/reasons.ts'
import { paceOf } from '../../../machines/rules/grading/grading.ts'
import { severityOf } from '../../../machines/rules/hau/severity.ts'
import { known } from '../../../machines/rules/time/happened.ts'
import { later } from '../../../machines/rules/time/instants.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { isUndone } from '../views/items.ts'
import type { Home, StoredMachine } from './case.ts'
import type { Step } from './consequences.ts'
import { alertBack, broughtBack } from './leaving.ts'
import { type LiveCase, stored } from './live.ts'
import type { Message } from './moves.ts'

/**
 * @returns what each machine is to be sent, in order. No machine moves here.
 * @throws RangeError for an effect that nobody planned for.
 */
export function messagesOf(step: Step, effect: Effect): readonly Message[] {
  const { live } = step
  switch (effect.type) {
    case 'openDemand':
      newsCame(step, effect.params.reason)
      // A demand's first answer clock counts from when a person could be told.
      return [{ to: `demands/${effect.params.id}`, begins: demandInput(step, effect.params), at: known(step) }]
    case 'joinDemand': {
      const { id, causeCount, reached } = effect.params
      newsCame(step, stored(live.demands, id).context.reason as DemandReason)
      const acknowledged = acknowledgedOf(live, id).length > 0
      const level = levelOf(live, reached)
      return tell('demands', [id], { type: 'demand.joined', causeCount, acknowledged, ...(reached && { level }) })
    }
    case 'reopenAlerts':
      return tell('alerts', acknowledgedOf(live, effect.params.demand), { type: 'alert.reopened' })
    case 'answerDemands':
      return tell('demands', effect.params.ids, { type: 'demand.answered' })
    case 'setAsideDemands': {
      const here = effect.params.ids.filter((id) => Object.hasOwn(live.demands, id) || broughtBack(live, 'demands', id))
      return tell('demands', here, { type: 'demand.set-aside' })
    }
    case 'supersedeDemands':
      return tell('demands', effect.params.ids, { type: 'demand.superseded' })
    case 'hastenDemands': {
      const { answerWithin, except } = effect.params
      const open = Object.keys(live.demands).filter((id) => live.demands[id]?.value === 'open' && !except.includes(id))
      const asked = Object.keys(live.duties).filter((id) => isAsked(live.duties[id]))
      return [
        ...tell('demands', open, { type: 'demand.hastened', answerWithin }),
        ...tell('duties', asked, { type: 'obligation.hastened', within: answerWithin }),
      ]
    }
    case 'schedule': {
      const id = obligationId(effect.params)
      // What is owed already stays owed as it was; only the next review is always the latest one named.
      const owed = live.duties[id]
      if (effect.params.deadline !== 'next-review' && owed !== undefined && isUndone(owed)) return []
      return [{ to: `duties/${id}`, begins: obligationInput(step, effect.params) }]
    }
    case 'complete':
      return tellObligation(step, effect.params, 'obligation.completed')
    case 'cancel':
      return tellObligation(step, effect.params, 'obligation.cancelled')
    case 'overtake':
      return tellObligation(step, effect.params, 'obligation.overtaken')
    case 'cancelAll': {
      const cancelled = Object.keys(live.duties).filter((id) => live.duties[id]?.context.outlives !== true)
      return tell('duties', cancelled, { type: 'obligation.cancelled' })
    }
    case 'bringForward': {
      const { dueAt } = effect.params
      const id = obligationId(effect.params)
      const obligation = live.duties[id]
      const owed = obligation?.context as unknown as ObligationContext | undefined
      if (owed === undefined || obligation?.value !== 'pending' || owed.dueAt <= dueAt) return []
      return [{ to: `duties/${id}`, begins: { ...owed, startedAt: step.at, dueAt } }]
    }
    case 'raiseAlert': {
      const { dueAt = null } = effect.params
      const id = idOf(live, effect.params) ?? wasRaised(live, effect.params)
      if (id !== undefined) return tell('alerts', [id], { type: 'alert.raised-again', dueAt })
      live.alertsRaised += 1
      const input = alertInput(step, effect.params)
      alertsIn(live).add(input)
      return [{ to: `alerts/${input.id}`, begins: input }]
    }
    case 'returnAlert': {
      const { dueAt = null } = effect.params
      const id = idOf(live, effect.params)
      if (id === undefined) return messagesOf(step, { type: 'raiseAlert', params: effect.params })
      return tell('alerts', [id], { type: 'alert.returned', dueAt })
    }
    case 'escalateAlert': {
      const { kind, level } = effect.params
      const severity = severityOf(kind, level, live.incident.context)
      const id = idOf(live, effect.params)
      if (id === undefined) return messagesOf(step, { type: 'raiseAlert', params: effect.params })
      return tell('alerts', [id], { type: 'alert.climbed', ...effect.params, severity })
    }
    case 'resolveAlerts':
      return tell('alerts', unresolved(live, effect.params), { type: 'alert.resolved' })
    case 'tellMatter': {
      const { kind, name, event } = effect.params
      const all = Object.keys(live.matters).filter((id) => id.startsWith(`${kind}/`))
      return tell('matters', name === null ? all : [`${kind}/${name}`], event)
    }
    case 'tellIncident':
      return [{ to: 'incident', event: effect.params }]
    case 'keepOnLog':
      return []
    default:
      throw new RangeError(`no effect is called ${(effect as { type: string }).type}`)
  }
}

const tell = (home: Home, ids: readonly string[], event: Extract<Message, { event: unknown }>['event']): Message[] =>
  ids.map((id) => ({ to: `${home}/${id}`, event }))

/** Whether something was told of this incident since is asked of a record that is said to repeat another. */
function newsCame(step: Step, reason: DemandReason): void {
  if (REASONS[reason].isNews) step.live.newsAt = later(step.live.newsAt ?? known(step), known(step))
}

function demandInput(step: Step, { id, reason, reached }: Effects['openDemand']): DemandInput {
  const { incident, pinned } = step.live
  const { answerWithin } = paceOf(pinned.policy, incident.context.priority)
  const level = levelOf(step.live, reached)
  return { id, reason, raisedAt: known(step), answerWithin, ladder: pinned.policy.escalation, level }
}

/** The first, or as far as it came before. */
function levelOf({ duties, pinned }: LiveCase, reached?: Reached): number {
  if (reached === undefined) return 1
  const by = duties[obligationId(reached.by)]?.context as unknown as ObligationContext | undefined
  return Math.min(Math.max(reached.level, by?.level ?? 1), pinned.policy.escalation.length)
}

/** Owed still, and somebody was asked for it at once; what lapses keeps the time that its author was told. */
const isAsked = (obligation: StoredMachine | undefined): boolean =>
  obligation !== undefined && obligation.context.asks !== undefined && !obligation.context.lapses && isUndone(obligation)

type OfObligation = Pick<Effects['complete'], 'deadline' | 'of'>
const obligationId = ({ deadline, of }: OfObligation): string => (of === null ? deadline : `${deadline}/${of}`)

function tellObligation({ live }: Step, obligation: OfObligation, type: string): Message[] {
  const id = obligationId(obligation)
  return Object.hasOwn(live.duties, id) ? tell('duties', [id], { type }) : []
}

/** As the catalogue says of its deadline, and as whoever owes it says otherwise. */
function obligationInput({ live: { pinned }, at }: Step, { level = 1, ...owed }: Effects['schedule']): ObligationContext {
  const { asks, late, base, whenClosed, lapses }: DeadlineRecord = DEADLINES[owed.deadline]
  const asked = { ...(asks === null ? {} : { asks }), ...(lapses ? { lapses } : {}) }
  const obligation = { ...asked, late, base, ...(whenClosed === 'goes-on' ? { outlives: true } : {}), ...owed }
  const ladder = audiencesOf(obligation.late, pinned.policy.escalation)
  return { ...obligation, startedAt: at, ladder, level: Math.min(level, ladder.length), climbAt: null }
}

const audiencesOf = (late: DeadlineRecord['late'], ladder: readonly Role[]): readonly Role[] =>
  late in ALERTS && ALERTS[late as AlertKind].audience === 'hau' ? ['hau'] : ladder

type Named = { readonly kind?: AlertKind; readonly cause?: string; readonly demand?: string }
type Caused = Required<Pick<Named, 'kind' | 'cause'>>

const matches = (live: LiveCase, id: string, { kind, cause, demand }: Named): boolean => {
  const alert = live.alerts[id]?.context as unknown as AlertContext
  return (
    (kind ?? alert.kind) === alert.kind && (cause ?? alert.cause) === alert.cause && (demand ?? alert.demand) === alert.demand
  )
}

/** The alerts of a case by what they are looked for by: walking all of them for each machine that moves costs the square of a large case. */
interface AlertsIn {
  readonly byCause: Map<string, string>
  readonly byDemand: Map<string, readonly string[]>
  add(alert: Pick<AlertContext, 'id' | 'kind' | 'cause' | 'demand'>): void
}
const indexes = new WeakMap<object, AlertsIn>()
const causeKey = ({ kind, cause }: Caused): string => `${kind} ${cause}`

/** Ids of alerts that have left since stay in it: whoever asks looks whether they are there. */
function alertsIn({ alerts }: LiveCase): AlertsIn {
  const made = indexes.get(alerts)
  if (made !== undefined) return made
  const byCause = new Map<string, string>()
  const byDemand = new Map<string, readonly string[]>()
  const index: AlertsIn = {
    byCause,
    byDemand,
    add({ id, demand, ...caused }) {
      byCause.set(causeKey(caused), id)
      if (demand !== null) byDemand.set(demand, [...(byDemand.get(demand) ?? []), id])
    },
  }
  for (const { context } of Object.values(alerts)) index.add(context as unknown as AlertContext)
  indexes.set(alerts, index)
  return index
}

function idOf(live: LiveCase, caused: Caused): string | undefined {
  const id = alertsIn(live).byCause.get(causeKey(caused))
  return id !== undefined && Object.hasOwn(live.alerts, id) ? id : undefined
}
/** An alert that ended and left: its cause makes it the same alert again. A demand's never comes back, since no demand does. */
function wasRaised(live: LiveCase, { kind, cause, demand }: Effects['raiseAlert']): string | undefined {
  const id = demand === undefined ? alertBack(live, kind, cause) : undefined
  if (id !== undefined) alertsIn(live).byCause.set(causeKey({ kind, cause }), id)
  return id
}
function unresolved(live: LiveCase, named: Named): readonly string[] {
  const { kind, cause, demand } = named
  const candidates =
    demand !== undefined
      ? (alertsIn(live).byDemand.get(demand) ?? [])
      : kind !== undefined && cause !== undefined
        ? [idOf(live, { kind, cause }) ?? '']
        : Object.keys(live.alerts)
  return candidates.filter((id) => {
    const alert = live.alerts[id]
    return alert !== undefined && alert.value !== 'resolved' && matches(live, id, named)
  })
}
const acknowledgedOf = (live: LiveCase, demand: string): readonly string[] =>
  (alertsIn(live).byDemand.get(demand) ?? []).filter((id) => live.alerts[id]?.value === 'acknowledged')

function alertInput(step: Step, raised: Effects['raiseAlert']): AlertContext {
  const { live } = step
  const { kind, cause, level = 1, audience, demand, dueAt } = raised
  return {
    id: `${live.reference}-a${live.alertsRaised}`,
    kind,
    cause,
    severity: severityOf(kind, level, live.incident.context),
    audience: audience ?? audiencesOf(kind, live.pinned.policy.escalation)[0] ?? 'supervisor',
    level,
    count: 1,
    raisedAt: known(step),
    dueAt: dueAt ?? null,
    demand: demand ?? null,
    acknowledgedBy: null,
    takenAt: null,
    resolvedAt: null,
  }
}
