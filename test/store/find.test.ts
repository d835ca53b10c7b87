/** Finding incidents, as PostgreSQL does and as the record in memory does; and what a look-up costs where a surname is common. */

import fc from 'fast-check'
import pg from 'pg'
import { type FindField, type FindKey, soughtIncidents } from '../../machines/rules/report/findKeys.ts'
import { addTo } from '../../src/engine/addTo.ts'
import { createMemoryStore } from '../../src/engine/memoryStore.ts'
import type { CaseChange } from '../../src/engine/ports.ts'
import type { Finding, Reads } from '../../src/engine/reads.ts'
import { connectionConfig } from '../../src/store/connection/database.ts'
import { SERVING_SETTINGS } from '../../src/store/connection/sessionSettings.ts'
import { MOST_LOOKED_AT, walkOf } from '../../src/store/lists/found.ts'
import { type ChangeParts, changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
type Finder = Pick<Reads, 'findIncidents'>

const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T20:00:00.000Z`
const keysOf = (said: { readonly [Field in FindField]?: string }): readonly FindKey[] => soughtIncidents(said).keys
const reported = (reference: string, day: number, findKeys: readonly FindKey[], parts: ChangeParts = {}): CaseChange => {
  const change = changeOf(reference, 0, { findKeys, ...parts })
  return { ...change, item: { ...change.item, reportedAt: at(day) } }
}
const finding = (
  said: { readonly [Field in FindField]?: string },
  openOnly = false,
  hidden: readonly string[] = [],
): Finding => ({
  ...{ keys: keysOf(said), reference: said.reference ?? null, openOnly, hidden },
})
/** All pages, with so many on each. */
async function walk(store: Finder, asked: Finding, limit = 500, force = FORCE): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await store.findIncidents(force, asked, { limit, cursor })
    expect(items.length).toBeLessThanOrEqual(limit)
    found.push(...items.map(({ incident }) => incident))
    if (next === null) return found
    cursor = next
  }
}

it('finds by all that is asked, the newest report first, in the same force, and the exact reference alone', async () => {
  const [smith, jane, cv99] = [keysOf({ name: 'Smith' }), keysOf({ name: 'Jane Smith' }), keysOf({ postcode: 'CV99 1ZZ' })]
  const A = keysOf({ reference: 'A-1-1' })
  await $.store.commit([
    reported('A-1-1', 2, [...A, ...smith, ...jane]),
    reported('A1/1', 3, [...A, ...smith, ...cv99]),
    reported('A-3', 1, [...smith, ...cv99], { columns: { closed: true } }),
    reported('A-4', 4, cv99),
  ])
  await $.store.commit([reported('K-1', 5, smith, { force: 'kent' })])
  expect(await walk($.store, finding({ name: 'smith' }))).toEqual(['A1/1', 'A-1-1', 'A-3'])
  expect(await walk($.store, finding({ name: 'smith' }), 1)).toEqual(['A1/1', 'A-1-1', 'A-3'])
  expect(await walk($.store, finding({ name: 'smith' }, true))).toEqual(['A1/1', 'A-1-1'])
  expect(await walk($.store, finding({ name: 'smith', postcode: 'cv991zz' }))).toEqual(['A1/1', 'A-3'])
  expect(await walk($.store, finding({ name: 'smith, jane', postcode: 'cv991zz' }))).toEqual([])
  expect(await walk($.store, finding({ name: 'smith' }), 50, 'kent')).toEqual(['K-1'])
  // Two references that differ in their separators only.
  expect(await walk($.store, finding({ reference: 'a11' }))).toEqual(['A1/1', 'A-1-1'])
  expect(await walk($.store, finding({ reference: 'A-1-1' }))).toEqual(['A-1-1'])
  expect(await walk($.store, finding({ reference: 'A1/1', name: 'smith' }))).toEqual(['A1/1'])
  expect(await walk($.store, finding({ reference: 'A1/1', name: 'jane smith' }))).toEqual(['A-1-1'])
  // Hidden: what else is asked of it makes no difference.
  const hidden = (said: Parameters<typeof finding>[0]) => walk($.store, finding(said, false, ['A-1-1']))
  for (const name of ['smith', 'somebody else']) expect(await hidden({ reference: 'A-1-1', name })).toEqual(['A-1-1'])
  for (const postcode of ['CV99 1ZZ', 'CV98 1ZZ'])
    expect([postcode, await hidden({ name: 'jane smith', postcode })]).toEqual([
      postcode,
      postcode === 'CV98 1ZZ' ? [] : ['A-1-1'],
    ])
  expect(await walk($.store, finding({ reference: 'A-9' }))).toEqual([])
  // A text that the record cannot keep finds nothing.
  expect(await walk($.store, { ...finding({ reference: 'A-1-1' }), reference: 'A\u0000' })).toEqual([])
})

it('finds what was corrected under the old word and the new', async () => {
  await $.store.commit([reported('C-1', 1, keysOf({ name: 'Jon Brown' }))])
  const later = changeOf('C-1', 1, { findKeys: keysOf({ name: 'John Brown' }) })
  await $.store.commit([{ ...later, item: { ...later.item, reportedAt: at(1) } }])
  // The same words again, twice in one change.
  const again = changeOf('C-1', 2, {
    findKeys: [...keysOf({ name: 'John Brown' }), ...keysOf({ name: 'Brown, John' }), ...keysOf({ name: 'Jo' })],
  })
  expect(await $.store.commit([{ ...again, item: { ...again.item, reportedAt: at(1) } }])).toEqual({ stale: [] })
  for (const name of ['jon brown', 'john brown', 'jo']) expect(await walk($.store, finding({ name }))).toEqual(['C-1'])
})

it('gives a cursor that belongs to one question', async () => {
  const { next } = await $.store.findIncidents(FORCE, finding({ name: 'smith' }), { limit: 1 })
  const other = (asked: Finding, force = FORCE) => $.store.findIncidents(force, asked, { limit: 1, cursor: next ?? '' })
  expect((await other(finding({ name: 'smith' }))).items).toHaveLength(1)
  for (const asked of [finding({ name: 'brown' }), finding({ name: 'smith' }, true)])
    await expect(other(asked)).rejects.toMatchObject({ code: 'invalid-cursor' })
  await expect(other(finding({ name: 'smith' }), 'kent')).rejects.toMatchObject({ code: 'invalid-cursor' })
})

it('keeps no word of it and is asked for no repeat caller', async () => {
  const rows = await $.database.query<{ row: string }>('select row_to_json(f)::text as row from reassess.found_by f')
  expect(rows.length).toBeGreaterThan(4)
  const kept = rows.map(({ row }) => row.toLowerCase()).join()
  for (const said of ['smith', 'brown', 'cv99', 'name']) expect(kept).not.toContain(said)
  const [plainly] = await $.database.query<{ same: number }>(
    "select count(*)::integer as same from reassess.found_by where key = substr(sha256(convert_to('smith', 'utf8')), 1, 16)",
  )
  expect(plainly?.same).toBe(0)
  expect(await $.database.query('select from reassess.clues')).toEqual([])
  // The same value as a match key has another hash.
  await $.store.commit([
    changeOf('M-1', 0, { findKeys: keysOf({ phone: '07700900001' }), matchKeys: [{ kind: 'phone', value: '07700900001' }] }),
  ])
  const [both] = await $.database.query<{ both: number }>(
    'select count(*)::integer as both from reassess.found_by f join reassess.clues c on substr(c.key, 1, 16) = f.key',
  )
  expect(both?.both).toBe(0)
})

it('is found as in memory, whatever is on record and whatever is asked', async () => {
  const said = fc.record(
    {
      name: fc.constantFrom('Jane Smith', 'Smith', 'Jones', "O'Neill", 'smith-jones jane'),
      postcode: fc.constantFrom('CV99 1ZZ', 'CV98 1ZZ'),
      address: fc.constantFrom('1 Fictional Row', '11 Fictional Rd', 'Fictional'),
      phone: fc.constantFrom('07700900001', '07700900002'),
    },
    { requiredKeys: ['name'] },
  )
  const incident = fc.record({
    said: fc.array(said, { minLength: 1, maxLength: 2 }),
    day: fc.integer({ min: 1, max: 3 }),
    closed: fc.boolean(),
  })
  let round = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(incident, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(said, fc.boolean(), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 5 }),
      async (incidents, questions) => {
        const force = `force-${round++}`
        const memory = createMemoryStore(at(1))
        for (const [n, { said, day, closed }] of incidents.entries()) {
          const reference = `R-${n}`
          const findKeys = [...keysOf({ reference }), ...said.flatMap((one) => keysOf(one))]
          const change = reported(reference, day, findKeys, { force, columns: { closed } })
          await memory.commit([change])
          await $.store.commit([change])
        }
        for (const [question, openOnly, limit] of questions) {
          const asked = finding(question, openOnly)
          expect(await walk($.store, asked, limit, force)).toEqual(await walk(memory, asked, limit, force))
        }
        const exactly = finding({ reference: 'R-0' })
        expect(await walk($.store, exactly, 1, force)).toEqual(await walk(memory, exactly, 1, force))
      },
    ),
    { numRuns: 25 },
  )
})

describe('where a surname is common', () => {
  /** One of ten is a Smith; the Joneses are as many and never the same; nine of ten are closed. */
  const SIZES = [10_000, 60_000]
  const BIG = 'metropolis'
  const hashes = new Map<string, string>()
  let client: pg.Client

  beforeAll(async () => {
    const store = $.store
    for (const [name, value] of [
      ['smith', 'Smith'],
      ['jones', 'Jones'],
      ['rare', 'Zebedee'],
    ] as const) {
      await store.commit([changeOf(`KEY-${name}`, 0, { force: BIG, findKeys: keysOf({ name: value }) })])
      const [row] = await $.database.query<{ key: string }>(
        `select encode(f.key, 'hex') as key from reassess.found_by f join reassess.cases c on c.id = f.case_id where c.reference = 'KEY-${name}'`,
      )
      hashes.set(name, row?.key ?? '')
    }
    client = new pg.Client(connectionConfig($.database.url))
    await client.connect()
    await client.query(SERVING_SETTINGS)
  })
  afterAll(() => client.end())

  async function grow(from: number, to: number): Promise<void> {
    await client.query(
      `with made as (
         insert into reassess.cases (force, reference, version, head, machine_version, policy, snapshot, item, priority, closed, demand_level, demand_levels, attention, states, sort_key)
         select '${BIG}', 'MANY-' || n, 1, '', 1, '', '{}', c.item, priority, n % 10 <> 3, 0, '{}', '{none}', '{}', 'x' || n
           from reassess.cases c cross join generate_series($1::integer, $2::integer) n where c.reference = 'KEY-rare'
         returning id, replace(reference, 'MANY-', '')::integer as n)
       insert into reassess.found_by (force, key, at, case_id)
       select '${BIG}', k.key, timestamptz '2026-06-01' + n * interval '1 minute', id
         from made cross join lateral (
           select decode($3, 'hex') as key where n % 10 = 1 union all
           select decode($4, 'hex') where n % 10 = 2 union all
           select decode(md5(n::text), 'hex') union all
           select decode(md5('street ' || n % 50), 'hex')) k`,
      [from, to, hashes.get('smith'), hashes.get('jones')],
    )
    await client.query('analyze reassess.cases, reassess.found_by')
  }
  async function pagesRead(keys: readonly string[], openOnly: boolean): Promise<number> {
    const [first = '', ...others] = keys.map((name) => hashes.get(name) ?? '')
    const values = [BIG, first, 'infinity', Number.MAX_SAFE_INTEGER, others, 51, []]
    const plan = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `explain (analyze, buffers, timing off, format json) ${walkOf(openOnly)}`,
      values,
    )
    const { Plan } = (plan.rows[0] as { 'QUERY PLAN': [{ Plan: Record<string, number> }] })['QUERY PLAN'][0]
    return Number(Plan['Shared Hit Blocks']) + Number(Plan['Shared Read Blocks'])
  }

  it('a page costs what it looks at, however many there are', async () => {
    const read = new Map<string, number[]>()
    for (const [nth, size] of SIZES.entries()) {
      await grow((SIZES[nth - 1] ?? 0) + 1, size)
      for (const [name, keys, openOnly] of [
        ['all', ['smith'], false],
        ['open ones where all are closed', ['smith'], true],
        ['two names that nobody has', ['smith', 'jones'], false],
        ['a rare name', ['rare', 'smith'], true],
      ] as const)
        addTo(read, name, await pagesRead(keys, openOnly))
    }
    /** A row and its place in the index each, and the way down to them. */
    const [eachShown, eachLookedAt] = [8 * 51, 6 * MOST_LOOKED_AT]
    for (const few of read.get('all') ?? []) expect(few).toBeLessThan(eachShown)
    for (const name of ['open ones where all are closed', 'two names that nobody has'])
      for (const some of read.get(name) ?? []) expect(some).toBeLessThan(eachLookedAt)
    for (const few of read.get('a rare name') ?? []) expect(few).toBeLessThan(20)
    for (const [small = 0, large = 0] of read.values()) expect(large).toBeLessThan(small * 1.5 + 50)
  })

  it('a walk that finds nothing in a page goes on to its end', async () => {
    const asked = finding({ name: 'smith' }, true)
    const { items, next } = await $.store.findIncidents(BIG, asked, { limit: 50 })
    expect([items, next === null]).toEqual([[], false])
    expect(await walk($.store, asked, 50, BIG)).toEqual(['KEY-smith'])
    expect(await walk($.store, finding({ name: 'Zebedee' }), 50, BIG)).toEqual(['KEY-rare'])
  })

  it('asks the rarest word first', async () => {
    const { items, next } = await $.store.findIncidents(
      BIG,
      { ...finding({ name: 'smith' }), keys: [...keysOf({ name: 'smith' }), ...keysOf({ name: 'zebedee' })] },
      { limit: 50 },
    )
    expect([items, next]).toEqual([[], null])
  })
})
