/** What a group of requests is judged on is read together: its cases, what was seen before, who called before, the clock. */
import { later } from '../../machines/rules/time/instants.ts'
import type { ArrivedEvent } from './engine.ts'
import { askedFor } from './judge/approvals.ts'
import { append, type CaseWork, type Group, newCase } from './judge/caseWork.ts'
import { assessmentsFor } from './judge/lastAssessment.ts'
import { namedIn, type OnRecord } from './judge/links.ts'
import { openingsOf } from './judge/openings.ts'
import { groupCallers, lookupsOf } from './judge/repeatCallers.ts'
import { caseKey, eventKey, type Request } from './judge/request.ts'
import { breathing } from './lanes/breathing.ts'
import { standingOf } from './measures/counted.ts'
import { SCORED_LINES, scoredLines } from './measures/thrives.ts'
import { type CaseStore, type Loaded, RecordUnavailable, SnapshotUnreadable } from './ports.ts'
import type { Case, StoredMachine } from './step/case.ts'
import { namesOf } from './step/leaving.ts'
import type { PinnedPolicy } from './step/live.ts'
import { openCase } from './step/openCase.ts'

export interface LoadPorts extends Pick<Group, 'policy' | 'salt'> {
  readonly store: CaseStore
  /** A policy that an older case pinned. */
  readonly pinned: (hash: string) => Promise<PinnedPolicy>
}

/** What has left the snapshot of a case and is needed, by the case. */
export type Wanted = Map<string, ReadonlySet<string>>

/**
 * @returns the cases of a group by their keys. A case that cannot be opened holds up no other: each request for it fails by
 *   itself.
 */
export async function loadGroup(
  ports: LoadPorts,
  requests: readonly Request[],
  wanted: Wanted,
): Promise<ReadonlyMap<string, CaseWork>> {
  const keys = new Map(requests.map(({ key }) => [caseKey(key), key]))
  const events = requests.flatMap((request) => (request.kind === 'event' ? [request.event] : []))
  const lookups = lookupsOf(events)
  const named = events.flatMap((event) => namedIn(event) ?? [])
  const all = new Map([...named, ...keys.values()].map((key) => [caseKey(key), key]))
  const loaded = await ports.store.load([...all.values()], events, lookups)
  const group: Group = {
    clock: loaded.now,
    policy: ports.policy,
    seen: new Map(loaded.seen.map((event) => [eventKey(event), event])),
    callers: groupCallers(lookups, loaded.found),
    onRecord: onRecord(loaded),
    salt: ports.salt,
  }
  const works = new Map([...keys].map(([name, key]) => [name, newCase(key, group)]))
  for (const key of loaded.unreadable)
    if (keys.has(caseKey(key))) works.set(caseKey(key), { ...newCase(key, group), broken: new SnapshotUnreadable(key) })
  const about = new Map<string, ArrivedEvent[]>()
  for (const event of events) about.set(caseKey(event), [...(about.get(caseKey(event)) ?? []), event])
  const dismissed = new Set(requests.flatMap(({ kind, key }) => (kind === 'dismiss' ? [caseKey(key)] : [])))
  const breathe = breathing()
  for (const kept of loaded.cases) {
    const name = caseKey(kept)
    if (!keys.has(name)) continue
    works.set(name, await openWork(ports, kept, { group, events: about.get(name) ?? [], isDismissed: dismissed.has(name) }))
    await breathe(1)
  }
  for (const [name, names] of wanted) await fetchEnded(ports.store, works.get(name), names)
  return works
}

/** Read after its case: had anything left since, the commit would find the case changed. */
async function fetchEnded(store: CaseStore, work: CaseWork | undefined, names: ReadonlySet<string>): Promise<void> {
  const away = work?.live?.away
  if (work === undefined || away === undefined || away.asked === null) return
  for (const part of await store.readEnded(work.key, [...names])) for (const name of namesOf(part)) away.fetched.set(name, part)
  for (const name of names) away.asked.add(name)
}

function onRecord({ cases, unreadable }: Loaded): OnRecord {
  const read = new Map(cases.map((kept) => [caseKey(kept), kept]))
  const broken = new Set(unreadable.map(caseKey))
  return {
    has: (key) => read.has(caseKey(key)) || broken.has(caseKey(key)),
    get: (key) => read.get(caseKey(key)) ?? null,
  }
}

async function openWork(
  { store, pinned }: LoadPorts,
  kept: Case,
  {
    group,
    events,
    isDismissed,
  }: { readonly group: Group; readonly events: readonly ArrivedEvent[]; readonly isDismissed: boolean },
): Promise<CaseWork> {
  const { force, reference, version, head } = kept
  const key = { force, reference }
  const blank = {
    ...newCase(key, group),
    loadedVersion: version,
    loadedHead: head,
    before: kept,
    alertsBefore: kept.alerts ?? {},
  }
  try {
    const isScored = events.some(({ type }) => type === 'thrive.scored')
    const thrives = isScored ? await scoredLines(store.readEntries(key, version, SCORED_LINES)) : []
    const { live, line } = await openCase(kept, await pinned(kept.policy), () => store.readEntries(key, version), group.clock)
    const assessments = await assessmentsFor(store, key, live.incident.context, events)
    const asked = await askedFor(store, key, version, events)
    const openings = isDismissed ? await openingsOf(store, key, version) : []
    // The record's time never steps back within a case: another process may have recorded by a clock that was ahead.
    const now = later(live.recordedAt ?? group.clock, group.clock)
    if (line === null) {
      // Its machines are replaced and never changed, so what was loaded tells what moved.
      const { duties, demands, matters } = kept
      const { value, context } = live.incident
      const before = { incident: { value, context: context as unknown as StoredMachine['context'] }, duties, demands, matters }
      return { ...blank, now, thrives, assessments, asked, openings, live, before, standing: before }
    }
    const work = { ...blank, now, thrives, assessments, asked, openings, live, standing: standingOf(live) }
    append(work, [line])
    return work
  } catch (error) {
    if (error instanceof RecordUnavailable) throw error
    return { ...blank, broken: error }
  }
}
