/** The draw as PostgreSQL makes it: by the index, the same for a seed, and the scores batch by batch. */

import type { Scored } from '../../src/engine/measures/thriveSampling.ts'
import type { Entry } from '../../src/engine/step/case.ts'
import { DRAW } from '../../src/store/registers/thriveSampling.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const day = (number: number) => `2026-07-${String(number).padStart(2, '0')}T12:00:00.000Z`
const assessed = (recordedAt: string, at = recordedAt): Partial<Entry> => ({
  type: 'thrive.assessed',
  at,
  recordedAt,
  content: JSON.stringify({ assessor: { id: 'ch-1', role: 'call-handler' }, interimRisk: 'He may come back.' }),
})
const scored = (thrive: number, scorer: string, recordedAt: string): Partial<Entry> => ({
  type: 'thrive.scored',
  recordedAt,
  content: JSON.stringify({ adequate: true, scorer: { id: scorer, role: 'sergeant' }, thrive }),
})
const JULY = { from: '2026-07-01T00:00:00.000Z', to: '2026-08-01T00:00:00.000Z' }
const drawn = async (seed: string, size = 5, store = $.store) =>
  (await store.thriveSample(FORCE, { ...JULY, seed, size })).items.map(({ incident }) => incident)

beforeAll(async () => {
  await $.store.commit(Array.from({ length: 30 }, (_, n) => changeOf(`T${n}`, 0, { entries: [{}, assessed(day(n + 1))] })))
  await $.store.commit([
    // Entered on paper in June and recorded in July, and the other way round at the end of it.
    changeOf('LATE', 0, { entries: [assessed('2026-07-01T00:00:00.000Z', '2026-06-30T22:00:00.000Z')] }),
    changeOf('AUGUST', 0, { entries: [assessed('2026-08-01T00:00:00.000Z', '2026-07-31T23:00:00.000Z')] }),
    changeOf('KENT', 0, { force: 'kent', entries: [assessed(day(3))] }),
    changeOf('NOTE', 0, { entries: [{ recordedAt: day(3) }] }),
  ])
})

it('draws the same for one seed, another sample for another, and a smaller one is the beginning of a larger', async () => {
  const first = await drawn('november')
  expect(new Set(first).size).toBe(5)
  expect(await drawn('november')).toEqual(first)
  expect((await drawn('november', 20)).slice(0, 5)).toEqual(first)
  const seeds = await Promise.all(Array.from({ length: 10 }, (_, n) => drawn(`seed-${n}`)))
  expect(new Set(seeds.map((sample) => sample.join())).size).toBe(10)
})

it('draws from what was recorded in the period, whenever it happened, and from nothing else', async () => {
  const { recorded, items } = await $.store.thriveSample(FORCE, { ...JULY, seed: 'all', size: 100 })
  expect(recorded).toBe(31)
  expect(items.map(({ incident }) => incident).sort()).toEqual([...Array.from({ length: 30 }, (_, n) => `T${n}`), 'LATE'].sort())
  expect(items.find(({ incident }) => incident === 'T4')).toMatchObject({
    sequence: 2,
    recordedAt: day(5),
    assessment: { interimRisk: 'He may come back.' },
  })
})

it('stays as it is when more is recorded after the period, and when one text is destroyed', async () => {
  const before = await drawn('x')
  await $.store.commit([changeOf('AFTER', 0, { entries: [assessed('2026-08-02T00:00:00.000Z')] })])
  await $.database.query('delete from reassess.contents s using reassess.cases c where s.case_id = c.id and c.reference = $1', [
    before[1],
  ])
  const { items } = await $.store.thriveSample(FORCE, { ...JULY, seed: 'x', size: 5 })
  expect(items.map(({ incident }) => incident)).toEqual(before)
  expect(items.map(({ assessment }) => assessment === null)).toEqual([false, true, false, false, false])
})

it('is planned by the index alone where the planner is free to read the whole table', async () => {
  const { database } = $
  await database.query(`insert into reassess.entries (case_id, sequence, force, type, at, recorded_at, canonical, hash, commitment, consequences)
    select 1000 + n, k, '${FORCE}', case when k = 2 then 'thrive.assessed' else 'log.noted' end, now(), '2026-03-01'::timestamptz + n * interval '1 minute',
           repeat('x', 400), encode(sha256((n * 10 + k)::text::bytea), 'hex'), '', '' from generate_series(1, 5000) n, generate_series(1, 4) k`)
  await database.query('vacuum analyze reassess.entries')
  const plan = await database.query<{ 'QUERY PLAN': string }>(`explain ${DRAW}`, [
    FORCE,
    '2026-03-01T00:00:00.000Z',
    '2026-04-01T00:00:00.000Z',
    'november',
    20,
  ])
  const said = plan.map((line) => line['QUERY PLAN']).join('\n')
  expect(said).toMatch(/Index Only Scan using entries_thrives on entries/)
  expect(said).not.toMatch(/Seq Scan on entries/)
})

it('reads the scores of a period in order, each with whether it is the first of its THRIVE', async () => {
  const store = await $.fresh()
  await store.commit([
    changeOf('A', 0, { entries: [{}, assessed(day(1)), assessed(day(2))] }),
    changeOf('B', 0, { entries: [{}, assessed('2026-06-30T23:59:59.999Z'), assessed(day(1))] }),
  ])
  await store.commit([
    changeOf('A', 3, {
      entries: [
        scored(2, 'sup-1', day(3)),
        scored(3, 'sup-1', '2026-09-01T00:00:00.000Z'),
        scored(2, 'sup-2', '2026-09-01T00:00:00.000Z'),
      ],
    }),
    changeOf('B', 3, { entries: [scored(2, 'sup-1', day(4)), scored(3, 'sup-1', day(4))] }),
  ])
  const all: Scored[] = []
  for await (const one of store.thriveScores(FORCE, JULY)) all.push(one)
  expect(all.map(({ incident, sequence, score, first }) => [incident, sequence, score.scorer.id, first])).toEqual([
    ['A', 2, 'sup-1', true],
    ['B', 3, 'sup-1', true],
    ['A', 3, 'sup-1', true],
    ['A', 2, 'sup-2', false],
  ])
  expect(await store.thrivesRecorded(FORCE, JULY)).toBe(3)
})

it('goes on behind the last score of a batch, many of them in one millisecond', async () => {
  const store = await $.fresh()
  const many = Array.from({ length: 450 }, (_, n) =>
    changeOf(`M${n}`, 0, { entries: [assessed(day(1)), scored(1, 'sup-1', day(2))] }),
  )
  await store.commit(many)
  const found = new Set<string>()
  for await (const { incident } of store.thriveScores(FORCE, JULY)) found.add(incident)
  expect(found.size).toBe(450)
})
