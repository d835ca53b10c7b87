/** Nights on which a second person decides by an act of their own. */

import type { Outcome } from '../../src/engine/engine.ts'
import { replay } from '../../src/engine/replay.ts'
import type { Happening } from './happenings.ts'
import { KEY, type Night, policyWith, startNight } from './incident.ts'

/** Nothing is drawn here, and nobody is asked to tell the victim of the delay: those have tests of their own. */
export const SIGNED_IN = {
  approvals: { secondPerson: 'signed-in', within: 'PT15M' },
  victimTold: undefined,
  reassessment: { doubtBelow: 0.7, sample: 0, sampleWithin: 'PT24H' },
}

export interface Lived extends Night {
  readonly outcomes: readonly (Outcome | null)[]
  readonly last: Outcome | null
}

/** Everything but the last must be taken; a replay of the record gives the same snapshot. */
export async function lived(
  happenings: readonly (Happening | readonly Happening[])[],
  changes: object = SIGNED_IN,
): Promise<Lived> {
  const pinned = policyWith(changes)
  const night = startNight(pinned)
  const outcomes: (Outcome | null)[] = []
  for (const happening of happenings.flat()) {
    const before = outcomes.at(-1)
    if (before?.status === 'refused') throw new Error(JSON.stringify(before.problem))
    outcomes.push(await night.go(happening))
  }
  const kept = night.store.caseOf(KEY)
  if (kept === null) throw new Error('nothing was reported')
  const { replayed, differences } = await replay(kept, night.store.readEntries(KEY, kept.version), pinned)
  expect({ replayed, differences }).toEqual({ replayed: true, differences: [] })
  return { ...night, outcomes, last: outcomes.at(-1) ?? null }
}
