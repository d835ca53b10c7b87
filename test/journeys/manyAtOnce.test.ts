/** Everybody posts about the same incident, and two engines write one database: everything lands, in one order, and a late event holds up no other. */

import { createEngine } from '../../src/engine/createEngine.ts'
import type { ArrivedEvent } from '../../src/engine/engine.ts'
import type { CaseStore } from '../../src/engine/ports.ts'
import type { CaseKey } from '../../src/engine/step/case.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { event } from '../support/client.ts'
import { FORCE } from '../support/server.ts'
import { useStore } from '../support/store.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { SECONDS } from './policy.ts'
import { useServer } from './served.ts'

describe('200 events of one incident at once, over HTTP', () => {
  const $ = useServer(SECONDS)

  it('all land, each with a sequence of its own and none left out', async () => {
    await $.server.post('control-room', event('incident.reported', 'WK-1'))
    const notes = Array.from({ length: 200 }, () => event('log.noted', 'WK-1'))
    const answers = await Promise.all(notes.map((note) => $.server.post('control-room', note)))
    expect(answers.filter(({ code }) => code !== 201)).toEqual([])
    const sequences = answers.map(({ body }) => body.sequence ?? 0).sort((a, b) => a - b)
    expect(sequences).toEqual(Array.from({ length: 200 }, (_, index) => index + 2))
    expect((await $.server.incident('WK-1')).version).toBe(201)
  })

  it('are taken once, however many senders have the same event', async () => {
    const note = event('log.noted', 'WK-1')
    const answers = await Promise.all(Array.from({ length: 20 }, () => $.server.post('control-room', note)))
    expect(answers.map(({ code }) => code).sort()).toEqual([...Array(19).fill(200), 201])
    expect(new Set(answers.map(({ body }) => body.sequence))).toEqual(new Set([202]))
    expect(await oneCauseOneAlert($.server)).toBe(1)
    expect(await $.server.stop()).toBe(0)
    await verifies($.place)
  })
})

describe('two engines on one database', () => {
  const { fresh } = useStore()
  const read = readPolicy(SECONDS)
  if (!read.ok) throw new Error('the policy of the journeys is not valid')
  const { policy, hash } = read

  const engineOn = (store: CaseStore) =>
    createEngine({
      store,
      alarms: { ring: () => {} },
      policy: { policy, hash },
      salt: () => '0'.repeat(64),
      failed: (error) => {
        throw error
      },
    })
  const arrived = (name: 'incident.reported' | 'log.noted', reference: string): ArrivedEvent => {
    const posted = event(name, reference)
    const { id, source, time, data } = posted as { id: string; source: string; time: string; data: ArrivedEvent['data'] }
    return { force: FORCE, reference, source, id, type: name, at: time, data, actor: { key: 'k', role: 'supervisor' } }
  }

  it('judge again, alone, the one stale case of a group of 64; the other 63 are committed at the first try', async () => {
    const store = await fresh()
    const references = Array.from({ length: 64 }, (_, index) => `WK-${index + 1}`)
    const other = engineOn(store)
    await other.record(references.map((reference) => arrived('incident.reported', reference)))

    // Between this engine's load and its commit, the other one changes a single case.
    const commits: { cases: number; stale: readonly CaseKey[] }[] = []
    const racing: CaseStore = {
      ...store,
      async commit(changes) {
        if (commits.length === 0) await other.record([arrived('log.noted', 'WK-33')])
        const { stale } = await store.commit(changes)
        commits.push({ cases: changes.length, stale })
        return { stale }
      },
    }
    const outcomes = await engineOn(racing).record(references.map((reference) => arrived('log.noted', reference)))
    expect(commits).toEqual([
      { cases: 64, stale: [{ force: FORCE, reference: 'WK-33' }] },
      { cases: 1, stale: [] },
    ])
    expect(outcomes.map((outcome) => outcome.status === 'accepted' && outcome.sequence)).toEqual(
      references.map((reference) => (reference === 'WK-33' ? 3 : 2)),
    )
  })

  it('take everything that both are given at once about the same few incidents, in one order', async () => {
    const store = await fresh()
    const engines = [engineOn(store), engineOn(store)]
    const references = ['WK-A', 'WK-B', 'WK-C']
    await engines[0]?.record(references.map((reference) => arrived('incident.reported', reference)))
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        engines[index % 2]?.record([arrived('log.noted', references[index % 3] ?? '')]).then(([outcome]) => outcome),
      ),
    )
    expect(outcomes.filter((outcome) => outcome?.status !== 'accepted')).toEqual([])
    for (const reference of references) {
      expect((await store.caseOf({ force: FORCE, reference }))?.version).toBe(101)
      const lines = await store.timeline({ force: FORCE, reference }, { limit: 500 })
      expect(lines.items.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 101 }, (_, index) => index + 1))
    }
  })
})
