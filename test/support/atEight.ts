/** Events of several incidents, recorded at once on an engine at 20:00. */
import type { ArrivedEvent, Engine, Outcome } from '../../src/engine/engine.ts'
import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import type { CaseChange, CaseStore } from '../../src/engine/ports.ts'
import type { CaseKey } from '../../src/engine/step/case.ts'
import { but, instant, type Posted } from './happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from './incident.ts'

/** Another incident, of other people. */
export const about = (reference: string, posted: Posted, id: string): ArrivedEvent => {
  const others = posted.type === 'incident.reported' ? { persons: [{ role: 'victim', personRef: `P-of-${reference}` }] } : {}
  return { ...arrivedEvent(but(posted, others), id), reference }
}
export const keyOf = (reference: string): CaseKey => ({ force: KEY.force, reference })

export const inWords = (outcome: Outcome | undefined): string =>
  outcome === undefined ? 'none' : outcome.status === 'refused' ? outcome.problem.code : outcome.status

/** An engine at 20:00, with what stands between it and its store. */
export function atEight(wrap?: (store: MemoryStore) => CaseStore): { engine: Engine; store: MemoryStore } {
  const { engine, store } = startNight(policyWith(), wrap)
  store.setNow(instant('20:00'))
  return { engine, store }
}

/** Before a commit that touches this incident, somebody else changes it: as many times as said. */
export const changedInBetween =
  (reference: string, times: number) =>
  (store: MemoryStore): CaseStore => ({
    ...store,
    async commit(changes) {
      const [mine] = changes.filter((change) => change.case.reference === reference)
      if (mine !== undefined && mine.expectedVersion > 0 && times > 0) {
        times -= 1
        await store.commit([byAnotherProcess(mine, times)])
      }
      return store.commit(changes)
    },
  })

/** The same change, landed first by another process under another event id. */
function byAnotherProcess(mine: CaseChange, number: number): CaseChange {
  const [entry] = mine.entries
  if (entry === undefined) throw new Error('a change has lines')
  const theirs = { ...entry, id: `theirs-${number}` }
  return { ...mine, entries: [theirs], case: { ...mine.case, version: mine.expectedVersion + 1 } }
}

/** Of the wait for a unit: the crime has a day longer. */
export const attendanceTimers = (store: MemoryStore) =>
  (store.caseOf(KEY)?.timers ?? []).filter(({ machine }) => machine === 'incident').map(({ id }) => ({ ...KEY, timer: id }))
