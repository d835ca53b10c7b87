/** What cannot be recorded fails by itself: the others of its group land, and their answers are theirs. */
import { randomUUID } from 'node:crypto'
import { exampleEvent } from '../../src/api/examples.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { ArrivedEvent } from '../../src/engine/engine.ts'
import { createMemoryStore } from '../../src/engine/memoryStore.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import { policyWith } from '../support/incident.ts'

class Unstorable extends Error {}

/** A record that never takes a change of `WK-2`. */
const given = () => {
  const store = createMemoryStore('2026-11-20T21:00:00.000Z')
  const picky: CaseStore = {
    ...store,
    commit: async (changes) => {
      if (changes.some((change) => change.case.reference === 'WK-2')) throw new Unstorable()
      return store.commit(changes)
    },
  }
  const failed: string[] = []
  const policy = policyWith()
  const salt = () => randomUUID().replaceAll('-', '').repeat(2)
  return {
    store,
    failed,
    engine: createEngine({
      store: picky,
      alarms: { ring: () => {} },
      policy,
      salt,
      failed: (_, { reference }) => failed.push(reference),
    }),
  }
}

const report = (reference: string): ArrivedEvent => ({
  force: 'warwickshire',
  reference,
  source: 'cad',
  id: reference,
  type: 'incident.reported',
  at: '2026-11-20T21:00:00.000Z',
  data: {
    ...(exampleEvent('incident.reported').data as ArrivedEvent<'incident.reported'>['data']),
    receivedAt: '2026-11-20T21:00:00.000Z',
    // Of other people each: who called before would be a line more.
    location: { address: '1 Fictional Row', area: 'urban' },
    persons: [],
  },
  actor: { key: 'k', role: 'supervisor' },
})

it('an event that the record refuses for itself fails alone, among those that arrived with it', async () => {
  const { store, engine } = given()
  const outcomes = await Promise.allSettled(['WK-1', 'WK-2', 'WK-3'].map((reference) => engine.record([report(reference)])))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(outcomes[1]).toMatchObject({ reason: expect.any(Unstorable) })
  const kept = ['WK-1', 'WK-2', 'WK-3'].map((reference) => store.caseOf({ force: 'warwickshire', reference })?.version ?? null)
  expect(kept).toEqual([1, null, 1])
})
