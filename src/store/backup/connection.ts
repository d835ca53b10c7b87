/**
 * A connection without the pool's time limits, for work that takes as long as the record is large; and the tables that make up
 * the record.
 */
import pg from 'pg'
import { faultOf } from '../connection/faults.ts'
import { provenSession } from '../connection/session.ts'

export interface Connection {
  /** @throws RecordUnavailable or RecordFault. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** For `bringForward`. */
  readonly client: pg.Client
}

/** Ending the connection also rolls back uncommitted work. */
export async function onConnection<T>(connectionString: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const client = await provenSession(connectionString)
  const asked = <A>(answer: Promise<A>): Promise<A> =>
    answer.catch((error: unknown) => {
      throw faultOf(error)
    })
  try {
    return await work({
      client,
      query: async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
        (await asked(client.query<Row>(text, [...values]))).rows,
    })
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Each start makes these, and they mean nothing elsewhere; a backup's manifest says which rules its rows follow. Nobody is
 * signed in by a restore, and what was being written was never said.
 */
const NOT_THE_RECORD = ['schema_version', 'writable', 'rules', 'sessions', 'drafts', 'turns']

/** Queried, so that a later migration's table is never forgotten. */
export async function tablesOf({ query }: Connection): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `select c.relname as name from pg_class c
      where c.relnamespace = to_regnamespace('reassess') and c.relkind = 'r' and c.relname <> all($1) order by c.relname`,
    [NOT_THE_RECORD],
  )
  return rows.map(({ name }) => name)
}

export const quoted = (table: string): string => `reassess.${pg.escapeIdentifier(table)}`
