import { readdirSync } from 'node:fs'
import { RULES_VERSION } from '../../src/engine/step/live.ts'
import { onConnection } from '../../src/store/backup/connection.ts'
import { bringForward, migrate, SchemaNewer } from '../../src/store/connection/migrate.ts'
import { OtherRules } from '../../src/store/connection/rules.ts'
import { createStore } from '../../src/store/store.ts'
import { createDatabase, useDatabase } from '../support/database.ts'

const database = useDatabase()
/** The last schema version without the number of the rules. */
const BEFORE_RULES = 15

const migrations = readdirSync(new URL('../../src/store/migrations/', import.meta.url)).sort()

it('migrates once, however many start at the same time', async () => {
  await Promise.all(Array.from({ length: 8 }, () => migrate(database.url)))
  expect(await database.query('select version from reassess.schema_version order by version')).toEqual(
    migrations.map((name) => ({ version: Number(name.slice(0, 4)) })),
  )
})

describe('the number of the rules', () => {
  const numbers = (url: string) => onConnection(url, ({ query }) => query('select version from reassess.rules'))
  const unnumbered = async () => {
    const url = await createDatabase(database.server)
    await onConnection(url, async ({ client, query }) => {
      await query('begin')
      await bringForward(client, BEFORE_RULES)
      await query('commit')
    })
    return url
  }

  it('is given to an empty database, and to a record without incidents and without a number', async () => {
    expect(await numbers(database.url)).toEqual([{ version: RULES_VERSION }])
    const url = await unnumbered()
    await migrate(url)
    expect(await numbers(url)).toEqual([{ version: RULES_VERSION }])
  })

  it('keeps a record of earlier builds closed: its schema is not brought forward either', async () => {
    const url = await unnumbered()
    const insert = `insert into reassess.cases (force, reference, version, head, machine_version, policy, snapshot, item, closed,
      demand_level, demand_levels, attention, states, sort_key) values ('f', 'WK-1', 1, '', 1, '', '{}', '{}', false, 0, '{}', '{}', '{}', '')`
    await onConnection(url, ({ query }) => query(insert))
    await expect(migrate(url)).rejects.toThrow(`under rules version 1; this release has rules version ${RULES_VERSION}`)
    await expect(numbers(url)).rejects.toThrow('42P01')
  })

  it('is never another once it is given, also while there is no incident', async () => {
    const url = await createDatabase(database.server)
    await migrate(url)
    await onConnection(url, ({ query }) => query('update reassess.rules set version = 99'))
    await expect(migrate(url)).rejects.toBeInstanceOf(OtherRules)
    expect(await numbers(url)).toEqual([{ version: 99 }])
  })
})

it('refuses a database that a newer release has written, and leaves it alone', async () => {
  await database.query('insert into reassess.schema_version (version) values (99)')
  await expect(createStore({ connectionString: database.url })).rejects.toBeInstanceOf(SchemaNewer)
})
