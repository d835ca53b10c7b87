import { readdirSync } from 'node:fs'
import { migrate, SchemaNewer } from '../../src/store/migrate.ts'
import { createStore } from '../../src/store/store.ts'
import { useDatabase } from '../support/database.ts'

const database = useDatabase()

const migrations = readdirSync(new URL('../../src/store/migrations/', import.meta.url)).sort()

it('migrates once, however many start at the same time', async () => {
  await Promise.all(Array.from({ length: 8 }, () => migrate(database.url)))
  expect(await database.query('select version from reassess.schema_version order by version')).toEqual(
    migrations.map((name) => ({ version: Number(name.slice(0, 4)) })),
  )
})

it('refuses a database that a newer release has written, and leaves it alone', async () => {
  await database.query('insert into reassess.schema_version (version) values (99)')
  await expect(createStore({ connectionString: database.url })).rejects.toBeInstanceOf(SchemaNewer)
})
