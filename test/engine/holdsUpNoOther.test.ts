/** What cannot be recorded fails by itself: the others of its group land, and their answers are theirs. */
import { randomUUID } from 'node:crypto'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { createEngine } from '../../src/engine/createEngine.ts'
import type { ArrivedEvent } from '../../src/engine/engine.ts'
import { createMemoryStore, type MemoryStore } from '../../src/engine/memoryStore.ts'
import { CaseHeld, type CaseStore } from '../../src/engine/ports.ts'
import { policyWith } from '../support/incident.ts'

class Unstorable extends Error {}

/** An engine, and how many changes each commit was tried with; `wrap` stands between the two. */
const given = (wrap: (store: MemoryStore) => Partial<CaseStore>) => {
  const store = createMemoryStore('2026-11-20T21:00:00.000Z')
  const tried: number[] = []
  const wrapped: CaseStore = { ...store, ...wrap(store) }
  const engine = createEngine({
    store: {
      ...wrapped,
      commit: (changes) => {
        tried.push(changes.length)
        return wrapped.commit(changes)
      },
    },
    alarms: { ring: () => {} },
    policy: policyWith(),
    salt: () => randomUUID().replaceAll('-', '').repeat(2),
    failed: () => {},
  })
  return { store, tried, engine }
}

/** A record that never takes a change of these. */
const refusing =
  (references: readonly string[], error: () => Error) =>
  ({ commit }: CaseStore): Partial<CaseStore> => ({
    commit: async (changes) => {
      if (changes.some((change) => references.includes(change.case.reference))) throw error()
      return commit(changes)
    },
  })

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
const statusesOf = (outcomes: readonly { readonly status: string }[]) => outcomes.map(({ status }) => status)

it('an event that the record refuses for itself fails alone, among those that arrived with it', async () => {
  const { store, engine } = given(refusing(['WK-2'], () => new Unstorable()))
  const outcomes = await Promise.allSettled(['WK-1', 'WK-2', 'WK-3'].map((reference) => engine.record([report(reference)])))
  expect(statusesOf(outcomes)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(outcomes[1]).toMatchObject({ reason: expect.any(Unstorable) })
  const kept = ['WK-1', 'WK-2', 'WK-3'].map((reference) => store.caseOf({ force: 'warwickshire', reference })?.version ?? null)
  expect(kept).toEqual([1, null, 1])
})

it('an incident of which a row is locked fails alone; where several are, the others are not tried one after the other', async () => {
  const incidents = Array.from({ length: 12 }, (_, n) => `WK-${n + 1}`)
  const locked = (references: readonly string[]) =>
    given(refusing(references, () => new CaseHeld({ unwaited: false, holder: null })))
  const one = locked(['WK-2'])
  const outcomes = await one.engine.recordEach(incidents.map(report))
  expect(statusesOf(outcomes)).toEqual(incidents.map((name) => (name === 'WK-2' ? 'failed' : 'accepted')))
  expect(outcomes[1]).toMatchObject({ error: expect.any(CaseHeld) })

  const all = locked(incidents)
  expect(new Set(statusesOf(await all.engine.recordEach(incidents.map(report))))).toEqual(new Set(['failed']))
  expect(all.tried).toEqual([incidents.length, 1, 1, 1, 1])
})

it('waits beside the group for an incident that another process is just committing, and judges it again', async () => {
  const waited: string[] = []
  const holders: (string | null)[] = [null, 'process 7']
  let isHeld = false
  const { engine } = given(({ commit }) => ({
    commit: async (changes) => {
      const held = changes.filter((change) => isHeld && change.case.reference === 'WK-2')
      const { stale } = await commit(changes.filter((change) => !held.includes(change)))
      return { stale, held: held.map((change) => change.case) }
    },
    awaitCase: async ({ reference }) => {
      waited.push(reference)
      const holder = holders.shift() ?? null
      isHeld = holder !== null
      return isHeld ? { holder } : null
    },
  }))
  const group = (id: string) => ['WK-1', 'WK-2', 'WK-3'].map((reference) => ({ ...noteOf(reference), id: `${reference}-${id}` }))
  await engine.recordEach(['WK-1', 'WK-2', 'WK-3'].map(report))
  isHeld = true
  expect(statusesOf(await engine.recordEach(group('first')))).toEqual(['accepted', 'accepted', 'accepted'])
  isHeld = true
  const outcomes = await engine.recordEach(group('second'))
  expect(statusesOf(outcomes)).toEqual(['accepted', 'failed', 'accepted'])
  expect(outcomes[1]).toMatchObject({ error: { code: 'record-unavailable', holder: 'process 7' } })
  expect(waited).toEqual(['WK-2', 'WK-2'])
})

const noteOf = (reference: string): ArrivedEvent => ({
  ...report(reference),
  type: 'log.noted',
  data: exampleEvent('log.noted').data as ArrivedEvent<'log.noted'>['data'],
})

it('a batch about a large incident is recorded in commits of bounded size', async () => {
  const moved: number[] = []
  const { engine } = given(({ commit }) => ({
    commit: async (changes) => {
      const lines = changes.flatMap(({ entries }) => entries)
      moved.push(
        lines.reduce((sum, { consequences }) => sum + consequences.timersSet.length + (consequences.matters ?? []).length, 0),
      )
      return commit(changes)
    },
  }))
  const of = (type: ArrivedEvent['type'], n: number, data: object = {}): ArrivedEvent => ({
    ...report('BIG'),
    id: `${type} ${n}`,
    type,
    data: { ...(exampleEvent(type).data as object), ...data } as ArrivedEvent['data'],
  })
  const crimes = Array.from({ length: 120 }, (_, n) => of('crime.recorded', n, { crimeRef: `C/${n}` }))
  await engine.record([report('BIG'), ...crimes])
  moved.length = 0
  const teams = Array.from({ length: 20 }, (_, n) => of('investigation.allocated', n, { team: `Team ${n}` }))
  expect(new Set(statusesOf(await engine.record(teams)))).toEqual(new Set(['accepted']))
  const whole = moved.reduce((sum, one) => sum + one, 0)
  const one = whole / teams.length
  // Each of them moves many things: a commit takes what fits and the event that goes beyond it.
  expect(one).toBeGreaterThan(100)
  expect(Math.max(...moved)).toBeLessThanOrEqual(1_000 + one)
})
