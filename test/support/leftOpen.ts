import pg from 'pg'
import type { TestDatabase } from './database.ts'

/** A session of `psql` that did something in a transaction and was left open. */
export async function leftOpen({ url }: Pick<TestDatabase, 'url'>, statement: string, values: readonly unknown[] = []) {
  const session = new pg.Client({ connectionString: url, application_name: 'psql' })
  session.on('error', () => {})
  await session.connect()
  await session.query('begin')
  const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
  await session.query(statement, [...values])
  return { pid: rows[0]?.pid ?? 0, end: () => session.end() }
}
