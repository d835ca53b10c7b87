/** Carries out what the machines of a case ask for: the closed union of `machines/effects.ts`, one `switch`. */
import type { AlertContext } from '../../../machines/alert/setup.ts'
import type { DemandInput } from '../../../machines/demand/setup.ts'
import type { Effect, Effects } from '../../../machines/effects.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import { ALERTS, type AlertKind } from '../../../machines/rules/catalogue/alerts.ts'
import { DEADLINES, type DeadlineRecord } from '../../../machines/rules/catalogue/deadlines.ts'
import { type DemandReason, REASONS } from '../../../machines/rules/catalogue/reasons.ts'
import { paceOf } from '../../../machines/rules/grading/grading.ts'
import { severityOf } from '../../../machines/rules/hau/severity.ts'
import { type Happened, known } from '../../../machines/rules/time/happened.ts'
import { later } from '../../../machines/rules/time/instants.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { demandItem, isUndone } from '../views/items.ts'
import { alertBack } from './leaving.ts'
import { type LiveCase, stored, type Traces } from './live.ts'
import { type MachineEvent, move, moveMatter, start } from './moves.ts'

/**
 * @returns what the machines that were moved ask for in turn.
 * @throws RangeError for an effect that nobody planned for.
 */
export function carryOut(live: LiveCase, effect: Effect, happened: Happened, traces: Traces): Effect[] {
  const tell = (name: string, event: { readonly type: string; readonly [field: string]: unknown }): Effect[] =>
    move(live, name, { ...event, ...happened } as MachineEvent, traces)
  switch (effect.type) {
    case 'openDemand':
      newsCame(live, effect.params.reason, happened)
      return start(live, `demands/${effect.params.id}`, demandInput(live, effect.params, happened), startedAt(happened), traces)
    case 'joinDemand': {
      const { id, causeCount } = effect.params
      newsCame(live, stored(live.demands, id).context.reason as DemandReason, happened)
      const acknowledged = alertsOf(live, id, 'acknowledged').length > 0
      return tell(`demands/${id}`, { type: 'demand.joined', causeCount, acknowledged })
    }
    case 'reopenAlerts':
      return alertsOf(live, effect.params.demand, 'acknowledged').flatMap((id) =>
        tell(`alerts/${id}`, { type: 'alert.reopened' }),
      )
    case 'answerDemands':
      return effect.params.ids.flatMap((id) => tell(`demands/${id}`, { type: 'demand.answered' }))
    case 'supersedeDemands':
      return effect.params.ids.flatMap((id) => tell(`demands/${id}`, { type: 'demand.superseded' }))
    case 'hastenDemands':
      return openDemands(live).flatMap((id) => tell(`demands/${id}`, { type: 'demand.hastened', ...effect.params }))
    case 'schedule': {
      const { deadline, of } = effect.params
      const name = obligationName(deadline, of)
      // What is owed already stays owed as it was; only the next review is always the latest one named.
      if (deadline !== 'next-review' && isOwed(live, name)) return []
      return start(live, name, obligationInput(live, effect.params, happened), happened, traces)
    }
    case 'complete':
    case 'cancel': {
      const name = obligationName(effect.params.deadline, effect.params.of)
      return hasObligation(live, name)
        ? tell(name, { type: effect.type === 'complete' ? 'obligation.completed' : 'obligation.cancelled' })
        : []
    }
    case 'overtake': {
      const name = obligationName(effect.params.deadline, effect.params.of)
      return hasObligation(live, name) ? tell(name, { type: 'obligation.overtaken' }) : []
    }
    case 'cancelAll':
      return Object.keys(live.duties)
        .filter((id) => live.duties[id]?.context.outlives !== true)
        .flatMap((id) => tell(`duties/${id}`, { type: 'obligation.cancelled' }))
    case 'bringForward': {
      const name = obligationName(effect.params.deadline, effect.params.of)
      const obligation = live.duties[name.slice('duties/'.length)]
      const owed = obligation?.context as unknown as ObligationContext | undefined
      if (owed === undefined || obligation?.value !== 'pending' || owed.dueAt <= effect.params.dueAt) return []
      return start(live, name, { ...owed, startedAt: happened.at, dueAt: effect.params.dueAt }, happened, traces)
    }
    case 'raiseAlert': {
      const id = idOf(live, effect.params) ?? wasRaised(live, effect.params)
      if (id !== undefined) return tell(`alerts/${id}`, { type: 'alert.raised-again', dueAt: effect.params.dueAt ?? null })
      live.alertsRaised += 1
      const input = alertInput(live, effect.params, happened)
      alertsIn(live).add(input)
      return start(live, `alerts/${input.id}`, input, happened, traces)
    }
    case 'returnAlert': {
      const id = idOf(live, effect.params)
      return id === undefined
        ? [{ type: 'raiseAlert', params: effect.params }]
        : tell(`alerts/${id}`, { type: 'alert.returned', dueAt: effect.params.dueAt ?? null })
    }
    case 'escalateAlert': {
      const { kind, level } = effect.params
      const severity = severityOf(kind, level, live.incident.context)
      const id = idOf(live, effect.params)
      return id === undefined
        ? [{ type: 'raiseAlert', params: effect.params }]
        : tell(`alerts/${id}`, { type: 'alert.climbed', ...effect.params, severity })
    }
    case 'resolveAlerts':
      return unresolved(live, effect.params).flatMap((id) => tell(`alerts/${id}`, { type: 'alert.resolved' }))
    case 'tellMatter': {
      const { kind, name, event } = effect.params
      const names = name === null ? namesOf(live, kind) : [name]
      return names.flatMap((each) => moveMatter(live, kind, each, { ...event, ...happened }, traces))
    }
    case 'tellReviewDue':
      return tell('incident', { type: 'review.due' })
    case 'keepOnLog':
      return []
    default:
      throw new RangeError(`no effect is called ${(effect as { type: string }).type}`)
  }
}

/** Whether something was told of this incident since is asked of a record that is said to repeat another. */
function newsCame(live: LiveCase, reason: DemandReason, happened: Happened): void {
  if (REASONS[reason].isNews) live.newsAt = later(live.newsAt ?? known(happened), known(happened))
}

/** A demand's first answer clock counts from when a person could be told. */
const startedAt = (happened: Happened): Happened => ({ at: known(happened), recordedAt: happened.recordedAt })

function demandInput({ incident, pinned }: LiveCase, { id, reason }: Effects['openDemand'], happened: Happened): DemandInput {
  const { answerWithin } = paceOf(pinned.policy, incident.context.priority)
  return { id, reason, raisedAt: known(happened), answerWithin, ladder: pinned.policy.escalation }
}

const openDemands = ({ demands }: LiveCase): string[] =>
  Object.keys(demands).filter((id) => {
    const demand = demands[id]
    return demand !== undefined && demandItem(demand).status === 'open'
  })

const obligationName = (deadline: string, of: string | null): string =>
  of === null ? `duties/${deadline}` : `duties/${deadline}/${of}`
const hasObligation = ({ duties }: LiveCase, name: string): boolean => name.slice('duties/'.length) in duties

const isOwed = ({ duties }: LiveCase, name: string): boolean => {
  const obligation = duties[name.slice('duties/'.length)]
  return obligation !== undefined && isUndone(obligation)
}

/** As the catalogue says of its deadline, and as whoever owes it says otherwise. */
function obligationInput({ pinned }: LiveCase, owed: Effects['schedule'], { at }: Happened): ObligationContext {
  const { late, base, whenClosed }: DeadlineRecord = DEADLINES[owed.deadline]
  const obligation = { late, base, ...(whenClosed === 'goes-on' ? { outlives: true } : {}), ...owed }
  return { ...obligation, startedAt: at, ladder: audiencesOf(obligation.late, pinned.policy.escalation), level: 1, climbAt: null }
}

const namesOf = ({ matters }: LiveCase, kind: string): string[] =>
  Object.keys(matters).flatMap((id) => (id.startsWith(`${kind}/`) ? [id.slice(kind.length + 1)] : []))

const audiencesOf = (kind: AlertKind | 'review', ladder: readonly Role[]): readonly Role[] =>
  kind !== 'review' && ALERTS[kind].audience === 'hau' ? ['hau'] : ladder

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
/** One that ended and left: its cause makes it the same alert again. A demand's never comes back, since no demand does. */
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
const alertsOf = (live: LiveCase, demand: string, state: 'acknowledged'): readonly string[] =>
  (alertsIn(live).byDemand.get(demand) ?? []).filter((id) => live.alerts[id]?.value === state)

function alertInput(live: LiveCase, raised: Effects['raiseAlert'], happened: Happened): AlertContext {
  const { kind, cause, level = 1, audience, demand, dueAt } = raised
  return {
    id: `${live.reference}-a${live.alertsRaised}`,
    kind,
    cause,
    severity: severityOf(kind, level, live.incident.context),
    audience: audience ?? audiencesOf(kind, live.pinned.policy.escalation)[0] ?? 'supervisor',
    level,
    count: 1,
    raisedAt: known(happened),
    dueAt: dueAt ?? null,
    demand: demand ?? null,
    acknowledgedBy: null,
    resolvedAt: null,
  }
}
