/**
 * What of a case belongs in registers besides its matters: what is owed, a DASH that was sent back, demands that were left, and how
 * demands ended; breaches of orders and arrests; reassessments for a second person, and what waits for one. Only what changed.
 */

import type { DemandContext } from '../../../machines/demand/setup.ts'
import type { Feedback } from '../../../machines/incident/hau/memory.ts'
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import { MATTERS } from '../../../machines/matters/index.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import { DASH, DEMAND, OWED, UNIT } from '../../../machines/rules/catalogue/registers.ts'
import { assessmentId } from '../../../machines/rules/hau/dash.ts'
import type { Case, Entry, Home, StoredMachine } from '../step/case.ts'
import type { EndedPart } from '../step/leaving.ts'
import { type LiveCase, wholeContext } from '../step/live.ts'
import { demandItem, isUndone } from '../views/items.ts'
import { mattersOf } from '../views/matters.ts'
import type { MatterItem } from '../views/views.ts'
import { approvalRows } from './approvalRows.ts'
import { arrestRows } from './arrestRows.ts'
import { breachRows } from './breachRows.ts'
import { hauRow } from './hauQueue.ts'
import { readingRows } from './readingRows.ts'
import { isListed, weightOf } from './registers.ts'
import type { RegisterRow } from './views.ts'

type Machines = Readonly<Record<string, StoredMachine>>
/** What a case was loaded with: machines are replaced and never changed, so another object is another state. */
export type Before = Pick<Case, 'duties' | 'demands' | 'matters'> & { readonly incident?: StoredMachine | undefined }
type Incident = { readonly value: unknown; readonly context: object }
/** A line of its record, as much as registers need of it. */
export type Told = Pick<Entry, 'type' | 'recordedAt'> & {
  readonly consequences: Pick<Entry['consequences'], 'alerts' | 'demands'>
}
/** A current case, alive or as its snapshot has it. */
type AsItStands = Pick<LiveCase, 'reference' | 'duties' | 'demands' | 'matters'> & {
  readonly incident: Incident
}

const changed = (before: Machines, now: Machines): [string, StoredMachine][] =>
  Object.entries(now).filter(([id, machine]) => machine !== before[id])

/** Rows as they are now, and those that are to go. */
export function registerRows(
  loaded: Before,
  live: AsItStands,
  entries: readonly Told[],
): { readonly listed: readonly RegisterRow[]; readonly unlisted: readonly Pick<RegisterRow, 'kind' | 'name'>[] } {
  // A snapshot that was damaged may lack a home: its lines gave the case.
  const { incident, duties: owed = {}, demands = {}, matters = {} } = loaded
  const before: Before = { incident, duties: owed, demands, matters }
  const duties = changed(before.duties, live.duties).filter(([, obligation]) => isOwnLine(obligation))
  const done = duties.filter(([id, obligation]) => {
    const was = before.duties[id]
    return !isUndone(obligation) && was !== undefined && isUndone(was)
  })
  const unit = hauRows(before, live)
  const readings = readingRows(live.reference, incident?.context ?? {}, live.incident.context)
  return {
    listed: [
      ...duties.filter(([, obligation]) => isUndone(obligation)).map(([, obligation]) => obligationRow(live, obligation)),
      ...changed(before.demands, live.demands).flatMap(([, demand]) => demandRow(live, demand, entries)),
      ...dashRow(before, live, entries),
      ...(unit ?? []),
      ...breachRows(live.reference, before.matters, live.matters),
      ...arrestRows(live.reference, before.matters, live.matters),
      ...approvalRows(live.reference, before.matters, live.matters),
      ...readings.listed,
    ],
    unlisted: [
      ...done.map(([, { context }]) => nameOf(context as unknown as ObligationContext)),
      ...(isOnList(before.incident) && !isOnList(live.incident) ? [{ kind: DASH, name: '' }] : []),
      ...(unit === null ? [{ kind: UNIT, name: '' }] : []),
      ...readings.unlisted,
    ],
  }
}

const NOTHING: Before = { duties: {}, demands: {}, matters: {} }

/**
 * All that registers keep of a case, from its snapshot: what the commits of its life wrote one after the other.
 *
 * @param ended its demands and matters that have left the snapshot.
 * @param lines of its record, in order; where `isToldByLines`, those that say what became of demands, and those by which a DASH may have come back.
 */
export function registersOf(kept: Case, lines: readonly Told[], ended: readonly EndedPart[] = []): RegisterRow[] {
  const incident = { value: kept.incident.value, context: wholeContext(kept) }
  const standing = { ...kept, incident, ...withEnded(kept, ended) }
  const matters = mattersOf(standing).map(matterRow)
  return [...matters, ...registerRows(NOTHING, standing, lines).listed]
}

const withEnded = ({ demands, matters }: Case, ended: readonly EndedPart[]): Pick<Case, 'demands' | 'matters'> => {
  const of = (home: Home) =>
    Object.fromEntries(ended.flatMap((part) => (part.home === home ? [[part.id, part.machine] as const] : [])))
  return { demands: { ...of('demands'), ...demands }, matters: { ...of('matters'), ...matters } }
}

/** Whether only its lines know since when something is as it is. */
export const isToldByLines = ({ ended, left, incident }: Case): boolean =>
  dashOf(incident.value) === 'returned' || left.demands + ended.demands.length > 0

/** A matter as registers have it: by the nearest of its clocks, before which comes one that passed and has still to be met. */
export function matterRow(matter: MatterItem): RegisterRow {
  const { kind, name, state, facts } = matter
  const passed = MATTERS[kind]?.passed?.({ ...facts, name }, state) ?? null
  const deadlines =
    passed === null ? matter.deadlines : [...matter.deadlines, passed].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  return { ...matter, deadlines, weight: weightOf(matter), dueAt: deadlines[0]?.dueAt ?? null }
}

const nameOf = ({ deadline, of }: ObligationContext) => ({ kind: OWED + deadline, name: of ?? '' })

/** What a matter owes is shown with the matter. */
const isOwnLine = ({ context }: StoredMachine): boolean => {
  const obligation = context as unknown as ObligationContext
  return obligation.matter === undefined && isListed(OWED + obligation.deadline)
}

function obligationRow({ reference }: AsItStands, { value, context }: StoredMachine): RegisterRow {
  const obligation = context as unknown as ObligationContext
  return {
    ...nameOf(obligation),
    incident: reference,
    state: value === 'pending' ? 'pending' : 'missed',
    ended: false,
    weight: 0,
    dueAt: obligation.dueAt,
    deadlines: [{ name: obligation.deadline, dueAt: obligation.dueAt }],
    facts: { since: obligation.startedAt, level: obligation.level },
  }
}

/** @returns an empty list for a row that did not change, null for a row that is gone. */
function hauRows(before: Before, live: AsItStands): readonly RegisterRow[] | null {
  const { incident: loaded, duties } = before
  const was = loaded === undefined ? null : hauRow(live.reference, { incident: loaded, duties })
  const is = hauRow(live.reference, live)
  if (JSON.stringify(was) === JSON.stringify(is)) return []
  return is === null ? null : [is]
}

const dashOf = (value: unknown): unknown => (value as { readonly dash?: unknown } | undefined)?.dash

/** What the unit finds below standard, and does not send back: until there is a better one, or it says otherwise. */
function belowStandard({ value, context }: Incident): Feedback | null {
  // What a case was loaded with may be damaged: then its lines say what it is.
  const { reference = '', assessed, feedback = [] } = context as Partial<IncidentContext>
  const last = feedback.at(-1)
  if (last?.quality !== 'below-standard' || (value as { closure?: unknown }).closure !== 'open') return null
  return last.assessment === null || last.assessment === assessmentId(reference, assessed?.made ?? 0) ? last : null
}
const isOnList = (incident: Incident | undefined): boolean =>
  incident !== undefined && (dashOf(incident.value) === 'returned' || belowStandard(incident) !== null)

/** A DASH that was sent back is owed again from that moment [derived]; no clock runs for a DASH below standard. */
function dashRow(before: Before, { reference, incident }: AsItStands, entries: readonly Told[]): RegisterRow[] {
  const returned = dashOf(incident.value) === 'returned'
  const line = { kind: DASH, name: '', incident: reference, ended: false, weight: 0 }
  if (!returned) {
    const found = belowStandard(incident)
    if (found === null || isStillSo(before, found)) return []
    return [{ ...line, state: 'belowStandard', dueAt: null, deadlines: [], facts: { since: found.at } }]
  }
  // Whoever sent it back, the alert says so.
  const since = entries.findLast(({ consequences }) =>
    consequences.alerts.some(({ kind, status }) => kind === 'dash-returned' && status === 'open'),
  )?.recordedAt
  if (since === undefined) return []
  return [{ ...line, state: 'returned', dueAt: since, deadlines: [{ name: 'dash-submission', dueAt: since }], facts: { since } }]
}

const isStillSo = ({ incident: was }: Before, found: Feedback): boolean =>
  was !== undefined && dashOf(was.value) !== 'returned' && belowStandard(was)?.at === found.at

/**
 * A demand that nobody answered in time, by when it was to be answered, the higher its level the sooner; and an ended demand, by
 * when. A demand that waits within its time is in no register.
 */
function demandRow({ reference }: AsItStands, demand: StoredMachine, entries: readonly Told[]): RegisterRow[] {
  const { id, reason, raisedAt, level, count, status, setAside } = demandItem(demand)
  const line = { kind: DEMAND, name: id, incident: reference }
  const facts = { reason, raisedAt, level, count }
  if (status === 'open') {
    const { overdueSince: dueAt } = demand.context as unknown as DemandContext
    if (dueAt === null) return []
    const weight = Math.max(0, HIGHEST - level)
    return [{ ...line, facts, state: 'overdue', ended: false, weight, dueAt, deadlines: [{ name: 'answer', dueAt }] }]
  }
  // An older case that was replayed to be opened has ended demands anew, and their rows already: nothing ended by that.
  const endedAt = entries.findLast(
    ({ type, consequences }) =>
      type !== 'machines.changed' && consequences.demands.some((one) => one.id === id && one.status !== 'open'),
  )?.recordedAt
  if (endedAt === undefined) return []
  const state = setAside ? 'set-aside' : status
  return [{ ...line, facts: { ...facts, endedAt }, state, ended: true, weight: 0, dueAt: endedAt, deadlines: [] }]
}

/** A demand on this level of the ladder, or above, comes first. Weights go to three. */
const HIGHEST = 4
