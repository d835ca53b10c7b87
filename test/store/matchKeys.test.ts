/** What people are recognised by, as PostgreSQL keeps it: hashes under a key, found by their index, bounded. */
import pg from 'pg'
import type { MatchKey, Sought } from '../../machines/rules/report/matchKeys.ts'
import { MOST_EARLIER } from '../../machines/rules/report/repeatCallers.ts'
import { SERVING_SETTINGS } from '../../src/store/connection/sessionSettings.ts'
import { FOUND, LOAD } from '../../src/store/load.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const PHONE: MatchKey = { kind: 'phone', value: '07700900007' }
const ADDRESS: MatchKey = { kind: 'address', value: '7 FICTIONAL ROW CV991ZZ' }
const PERSON: MatchKey = { kind: 'person', value: 'P-7-SECRET' }
const at = (month: number) => `2026-${String(month).padStart(2, '0')}-01T20:00:00.000Z`
const reported = (reference: string, month: number, matchKeys: readonly MatchKey[], force = FORCE) => {
  const change = changeOf(reference, 0, { matchKeys, force })
  return { ...change, item: { ...change.item, reportedAt: at(month) } }
}
const asItIs = (matchKeys: readonly MatchKey[]): readonly Sought[] => matchKeys.map((key) => ({ key, by: key.kind }))
const found = async (matchKeys: readonly MatchKey[], store = $.store, force = FORCE) =>
  (await store.load([], [], [{ force, sought: asItIs(matchKeys) }])).found[0]
    ?.map(({ incident, by }) => `${incident} ${by.join(' ')}`)
    .sort()

it('finds who shares a match key, each incident once with all of them, in the same force, in every process', async () => {
  await $.store.commit([reported('S1', 1, [PHONE, ADDRESS]), reported('S2', 2, [PHONE]), reported('S3', 3, [PERSON])])
  await $.store.commit([reported('K1', 3, [PHONE], 'kent')])
  expect(await found([PHONE, ADDRESS])).toEqual(['S1 phone address', 'S2 phone'])
  expect(await found([{ kind: 'suspect', value: PERSON.value }])).toEqual([])
  const reversed = [{ key: PERSON, by: 'role-reversed' as const }]
  expect((await $.store.load([], [], [{ force: FORCE, sought: reversed }])).found[0]).toMatchObject([
    { incident: 'S3', by: ['role-reversed'] },
  ])
  const another = await createStore({ connectionString: $.database.url })
  expect(await found([PHONE], another)).toEqual(['S1 phone', 'S2 phone'])
  expect(await found([PHONE], another, 'kent')).toEqual(['K1 phone'])
  await another.close()
  const { found: lists } = await $.store.load(
    [],
    [],
    [
      { force: FORCE, sought: asItIs([PERSON]) },
      { force: FORCE, sought: asItIs([{ kind: 'uprn', value: '1' }]) },
      { force: FORCE, sought: asItIs([PHONE]) },
    ],
  )
  expect(lists.map((list) => list.length)).toEqual([1, 0, 2])
})

it('tells how an incident stands now, and what another line of it adds', async () => {
  await $.store.commit([reported('N1', 4, [])])
  expect(await found([{ kind: 'phone', value: '1234567' }])).toEqual([])
  const later = changeOf('N1', 1, { matchKeys: [{ kind: 'phone', value: '1234567' }] })
  const item = {
    ...later.item,
    reportedAt: at(4),
    priority: 'P1',
    risk: { ...later.item.risk, grade: 'high', flags: ['weapons'] },
  }
  await $.store.commit([{ ...later, item }])
  const { found: lists } = await $.store.load([], [], [{ force: FORCE, sought: asItIs([{ kind: 'phone', value: '1234567' }]) }])
  expect(lists[0]).toEqual([
    { incident: 'N1', reportedAt: at(4), by: ['phone'], priority: 'P1', risk: 'high', flags: ['weapons'], closed: false },
  ])
})

it('takes the same match key again, also twice in one change', async () => {
  await $.store.commit([reported('A1', 1, [PERSON, PERSON])])
  const again = changeOf('A1', 1, { matchKeys: [PERSON, PERSON, { kind: 'uprn', value: '77' }] })
  expect(await $.store.commit([{ ...again, item: { ...again.item, reportedAt: at(1) } }])).toEqual({ stale: [] })
  expect(await found([{ kind: 'uprn', value: '77' }])).toEqual(['A1 uprn'])
})

it('keeps of a stale change no match key', async () => {
  await $.store.commit([reported('X1', 1, [])])
  expect(await $.store.commit([reported('X1', 1, [{ kind: 'person', value: 'P-STALE' }])])).toMatchObject({ stale: [{}] })
  expect(await found([{ kind: 'person', value: 'P-STALE' }])).toEqual([])
})

it('keeps no telephone number, no address and no name of anybody beside the contents', async () => {
  const rows = await $.database.query<{ row: string }>('select row_to_json(c)::text as row from reassess.clues c')
  expect(rows.length).toBeGreaterThan(4)
  const kept = rows.map(({ row }) => row).join()
  for (const said of ['07700', '900007', 'FICTIONAL', 'CV99', 'SECRET', 'phone', 'person']) expect(kept).not.toContain(said)
  // Nor does a plain hash of it: whoever has the rows alone cannot try all numbers.
  const [hashed] = await $.database.query<{ same: number }>(
    "select count(*)::integer as same from reassess.clues where key = sha256(convert_to('07700900007', 'utf8'))",
  )
  expect(hashed?.same).toBe(0)
})

it('finds by the index among 10,000, however many share a match key, and never more than it has to', async () => {
  const store = await $.fresh()
  const crowd: MatchKey = { kind: 'phone', value: '01632960000' }
  for (let group = 0; group < 20; group++)
    await store.commit(
      Array.from({ length: 500 }, (_, n) =>
        reported(`C${group}-${n}`, (n % 9) + 1, [crowd, { kind: 'person', value: `P-${group}-${n}` }]),
      ),
    )
  const { found: lists } = await store.load(
    [],
    [],
    [{ force: FORCE, sought: asItIs([crowd, { kind: 'person', value: 'P-3-0' }]) }],
  )
  expect(lists[0]?.length).toBe(MOST_EARLIER + 1)
  // The one call of the same person is the oldest of all, and is found beside the newest of a telephone that rings every day.
  const [own, ...others] = (lists[0] ?? []).toSorted((a, b) => (a.reportedAt < b.reportedAt ? -1 : 1))
  expect(own).toMatchObject({ incident: 'C3-0', by: ['person'], reportedAt: at(1) })
  expect(new Set(others.map(({ reportedAt }) => reportedAt))).toEqual(new Set([at(9)]))
})

it('is planned by the index where the planner is free to read the whole table', async () => {
  const client = $.database
  await client.query(`insert into reassess.clues (force, key, at, case_id)
    select 'warwickshire', sha256(n::text::bytea), now() - n * interval '1 minute', n from generate_series(1, 10000) n`)
  await client.query('analyze reassess.clues')
  const text = FOUND.replaceAll(/\$(\d)/g, (_, place: string) => `$${Number(place) - 5}`)
  const key = Buffer.alloc(32, 7).toString('hex')
  const plan = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [
    [0, 0],
    [FORCE, FORCE],
    ['phone', 'uprn'],
    [key, key],
  ])
  const said = plan.map((line) => line['QUERY PLAN']).join('\n')
  expect(said).toMatch(/Index Only Scan Backward using clues_pkey on clues/)
  expect(said).not.toMatch(/Seq Scan on clues/)
})

it('is planned once a session, whatever a group asks for', async () => {
  const client = new pg.Client($.database.url)
  await client.connect()
  try {
    await client.query(SERVING_SETTINGS)
    const types = ['text[]', 'text[]', 'text[]', 'text[]', 'text[]', 'integer[]', 'text[]', 'text[]', 'text[]']
    await client.query(`prepare asked (${types.join(', ')}) as ${LOAD.text}`)
    const ask = () => client.query(`execute asked(array['${FORCE}'], array['S1'], '{}', '{}', '{}', '{}', '{}', '{}', '{}')`)
    const made = async () =>
      (await client.query("select custom_plans::integer as plans from pg_prepared_statements where name = 'asked'")).rows[0]
    // PostgreSQL makes five plans before it decides that they are all alike.
    for (let group = 0; group < 5; group++) await ask()
    expect(await made()).toEqual({ plans: 5 })
    for (let group = 0; group < 5; group++) await ask()
    expect(await made()).toEqual({ plans: 5 })
  } finally {
    await client.end()
  }
})
