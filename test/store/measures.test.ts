import { picksOf } from '../../src/engine/measures/measures.ts'
import { MEASURED } from '../../src/store/registers/measures.ts'
import { changeOf, FORCE } from '../support/changes.ts'
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

it('counts from the beginning of the record', async () => {
  expect(await $.store.countedSince()).toBeNull()
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
