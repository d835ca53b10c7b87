/**
 * The engine's only clock: the database's, which all processes share, corrected so that nothing fires early and nothing waits
 * twice.
 *
 * Each reading is compared with this process's monotonic clock. When the database's clock is set back, time runs on. When it
 * jumps forward, the engine follows at once only if the machine's own clock agrees (this process was suspended), otherwise
 * after ten minutes; until then the jump is *doubted*, and time runs on as before. A followed jump is remembered: when the
 * clock goes back by just that much, somebody corrected it, and the engine follows again (decision 0032).
 */
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import { type Begin, beginning } from './clockBegin.ts'

export interface Clock {
  /** The engine's time, for a reading of the database's clock taken just now. */
  highest(databaseNow: Instant): Instant
  /** What the engine's time has reached at least, without asking the database. */
  floor(): Instant
  /**
   * The latest instant that a statement may take for now: the database's clock may jump between a reading and the next
   * statement.
   */
  latest(): Instant
  /** `floor` and `latest`, as PostgreSQL's `tstzrange`. */
  bounds(): string
  stands(): ClockStands
}

export interface ClockStands {
  /** Seconds by which the database's clock is ahead; negative for a clock set back, 0 when the clocks agree. */
  readonly aheadSeconds: number
  /** Time runs on without the database's clock, whose `aheadSeconds` is doubted. */
  readonly isDoubted: boolean
  /** How often each happened since the process started. */
  readonly jumps: Readonly<Record<ClockNews['what'], number>>
}

/** Something happened to the database's clock. */
export interface ClockNews {
  readonly what: 'doubted' | 'believed' | 'put-right' | 'set-back'
  /** How far the database's clock moved against this process's. */
  readonly seconds: number
}

export interface Witnesses {
  /** Milliseconds in which this process was not suspended. */
  readonly monotonicMs: () => number
  /** This machine's clock, in milliseconds of the epoch. */
  readonly wallMs: () => number
  readonly told: (news: ClockNews) => void
}

/** Latency and the drift of two crystals stay below this. */
const TOLERANCE_MS = 1_000
/** Two machines that a time server keeps differ by less than this. */
const AGREE_MS = 2_000
/**
 * Long enough to find out which clock is wrong. After that the engine follows the database's, because this machine's may be
 * wrong.
 */
const BELIEVED_AFTER_MS = 10 * 60_000
/** A reading that waited in a busy process briefly looks like a clock set back. */
const SET_BACK_AFTER_MS = 5_000
/** A clock is corrected in one step or in several. */
const JUMPS_REMEMBERED = 8

export const OWN_WITNESSES: Omit<Witnesses, 'told'> = { monotonicMs: () => performance.now(), wallMs: () => Date.now() }

export function createClock(begin: Begin, { monotonicMs, wallMs, told }: Witnesses): Clock {
  const begun = beginning(begin, wallMs())
  const line = { at: begun.at, monotonic: monotonicMs(), wall: wallMs() }
  let highest = begun.at
  /** How far the database's clock is ahead, and since when. */
  let doubt: { readonly aheadMs: number; readonly since: number } | null = null
  /** Followed jumps, the latest last. */
  const jumps: number[] = begun.jump > 0 ? [begun.jump] : []
  /** How far ahead a clock is that was followed without another clock's agreement. */
  let contested = begun.jump
  let back: { readonly byMs: number; readonly since: number; readonly isTold: boolean } | null = null
  const counts = { doubted: 0, believed: 0, 'put-right': 0, 'set-back': 0 }

  const expected = () => line.at + Math.floor(monotonicMs() - line.monotonic)
  const tell = (what: ClockNews['what'], ms: number) => {
    counts[what] += 1
    told({ what, seconds: ms / 1_000 })
  }
  const follow = (now: number) => {
    Object.assign(line, { at: now, monotonic: monotonicMs(), wall: wallMs() })
    doubt = null
    back = null
    if (contested > 0 && Math.abs(wallMs() - now) <= AGREE_MS) contested = 0
  }
  const isBorneOut = (now: number, aheadMs: number): boolean => {
    const wall = wallMs()
    const wallJumped = wall - line.wall - (monotonicMs() - line.monotonic)
    const apart = Math.abs(wall - now)
    return wallJumped >= aheadMs - TOLERANCE_MS || (apart <= AGREE_MS && apart < Math.abs(wall - expected()))
  }
  const jump = (now: number, aheadMs: number, isContested: boolean) => {
    jumps.push(aheadMs)
    if (jumps.length > JUMPS_REMEMBERED) jumps.shift()
    follow(now)
    contested = isContested ? aheadMs : 0
    tell('believed', aheadMs)
  }
  const ahead = (now: number, aheadMs: number) => {
    if (isBorneOut(now, aheadMs)) return jump(now, aheadMs, false)
    if (doubt !== null) {
      if (monotonicMs() - doubt.since >= BELIEVED_AFTER_MS) jump(now, aheadMs, true)
      else doubt = { aheadMs: withoutWaiting(doubt.aheadMs, aheadMs), since: doubt.since }
      return
    }
    doubt = { aheadMs, since: monotonicMs() }
    tell('doubted', aheadMs)
  }
  const behind = (now: number, byMs: number) => {
    doubt = null
    for (let [from, sum] = [jumps.length - 1, 0]; from >= 0; from--) {
      sum += jumps[from] ?? 0
      if (Math.abs(sum - byMs) > TOLERANCE_MS) continue
      jumps.length = from
      contested = 0
      follow(now)
      // What was recorded meanwhile stays ahead, case by case; nothing else does.
      highest = now
      return tell('put-right', byMs)
    }
    const since = back?.since ?? monotonicMs()
    const isTold = monotonicMs() - since >= SET_BACK_AFTER_MS
    if (isTold && !back?.isTold) tell('set-back', byMs)
    back = { byMs, since, isTold }
  }

  return {
    highest: (databaseNow) => {
      const now = Date.parse(databaseNow)
      const aheadMs = now - expected()
      if (aheadMs > TOLERANCE_MS) ahead(now, aheadMs)
      else if (aheadMs < -TOLERANCE_MS) behind(now, -aheadMs)
      else {
        if (doubt !== null) tell('put-right', doubt.aheadMs)
        else if (back?.isTold) tell('put-right', -back.byMs)
        follow(now)
      }
      highest = Math.max(highest, expected())
      return iso(highest)
    },
    floor: () => iso(reachedNow()),
    latest: () => iso(latestNow()),
    bounds: () => `[${iso(reachedNow())},${iso(latestNow())}]`,
    stands: () => ({
      aheadSeconds: (doubt?.aheadMs ?? (back === null ? contested : -back.byMs)) / 1_000,
      isDoubted: doubt !== null,
      jumps: { ...counts },
    }),
  }

  function isFollowed(): boolean {
    return doubt === null && back === null
  }
  function reachedNow(): number {
    return isFollowed() ? highest : Math.max(highest, expected())
  }
  function latestNow(): number {
    return isFollowed() ? Math.max(highest, expected() + TOLERANCE_MS) : reachedNow()
  }
}

/**
 * The engine's time in a statement whose parameter, such as `$1`, is `bounds()`: in milliseconds, as cursors and answers have
 * it.
 */
export const engineNow = (bounds: string): string =>
  `date_trunc('milliseconds', least(greatest(now(), lower(${bounds}::tstzrange)), upper(${bounds}::tstzrange)))`

/**
 * A reading that waited in a busy process shows too small a jump. A process that starts meanwhile takes the jump from the
 * database's clock, and would begin in the future.
 */
const withoutWaiting = (beforeMs: number, nowMs: number): number =>
  Math.abs(nowMs - beforeMs) <= TOLERANCE_MS ? Math.max(beforeMs, nowMs) : nowMs

const iso = (ms: number): Instant => new Date(ms).toISOString()
