/** A night whose commits are counted as the table of counted things keeps them. */
import type { Counted } from '../../src/engine/measures/counted.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import { type Night, policyWith, startNight } from './incident.ts'

export interface CountingNight {
  readonly night: Night
  /** By what it is and its name. */
  readonly rows: ReadonlyMap<string, Counted>
  /** From here on each load finds a snapshot that is of no use: the case is replayed from its lines. */
  damageSnapshots(): void
}

export function countingNight(pinned = policyWith()): CountingNight {
  const rows = new Map<string, Counted>()
  let damaged = false
  const night = startNight(
    pinned,
    (store): CaseStore => ({
      ...store,
      load: async (...asked) => {
        const loaded = await store.load(...asked)
        if (!damaged) return loaded
        return { ...loaded, cases: loaded.cases.map((kept) => ({ ...kept, incident: { value: 'nowhere', context: {} } })) }
      },
      commit: async (changes) => {
        for (const { counted } of changes) {
          const names = counted.map(({ what, name }) => `${what} ${name}`)
          if (new Set(names).size < names.length) throw new Error(`counted twice in one change: ${names}`)
          for (const row of counted) rows.set(`${row.what} ${row.name}`, row)
        }
        return store.commit(changes)
      },
    }),
  )
  return {
    night,
    rows,
    damageSnapshots: () => {
      damaged = true
    },
  }
}

/** `breach reassessed`, one for each thing, in order. */
export const inWords = (rows: ReadonlyMap<string, Counted>, ...whats: readonly string[]): string[] =>
  [...rows.values()]
    .filter(({ what }) => whats.length === 0 || whats.includes(what))
    .map(({ what, code, kind }) => [what, kind, code].filter(Boolean).join(' '))
    .sort()
