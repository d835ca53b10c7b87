/**
 * The database defends itself: three logins of which none is a superuser, rights by one list, and each read under one force. What
 * our own statements ask never decides here: each table is tried with SQL through the logins themselves.
 */
import { randomInt } from 'node:crypto'
import pg from 'pg'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { FORCE_SETTING, openReadings } from '../../src/store/connection/database.ts'
import { LoginMayNot } from '../../src/store/connection/faults.ts'
import { newestMigration } from '../../src/store/connection/migrate.ts'
import { migrateAsOwner } from '../../src/store/logins/prepareSchema.ts'
import { FUNCTIONS, TABLES } from '../../src/store/logins/tables.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { writeLines } from '../support/accessLines.ts'
import { AT, alertOf, CONTROL_ROOM, changeOf, demandOf, timerOf } from '../support/changes.ts'
import { useDatabase } from '../support/database.ts'
import { asked, createLogins, nameIn, type ThreeLogins } from '../support/logins.ts'

const database = useDatabase()
const OURS = 'warwickshire'
const THEIRS = 'kent'
const PERSON = { issuer: 'https://id.test', subject: '7', name: 'Sgt Ann Lee' }
const FIND_KEY = { kind: 'phone', value: '01632960001' } as const

let logins: ThreeLogins
let store: Store
const opened: Store[] = []
const openStore = async (given: ThreeLogins, more: { owner?: string | null; denied?: (login: string) => void } = {}) => {
  const { owner = given.owner, denied } = more
  const one = await createStore({ connectionString: given.engine, logins: { owner, reader: given.reader }, denied })
  opened.push(one)
  return one
}

beforeAll(async () => {
  logins = await createLogins(database.server)
  store = await openStore(logins)
  for (const force of [OURS, THEIRS]) await store.commit([changeWithEverything(force)])
  for (const force of [OURS, THEIRS]) await store.keep([refusalOf(force)])
  for (const force of [OURS, THEIRS]) await store.create('supervisor', force)
  for (const force of [OURS, THEIRS])
    await store.sessions.open({ ...{ openedBy: 'oidc', force, roles: ['supervisor'], key: null }, person: PERSON })
  await writeLines(store, [{ force: OURS }, { force: THEIRS }])
  await store.numberChanges()
  // What no change makes by itself.
  for (const force of [OURS, THEIRS]) {
    await asked(logins.owner, `insert into reassess.refused_subjects values ('${force}', 'R-1', 'key-1', now())`)
    await asked(
      logins.owner,
      `insert into reassess.timers_unfireable (case_id, timer, force, since, locked)
       select id, 't1', force, now(), false from reassess.cases where force = '${force}'`,
    )
  }
})
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()))
})

const tables = async (): Promise<{ name: string; force: boolean }[]> =>
  asked(
    logins.superuser,
    `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'force') as force
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'reassess' and c.relkind in ('r', 'p') order by 1`,
  )

describe('the list of tables', () => {
  it('names each table of the schema, says truly whether it parts forces, and names nothing else', async () => {
    const found = await tables()
    expect(found.map(({ name }) => name).filter((name) => TABLES[name] === undefined)).toEqual([])
    expect(found.filter(({ name, force }) => TABLES[name]?.parted !== force)).toEqual([])
    const gone = Object.keys(TABLES).filter((name) => !found.some((table) => table.name === name))
    expect(gone).toEqual([])
  })

  it.each(['engine', 'reader'] as const)('is what the %s may do, and no more', async (login) => {
    const rights = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']
    const wrong: string[] = []
    for (const { name } of await tables())
      for (const right of rights) {
        const [{ may } = { may: null }] = await asked<{ may: boolean | null }>(
          logins.superuser,
          `select has_table_privilege('${nameIn(logins[login])}', 'reassess.${name}', '${right}') as may`,
        )
        if (may !== ((TABLES[name]?.[login] ?? []) as readonly string[]).includes(right)) wrong.push(`${right} ${name}: ${may}`)
      }
    expect(wrong).toEqual([])
  })

  it('gives no login the power to leave its place', async () => {
    for (const url of [logins.owner, logins.engine, logins.reader])
      expect(
        await asked(url, 'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user'),
      ).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }])
    for (const url of [logins.engine, logins.reader])
      for (const ddl of [
        'create table reassess.mine (n integer)',
        'create schema mine',
        'drop table reassess.timers',
        'alter table reassess.cases disable row level security',
        'drop policy reader on reassess.cases',
      ])
        await expect(asked(url, ddl)).rejects.toThrow(/permission denied|must be owner/)
  })
})

describe('each table, tried with SQL as another force', () => {
  const parted = Object.keys(TABLES).filter((name) => TABLES[name]?.parted)
  const as = (force: string) => [`select set_config('${FORCE_SETTING}', '${force}', false)`]
  /** Rows as the reader sees them; null where it may not look at all. */
  const seen = async (table: string, before: readonly string[]): Promise<string[] | null> => {
    try {
      return (await asked<{ force: string }>(logins.reader, `select force from reassess.${table}`, before)).map(
        ({ force }) => force,
      )
    } catch (error) {
      expect(String(error)).toContain('permission denied')
      return null
    }
  }

  it.each(parted)('%s', async (table) => {
    const rows = await asked<{ force: string }>(logins.owner, `select distinct force from reassess.${table} order by 1`)
    // Otherwise what follows would show nothing.
    expect(rows.map(({ force }) => force)).toEqual(expect.arrayContaining([THEIRS, OURS]))
    const reads = TABLES[table]?.reader.length !== 0
    expect(new Set(await seen(table, as(OURS)))).toEqual(new Set(reads ? [OURS] : []))
    expect(new Set(await seen(table, as(THEIRS)))).toEqual(new Set(reads ? [THEIRS] : []))
    for (const before of [[], as(''), as('nowhere'), as(`${OURS}' or true --`.replace("'", "''"))])
      expect(await seen(table, before)).toEqual(reads ? [] : null)

    for (const before of [[], as(THEIRS), as(OURS)])
      for (const write of [
        `update reassess.${table} set force = force`,
        `delete from reassess.${table}`,
        `insert into reassess.${table} overriding system value select * from reassess.${table}`,
        `truncate reassess.${table}`,
        `merge into reassess.${table} t using (select 1) s on true when matched then delete`,
        `select from reassess.${table} for update`,
      ])
        await expect(asked(logins.reader, write, before)).rejects.toThrow('permission denied')
    await expect(asked(logins.reader, `set row_security = off; select from reassess.${table}`)).rejects.toThrow(
      /permission denied|row-level security/,
    )
  })

  it('the reader may not take another login, nor call what writes', async () => {
    await expect(asked(logins.reader, `set role ${nameIn(logins.engine)}`)).rejects.toThrow('permission denied')
    await expect(asked(logins.reader, `set role ${nameIn(logins.owner)}`)).rejects.toThrow('permission denied')
    await expect(asked(logins.reader, "select reassess.number_changes(now(), '1s', 'c')")).rejects.toThrow('permission denied')
    // Whoever holds a turn stops the stream, or the alerts of refused reports.
    await expect(asked(logins.reader, 'select from reassess.turns for update')).rejects.toThrow('permission denied')
  })
})

describe('what reads past row-level security', () => {
  const as = (force: string) => [`select set_config('${FORCE_SETTING}', '${force}', false)`]

  describe.each([
    ['access_lines_of', "'WK-1'"],
    ['cases_in_state', "'reported'"],
  ])('%s', (name, what) => {
    const rowsOf = (force: string) => `select from reassess.${name}(${force}, ${what})`

    it('shows the reader its own force, and nothing without a force', async () => {
      expect(await asked(logins.reader, rowsOf(`'${OURS}'`), as(OURS))).toHaveLength(1)
      for (const before of [[], as(''), as(THEIRS), as('nowhere')])
        expect(await asked(logins.reader, rowsOf(`'${OURS}'`), before)).toEqual([])
      expect(await asked(logins.reader, rowsOf('null'), as(OURS))).toEqual([])
    })

    it('shows every force to who works on all of them', async () => {
      for (const login of [logins.engine, logins.owner, logins.superuser])
        for (const force of [OURS, THEIRS]) expect(await asked(login, rowsOf(`'${force}'`))).toHaveLength(1)
    })
  })

  it('is called by nobody else, and runs as the owner on a path of its own', async () => {
    const functions = await asked<{ name: string }>(
      logins.superuser,
      `select oid::regprocedure::text as name, pg_get_userbyid(proowner) as owner, proconfig as config,
              has_function_privilege('public', oid, 'execute') as everybody
         from pg_proc where pronamespace = 'reassess'::regnamespace and prosecdef order by 1`,
    )
    expect(functions).toEqual(
      FUNCTIONS.reader.map((name) => ({
        ...{ name: `reassess.${name.replaceAll(', ', ',')}`, owner: nameIn(logins.owner), everybody: false },
        config: ['search_path=pg_catalog'],
      })),
    )
  })
})

it.each(['entries', 'contents', 'refusals', 'refusal_subjects', 'checkpoints', 'policies', 'clue_key'])(
  'the engine changes and removes nothing of %s',
  async (table) => {
    const [column] = await asked<{ name: string }>(
      logins.owner,
      `select attname as name from pg_attribute where attrelid = 'reassess.${table}'::regclass and attnum > 0 and attidentity = '' limit 1`,
    )
    for (const write of [
      `update reassess.${table} set ${column?.name} = ${column?.name}`,
      `delete from reassess.${table}`,
      `truncate reassess.${table}`,
      `alter table reassess.${table} disable trigger all`,
    ])
      await expect(asked(logins.engine, write)).rejects.toThrow(/permission denied|must be owner/)
  },
)

it('reads of two forces at random, on few connections, each see their own alone', async () => {
  const readings = openReadings(logins.reader, 3)
  // No condition of ours: only the policy parts them.
  const wrong: unknown[] = []
  const read = async () => {
    const force = randomInt(2) === 0 ? OURS : THEIRS
    const fails = randomInt(20) === 0
    const text = fails ? 'select 1 / 0 as force' : `select force, pg_sleep(${randomInt(3) / 1000}) from reassess.entries`
    const found = await readings
      .of(force)
      .query<{ force: string }>({ text })
      .catch(() => null)
    if (fails ? found !== null : found === null || found.length === 0 || found.some((row) => row.force !== force))
      wrong.push({ force, fails, found })
  }
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      for (let n = 0; n < 60; n++) await read()
    }),
  )
  expect(wrong).toEqual([])
  await readings.close()
})

it('a force that the server, the role or the address sets is not believed', async () => {
  const url = new URL(logins.reader)
  url.searchParams.set('options', `-c ${FORCE_SETTING}=${THEIRS}`)
  const readings = openReadings(url.href, 1)
  expect(await readings.of(OURS).query({ text: 'select distinct force from reassess.cases' })).toEqual([{ force: OURS }])
  await readings.close()
})

it('every list and view shows a force its own', async () => {
  const page = { limit: 50 }
  const key = { force: THEIRS, reference: 'WK-1' }
  expect((await store.incidents(THEIRS, { openOnly: false }, page)).items).toHaveLength(1)
  expect((await store.timeline(key, page)).items).toHaveLength(1)
  expect((await store.alerts(THEIRS, { openOnly: false }, page)).items).toHaveLength(1)
  expect((await store.refusals(THEIRS, null, page)).items).toHaveLength(1)
  expect((await store.refusals(THEIRS, 'R-1', page)).items).toHaveLength(1)
  expect(await store.streamAfter(THEIRS, null, 50)).toHaveLength(2)
  expect(
    (await store.reading.loadOf(THEIRS, ['WK-1'])).unreadable.length +
      (await store.reading.loadOf(THEIRS, ['WK-1'])).cases.length,
  ).toBe(1)
  expect(await store.priorities()).toEqual([])
})

describe('a login that lost its rights', () => {
  it('answers that the record is unavailable, and is named; an empty list would say that nothing is owed', async () => {
    const lost = await createLogins(database.server)
    const said: string[] = []
    const one = await openStore(lost, { denied: (login) => said.push(login) })
    await one.commit([changeOf('WK-1', 0)])
    const page = { limit: 50 }
    const list = () => one.incidents(OURS, { openOnly: false }, page)
    expect((await list()).items).toHaveLength(1)
    await asked(lost.owner, `revoke select on reassess.cases from ${nameIn(lost.reader)}`)
    await expect(list()).rejects.toBeInstanceOf(RecordUnavailable)
    await expect(list()).rejects.toMatchObject({
      login: nameIn(lost.reader),
      message: expect.stringContaining(nameIn(lost.reader)),
    })
    await expect(one.reading.loadOf(OURS, ['WK-1'])).rejects.toBeInstanceOf(LoginMayNot)
    await asked(lost.owner, `revoke insert on reassess.entries from ${nameIn(lost.engine)}`)
    await expect(one.commit([changeOf('WK-2', 0)])).rejects.toBeInstanceOf(LoginMayNot)
    expect(new Set(said)).toEqual(new Set([nameIn(lost.reader), nameIn(lost.engine)]))
    // And a migration mends it.
    await migrateAsOwner(lost)
    expect((await list()).items).toHaveLength(1)
  })

  it.each([
    ['a policy that is gone', 'drop policy reader on reassess.alerts', 'reassess.alerts lacks the policy of the reader'],
    [
      'a table that parts no forces',
      'alter table reassess.contents disable row level security',
      'reassess.contents does not part forces',
    ],
    [
      'a policy that shows everything',
      'create policy everything on reassess.cases for select using (true)',
      'reassess.cases has a policy everything',
    ],
    ['a right to remove lines', 'grant delete on reassess.contents to public', 'may delete in reassess.contents'],
    ['a right of the reader that is gone', 'revoke usage on schema reassess from reader', 'may not use the schema reassess'],
  ])('is refused at the start where nobody migrates, and mended where the owner does: %s', async (_, change, said) => {
    const lost = await createLogins(database.server)
    await migrateAsOwner(lost)
    await asked(lost.owner, change.replace('from reader', `from ${nameIn(lost.reader)}`))
    const refused = openStore(lost, { owner: null })
    await expect(refused).rejects.toMatchObject({ code: 'rights-differ', message: expect.stringContaining(said) })
    await expect(refused).rejects.toThrow('run reassess migrate')
    await migrateAsOwner(lost)
    await openStore(lost, { owner: null })
  })

  it('is not mended where it comes through another role', async () => {
    const lost = await createLogins(database.server)
    await migrateAsOwner(lost)
    await asked(lost.superuser, `grant pg_write_all_data to ${nameIn(lost.reader)}`)
    await expect(migrateAsOwner(lost)).rejects.toMatchObject({ code: 'rights-differ' })
    await asked(
      lost.superuser,
      `revoke pg_write_all_data from ${nameIn(lost.reader)}; grant ${nameIn(lost.owner)} to ${nameIn(lost.engine)}`,
    )
    await expect(migrateAsOwner(lost)).rejects.toThrow('owns the schema reassess, or is a member of its owner')
  })
})

describe('the schema', () => {
  it('is brought up to date by the owner alone; without the owner a start says what to do', async () => {
    const fresh = await createLogins(database.server)
    await expect(openStore(fresh, { owner: null })).rejects.toMatchObject({
      code: 'schema-behind',
      message: `The database has no schema, and this release needs version ${newestMigration()}: run reassess migrate.`,
    })
    expect(await migrateAsOwner(fresh)).toMatchObject({ from: 0, to: newestMigration() })
    await asked(fresh.owner, `delete from reassess.schema_version where version > 22`)
    await expect(openStore(fresh, { owner: null })).rejects.toThrow(
      `The schema is at version 22, and this release needs version ${newestMigration()}: run reassess migrate.`,
    )
  })

  it('is opened by the engine alone, for a command, and by one login as before', async () => {
    const one = await createStore({ connectionString: logins.engine, logins: { owner: null, reader: null } })
    opened.push(one)
    expect(await one.issuedKeys()).toHaveLength(2)
    const alone = await createStore({ connectionString: logins.engine })
    opened.push(alone)
    expect((await alone.incidents(THEIRS, { openOnly: false }, { limit: 5 })).items).toHaveLength(1)
  })

  it('keeps what it knew whose row it is: a record from before has its forces', async () => {
    const [row] = await asked(
      logins.owner,
      'select count(*) from reassess.contents s join reassess.cases c on c.id = s.case_id where s.force <> c.force',
    )
    expect(row).toEqual({ count: '0' })
  })
})

describe('logins that are not three are refused in one line', () => {
  const said = async (given: ThreeLogins): Promise<string> => {
    const error = await openStore(given).catch((thrown: Error) => thrown)
    expect(error).toHaveProperty('code', 'logins-unusable')
    return (error as Error).message
  }
  it('one login twice', async () => {
    expect(await said({ ...logins, reader: logins.engine })).toMatch(
      /^DATABASE_URL and DATABASE_READER_URL name the same login \w+/,
    )
    expect(await said({ ...logins, engine: logins.owner })).toMatch(/^DATABASE_OWNER_URL and DATABASE_URL name the same login/)
  })
  it('a login that nothing holds back', async () => {
    expect(await said({ ...logins, engine: logins.superuser })).toMatch(/^DATABASE_URL: login postgres is a superuser/)
  })
  it('another database', async () => {
    const elsewhere = await createLogins(database.server)
    expect(await said({ ...logins, reader: elsewhere.reader })).toContain('lead to different databases')
  })
  it('a reader that cannot be reached, which is named', async () => {
    const url = new URL(logins.reader)
    url.password = 'wrong'
    await expect(openStore({ ...logins, reader: url.href })).rejects.toThrow(/^DATABASE_READER_URL: .*28P01/)
  })
})

const refusalOf = (force: string) => ({
  ...{ force, actor: CONTROL_ROOM, at: AT, code: 'invalid-event', incident: 'R-1', type: null, source: null, id: null },
  ...{ subjects: ['R-1'], problem: {}, body: Buffer.from('{}') },
})

/** A change that leaves a row in each table that changes fill. */
const changeWithEverything = (force: string) =>
  changeOf('WK-1', 0, {
    force,
    timersSet: [timerOf('t1', '2026-12-01T00:00:00.000Z')],
    alerts: [alertOf('WK-1', `a-${force}`)],
    demands: [demandOf('d1', 1)],
    matchKeys: [{ kind: 'phone', value: '01632960001' }],
    findKeys: [FIND_KEY],
    links: [{ incident: 'WK-9', as: 'same-victim', at: AT }],
    counted: [
      {
        what: 'wait',
        name: 'n',
        at: AT,
        code: 'c',
        priority: null,
        area: null,
        risk: null,
        team: null,
        kind: null,
        minutes: null,
      },
    ],
    listed: [{ kind: 'task', name: 'T-1', state: 'open', ended: false, weight: 0, dueAt: AT, item: {} }],
    left: [{ home: 'demands', id: 'd0', nth: 0, cause: null, at: AT, dueAt: AT, machine: {} }],
  } as unknown as Parameters<typeof changeOf>[2])

// Used by no other test: a session of the reader that our code did not open.
it('a session of the reader without a force sees nothing', async () => {
  const client = new pg.Client({ connectionString: logins.reader })
  await client.connect()
  expect((await client.query('select from reassess.cases')).rowCount).toBe(0)
  await client.end()
})
