/**
 * The main path: what arrived together is loaded together, judged one by one, committed together. Each case's lines,
 * snapshot, timers, alerts and stream items land or none of them, so a crash between any two lines of this file leaves
 * every incident exactly where it was.
 */
import { later } from '../../machines/rules/time/instants.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import { TooBusy } from './engine.ts'
import {
  append,
  type Bench,
  type CaseWork,
  changeOf,
  eventKey,
  judgeAcknowledgement,
  judgeEvent,
  judgeWake,
  newCase,
  settleCase,
} from './judge/judge.ts'
import { namedIn, type OnRecord } from './judge/links.ts'
import { groupHistory, lookupsOf } from './judge/repeatCallers.ts'
import { type Answer, caseKey, type Judged, type Request } from './judge/request.ts'
import { eachAlone } from './lanes/eachAlone.ts'
import { type Standing, standingOf } from './measures/counted.ts'
import { SCORED_LINES, scoredLines } from './measures/thrives.ts'
import {
  type CaseChange,
  CaseHeld,
  type CaseStore,
  DuplicateInGroup,
  type Loaded,
  RecordUnavailable,
  SnapshotUnreadable,
} from './ports.ts'
import type { Before } from './registers/rows.ts'
import type { Case, CaseKey, StoredMachine } from './step/case.ts'
import { LeftTheCase, namesOf } from './step/leaving.ts'
import { copyLive, type LiveCase, type PinnedPolicy } from './step/live.ts'
import { openCase } from './step/openCase.ts'

export interface RecordPorts {
  readonly store: CaseStore
  /** What new cases pin. */
  readonly policy: PinnedPolicy
  /** A policy that an older case pinned. */
  readonly pinned: (hash: string) => Promise<PinnedPolicy>
  readonly salt: () => string
  /** What was committed: the clocks that were set go to the alarms. */
  readonly committed: (changes: readonly CaseChange[], now: Instant) => void
}

/** Tries that bring nothing further, at cases that others keep changing, before their requests are given up as too busy. */
const MOST_TRIES = 200
/** Requests judged, lines added and cases opened before others of the process have their turn: some 10 ms. */
const BREATH = 16
/**
 * What one commit may move (clocks, alerts, demands, matters); what goes beyond waits for the next. A single event on a large case
 * may move hundreds of things, and a slice of such events in one commit would hold the process for seconds.
 */
const MOST_MOVED = 1_000
/** So much of it takes as long as a request that moves little. */
const MOVED_AS_ONE = 8

/**
 * @returns one answer per request, in order; every accepted one is on disk. A request whose case never stands still fails
 *   with TooBusy, one whose case's row is locked with CaseHeld; the others are answered as ever.
 * @throws RecordUnavailable when the database cannot be read or written.
 */
export async function recordEvents(ports: RecordPorts, requests: readonly Request[]): Promise<Answer[]> {
  const answers: Answer[] = new Array(requests.length)
  let open: readonly number[] = requests.map((_, index) => index)
  const wanted: Wanted = new Map()
  for (let tries = 0; open.length > 0; ) {
    if (tries === MOST_TRIES) {
      const error = new TooBusy('the case is being changed faster than it can be judged')
      for (const index of open) answers[index] = { kind: 'failed', error }
      return answers
    }
    const left = await tryGroup(ports, requests, open, answers, wanted)
    tries = left.length === open.length ? tries + 1 : 0
    open = left
  }
  return answers
}

/** @returns what is judged again: on cases that somebody else changed in between, and what waited for another case of the group. */
async function tryGroup(
  ports: RecordPorts,
  requests: readonly Request[],
  open: readonly number[],
  answers: Answer[],
  wanted: Wanted,
): Promise<readonly number[]> {
  const group = open.map((index) => requests[index] as Request)
  const { works, bench } = await load(ports, group, wanted)
  const waiting = waitingIn(works)
  const waits: number[] = []
  const breathe = breathing()
  let moved = 0
  for (const [place, index] of open.entries()) {
    const request = group[place] as Request
    if (moved >= MOST_MOVED || waiting.has(request)) {
      waits.push(index)
      continue
    }
    const name = caseKey(request.key)
    const work = works.get(name) as CaseWork
    const lines = work.entries.length
    const judged = judge(work, request, bench)
    if (judged instanceof LeftTheCase) {
      // What has left is read first; what comes after it on its own incident waits with it.
      wanted.set(name, new Set([...(wanted.get(name) ?? []), ...judged.wanted]))
      waiting.hold(name)
      waits.push(index)
      continue
    }
    answers[index] = judged
    const movedNow = movedIn(work.entries.slice(lines))
    moved += movedNow
    await breathe(1 + work.entries.length - lines + movedNow / MOVED_AS_ONE)
  }
  const changes: CaseChange[] = []
  for (const work of works.values()) {
    const change = changeOf(work)
    if (change === null) continue
    changes.push(change)
    await breathe(1)
  }
  if (changes.length === 0) return waits
  try {
    const { stale, held = [] } = await ports.store.commit(changes)
    const staleKeys = new Set(stale.map(caseKey))
    const heldKeys = new Set(held.map(caseKey))
    const landed = changes.filter(({ case: kept }) => !staleKeys.has(caseKey(kept)) && !heldKeys.has(caseKey(kept)))
    ports.committed(landed, bench.now)
    const keyAt = (index: number) => caseKey((requests[index] as Request).key)
    for (const index of open) {
      if (heldKeys.has(keyAt(index))) answers[index] = { kind: 'failed', error: new CaseHeld({ unwaited: true, holder: null }) }
    }
    return open.filter((index) => !heldKeys.has(keyAt(index)) && (waits.includes(index) || staleKeys.has(keyAt(index))))
  } catch (error) {
    if (error instanceof RecordUnavailable && !(error instanceof CaseHeld)) throw error
    // Alone, it clashed with what another process has just committed: judged again, it is seen before.
    if (error instanceof DuplicateInGroup && group.length === 1) return open
    if (group.length === 1 || (error instanceof CaseHeld && works.size === 1)) {
      for (const index of open) answers[index] = { kind: 'failed', error }
      return []
    }
    // One of them cannot be recorded: it must hold up no other.
    const alone = await eachAlone((part) => recordEvents(ports, part), group)
    for (const [place, index] of open.entries()) answers[index] = alone[place] as Answer
    return []
  }
}

const movedIn = (entries: CaseWork['entries']): number =>
  entries.reduce((sum, { consequences: { timersSet, timersEnded, alerts, demands, matters = [] } }) => {
    return sum + timersSet.length + timersEnded.length + alerts.length + demands.length + matters.length
  }, 0)

/** Lets others of the process have their turn whenever so much was done; no clock is asked, so that every run is the same. */
function breathing(): (done: number) => Promise<void> {
  let sum = 0
  return async (done) => {
    sum += done
    if (sum < BREATH) return
    sum = 0
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/**
 * A link is judged on what is on disk of the other incident: of two changes in one commit one may be stale. So it waits for the
 * next where this one changes the other incident, and what comes after it on its own incident waits with it. The first of a
 * group never waits for one that is judged, so each try brings it further.
 */
function waitingIn(works: ReadonlyMap<string, CaseWork>): { has(request: Request): boolean; hold(name: string): void } {
  const held = new Set<string>()
  const has = (request: Request): boolean => {
    const own = caseKey(request.key)
    const named = request.kind === 'event' ? namedIn(request.event) : null
    const other = named === null ? null : caseKey(named)
    const isChanged = other !== null && other !== own && (held.has(other) || (works.get(other)?.entries.length ?? 0) > 0)
    if (isChanged) held.add(own)
    return held.has(own)
  }
  return { has, hold: (name) => held.add(name) }
}

/** What has left the snapshot of a case and is needed, by the case. */
type Wanted = Map<string, ReadonlySet<string>>

async function load(
  ports: RecordPorts,
  group: readonly Request[],
  left: Wanted,
): Promise<{ works: Map<string, CaseWork>; bench: Bench }> {
  const keys = new Map(group.map(({ key }) => [caseKey(key), key]))
  const events = group.flatMap((request) => (request.kind === 'event' ? [request.event] : []))
  const lookups = lookupsOf(events)
  const named = events.flatMap((event) => namedIn(event) ?? [])
  const wanted = new Map([...named.map((key): [string, CaseKey] => [caseKey(key), key]), ...keys])
  const loaded = await ports.store.load(
    [...wanted.values()],
    events.map(({ force, source, id }) => ({ force, source, id })),
    lookups.map(({ force, matchKeys }) => ({ force, matchKeys })),
  )
  const history = groupHistory(new Map(lookups.map(({ event }, place) => [event, loaded.found[place] ?? []])))
  const works = new Map([...keys].map(([name, key]): [string, CaseWork] => [name, newCase(key)]))
  const seen = new Map(loaded.seen.map((event) => [eventKey(event), event]))
  const bench: Bench = {
    now: loaded.now,
    clock: loaded.now,
    policy: ports.policy,
    seen,
    history,
    onRecord: onRecord(loaded),
    salt: ports.salt,
  }
  for (const key of loaded.unreadable)
    if (keys.has(caseKey(key))) works.set(caseKey(key), { ...newCase(key), broken: new SnapshotUnreadable(key) })
  const scored = new Set(events.filter(({ type }) => type === 'thrive.scored').map(caseKey))
  const breathe = breathing()
  for (const kept of loaded.cases) {
    const name = caseKey(kept)
    if (!keys.has(name)) continue
    works.set(name, await workOn(ports, kept, bench, scored.has(name)))
    await breathe(1)
  }
  for (const [name, names] of left) await fetchEnded(ports.store, works.get(name), names)
  return { works, bench }
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

/**
 * The record's time never steps back within a case, whatever this process reads: another one may have recorded by a clock that
 * was ahead. Its neighbours in the group go by the clock.
 */
const noEarlierThan = ({ live }: CaseWork, bench: Bench): Bench =>
  live === null ? bench : { ...bench, now: later(live.recordedAt ?? bench.now, bench.now) }

/** A case that cannot be opened holds up no other: each request for it fails by itself. */
async function workOn(ports: RecordPorts, kept: Case, bench: Bench, isScored: boolean): Promise<CaseWork> {
  const { force, reference, version, head } = kept
  const key = { force, reference }
  const blank = { ...newCase(key), loadedVersion: version, before: kept, version, head }
  try {
    const thrives = isScored ? await scoredLines(ports.store.readEntries(key, version, SCORED_LINES)) : []
    const entries = () => ports.store.readEntries(key, version)
    const { live, line } = await openCase(kept, await ports.pinned(kept.policy), entries, bench.now)
    if (line === null) {
      const before = asLoaded(kept, live)
      return { ...blank, thrives, live, before, standing: before }
    }
    const work: CaseWork = { ...blank, thrives, live, standing: standingOf(live) }
    append(work, [line], bench)
    return work
  } catch (error) {
    if (error instanceof RecordUnavailable) throw error
    return { ...blank, broken: error }
  }
}

/** The machines of the loaded case, which are replaced and never changed. */
const asLoaded = ({ duties, demands, matters }: Case, { incident }: LiveCase): Before & Standing => ({
  incident: { value: incident.value, context: incident.context as unknown as StoredMachine['context'] },
  duties,
  demands,
  matters,
})

/** Judges one request; when the machine throws, the case is as it was before it. */
function judge(work: CaseWork, request: Request, group: Bench): Answer | LeftTheCase {
  const bench = noEarlierThan(work, group)
  if (work.broken !== undefined) return { kind: 'failed', error: work.broken }
  const before = {
    ...work,
    live: work.live === null ? null : copyLive(work.live),
    lines: work.entries.length,
    matchKeys: work.matchKeys.length,
    links: work.links.length,
    counted: work.counted.length,
  }
  try {
    const judged = judgedOf(work, request, bench)
    return { ...judged, more: work.unsettled }
  } catch (error) {
    work.live = before.live
    work.version = before.version
    work.head = before.head
    work.entries.length = before.lines
    work.matchKeys.length = before.matchKeys
    work.links.length = before.links
    work.counted.length = before.counted
    work.standing = before.standing
    work.unsettled = before.unsettled
    return error instanceof LeftTheCase ? error : { kind: 'failed', error }
  }
}

function judgedOf(work: CaseWork, request: Request, bench: Bench): Judged {
  switch (request.kind) {
    case 'event': {
      const outcome = judgeEvent(work, request.event, bench)
      return outcome === null ? { kind: 'unsettled' } : { kind: 'event', outcome }
    }
    case 'wake':
      return { kind: 'wake', outcome: judgeWake(work, request.timer, bench) }
    case 'acknowledge': {
      const alert = judgeAcknowledgement(work, request.alert, request.by, request.actor, bench)
      return alert === undefined ? { kind: 'unsettled' } : { kind: 'acknowledge', alert }
    }
    case 'settle':
      settleCase(work, bench)
      return { kind: 'settle' }
  }
}
