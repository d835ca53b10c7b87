/** The table of the registers as commits keep it, in memory; and nights that are kept on PostgreSQL as they go. */
import type { EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { MemoryStore } from '../../src/engine/memoryStore.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import { matterRow } from '../../src/engine/registers/rows.ts'
import type { RegisterRow } from '../../src/engine/registers/views.ts'
import { exampleOf } from '../rules/examples.ts'
import { instant, type Posted } from './happenings.ts'
import { arrivedEvent, policyWith, startNight } from './incident.ts'

/** A night of one incident whose rows are kept. */
export function listedNight(pinned = policyWith()) {
  const rows = new Map<string, RegisterRow>()
  const night = startNight(
    pinned,
    (store): CaseStore => ({
      ...store,
      commit: async (changes) => {
        for (const { matters, listed, unlisted } of changes) {
          for (const { kind, name } of unlisted) if (!rows.delete(`${kind} ${name}`)) throw new Error(`${kind} was not listed`)
          for (const row of [...matters.map(matterRow), ...listed]) rows.set(`${row.kind} ${row.name}`, row)
        }
        return store.commit(changes)
      },
    }),
  )
  return { night, rows }
}

/** An event as the fictional evening has it, but for what is said here. */
export function example(type: EventName, time: string, data: object = {}, role: Role = 'supervisor'): Posted {
  const at = instant(time)
  return { kind: 'event', type, at, recordedAt: at, role, data: exampleOf(type, data) }
}

/** Incidents of one force on one virtual clock, lived by the engine and kept on `store` as they go. */
export function startNights(store: Pick<CaseStore, 'commit'>, pinned = policyWith()) {
  const night = startNight(
    pinned,
    (memory: MemoryStore): CaseStore => ({
      ...memory,
      commit: async (changes) => {
        const { stale } = await store.commit(changes)
        if (stale.length > 0) throw new Error(`${stale[0]?.reference} was changed beside the night`)
        return memory.commit(changes)
      },
    }),
  )
  let posted = 0
  return {
    ...night,
    async post(reference: string, ...happened: readonly Posted[]) {
      for (const each of happened) {
        await night.go({ kind: 'clock', at: each.recordedAt })
        posted += 1
        const [outcome] = await night.engine.record([{ ...arrivedEvent(each, `${reference}-${posted}`), reference }])
        if (outcome?.status !== 'accepted') throw new Error(`${reference} ${each.type}: ${JSON.stringify(outcome)}`)
      }
    },
    passes: (time: string) => night.go({ kind: 'clock', at: instant(time) }),
  }
}
