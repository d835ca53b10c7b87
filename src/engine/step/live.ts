/**
 * A case while it is being worked on: the machines of a stored case come to life here and go back to plain JSON. The
 * pinned policy is put into the incident's memory on the way in and taken out on the way back.
 */
import { BLANK } from '../../../machines/incident/blank.ts'
import { type IncidentSnapshot, incident } from '../../../machines/incident/index.ts'
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import { safeguardedIn } from '../../../machines/matters/safeguarded.ts'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import type { Original } from '../../../machines/rules/report/links.ts'
import type { Earlier } from '../../../machines/rules/report/repeatCallers.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { alertItem, demandItem, matterLine } from '../views/items.ts'
import type { AlertItem } from '../views/views.ts'
import type { Actor, Case, Consequences, Home, StoredMachine, Timer } from './case.ts'
import { copyOf, type Holding, nothingAway, partOf } from './leaving.ts'

/** Rises when the machines change in a way that a stored snapshot would notice: older cases are then replayed (decision 0013). */
export const MACHINE_VERSION = 1

/**
 * The rules of the record, kept in the database. Rises when a replay of lines on record may give anything else than before: another
 * clock, demand, alert or state, or a line that is read otherwise. A record of another number is not opened (decision 0033).
 * 2: news joins the open demand of its reason, and what comes back gets its clock back.
 * 3: a warning ends when what it warned of has come; a report counts from its recording at the latest.
 * 4: a snapshot leaves out what nothing has been said of.
 * 5: referrals, schools and MARAC referrals are kept by their matters alone, each with one clock.
 */
export const RULES_VERSION = 5

/** The pinned policy with its content hash. */
export interface PinnedPolicy {
  readonly policy: Policy
  readonly hash: string
}

export interface LiveCase extends Holding {
  readonly force: string
  readonly reference: string
  readonly pinned: PinnedPolicy
  readonly machineVersion: number
  /** When its last line was recorded. */
  recordedAt: Instant
  incident: IncidentSnapshot
  /** By kind and name: `marker/M1`. */
  matters: Record<string, StoredMachine>
  timers: readonly Timer[]
  timersSet: number
  /** Lines of its record so far. */
  lines: number
  alertsRaised: number
  newsAt: Instant | null
}

/** What happened and what followed from it: becomes one entry of the record. */
export interface Line {
  readonly type: string
  readonly source: string | null
  readonly id: string | null
  readonly at: Instant
  readonly recordedAt: Instant
  readonly actor: Actor | null
  readonly data: unknown
  readonly consequences: Consequences
}

/** What a step touches, gathered while it runs. */
export interface Traces {
  readonly timersSet: Timer[]
  readonly timersEnded: Timer[]
  readonly duties: Set<string>
  readonly alerts: Set<string>
  readonly demands: Set<string>
  readonly matters: Set<string>
  /** Who called before. */
  earlier: readonly Earlier[]
  /** The record that this one is said to repeat. */
  original: Original | null
}

export const noTraces = (): Traces => ({
  timersSet: [],
  timersEnded: [],
  duties: new Set(),
  alerts: new Set(),
  demands: new Set(),
  matters: new Set(),
  earlier: [],
  original: null,
})

export function consequencesOf(live: LiveCase, traces: Traces): Consequences {
  return {
    timersSet: traces.timersSet,
    timersEnded: traces.timersEnded,
    alerts: [...traces.alerts].map((id) => {
      const { kind, level, count, status } = alertOf(live, id)
      return { id, kind, level, count, status }
    }),
    demands: [...traces.demands].map((id) => {
      const { reason, level, status } = demandItem(stored(live.demands, id))
      return { id, reason, level, status }
    }),
    ...(traces.matters.size === 0 ? {} : { matters: [...traces.matters].map((id) => matterLine(id, stored(live.matters, id))) }),
    ...(traces.earlier.length === 0 ? {} : { earlier: traces.earlier }),
    ...(traces.original === null ? {} : { original: traces.original }),
  }
}

/** @throws LeftTheCase */
export const alertOf = (live: LiveCase, id: string): AlertItem => alertItem(live.reference, there(live, 'alerts', id))

/** A machine of the case, though it may have left. @throws LeftTheCase, RangeError where there is none. */
function there(live: LiveCase, home: Exclude<Home, 'duties'>, id: string): StoredMachine {
  const machine = partOf(live, home, id)
  if (machine === undefined) throw new RangeError(`the case has no machine ${home}/${id}`)
  return machine
}

export function stored(machines: Readonly<Record<string, StoredMachine>>, id: string): StoredMachine {
  const machine = machines[id]
  if (machine === undefined) throw new RangeError(`the case has no machine ${id}`)
  return machine
}

/** @throws Error for a snapshot whose states these machines do not have. */
export function thaw(kept: Case, pinned: PinnedPolicy): LiveCase {
  return {
    // Each field by its name: to spread them takes ten microseconds.
    force: kept.force,
    reference: kept.reference,
    pinned,
    machineVersion: kept.machineVersion,
    recordedAt: kept.recordedAt,
    incident: incident.resolveState({
      value: kept.incident.value as IncidentSnapshot['value'],
      context: contextOf(kept, pinned),
    }),
    ...machinesOf(kept),
    timers: kept.timers,
    timersSet: kept.timersSet,
    alertsRaised: kept.alertsRaised,
    newsAt: kept.newsAt,
    away: nothingAway(new Set()),
    lines: kept.version,
  }
}

/** What an incident remembers, with what its snapshot left out because nothing has been said of it. */
// `Object.assign`: 1 µs; a spread took 70 µs per event.
export const wholeContext = ({ incident: { context } }: Pick<Case, 'incident'>): StoredMachine['context'] =>
  Object.assign({}, BLANK, context)

/** The same, with what is put beside the snapshot when it is loaded: the pinned policy, and what its matters say. */
export const contextOf = (kept: Pick<Case, 'incident' | 'matters'>, { policy }: PinnedPolicy): IncidentContext =>
  Object.assign(wholeContext(kept), { policy, safeguarded: safeguardedIn(kept.matters) }) as unknown as IncidentContext

/** The case as JSON keeps it, without what nothing has been said of; `version` and `head` are the record's to say. */
export function freeze(live: LiveCase, version: number, head: string): Case {
  const { force, reference, recordedAt, machineVersion, pinned, duties, demands, alerts, matters } = live
  const { timers, timersSet, alertsRaised, newsAt, ended, left } = live
  // A rest of so many fields takes five times as long.
  const context: Record<string, unknown> = {}
  const of = live.incident.context as unknown as Readonly<Record<string, unknown>>
  for (const field in of) if (!PUT_BESIDE.has(field) && of[field] !== AS_BEGUN[field]) context[field] = of[field]
  return {
    ...{ force, reference, version, head, recordedAt, machineVersion, policy: pinned.hash },
    incident: { value: live.incident.value, context },
    ...{ duties, demands, alerts, matters, timers, timersSet, alertsRaised, newsAt, ended, left },
  }
}

const PUT_BESIDE: ReadonlySet<string> = new Set(['policy', 'safeguarded'])
const AS_BEGUN: Readonly<Record<string, unknown>> = BLANK

type Machines = Pick<LiveCase, Home | 'ended' | 'left'>

/** Machines are replaced and never changed; what holds them is changed in place, since a copy for each machine that moves would cost the square of a large case. */
function machinesOf({ duties, demands, alerts, matters, ended, left }: Case | LiveCase): Machines {
  return {
    duties: { ...duties },
    demands: { ...demands },
    alerts: { ...alerts },
    matters: { ...matters },
    ended: {
      duties: [...ended.duties],
      demands: [...ended.demands],
      alerts: [...ended.alerts],
      matters: [...ended.matters],
    },
    left: { ...left },
  }
}

/** The case as it is now, untouched by what becomes of the other. */
export const copyLive = (live: LiveCase): LiveCase => ({ ...live, ...machinesOf(live), away: copyOf(live.away) })

/** What a new case begins with. */
export const noMachines = (): Machines & Pick<LiveCase, 'timers' | 'timersSet' | 'alertsRaised' | 'newsAt'> => ({
  ...{ duties: {}, demands: {}, alerts: {}, matters: {} },
  ended: { duties: [], demands: [], alerts: [], matters: [] },
  left: { duties: 0, demands: 0, alerts: 0, matters: 0 },
  ...{ timers: [], timersSet: 0, alertsRaised: 0, newsAt: null },
})
