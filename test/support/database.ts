/** One PostgreSQL for each test file and a fresh, empty database in it: `const database = useDatabase()` at the top of a file. */
import pg from 'pg'
import { startPostgres, type TestPostgres } from './postgres.ts'

export interface TestDatabase {
  readonly url: string
  readonly server: TestPostgres
  /** Runs one statement on a connection of its own, outside the store. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

let databases = 0

/** A new database on a running server, and its url. */
export async function createDatabase(server: TestPostgres): Promise<string> {
  const name = `test_${process.pid}_${++databases}`
  await runOnce(server.url, `create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return url.href
}

/** Starts before the tests of the file and stops after them. */
export function useDatabase(): TestDatabase {
  let server: TestPostgres | undefined
  let url = ''
  beforeAll(async () => {
    server = await startPostgres()
    url = await createDatabase(server)
  })
  afterAll(async () => {
    await server?.stop()
  })
  return {
    get url() {
      return url
    },
    get server() {
      if (!server) throw new Error('The database starts in beforeAll')
      return server
    },
    query: (text, values) => runOnce(url, text, values),
  }
}

/** On a connection of its own. */
export async function runOnce<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}
