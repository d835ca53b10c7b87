/**
 * Replays a case's record line by line under what it pinned. The snapshot is a cache of the lines; this proves it, and
 * the chain with it.
 */
import type { PublicEvent } from '../../machines/incident/setup.ts'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { approvalIn, brokenLink, canonical, contentMatches, earlierIn, GENESIS, originalIn, readingIn } from './chain.ts'
import { ask, endApproval } from './step/approvals.ts'
import type { Actor, Asked, Case, Entry, KeptEntry, Noted, Taken, Timer } from './step/case.ts'
import { type EndedPart, goneFrom } from './step/leaving.ts'
import { dehydrateCase, type LiveCase, MACHINE_VERSION, type PinnedPolicy } from './step/live.ts'
import { acknowledge, begin, breakGlass, dismiss, lapse, release, type Said, take } from './step/step.ts'

/** What a record says against itself. */
export interface Difference {
  /** The line it was found at; null for the case as a whole. */
  readonly sequence: number | null
  readonly detail: string
}

export interface Replayed {
  readonly lines: number
  /** False where content was destroyed, or the snapshot is an older release's: then only the chain could be walked. */
  readonly replayed: boolean
  readonly differences: readonly Difference[]
}

/**
 * Walks the chain and replays the lines against the snapshot.
 * @param ended the rows of what left it, as they were at its version; null where they are not known.
 */
export async function replay(
  kept: Case,
  entries: AsyncIterable<KeptEntry>,
  pinned: PinnedPolicy,
  ended: readonly EndedPart[] | null = null,
): Promise<Replayed> {
  const differences: Difference[] = []
  let live: LiveCase | null = null
  let previous = GENESIS
  let lines = 0
  let whole = kept.machineVersion === MACHINE_VERSION
  for await (const entry of entries) {
    lines += 1
    const broken = entry.sequence === lines ? brokenLink(entry, kept, previous) : `line ${lines} is missing`
    if (broken !== null) differences.push({ sequence: entry.sequence, detail: broken })
    previous = entry.hash
    if (!hasContent(entry)) {
      whole = false
      continue
    }
    if (!contentMatches(entry)) differences.push({ sequence: entry.sequence, detail: 'its content is not what was committed to' })
    if (whole && differences.length === 0) live = applyLine(live, kept, entry, pinned)
  }
  if (lines !== kept.version) differences.push({ sequence: null, detail: `has ${lines} lines; its version says ${kept.version}` })
  if (previous !== kept.head) differences.push({ sequence: null, detail: 'the last line is not the head of its chain' })
  const replayed = whole && differences.length === 0 && live !== null
  if (replayed && live !== null) {
    const differing = firstDifference(dehydrateCase(live, kept.version, kept.head), kept)
    if (differing !== null) differences.push({ sequence: null, detail: `replay differs from the snapshot at ${differing}` })
    if (ended !== null && inWords(ended) !== inWords(goneFrom(live)))
      differences.push({ sequence: null, detail: 'replay differs from the rows of what ended and left the snapshot' })
  }
  return { lines, replayed, differences }
}

/** The case that its lines give under these machines; null where content of theirs was destroyed. */
export async function replayLines(kept: Case, entries: AsyncIterable<KeptEntry>, pinned: PinnedPolicy): Promise<LiveCase | null> {
  let live: LiveCase | null = null
  for await (const entry of entries) {
    if (!hasContent(entry)) return null
    live = applyLine(live, kept, entry, pinned)
  }
  return live
}

/** Whatever its id: other machines may have counted otherwise. */
export const isSameClock = (one: Timer, other: Timer): boolean => isOneDeadline(one, other) && one.dueAt === other.dueAt

type Deadline = Pick<Timer, 'machine' | 'deadline'>
/** A machine has one clock at a time for each of its deadlines. */
const isOneDeadline = (one: Deadline, other: Deadline): boolean =>
  one.machine === other.machine && one.deadline === other.deadline

const hasContent = (entry: KeptEntry): entry is Entry => entry.content !== null && entry.salt !== null

/** What a line did, done again. */
function applyLine(live: LiveCase | null, { force, reference }: Case, entry: Entry, pinned: PinnedPolicy): LiveCase {
  const { type, at, recordedAt, source, id, actor } = entry
  const data: unknown = JSON.parse(entry.content)
  const origin = { source, id, actor: actor as Actor }
  const lookedUp = { recall: () => earlierIn(entry) }
  if (live === null) {
    const report = { at, recordedAt, data: data as CaseEventData['incident.reported'] }
    return begin({ force, reference, pinned }, report, origin, lookedUp).live
  }
  if (type === 'deadline.passed') {
    const { timer, ...passed } = data as { timer: string; machine: string; deadline: string; dueAt: string }
    const id = live.timers.find((running) => isOneDeadline(running, passed))?.id ?? timer
    lapse(live, { id, ...passed }, recordedAt)
  } else if (type === 'machines.changed') {
    const { timers, timersSet } = data as { timers: readonly Timer[]; timersSet: number }
    live.timers = live.timers.map((running) => timers.find((timer) => isSameClock(timer, running)) ?? running)
    live.timersSet = timersSet
    live.recordedAt = recordedAt
    live.lines += 1
  } else if (type === 'alert.acknowledged') {
    acknowledge(live, data as Taken, { recordedAt, actor: actor as Actor })
  } else if (type === 'alert.released') {
    release(live, data as Noted & { alert: string }, { recordedAt, actor: actor as Actor })
  } else if (type === 'glass.broken') {
    breakGlass(live, data as Said, { recordedAt, actor: actor as Actor })
  } else if (type === 'alert.dismissed') {
    const { alert, ...said } = data as Said & { alert: string }
    dismiss(live, alert, said, { recordedAt, actor: actor as Actor })
  } else if (type === 'approval.asked') {
    const asked = data as Asked
    ask(live, { ...asked, at, recordedAt } as PublicEvent, origin)
  } else if (type === 'approval.lapsed') {
    const { approval, ...why } = data as { approval: string; code: string; detail: string }
    endApproval(live, approval, why, { at, recordedAt })
  } else {
    const event = { type, at, recordedAt, data } as PublicEvent
    const found = { original: originalIn(entry), reading: readingIn(entry), approval: approvalIn(entry) }
    take(live, event, origin, { ...lookedUp, ...found })
  }
  return live
}

const inWords = (parts: readonly EndedPart[]): string => parts.map(canonical).sort().join()

/** The first part of two cases that is not the same; null when they are the same to the byte. */
function firstDifference(replayed: Case, kept: Case): string | null {
  const parts = Object.keys(kept) as (keyof Case)[]
  return parts.find((part) => canonical(replayed[part]) !== canonical(kept[part])) ?? null
}
