/** Case changes as the engine would commit them, with made-up content: for tests of the store alone. */

import { createHash, randomBytes } from 'node:crypto'
import type { FindKey } from '../../machines/rules/report/findKeys.ts'
import type { Link } from '../../machines/rules/report/links.ts'
import type { MatchKey } from '../../machines/rules/report/matchKeys.ts'
import type { Counted } from '../../src/engine/measures/counted.ts'
import type { CaseChange, CaseColumns } from '../../src/engine/ports.ts'
import type { RegisterRow } from '../../src/engine/registers/views.ts'
import type { Actor, Case, Entry, Timer } from '../../src/engine/step/case.ts'
import { noMachines } from '../../src/engine/step/live.ts'
import type { AlertItem, DemandItem, IncidentItem, MatterItem } from '../../src/engine/views/views.ts'

const NOBODY_BEFORE = { count: 0, incidents: [], highestRisk: null, escalation: false, by: [] }

export const FORCE = 'warwickshire'
export const AT = '2026-03-01T20:00:00.000Z'
export const CONTROL_ROOM: Actor = { key: 'key-1', role: 'control-room' }

export interface ChangeParts {
  readonly force?: string
  readonly entries?: readonly Partial<Entry>[]
  readonly timersSet?: readonly Timer[]
  readonly timersEnded?: readonly string[]
  readonly alerts?: readonly AlertItem[]
  readonly columns?: Partial<CaseColumns>
  readonly demands?: readonly DemandItem[]
  readonly matters?: readonly MatterItem[]
  readonly listed?: readonly RegisterRow[]
  readonly unlisted?: readonly Pick<RegisterRow, 'kind' | 'name'>[]
  readonly matchKeys?: readonly MatchKey[]
  readonly findKeys?: readonly FindKey[]
  readonly links?: readonly Link[]
  readonly counted?: readonly Counted[]
  readonly left?: CaseChange['left']
  readonly back?: CaseChange['back']
  readonly leftIsWhole?: boolean
  readonly told?: CaseChange['told']
}

/** The change that takes a case from `expectedVersion` on by one line, or by as many as `entries` names. */
export function changeOf(reference: string, expectedVersion: number, parts: ChangeParts = {}): CaseChange {
  const force = parts.force ?? FORCE
  const entries = (parts.entries ?? [{}]).map((entry, at) => entryOf(expectedVersion + at + 1, entry))
  const last = entries.at(-1)
  const version = expectedVersion + entries.length
  const columns: CaseColumns = {
    priority: 'P2',
    closed: false,
    demandLevel: Math.max(0, ...(parts.demands ?? []).map(({ level }) => level)),
    attention: ['none'],
    states: ['reported', 'grading.reported'],
    area: 'unknown',
    readers: null,
    sortKey: `5-${reference}`,
    ...parts.columns,
  }
  return {
    case: caseWith(force, reference, version, last?.hash ?? ''),
    expectedVersion,
    columns,
    item: itemOf(force, reference, version, parts.demands ?? []),
    entries,
    timersSet: parts.timersSet ?? [],
    timersEnded: parts.timersEnded ?? [],
    alerts: parts.alerts ?? [],
    matters: parts.matters ?? [],
    listed: parts.listed ?? [],
    unlisted: parts.unlisted ?? [],
    matchKeys: parts.matchKeys ?? [],
    findKeys: parts.findKeys ?? [],
    links: parts.links ?? [],
    counted: parts.counted ?? [],
    left: parts.left ?? [],
    back: parts.back ?? [],
    leftIsWhole: parts.leftIsWhole ?? false,
    told: parts.told ?? null,
  }
}

export function timerOf(id: string, dueAt: string): Timer {
  return { id, machine: 'incident', deadline: 'attendance', dueAt }
}

export function alertOf(incident: string, id: string, parts: Partial<AlertItem> = {}): AlertItem {
  const rank = { severity: 'high', audience: 'supervisor', level: 1, count: 1 } as const
  return { id, incident, kind: 'attendance-overdue', ...rank, status: 'open', raisedAt: AT, ...parts }
}

export function demandOf(id: string, level: number): DemandItem {
  return { id, reason: 'attendance-overdue', raisedAt: AT, dueAt: AT, level, count: 1, status: 'open', causes: [], causeCount: 1 }
}

function entryOf(sequence: number, entry: Partial<Entry>): Entry {
  const content = entry.content ?? '{"text":"a note"}'
  const salt = randomBytes(32).toString('hex')
  const commitment = createHash('sha256').update(salt).update(content).digest('hex')
  const canonical = `{"commitment":"${commitment}","sequence":${sequence}}`
  return {
    sequence,
    type: 'log.noted',
    source: '/control-room',
    id: randomBytes(8).toString('hex'),
    at: AT,
    recordedAt: AT,
    actor: CONTROL_ROOM,
    canonical,
    hash: createHash('sha256').update(canonical).digest('hex'),
    content,
    salt,
    commitment,
    consequences: { timersSet: [], timersEnded: [], alerts: [], demands: [] },
    ...entry,
  }
}

function caseWith(force: string, reference: string, version: number, head: string): Case {
  const incident = { value: { risk: 'settled' }, context: { reference } }
  return {
    force,
    reference,
    version,
    head,
    recordedAt: AT,
    machineVersion: 1,
    policy: 'hash-of-policy',
    incident,
    ...noMachines(),
  }
}

function itemOf(force: string, incident: string, version: number, demands: readonly DemandItem[]): IncidentItem {
  const later = { dash: 'notDue', safeguarding: 'waiting', investigation: 'unallocated', closure: 'open' }
  return {
    incident,
    force,
    reportedAt: AT,
    priority: 'P2',
    state: { grading: 'reported', attendance: 'ungraded', risk: 'settled', ...later },
    risk: { grade: null, flags: [], repeat: NOBODY_BEFORE },
    attention: ['none'],
    waiting: { since: AT, until: null, underGradeSince: null },
    area: 'unknown',
    lastAssessedAt: null,
    alerts: { open: 0, taken: 0, takenBy: [], oldestOpenAt: null },
    demands,
    deadlines: [],
    version,
  }
}
