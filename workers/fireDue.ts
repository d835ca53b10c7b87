/** Fires what is due, for a wake-up of the queue or for the sweep. Both go through here, so both do the same. */
import type { Instant } from '../machines/rules/vocabulary.ts'
import type { DueTimer, DueTimers, Leased } from '../src/engine/dueTimers.ts'
import type { Engine } from '../src/engine/engine.ts'

/** A timer took effect: how late, and which of the two was first. For the metric. */
export type OnFired = (fired: { readonly dueAt: Instant; readonly firedAt: Instant; readonly by: Looker }) => void
export type Looker = 'queue' | 'sweep'

export interface FiringPorts {
  readonly engine: Pick<Engine, 'fireTimers'>
  readonly due: Pick<DueTimers, 'leaseDue' | 'putOff' | 'release'>
  readonly onFired: OnFired
  /** For the metric: how many timers were put off, and whether because a row of their case was locked. */
  readonly onPutOff: (why: 'held' | 'failed', timers: number) => void
}

/** Few enough that a control room's event that arrives in between waits at most tenths of a second. */
const AT_ONCE = 500
/** The engine's commits mix timers that fire together with events of the control room. */
const IN_A_CALL = 100
/** Long enough to fire what was leased; if this process dies, another process gets the timers within three seconds in all. */
const LEASE_MS = 2_000

/**
 * Leases and fires, worst case first, until nothing more is due.
 *
 * @param freshMs only timers that fell due so lately; null for all.
 * @param goOn asked between two leases.
 * @returns the engine's time at the last look, and when the next timer falls due.
 * @throws RecordUnavailable
 */
export async function fireDue(
  { engine, due, onFired, onPutOff }: FiringPorts,
  { by, freshMs, goOn }: { readonly by: Looker; readonly freshMs: number | null; readonly goOn: () => boolean },
): Promise<Pick<Leased, 'now' | 'next'>> {
  for (;;) {
    const { now, next, timers } = await due.leaseDue(AT_ONCE, LEASE_MS, freshMs)
    if (timers.length === 0) return { now, next }
    const outcomes = (await Promise.all(slices(timers).map((slice) => engine.fireTimers(slice)))).flat()
    const firedAt = new Date().toISOString()
    timers.forEach(({ dueAt }, at) => {
      if (outcomes[at] === 'fired') onFired({ dueAt, firedAt, by })
    })
    await due.release(timers.filter((_, at) => outcomes[at] === 'newer'))
    // Otherwise somebody would try a timer that can never fire every two seconds, whenever its lease ends.
    const unfired = timers.flatMap((timer, at) => {
      const outcome = outcomes[at]
      return outcome === 'failed' || outcome === 'held' ? [{ ...timer, held: outcome === 'held' }] : []
    })
    await due.putOff(unfired)
    for (const why of ['held', 'failed'] as const) {
      const many = unfired.filter(({ held }) => held === (why === 'held')).length
      if (many > 0) onPutOff(why, many)
    }
    if (timers.length < AT_ONCE || !goOn()) return { now, next }
  }
}

const slices = (timers: readonly DueTimer[]): (readonly DueTimer[])[] =>
  Array.from({ length: Math.ceil(timers.length / IN_A_CALL) }, (_, n) => timers.slice(n * IN_A_CALL, (n + 1) * IN_A_CALL))
