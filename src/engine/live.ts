/**
 * A case while it is being worked on: the machines of a stored case come to life here and go back to plain JSON. The
 * pinned policy is put into the incident's memory on the way in and taken out on the way back.
 */
import { type IncidentSnapshot, incident } from '../../machines/incident/index.ts'
import type { IncidentContext } from '../../machines/incident/setup.ts'
import type { Earlier } from '../../machines/rules/history.ts'
import type { Original } from '../../machines/rules/links.ts'
import type { Policy } from '../../machines/rules/policy.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { Actor, Case, Consequences, StoredMachine, Timer } from './case.ts'
import { alertItem, demandItem, matterLine } from './items.ts'
import type { AlertItem } from './views.ts'

/** Rises when the machines change in a way that a stored snapshot would notice: older cases are then replayed (decision 0013). */
export const MACHINE_VERSION = 1

/**
 * The rules of the record, kept in the database. Rises when a replay of lines on record may give anything else than before: another
 * clock, demand, alert or state, or a line that is read otherwise. A record of another number is not opened (decision 0033).
 * 2: news joins the open demand of its reason, and what comes back gets its clock back.
 */
export const RULES_VERSION = 2

/** The pinned policy with its content hash. */
export interface PinnedPolicy {
  readonly policy: Policy
  readonly hash: string
}

export interface LiveCase {
  readonly force: string
  readonly reference: string
  readonly pinned: PinnedPolicy
  readonly machineVersion: number
  /** When its last line was recorded; null where its snapshot does not say. */
  recordedAt: Instant | null
  incident: IncidentSnapshot
  duties: Record<string, StoredMachine>
  demands: Record<string, StoredMachine>
  alerts: Record<string, StoredMachine>
  /** By kind and name: `marker/M1`. */
  matters: Record<string, StoredMachine>
  timers: readonly Timer[]
  timersSet: number
  /** Lines of its record so far. */
  lines: number
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

export const alertOf = (live: LiveCase, id: string): AlertItem => alertItem(live.reference, stored(live.alerts, id))

export function stored(machines: Readonly<Record<string, StoredMachine>>, id: string): StoredMachine {
  const machine = machines[id]
  if (machine === undefined) throw new RangeError(`the case has no machine ${id}`)
  return machine
}

/**
 * What an incident remembers that snapshots of earlier releases did not, as it is while nothing came of it. Such a field is
 * stored only once it says something else, so that an older snapshot goes on as it is and its lines give it again to the byte.
 */
const LATER_FIELDS = {
  toldAt: null,
  failedVisits: { made: 0, at: null },
  telephone: null,
  transfers: {},
  duplicateOf: null,
  links: [],
  repeat: [],
  historyUnread: false,
  dashException: null,
  assessed: { made: 0, authors: [], toSee: [] },
  systemsSettled: [],
  checksSettled: false,
  checksAgain: [],
  unitGrade: null,
  unitDone: null,
  feedback: [],
  noCrime: null,
  referredInstead: {},
  childrenReferred: {},
  schooling: {},
  maracs: {},
  maracException: null,
  firstContactAt: null,
  bodyWornVideo: null,
  victims: [],
  rankClocks: [],
  notNeeded: [],
} satisfies Partial<IncidentContext>

/** @throws Error for a snapshot whose states these machines do not have. */
export function thaw(kept: Case, pinned: PinnedPolicy): LiveCase {
  // Written with a spread this takes seventy microseconds of each event, and so one.
  const context = Object.assign({}, LATER_FIELDS, kept.incident.context, { policy: pinned.policy }) as unknown as IncidentContext
  return {
    force: kept.force,
    reference: kept.reference,
    pinned,
    machineVersion: kept.machineVersion,
    recordedAt: kept.recordedAt ?? null,
    incident: incident.resolveState({ value: kept.incident.value as IncidentSnapshot['value'], context }),
    duties: { ...kept.duties },
    demands: { ...kept.demands },
    alerts: { ...kept.alerts },
    matters: { ...kept.matters },
    timers: kept.timers,
    timersSet: kept.timersSet,
    lines: kept.version,
  }
}

/** The case as JSON keeps it; `version` and `head` are the record's to say. */
export function freeze(live: LiveCase, version: number, head: string): Case {
  const context: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(live.incident.context))
    if (field !== 'policy' && !isAsBefore(field, value)) context[field] = value
  return {
    force: live.force,
    reference: live.reference,
    version,
    head,
    ...(live.recordedAt === null ? {} : { recordedAt: live.recordedAt }),
    machineVersion: live.machineVersion,
    policy: live.pinned.hash,
    incident: { value: live.incident.value, context },
    duties: live.duties,
    demands: live.demands,
    alerts: live.alerts,
    ...(Object.keys(live.matters).length === 0 ? {} : { matters: live.matters }),
    timers: live.timers,
    timersSet: live.timersSet,
  }
}

const AS_BEFORE: ReadonlyMap<string, { readonly value: unknown; readonly text: string }> = new Map(
  Object.entries(LATER_FIELDS).map(([field, value]) => [field, { value, text: JSON.stringify(value) }]),
)
const isAsBefore = (field: string, value: unknown): boolean => {
  const before = AS_BEFORE.get(field)
  return before !== undefined && (before.value === value || before.text === JSON.stringify(value))
}
