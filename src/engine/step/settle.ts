/**
 * What is due on a case fires before anything else is asked of it, in order: no result depends on how late a worker was. Of
 * many at once, a piece goes into one commit; nothing is asked of the case before the last piece.
 */
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { Timer } from './case.ts'
import type { Unchained } from './consequences.ts'
import type { LiveCase } from './live.ts'
import { lapse } from './step.ts'

/** Deadlines that fire in one commit: some 30 ms on a case with a thousand open demands, a millisecond on an ordinary one. */
export const PIECE = 25
/** A case that would go on for more pieces than this, at the pace of this one, is no backlog: its clocks set each other for ever. */
const MOST_PIECES_AHEAD = 10_000

export interface Settled {
  readonly lines: readonly Unchained[]
  /** More is due: nothing may be asked of the case yet. */
  readonly more: boolean
}

/** The clocks of the case set each other faster than they can pass. Nothing of this piece is recorded. */
class NeverRests extends Error {
  readonly code = 'never-rests'
}

/**
 * Fires a piece of what is due at `recordedAt`.
 * @throws NeverRests
 */
export function settle(live: LiveCase, recordedAt: Instant): Settled {
  const due = live.timers.filter(({ dueAt }) => dueAt <= recordedAt).sort(latestFirst)
  const lines: Unchained[] = []
  const ended = new Set<string>()
  const before = live.timersSet
  let fresh = 0
  for (let timer = due.pop(); timer !== undefined; timer = due.pop()) {
    if (ended.has(timer.id)) continue
    if (lines.length === PIECE) {
      refuseEndless(live, { lines, fresh, next: timer.dueAt, recordedAt })
      return { lines, more: true }
    }
    if (orderOf(timer) > before) fresh += 1
    const line = lapse(live, timer, recordedAt)
    lines.push(line)
    for (const { id } of line.consequences.timersEnded) ended.add(id)
    for (const set of line.consequences.timersSet) if (set.dueAt <= recordedAt) insert(due, set)
  }
  return { lines, more: false }
}

/** `t12` was set before `t13`: of two that are due at the same instant it goes first, wherever a piece ends. */
const orderOf = ({ id }: Timer): number => Number(id.slice(1))

const latestFirst = (a: Timer, b: Timer): number => (a.dueAt === b.dueAt ? orderOf(b) - orderOf(a) : a.dueAt < b.dueAt ? 1 : -1)

/** Keeps the order. */
function insert(due: Timer[], timer: Timer): void {
  let low = 0
  let high = due.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (latestFirst(due[middle] as Timer, timer) < 0) low = middle + 1
    else high = middle
  }
  due.splice(low, 0, timer)
}

/** A backlog consists of clocks that were running, or comes nearer to now with each piece. */
function refuseEndless(
  live: LiveCase,
  piece: { readonly lines: readonly Unchained[]; readonly fresh: number; readonly next: Instant; readonly recordedAt: Instant },
): void {
  const { lines, fresh, next, recordedAt } = piece
  // Over its second half: the first may have been a backlog.
  const gained = Date.parse(next) - Date.parse(lines[PIECE >> 1]?.at ?? next)
  const left = Date.parse(recordedAt) - Date.parse(next)
  if (2 * fresh <= PIECE || left < gained * MOST_PIECES_AHEAD || (left === 0 && gained > 0)) return
  throw new NeverRests(
    `the deadlines of ${live.reference} set each other for ever: ${fresh} of ${PIECE} that passed had only just been set`,
  )
}
