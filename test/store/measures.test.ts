/** Counting among very many things, by its indexes; and since when things are counted. */
import pg from 'pg'
import { picksOf } from '../../src/engine/measures.ts'
import { connectionConfig } from '../../src/store/database.ts'
import { MEASURED } from '../../src/store/measures.ts'
import { bringForward, migrate } from '../../src/store/migrate.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { createDatabase } from '../support/database.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()

it('reads a month of one force by the index, whatever else there is', async () => {
  await $.database.query(
    `insert into reassess.counted (case_id, what, name, force, at, code)
     select n, w, '', $1, timestamptz '2025-01-01 00:00:00+00' + n * interval '1 hour', 'late'
       from generate_series(1, 9000) n, unnest(array['attendance', 'breach', 'incident']) w`,
    [FORCE],
  )
  await $.database.query('vacuum analyze reassess.counted')
  const picks = picksOf('attendance-in-time')
  const bounds = ['2025-03-01T00:00:00Z', '2025-04-01T00:00:00Z']
  const values = [FORCE, ...(['part', 'what', 'code'] as const).map((field) => picks.map((pick) => pick[field]))]
  const plan = await $.database.query<{ 'QUERY PLAN': string }>(`explain (analyze, costs off, timing off) ${MEASURED}`, [
    ...[...values, ...bounds, true, bounds],
    ...[true, false, false, false, false, 10_001],
  ])
  const text = plan.map((line) => line['QUERY PLAN']).join('\n')
  expect(text).toContain('counted_of_period')
  expect(text).not.toContain('Seq Scan')
  const scans = [...text.matchAll(/Scan using counted_of_period.*rows=([\d.]+) loops=(\d+)/g)]
  const rows = scans.reduce((sum, [, each, loops]) => sum + Number(each) * Number(loops), 0)
  // The hours of March, each once, for how ever many parts.
  expect(rows).toBe(744)
})

it('counts from the beginning in a new record, and in an older one from when it was brought forward', async () => {
  expect(await $.store.countedSince()).toBeNull()
  const url = await createDatabase($.database.server)
  const client = new pg.Client(connectionConfig(url))
  await client.connect()
  await client.query('begin')
  await bringForward(client, 10)
  await client.query(
    `insert into reassess.cases (force, reference, version, head, machine_version, policy, snapshot, item, closed, demand_level,
                                 demand_levels, attention, states, sort_key)
     values ('kent', 'OLD-1', 1, '', 1, '', '{}', '{}', false, 0, '{}', '{}', '{}', '')`,
  )
  await client.query('commit')
  await client.end()
  await migrate(url)
  const store = await createStore({ connectionString: url })
  expect(Math.abs(Date.parse((await store.countedSince()) ?? '') - Date.now())).toBeLessThan(60_000)
  await store.close()
})

it('keeps a thing as it was last, and none of a change that was stale', async () => {
  const at = '2024-05-05T12:00:00.000Z'
  const row = {
    what: 'breach',
    name: 'B',
    at,
    priority: 'P2',
    area: null,
    risk: null,
    team: null,
    kind: null,
    minutes: null,
  } as const
  await $.store.commit([changeOf('S-1', 0, { counted: [{ ...row, code: 'open' }] })])
  await $.store.commit([changeOf('S-1', 1, { counted: [{ ...row, code: 'reassessed' }] })])
  expect((await $.store.commit([changeOf('S-1', 1, { counted: [{ ...row, code: 'open-late' }] })])).stale).toHaveLength(1)
  const bounds = ['2024-05-01T00:00:00.000Z', '2024-06-01T00:00:00.000Z']
  const asked = {
    picks: [{ part: '*', what: 'breach', code: null }],
    bounds,
    byMonth: true,
    by: ['priority'],
    isTimed: true,
    most: 9,
  } as const
  expect(await $.store.measured(FORCE, asked)).toEqual([
    expect.objectContaining({ part: 'reassessed', month: 0, priority: 'P2', count: 1 }),
  ])
})
