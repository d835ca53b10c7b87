/** One thing that happens to a case, from its instants to the event that the record gains. */
import type { Reading } from '../../../machines/rules/reassessment/reading.ts'
import type { Original } from '../../../machines/rules/report/links.ts'
import type { Earlier } from '../../../machines/rules/report/repeatCallers.ts'
import type { Happened } from '../../../machines/rules/time/happened.ts'
import { demandItem, matterLine } from '../views/items.ts'
import type { Actor, Consequences, Entry, Home, Timer } from './case.ts'
import { putAway } from './leaving.ts'
import { alertOf, type LiveCase, stored } from './live.ts'

/** What happens to a case now: handed to whatever has a part in it, which notes here what it touched. */
export interface Step extends Happened {
  readonly live: LiveCase
  readonly timersSet: Timer[]
  readonly timersEnded: Timer[]
  /** Ids of the machines that moved. */
  readonly touched: Readonly<Record<Home, Set<string>>>
  /** Who called before. */
  earlier: readonly Earlier[]
  /** The record that this one is said to repeat. */
  original: Original | null
  /** What the texts of a reassessment were found to say. */
  reading: Reading | null
  /** The approval by which it applies. */
  approval: string | null
}

export const stepOn = (live: LiveCase, { at, recordedAt }: Happened): Step => ({
  live,
  at,
  recordedAt,
  timersSet: [],
  timersEnded: [],
  touched: { duties: new Set(), demands: new Set(), alerts: new Set(), matters: new Set() },
  earlier: [],
  original: null,
  reading: null,
  approval: null,
})

/** Where an event came from, for its line in the record; null for a line that the engine adds. */
export interface Origin {
  readonly source: string | null
  readonly id: string | null
  readonly actor: Actor
}
/** What the engine records of itself. */
export const OURS = { source: null, id: null, actor: null }

/** What happened, before the record has chained it: `entryOf` makes an entry of it. */
export type Unchained = Pick<Entry, 'type' | 'source' | 'id' | 'at' | 'recordedAt' | 'actor' | 'consequences'> & {
  readonly data: unknown
}

/** Ends the step, once all of it was followed: what has ended may leave the case. @param at as it was written, where that is another instant. */
export function endStep(
  step: Step,
  { at = step.at, ...what }: Pick<Unchained, 'type' | 'source' | 'id' | 'actor' | 'data'> & Partial<Pick<Unchained, 'at'>>,
): Unchained {
  const { live, recordedAt, touched } = step
  live.recordedAt = recordedAt
  live.lines += 1
  const consequences = consequencesOf(step)
  putAway(live, touched)
  return { ...what, at, recordedAt, consequences }
}

export function consequencesOf({
  live,
  timersSet,
  timersEnded,
  touched,
  earlier,
  original,
  reading,
  approval,
}: Step): Consequences {
  return {
    timersSet,
    timersEnded,
    alerts: [...touched.alerts].map((id) => {
      const { kind, level, count, status } = alertOf(live, id)
      return { id, kind, level, count, status }
    }),
    demands: [...touched.demands].map((id) => {
      const { reason, level, status, setAside } = demandItem(stored(live.demands, id))
      return { id, reason, level, status: setAside ? 'set-aside' : status }
    }),
    ...(touched.matters.size === 0
      ? {}
      : { matters: [...touched.matters].map((id) => matterLine(id, stored(live.matters, id))) }),
    ...(earlier.length === 0 ? {} : { earlier }),
    ...(original === null ? {} : { original }),
    ...(reading === null ? {} : { reading }),
    ...(approval === null ? {} : { approval }),
  }
}
