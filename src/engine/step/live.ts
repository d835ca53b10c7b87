/**
 * A case while it is being worked on: a stored case is hydrated here and dehydrated to plain JSON. The incident's context holds the
 * pinned policy only while the case is hydrated.
 */
import { BLANK } from '../../../machines/incident/blank.ts'
import { type IncidentSnapshot, incident } from '../../../machines/incident/index.ts'
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import { safeguardedIn } from '../../../machines/matters/safeguardingFacts.ts'
import type { Policy } from '../../../machines/rules/policy/policy.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { alertItem } from '../views/items.ts'
import type { AlertItem } from '../views/views.ts'
import type { Case, Home, StoredMachine, Timer } from './case.ts'
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
 * 7: a reassessment says what is known now, and what its texts were found to say is recorded with it.
 * 10: who may read an incident, and what waits for a second person, are remembered and have lines of their own.
 * 11: an alert that somebody had may be open again, and one line may take all alerts of an incident.
 * 12: a breach that a reassessment raises names the demand that it opens, not the demand that the reassessment answered.
 * 13: an alert remembers when somebody took it, and a line of the list has more of what the board shows.
 */
export const RULES_VERSION = 13

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

/**
 * An alert of the case, though it may have left.
 *
 * @throws LeftTheCase
 * @throws RangeError for an unknown alert.
 */
export function alertOf(live: LiveCase, id: string): AlertItem {
  const alert = partOf(live, 'alerts', id)
  if (alert === undefined) throw new RangeError(`the case has no alert ${id}`)
  return alertItem(live.reference, alert)
}

export function stored(machines: Readonly<Record<string, StoredMachine>>, id: string): StoredMachine {
  const machine = machines[id]
  if (machine === undefined) throw new RangeError(`the case has no machine ${id}`)
  return machine
}

/** @throws Error for a snapshot whose states these machines do not have. */
export function hydrateCase(kept: Case, pinned: PinnedPolicy): LiveCase {
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
export function dehydrateCase(live: LiveCase, version: number, head: string): Case {
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
