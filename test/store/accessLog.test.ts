/** The access log's way to disk: the database, the spool while it is away, and back, each line once. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { AccessSaid } from '../../src/engine/access/line.ts'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import type { AccessRows } from '../../src/store/access/rows.ts'
import { asked } from '../../src/store/access/rows.ts'
import { createSpool } from '../../src/store/access/spool.ts'
import { type AccessWriter, createAccessWriter } from '../../src/store/access/writer.ts'
import { connectionConfig, FORCE_SETTING } from '../../src/store/connection/database.ts'
import { SERVING_SETTINGS } from '../../src/store/connection/sessionSettings.ts'
import { toldOf } from '../support/accessLines.ts'
import { eventually } from '../support/eventually.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const folders: string[] = []
const newFolder = () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'reassess-access-')), 'access')
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

interface Logged {
  readonly said: Record<string, unknown>
  readonly message: string
}

function writerOn(rows: AccessRows, folder = newFolder(), more: Partial<Parameters<typeof createAccessWriter>[0]> = {}) {
  const logged: Logged[] = []
  const log = {
    error: (said: object, message: string) => void logged.push({ said: said as Logged['said'], message }),
    warn: (said: object, message: string) => void logged.push({ said: said as Logged['said'], message }),
  }
  return { folder, logged, writer: createAccessWriter({ rows, folder, log, ...more }) }
}

const rowsOf = (request: string) =>
  $.database.query<{ writer: string; number: number; canonical: string; hash: string }>(
    `select writer, number, canonical, hash from reassess.access_log where canonical::json ->> 'request' like $1 order by writer, number`,
    [`${request}%`],
  )
const saidBy = async (request: string) => (await rowsOf(request)).map(({ canonical }) => JSON.parse(canonical) as AccessSaid)
const write = (writer: AccessWriter, request: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => writer.write(toldOf({ request: `${request}-${n}` }))))

/** A database that can be taken away. */
function faltering(): AccessRows & { isAway: boolean; hangs: boolean; statements: number } {
  const rows = {
    ...{ isAway: false, hangs: false, statements: 0 },
    async insertAccess(lines: Parameters<AccessRows['insertAccess']>[0]) {
      rows.statements += 1
      if (rows.hangs) await new Promise(() => {})
      if (rows.isAway) throw new RecordUnavailable('away')
      await $.store.insertAccess(lines)
    },
    async newestAccess() {
      if (rows.isAway) throw new RecordUnavailable('away')
      return $.store.newestAccess()
    },
  }
  return rows
}

it('writes what runs together with few statements, in one chain', async () => {
  const rows = faltering()
  const { writer } = writerOn(rows)
  await write(writer, 'together', 50)
  expect(rows.statements).toBeLessThanOrEqual(2)
  const lines = await saidBy('together')
  expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
  expect(new Set(lines.map((line) => line.writer)).size).toBe(1)
})

it('writes two chains at once without a lock between them; a first line names the newest line of another chain', async () => {
  const [one, other] = [writerOn($.store).writer, writerOn($.store).writer]
  await one.write(toldOf({ request: 'two-first' }))
  const [first] = await rowsOf('two-first')
  await other.write(toldOf({ request: 'two-second' }))
  await Promise.all([write(one, 'two-a', 40), write(other, 'two-b', 40)])
  const [second] = await saidBy('two-second')
  expect(second?.after).toEqual({ writer: first?.writer, number: 1, hash: first?.hash })
  expect((await rowsOf('two-')).length).toBe(82)
})

it('refuses that a line is changed or removed', async () => {
  await writerOn($.store).writer.write(toldOf())
  for (const statement of [
    "update reassess.access_log set who = 'nobody'",
    'delete from reassess.access_log',
    'truncate reassess.access_log',
    "begin; set local reassess.expires = 'yes'; update reassess.access_log set who = 'nobody'",
  ])
    await expect($.database.query(statement)).rejects.toThrow('append only')
})

it('spools while the database is away, before it answers, and brings each line in once', async () => {
  const rows = faltering()
  const { writer, folder } = writerOn(rows)
  await write(writer, 'away-before', 3)
  rows.isAway = true
  await write(writer, 'away-during', 5)
  const [file = ''] = readdirSync(folder)
  expect(readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')).toHaveLength(5)
  expect(await rowsOf('away-during')).toEqual([])

  rows.isAway = false
  writer.begin()
  await eventually('the spool is empty', async () => readdirSync(folder).length === 0)
  await write(writer, 'away-after', 2)
  await writer.close()
  const lines = await saidBy('away-')
  expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: 10 }, (_, n) => n + 1))
})

it('waits for a database that is slow, and goes to the spool where it is too slow', async () => {
  const { writer, folder } = writerOn($.store, newFolder(), { limits: { databaseMs: 2_000 } })
  await writer.write(toldOf({ request: 'lock-0' }))
  const other = new pg.Client({ connectionString: $.database.url })
  await other.connect()
  await other.query('begin; lock table reassess.access_log in share mode')
  let isWritten = false
  const short = writer.write(toldOf({ request: 'lock-1' })).then(() => {
    isWritten = true
  })
  const held = "select from pg_locks where not granted and relation = 'reassess.access_log'::regclass"
  await eventually('it waits for the table', async () => (await $.database.query(held)).length > 0)
  expect(isWritten).toBe(false)
  await other.query('rollback')
  await short
  expect(existsSync(folder)).toBe(false)

  await other.query('begin; lock table reassess.access_log in share mode')
  await writer.write(toldOf({ request: 'lock-2' }))
  expect(readdirSync(folder)).toHaveLength(1)
  await other.query('rollback')
  await other.end()
  // The statement that was given up may have landed all the same.
  await writer.close()
  expect((await saidBy('lock-')).map(({ number }) => number)).toEqual([1, 2, 3])
  expect(readdirSync(folder)).toEqual([])
})

it('takes over what a process left that was killed, and keeps a torn line as a fault', async () => {
  const rows = faltering()
  rows.isAway = true
  const killed = writerOn(rows)
  await write(killed.writer, 'killed', 4)
  const [name = ''] = readdirSync(killed.folder)
  const file = join(killed.folder, name)
  // As far as the disk had it.
  const whole = readFileSync(file, 'utf8')
  writeFileSync(file, whole.slice(0, -40))

  const next = writerOn($.store, killed.folder)
  next.writer.begin()
  await eventually('it is taken over', async () => readdirSync(killed.folder).join() === 'faults')
  await next.writer.close()
  expect((await saidBy('killed')).map(({ number }) => number)).toEqual([1, 2, 3])
  expect(next.logged).toContainEqual(
    expect.objectContaining({ message: expect.stringMatching('torn'), said: expect.objectContaining({ line: 4 }) }),
  )
  expect(readFileSync(join(killed.folder, 'faults'), 'utf8')).toBe(`${whole.trimEnd().split('\n')[3]?.slice(0, -39)}\n`)
})

it('takes over what another process was bringing in when it was killed', async () => {
  const rows = faltering()
  rows.isAway = true
  const { writer, folder } = writerOn(rows)
  await write(writer, 'brought', 3)
  // It renames the file, and is killed half way through.
  const spool = createSpool({ folder, writer: 'x', fault: () => {}, isRefused: () => false })
  await expect(
    spool.drain(async (lines) => {
      await $.store.insertAccess(lines.slice(0, 2))
      throw new RecordUnavailable('killed')
    }),
  ).rejects.toThrow('killed')
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.taking$/)])
  expect(await spool.drain((lines) => $.store.insertAccess(lines))).toBe(3)
  expect(await rowsOf('brought')).toHaveLength(3)
})

it('loses nothing while another process brings in its spool', async () => {
  const rows = faltering()
  rows.isAway = true
  const { writer, folder } = writerOn(rows)
  const other = createSpool({ folder, writer: 'other', fault: () => {}, isRefused: () => false })
  let isWriting = true
  const bringing = (async () => {
    while (isWriting) await other.drain((lines) => $.store.insertAccess(lines))
  })()
  for (let n = 0; n < 100; n++) await writer.write(toldOf({ request: `raced-${n}` }))
  isWriting = false
  await bringing
  await other.drain((lines) => $.store.insertAccess(lines))
  expect((await saidBy('raced')).map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
})

it('brings in the others where the database refuses one for what it is', async () => {
  const folder = newFolder()
  const { writer } = writerOn({ ...faltering(), insertAccess: () => Promise.reject(new RecordUnavailable('away')) }, folder)
  await write(writer, 'poison', 3)
  const spool = createSpool({ folder, writer: 'x', fault: () => {}, isRefused: (error) => String(error).includes('refused') })
  const brought: number[] = []
  await spool.drain(async (lines) => {
    if (lines.some(({ number }) => number === 2)) throw new Error('refused')
    brought.push(...lines.map(({ number }) => number))
  })
  expect(brought).toEqual([1, 3])
  expect(readdirSync(folder)).toEqual(['faults'])
})

describe('where neither can be written', () => {
  it('answers, logs references and no more, and writes the lines once it can', async () => {
    const rows = faltering()
    rows.isAway = true
    // A file stands where the folder would be.
    const folder = newFolder()
    writeFileSync(folder, '')
    const { writer, logged } = writerOn(rows, folder)
    expect(writer.hadTrouble()).toBe(false)
    await writer.write(
      toldOf({ request: 'nowhere', reason: 'Mrs Jones', person: { issuer: 'i', subject: 's', name: 'A. Smith' } }),
    )
    expect(writer.hadTrouble()).toBe(true)
    const line = logged.find(({ message }) => message.includes('nowhere'))
    expect(line?.said).toMatchObject({ key: 'key-1', route: '/v1/incidents/:ref', asked: ['WK-1'], status: 200, number: 1 })
    expect(JSON.stringify(logged)).not.toMatch(/Jones|Smith/)

    rows.isAway = false
    await writer.close()
    expect(await saidBy('nowhere')).toHaveLength(1)
    expect(writer.hadTrouble()).toBe(false)
  })

  it('holds a limit on what waits on disk', async () => {
    const rows = faltering()
    rows.isAway = true
    const { writer, logged } = writerOn(rows, newFolder(), { mostSpooled: 1_500 })
    for (let n = 0; n < 4; n++) await writer.write(toldOf({ request: `full-${n}` }))
    expect(logged.filter(({ said }) => said.why === 'spool-full').length).toBeGreaterThan(0)
    rows.isAway = false
    await writer.close()
    expect(await rowsOf('full-')).toHaveLength(4)
  })
})

describe('the list', () => {
  const at = (n: number) => `2026-11-${10 + n}T12:00:00.000Z`
  const person = { issuer: 'https://id.test', subject: '7', name: 'Sgt Ann Lee' }
  beforeAll(async () => {
    let now = at(0)
    const { writer } = writerOn($.store, newFolder(), { now: () => now })
    for (let n = 0; n < 9; n++) {
      now = at(n)
      const who = n % 3 === 0 ? { person, key: 'session-1' } : { key: 'key-list' }
      await writer.write(
        toldOf({ ...who, force: 'listed', asked: [`L-${n}`], disclosed: [`L-${n}`, 'L-all'], request: `list-${n}` }),
      )
    }
    await writer.write(toldOf({ force: 'other', asked: ['L-1'], request: 'list-other' }))
  })
  const list = async (filter: object, limit = 50) => {
    const found: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await $.store.accessLog('listed', filter, { cursor, limit })
      found.push(...items.map(({ request }) => request.replace('list-', '')))
      if (next === null) return found.join(' ')
      cursor = next
    }
  }

  it.each<[object, string]>([
    [{}, '8 7 6 5 4 3 2 1 0'],
    [{ person: 'sgt  ann lee' }, '6 3 0'],
    [{ person: 'key-list' }, '8 7 5 4 2 1'],
    [{ person: 'session-1' }, ''],
    [{ incident: 'L-4' }, '4'],
    [{ incident: 'L-all', person: 'Sgt Ann Lee' }, '6 3 0'],
    [{ from: at(3), to: at(6) }, '5 4 3'],
    [{ incident: 'L-9' }, ''],
  ])('%j is newest first, page after page', async (filter, expected) => {
    expect(await list(filter)).toBe(expected)
    expect(await list(filter, 2)).toBe(expected)
  })

  it('uses an index for each filter at size, and is fast', async () => {
    await $.database.query(`
      insert into reassess.access_log (writer, number, force, at, who, reader, role, status, restricted, glass, asked, incidents, canonical, hash)
      select '00000000-0000-4000-8000-000000000000', n, 'large', timestamptz '2026-01-01' + n * interval '10 seconds', 'key-' || n % 500,
             '["key-' || n % 500 || '"]', 'supervisor', 200, false, false, 'R-' || n / 7,
             array['R-' || n / 7, 'R-' || (n * 7919) % 100000, 'R-' || (n * 104729) % 100000], '{}', ''
        from generate_series(1::bigint, 200000) n`)
    // Lines that were added since the last vacuum wait beside the index of incidents, at most 4 MB of them.
    await $.database.query('vacuum analyze reassess.access_log')
    const reader = new pg.Client(connectionConfig($.logins.reader))
    await reader.connect()
    await reader.query(SERVING_SETTINGS)
    await reader.query(`select set_config('${FORCE_SETTING}', 'large', false)`)
    const plan = async (filter: object): Promise<{ readonly text: string; readonly pages: number }> => {
      const { statement, values } = asked('large', filter, null, 51)
      const { rows } = await reader.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${statement.text}`, [...values])
      const lines = rows.map((row) => row['QUERY PLAN'])
      // The first line of buffers is of the whole, with what a function reads.
      const buffers = lines.find((line) => line.includes('Buffers: shared')) ?? ''
      return {
        text: lines.join('\n'),
        pages: [...buffers.matchAll(/(?:hit|read)=(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0),
      }
    }
    const period = { from: '2026-01-10T00:00:00.000Z', to: '2026-01-11T00:00:00.000Z' }
    const filters = [
      {},
      period,
      { person: 'key-7' },
      { incident: 'R-77' },
      { incident: 'R-77', ...period },
      { incident: 'R-77', person: 'key-7' },
    ]
    const plans = []
    for (const filter of filters) plans.push(await plan(filter))
    await reader.end()
    expect(plans.map(({ text }) => /access_log_newest|access_log_of_person|access_lines_of/.exec(text)?.[0])).toEqual([
      'access_log_newest',
      'access_log_newest',
      'access_log_of_person',
      'access_lines_of',
      'access_lines_of',
      'access_lines_of',
    ])
    for (const { text } of plans) expect(text).not.toContain('Seq Scan')
    // The plan inside a function is not shown, but what it reads is counted: another way reads thousands of pages.
    for (const { pages } of plans) expect(pages).toBeLessThan(500)
  })
})

it('waits a little for reads that have begun, so that their lines go together, and no longer than that', async () => {
  const rows = faltering()
  const { writer } = writerOn(rows)
  await writer.write(toldOf({ request: 'begun' }))
  rows.statements = 0
  const [first, second, slow] = [writer.expectLine(), writer.expectLine(), writer.expectLine()]
  const together = [first(toldOf({ request: 'begun-1' })), second(toldOf({ request: 'begun-2' }))]
  await Promise.all(together)
  expect([rows.statements, (await rowsOf('begun-')).length]).toEqual([1, 2])
  await slow(toldOf({ request: 'begun-3' }))
  expect(rows.statements).toBe(2)
})
