import { setTimeout as pause } from 'node:timers/promises'
import type { CaseChange } from '../../src/engine/ports.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { randomFrom, shuffled } from '../support/chance.ts'
import { alertOf, changeOf, FORCE, timerOf } from '../support/changes.ts'
import { createDatabase } from '../support/database.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const key = (reference: string) => ({ force: FORCE, reference })

/** One line more for each of these cases, as whoever loads them now would commit it. */
async function judged(store: Store, references: readonly string[]): Promise<CaseChange[]> {
  const { cases } = await store.load(references.map(key), [])
  const versions = new Map(cases.map(({ reference, version }) => [reference, version]))
  return references.map((reference) => {
    const version = versions.get(reference) ?? 0
    const timersEnded = version === 0 ? [] : [`t${version}`]
    const timersSet = [timerOf(`t${version + 1}`, '2030-01-01T00:00:00.000Z')]
    return changeOf(reference, version, {
      timersSet,
      timersEnded,
      alerts: [alertOf(reference, `${reference}-a1`, { count: version + 1 })],
    })
  })
}

it('takes 8 committers over overlapping groups in any order, and stores nothing that did not pass', async () => {
  const random = randomFrom(20260301)
  const references = Array.from({ length: 12 }, (_, n) => `C${n}`)
  const landed = new Map<string, number>()
  const committer = async () => {
    const store = await createStore({ connectionString: $.database.url, maxConnections: 2 })
    for (let round = 0; round < 40; round++) {
      const group = await judged(store, shuffled(random, references).slice(0, 1 + Math.floor(random() * references.length)))
      const { stale, held = [] } = await store.commit(group)
      const lost = new Set([...stale, ...held].map(({ reference }) => reference))
      for (const { case: one } of group)
        if (!lost.has(one.reference)) landed.set(one.reference, (landed.get(one.reference) ?? 0) + 1)
    }
    await store.close()
  }
  await Promise.all(Array.from({ length: 8 }, committer))

  const rows = await $.database.query<Record<string, unknown>>(`
    select c.reference, c.version,
           (select array_agg(sequence order by sequence) from reassess.entries e where e.case_id = c.id) as sequences,
           (select count(*)::int from reassess.contents s where s.case_id = c.id) as contents,
           (select array_agg(id) from reassess.timers t where t.case_id = c.id) as timers,
           (select (item::json->>'count')::int from reassess.alerts a where a.case_id = c.id) as raised,
           (select array_agg(last_sequence order by id) from reassess.changes h where h.case_id = c.id) as changes
      from reassess.cases c`)
  const expected = references.map((reference) => {
    const version = landed.get(reference) ?? 0
    const dense = Array.from({ length: version }, (_, n) => n + 1)
    return { reference, version, sequences: dense, contents: version, timers: [`t${version}`], raised: version, changes: dense }
  })
  const byReference = (a: { reference?: unknown }, b: { reference?: unknown }) =>
    String(a.reference).localeCompare(String(b.reference))
  expect(rows.sort(byReference)).toEqual(expected.sort(byReference))
  expect(Math.max(...landed.values())).toBeGreaterThan(40)
  // Not even one that a retry hid.
  expect(await $.database.query('select deadlocks from pg_stat_database where datname = current_database()')).toEqual([
    { deadlocks: '0' },
  ])
})

it('loses nobody who resumes the stream, however committers interleave', async () => {
  const random = randomFrom(7)
  const connectionString = await createDatabase($.database.server)
  const processes = await Promise.all([1, 2, 3].map(() => createStore({ connectionString })))
  const [store] = processes as [Store, ...Store[]]
  let committing = true
  const sent: string[] = []
  const committers = Array.from({ length: 6 }, async (_, committer) => {
    for (let n = 0; n < 30; n++) {
      const references = [`S${committer}-${n}`, `S${committer}-${n}x`]
      await store.commit(
        references.map((reference) => changeOf(reference, 0, { alerts: [alertOf(reference, `${reference}-a`)] })),
      )
      sent.push(...references.flatMap((reference) => [`incident ${reference}`, `alert ${reference}`]))
      await pause(random() * 4)
    }
  })
  const reader = async () => {
    const received: string[] = []
    const ids: string[] = []
    let after: string | null = null
    for (let idle = 0; idle < 3; ) {
      const wasCommitting = committing
      const items = (await store.streamAfter(FORCE, after, 1 + Math.floor(random() * 9))) ?? []
      // Breaks off anywhere, also between the items of one change.
      const read = items.slice(0, 1 + Math.floor(random() * items.length))
      received.push(...read.map(({ event, data }) => `${event} ${data.incident}`))
      ids.push(...read.map(({ id }) => id))
      after = ids.at(-1) ?? null
      if (read.length === 0 && !wasCommitting) idle++
      if (read.length === 0) await pause(random() * 10)
    }
    return { received, ids }
  }
  const readers = [reader(), reader(), reader()]
  await Promise.all(committers)
  await store.numberChanges()
  committing = false
  for (const { received, ids } of await Promise.all(readers)) {
    expect([...received].sort()).toEqual([...sent].sort())
    expect(new Set(ids).size).toBe(ids.length)
  }
  await Promise.all(processes.map((one) => one.close()))
})
