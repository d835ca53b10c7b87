/**
 * The database defends itself: three logins of which none is a superuser, rights by one list, and each table under one force. What
 * our own statements ask never decides here: each table is tried with SQL through the logins themselves.
 */
import { FORCE_SETTING } from '../../src/store/connection/database.ts'
import { FUNCTIONS, TABLES } from '../../src/store/logins/tables.ts'
import { asked, nameIn } from '../support/logins.ts'
import { OURS, THEIRS, useTwoForces } from '../support/twoForces.ts'

const $ = useTwoForces()

const tables = async (): Promise<{ name: string; force: boolean }[]> =>
  asked(
    $.logins.superuser,
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
          $.logins.superuser,
          `select has_table_privilege('${nameIn($.logins[login])}', 'reassess.${name}', '${right}') as may`,
        )
        if (may !== ((TABLES[name]?.[login] ?? []) as readonly string[]).includes(right)) wrong.push(`${right} ${name}: ${may}`)
      }
    expect(wrong).toEqual([])
  })

  it('gives no login the power to leave its place', async () => {
    for (const url of [$.logins.owner, $.logins.engine, $.logins.reader])
      expect(
        await asked(url, 'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user'),
      ).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }])
    for (const url of [$.logins.engine, $.logins.reader])
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

/** Nobody writes a generated column, whatever the rights. */
const writtenColumns = (table: string) => `
  select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
   where table_schema = 'reassess' and table_name = '${table}' and is_generated = 'NEVER'`

describe('each table, tried with SQL as another force', () => {
  const parted = Object.keys(TABLES).filter((name) => TABLES[name]?.parted)
  const as = (force: string) => [`select set_config('${FORCE_SETTING}', '${force}', false)`]
  /** Rows as the reader sees them; null where it may not look at all. */
  const seen = async (table: string, before: readonly string[]): Promise<string[] | null> => {
    try {
      return (await asked<{ force: string }>($.logins.reader, `select force from reassess.${table}`, before)).map(
        ({ force }) => force,
      )
    } catch (error) {
      expect(String(error)).toContain('permission denied')
      return null
    }
  }

  it.each(parted)('%s', async (table) => {
    const rows = await asked<{ force: string }>($.logins.owner, `select distinct force from reassess.${table} order by 1`)
    // Otherwise what follows would show nothing.
    expect(rows.map(({ force }) => force)).toEqual(expect.arrayContaining([THEIRS, OURS]))
    const reads = TABLES[table]?.reader.length !== 0
    expect(new Set(await seen(table, as(OURS)))).toEqual(new Set(reads ? [OURS] : []))
    expect(new Set(await seen(table, as(THEIRS)))).toEqual(new Set(reads ? [THEIRS] : []))
    for (const before of [[], as(''), as('nowhere'), as(`${OURS}' or true --`.replace("'", "''"))])
      expect(await seen(table, before)).toEqual(reads ? [] : null)

    const [names] = await asked<{ columns: string }>($.logins.owner, writtenColumns(table))
    for (const before of [[], as(THEIRS), as(OURS)])
      for (const write of [
        `update reassess.${table} set force = force`,
        `delete from reassess.${table}`,
        `insert into reassess.${table} (${names?.columns}) overriding system value select ${names?.columns} from reassess.${table}`,
        `truncate reassess.${table}`,
        `merge into reassess.${table} t using (select 1) s on true when matched then delete`,
        `select from reassess.${table} for update`,
      ])
        await expect(asked($.logins.reader, write, before)).rejects.toThrow('permission denied')
    await expect(asked($.logins.reader, `set row_security = off; select from reassess.${table}`)).rejects.toThrow(
      /permission denied|row-level security/,
    )
  })

  it('the reader may not take another login, nor call what writes', async () => {
    await expect(asked($.logins.reader, `set role ${nameIn($.logins.engine)}`)).rejects.toThrow('permission denied')
    await expect(asked($.logins.reader, `set role ${nameIn($.logins.owner)}`)).rejects.toThrow('permission denied')
    await expect(asked($.logins.reader, "select reassess.number_changes(now(), '1s', 'c')")).rejects.toThrow('permission denied')
    // Whoever holds a turn stops the stream, or the alerts of refused reports.
    await expect(asked($.logins.reader, 'select from reassess.turns for update')).rejects.toThrow('permission denied')
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
      expect(await asked($.logins.reader, rowsOf(`'${OURS}'`), as(OURS))).toHaveLength(1)
      for (const before of [[], as(''), as(THEIRS), as('nowhere')])
        expect(await asked($.logins.reader, rowsOf(`'${OURS}'`), before)).toEqual([])
      expect(await asked($.logins.reader, rowsOf('null'), as(OURS))).toEqual([])
    })

    it('shows every force to who works on all of them', async () => {
      for (const login of [$.logins.engine, $.logins.owner, $.logins.superuser])
        for (const force of [OURS, THEIRS]) expect(await asked(login, rowsOf(`'${force}'`))).toHaveLength(1)
    })
  })

  it('is called by nobody else, and runs as the owner on a path of its own', async () => {
    const functions = await asked<{ name: string }>(
      $.logins.superuser,
      `select oid::regprocedure::text as name, pg_get_userbyid(proowner) as owner, proconfig as config,
              has_function_privilege('public', oid, 'execute') as everybody
         from pg_proc where pronamespace = 'reassess'::regnamespace and prosecdef order by 1`,
    )
    expect(functions).toEqual(
      FUNCTIONS.reader.map((name) => ({
        ...{ name: `reassess.${name.replaceAll(', ', ',')}`, owner: nameIn($.logins.owner), everybody: false },
        config: ['search_path=pg_catalog'],
      })),
    )
  })
})

it.each(['entries', 'contents', 'refusals', 'refusal_subjects', 'checkpoints', 'policies', 'clue_key'])(
  'the engine changes and removes nothing of %s',
  async (table) => {
    const [column] = await asked<{ name: string }>(
      $.logins.owner,
      `select attname as name from pg_attribute where attrelid = 'reassess.${table}'::regclass and attnum > 0 and attidentity = '' limit 1`,
    )
    for (const write of [
      `update reassess.${table} set ${column?.name} = ${column?.name}`,
      `delete from reassess.${table}`,
      `truncate reassess.${table}`,
      `alter table reassess.${table} disable trigger all`,
    ])
      await expect(asked($.logins.engine, write)).rejects.toThrow(/permission denied|must be owner/)
  },
)

it.each(['timers', 'contents', 'ended'])('a row of %s has the force of its case', async (table) => {
  const [rows] = await asked(
    $.logins.owner,
    `select count(*)::integer > 0 as some, count(*) filter (where t.force <> c.force)::integer as wrong
       from reassess.${table} t join reassess.cases c on c.id = t.case_id`,
  )
  expect(rows).toEqual({ some: true, wrong: 0 })
})
