/**
 * Registers where there is much of everything: two hundred thousand lines of twenty thousand incidents, most of them in a few
 * states. What a page, a count and the daily meeting read is bounded by what they show, not by what there is; in pages of the
 * database, so that no clock decides. Statements are planned with the values, without them, as a connection that has asked often
 * does, and while the tables were empty, like the database of a new force.
 */
import pg from 'pg'
import { REGISTER_NAMES, type RegisterName } from '../../machines/rules/catalogue/registers.ts'
import { COUNTED_TO } from '../../src/api/reads/dailyMeeting.ts'
import { partsOf } from '../../src/engine/registers/registers.ts'
import type { RegisterPart } from '../../src/engine/registers/views.ts'
import { connectionConfig, FORCE_SETTING } from '../../src/store/connection/database.ts'
import { incidentsMovedUp } from '../../src/store/lists/incidents.ts'
import { REGISTER, REGISTER_COUNT, REGISTER_MOVED } from '../../src/store/registers/registers.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const EARLIEST = '0001-01-01T00:00:00.000Z'
const LATEST = '9999-12-31T23:59:59.999Z'
const SMALL = 'kent'

const states = [
  ...new Map(
    REGISTER_NAMES.flatMap((name) => partsOf(name)).map(({ kind, state }) => [`${kind} ${state}`, { kind, state }]),
  ).values(),
]

let early: pg.Client
/** Before two hundred of the incidents and a thousand of the lines moved up. */
let began = ''
beforeAll(async () => {
  early = await connection('force_generic_plan')
  await page(early, partsOf('dash'), 50)
  await explain(early, 'counted', [FORCE, ...columns(partsOf('dash')), EARLIEST, LATEST, 1])
  await $.store.commit([changeOf('FIRST', 0)])
  await $.database.query(`
    insert into reassess.cases (force, reference, version, head, machine_version, policy, snapshot, item, priority, closed, demand_level, demand_levels, attention, states, sort_key)
    select case when n % 50 = 0 then '${SMALL}' else '${FORCE}' end, 'MANY-' || n, 1, '', 1, '', '{}', item, priority, closed, 0, '{}', '{none}', '{}', 'x' || n
      from reassess.cases c cross join generate_series(1, 20000) n`)
  began = (await $.database.query<{ began: string }>('select pg_current_snapshot()::text as began'))[0]?.began ?? ''
  await $.database.query(`update reassess.cases set moved_up = pg_current_xact_id() where id % 100 = 0`)
  // Of ten lines six are suspects that were dealt with, which no register lists, and demands that were answered long ago.
  // The others are strewn, so that each force has some of each kind however many kinds there are.
  await $.database.query(
    `insert into reassess.registers (case_id, kind, name, force, state, ended, weight, due_at, item)
     select c.id, coalesce(k.kind, case when n < 3 then 'suspect' else 'demand' end), 'N' || n, c.force,
            coalesce(k.state, case when n < 3 then 'dealtWith' else 'answered' end), false, (c.id + n) % 4,
            case when n % 5 = 0 then null else timestamptz '2020-01-01' + (c.id * 7919 % 20000) * interval '1 hour' end, '{}'
       from reassess.cases c cross join generate_series(0, 9) n
       left join unnest($1::text[], $2::text[]) with ordinality k(kind, state, place)
         on n > 5 and k.place = 1 + (hashint8(c.id * 4 + n) & 2147483647) % $3::integer
      where c.reference like 'MANY-%'`,
    [states.map(({ kind }) => kind), states.map(({ state }) => state), states.length],
  )
  await $.database.query(`update reassess.registers set moved_up = pg_current_xact_id() where case_id % 100 = 0`)
})

/** As the store's connections are, with the statements prepared and planned one way. */
async function connection(plans: 'force_custom_plan' | 'force_generic_plan'): Promise<pg.Client> {
  const client = new pg.Client(connectionConfig($.logins.reader))
  await client.connect()
  await client.query(`set plan_cache_mode = ${plans}`)
  await client.query(`prepare page as ${REGISTER}`)
  await client.query(`prepare counted as ${REGISTER_COUNT}`)
  await client.query(`prepare moved as ${REGISTER_MOVED}`)
  await client.query(`prepare incidents as ${incidentsMovedUp(['force = $1'], '$2', '$3', '$4')}`)
  return client
}

interface Read {
  /** Pages of the database that it touched, in memory or not. */
  readonly pages: number
  readonly rows: number
  readonly nodes: readonly string[]
}
interface Node {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly Node[]
}
const within = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(within)]

async function explain(client: pg.Client, statement: string, values: readonly unknown[]): Promise<Read> {
  const given = values.map((value) =>
    pg.escapeLiteral(Array.isArray(value) ? `{${value.map((each) => JSON.stringify(each)).join(',')}}` : String(value)),
  )
  await client.query(`select set_config('${FORCE_SETTING}', $1, false)`, [values[0]])
  const asked = `explain (analyze, buffers, timing off, format json) execute ${statement}(${given.join(', ')})`
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(asked)
  const plan = (rows[0] as { 'QUERY PLAN': [{ Plan: Node }] })['QUERY PLAN'][0].Plan
  return {
    pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    rows: plan['Actual Rows'],
    nodes: within(plan).map((node) => `${node['Node Type']} ${node['Index Name'] ?? ''}`.trim()),
  }
}

const columns = (parts: readonly RegisterPart[]) => [
  parts.map(({ kind }) => kind),
  parts.map(({ state }) => state),
  parts.map(({ weight }) => weight),
]
const START = [-1, EARLIEST, 0, '', '']

/** @param after the key of a line in the midst of it. */
const page = (
  client: pg.Client,
  parts: readonly RegisterPart[],
  limit: number,
  after: readonly unknown[] = START,
  force = FORCE,
) => {
  const [place, due, caseId] = after as [number, string, number]
  const left = parts.filter((part) => part.place >= place)
  const onward = (part: RegisterPart) => after !== START && part.place === place
  return explain(client, 'page', [
    ...[force, ...columns(left), left.map((part) => part.place)],
    ...[left.map((part) => (onward(part) ? due : EARLIEST)), left.map((part) => (onward(part) ? caseId : 0))],
    ...[LATEST, ...after, limit + 1],
  ])
}

/** From the root of the index to a line and the page it lies on, for each part; then a page for each line that is looked at. */
const DEPTH = 5
/** Of the index, at the least. */
const LINES_OF_A_PAGE = 50
const [MOVED_INCIDENTS, MOVED_LINES] = [200, 2_000]
const listed = REGISTER_NAMES.map((name): [RegisterName, RegisterPart[]] => [name, partsOf(name)])

describe.each([
  ['planned while there was nothing', null],
  ['planned with the values', 'force_custom_plan'],
  ['planned without the values', 'force_generic_plan'],
] as const)('%s', (_, plans) => {
  let client: pg.Client
  beforeAll(async () => {
    // Statistics would have the first planned anew.
    if (plans !== null) await $.database.query('analyze')
    client = plans === null ? early : await connection(plans)
  })
  afterAll(() => client.end())

  it('is among so much that reading all of it would show', async () => {
    const [{ pages } = { pages: 0 }] = await $.database.query<{ pages: number }>(
      "select pg_relation_size('reassess.registers') / 8192 as pages",
    )
    expect(Number(pages)).toBeGreaterThan(2_000)
  })

  it.each(listed)('%s gives a page from its index, wherever in it', async (_, parts) => {
    const [middle] = await $.database.query<{ due: Date; case_id: string }>(
      `select coalesce(due_at, '9999-12-31 00:00:00+00') as due, case_id from reassess.registers
        where force = $1 and (kind, state) in (select * from unnest($2::text[], $3::text[])) order by 1, 2 offset 100 limit 1`,
      [FORCE, parts.map(({ kind }) => kind), parts.map(({ state }) => state)],
    )
    const after = [parts.at(-1)?.place, middle?.due.toISOString(), Number(middle?.case_id), '', '']
    for (const read of [
      await page(client, parts, 50),
      await page(client, parts, 50, after),
      await page(client, parts, 50, START, SMALL),
    ]) {
      expect(read.rows).toBeGreaterThan(0)
      expect(read.pages).toBeLessThanOrEqual(parts.length * (DEPTH + 51) + 51 * DEPTH)
      expect(read.nodes).toEqual(expect.arrayContaining(['Index Scan registers_in_order', 'Index Scan cases_pkey']))
      expect(read.nodes.filter((node) => /Seq Scan|Bitmap/.test(node))).toEqual([])
    }
  })

  it('finds what moved up since a walk began among those that did', async () => {
    const incidents = await explain(client, 'incidents', [FORCE, began, 0, 51])
    expect(incidents.rows).toBe(51)
    expect(incidents.pages).toBeLessThanOrEqual(MOVED_INCIDENTS * 2 * DEPTH)
    const parts = partsOf('demands-answered')
    const lines = await explain(client, 'moved', [
      FORCE,
      ...columns(parts),
      parts.map((part) => part.place),
      EARLIEST,
      began,
      0,
      '',
      '',
      LATEST,
      51,
    ])
    expect(lines.rows).toBe(51)
    expect(lines.pages).toBeLessThanOrEqual(MOVED_LINES * 2 * DEPTH)
    for (const { nodes } of [incidents, lines]) {
      expect(nodes.filter((node) => /moved_up/.test(node))).not.toEqual([])
      expect(nodes.filter((node) => /Seq Scan/.test(node))).toEqual([])
    }
  })

  const counted = (parts: readonly RegisterPart[], to: string, most: number) =>
    explain(client, 'counted', [FORCE, ...columns(parts), EARLIEST, to, most])
  const pagesCounted = (parts: readonly RegisterPart[], most: number) => parts.length * DEPTH + most + most / LINES_OF_A_PAGE

  it.each(listed)('%s is counted from its index, no further than asked', async (_, parts) => {
    for (const [to, most] of [
      [LATEST, COUNTED_TO],
      ['2021-01-01T00:00:00.000Z', COUNTED_TO],
      [LATEST, 20],
    ] as const) {
      const read = await counted(parts, to, most)
      expect(read.pages).toBeLessThanOrEqual(pagesCounted(parts, most))
      expect(read.nodes.filter((node) => /Seq Scan|Bitmap/.test(node))).toEqual([])
    }
  })
})
