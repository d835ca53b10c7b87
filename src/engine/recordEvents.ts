/**
 * The main path: what arrived together is loaded together, judged one by one, committed together. Each case's lines,
 * snapshot, timers, alerts and stream items land or none of them, so a crash between any two lines of this file leaves
 * every incident exactly where it was.
 */
import { TooBusy } from './engine.ts'
import { type CaseWork, changeOf } from './judge/caseWork.ts'
import { judge } from './judge/judge.ts'
import { namedIn } from './judge/links.ts'
import { type Answer, caseKey, type Request } from './judge/request.ts'
import { breathing } from './lanes/breathing.ts'
import { eachAlone } from './lanes/eachAlone.ts'
import { type LoadPorts, loadGroup, type Wanted } from './loadGroup.ts'
import type { Notifier } from './notifications/ports.ts'
import { type Alarms, type CaseChange, CaseHeld, DuplicateInGroup, RecordUnavailable } from './ports.ts'
import { LeftTheCase } from './step/leaving.ts'

export interface RecordPorts extends LoadPorts {
  readonly alarms: Alarms
  /** Null where nobody is told of alerts. */
  readonly notifier: Notifier | null
  /** Deliveries are on disk: somebody should carry them. Never throws, never waits. */
  readonly deliveriesWritten: () => void
}

/** Tries that bring nothing further, at cases that others keep changing, before their requests are given up as too busy. */
const MOST_TRIES = 200
/**
 * What one commit may move (clocks, alerts, demands, matters); what goes beyond waits for the next. A single event on a large case
 * may move hundreds of things, and a slice of such events in one commit would hold the process for seconds.
 */
const MOST_MOVED = 1_000
/** So much of it takes as long as a request that moves little. */
const MOVED_AS_ONE = 8

/** A request on its way: where its answer goes. */
interface Asked {
  readonly request: Request
  readonly place: number
}
type Answers = (Answer | undefined)[]

/**
 * @returns an answer for each request, in order; everything accepted is on disk. A request whose case never stops changing
 *   fails with TooBusy, a request whose case's row is locked with CaseHeld; the others are answered normally.
 * @throws RecordUnavailable when the database cannot be read or written.
 */
export async function recordEvents(ports: RecordPorts, requests: readonly Request[]): Promise<Answer[]> {
  const answers: Answers = new Array(requests.length)
  const wanted: Wanted = new Map()
  let open: readonly Asked[] = requests.map((request, place) => ({ request, place }))
  for (let tries = 0; open.length > 0; ) {
    const left = await tryGroup(ports, open, { answers, wanted })
    tries = left.length === open.length ? tries + 1 : 0
    open = left
    if (tries < MOST_TRIES) continue
    const error = new TooBusy('the case is being changed faster than it can be judged')
    answerAll(open, answers, () => ({ kind: 'failed', error }))
    break
  }
  return answers as Answer[]
}

function answerAll(asked: readonly Asked[], answers: Answers, answer: (at: number) => Answer): void {
  for (const [at, { place }] of asked.entries()) answers[place] = answer(at)
}

/** @returns what is judged again: on cases that somebody else changed in between, and what waited for another case of the group. */
async function tryGroup(
  ports: RecordPorts,
  open: readonly Asked[],
  { answers, wanted }: { readonly answers: Answers; readonly wanted: Wanted },
): Promise<readonly Asked[]> {
  const group = open.map(({ request }) => request)
  const works = await loadGroup(ports, group, wanted)
  const waits = await judgeGroup(open, works, { answers, wanted })
  const changes = await changesOf(works, ports.notifier)
  if (changes.length === 0) return open.filter((asked) => waits.has(asked))
  try {
    const { stale, held = [] } = await ports.store.commit(changes)
    const staleKeys = new Set(stale.map(caseKey))
    const heldKeys = new Set(held.map(caseKey))
    const landed = changes.filter(({ case: kept }) => !staleKeys.has(caseKey(kept)) && !heldKeys.has(caseKey(kept)))
    const [first] = works.values()
    if (first !== undefined) ports.alarms.ring(landed.flatMap(dueIn), first.group.clock)
    if (landed.some(({ told }) => told !== null && told.deliveries.length > 0)) ports.deliveriesWritten()
    const isHeld = ({ request }: Asked) => heldKeys.has(caseKey(request.key))
    answerAll(open.filter(isHeld), answers, () => ({
      kind: 'failed',
      error: new CaseHeld({ unwaited: true, holder: null }),
    }))
    return open.filter((asked) => !isHeld(asked) && (waits.has(asked) || staleKeys.has(caseKey(asked.request.key))))
  } catch (error) {
    if (error instanceof RecordUnavailable && !(error instanceof CaseHeld)) throw error
    // Alone, it clashed with what another process has just committed: judged again, it is seen before.
    if (error instanceof DuplicateInGroup && group.length === 1) return open
    const isAlone = group.length === 1 || (error instanceof CaseHeld && works.size === 1)
    // One of many cannot be recorded: it must hold up no other.
    const alone = isAlone ? [] : await eachAlone((part) => recordEvents(ports, part), group)
    answerAll(open, answers, (at) => (isAlone ? { kind: 'failed', error } : (alone[at] as Answer)))
    return []
  }
}

const dueIn = ({ timersSet, told }: CaseChange) => [
  ...timersSet.map(({ dueAt }) => dueAt),
  ...(told?.notifications ?? []).flatMap(({ nextAt }) => nextAt ?? []),
]

/** Judges in order. @returns what waits for the next commit */
async function judgeGroup(
  open: readonly Asked[],
  works: ReadonlyMap<string, CaseWork>,
  { answers, wanted }: { readonly answers: Answers; readonly wanted: Wanted },
): Promise<ReadonlySet<Asked>> {
  const waits = new Set<Asked>()
  const waiting = waitingIn(works)
  const breathe = breathing()
  let moved = 0
  for (const asked of open) {
    const { request, place } = asked
    if (moved >= MOST_MOVED || waiting.has(request)) {
      waits.add(asked)
      continue
    }
    const name = caseKey(request.key)
    const work = works.get(name) as CaseWork
    const before = work.entries.length
    const judged = judge(work, request)
    if (judged instanceof LeftTheCase) {
      // What has left is read first; what comes after it on its own incident waits with it.
      wanted.set(name, new Set([...(wanted.get(name) ?? []), ...judged.wanted]))
      waiting.hold(name)
      waits.add(asked)
      continue
    }
    answers[place] = judged
    const added = work.entries.slice(before)
    const movedNow = movedIn(added)
    moved += movedNow
    await breathe(1 + added.length + movedNow / MOVED_AS_ONE)
  }
  return waits
}

async function changesOf(works: ReadonlyMap<string, CaseWork>, notifier: Notifier | null): Promise<readonly CaseChange[]> {
  const breathe = breathing()
  const changes: CaseChange[] = []
  for (const work of works.values()) {
    const change = changeOf(work, notifier)
    if (change === null) continue
    changes.push(change)
    await breathe(1)
  }
  return changes
}

const movedIn = (entries: CaseWork['entries']): number =>
  entries.reduce((sum, { consequences: { timersSet, timersEnded, alerts, demands, matters = [] } }) => {
    return sum + timersSet.length + timersEnded.length + alerts.length + demands.length + matters.length
  }, 0)

/**
 * A link is judged on what is on disk of the other incident: of two changes in one commit one may be stale. So a link waits for
 * the next commit when this commit changes the other incident, and what comes after it on its own incident waits with it. The
 * first of a group never waits for a judged link, so each try brings it further.
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
