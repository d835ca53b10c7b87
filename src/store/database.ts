/** The pool of connections, set up so that every answer reads the same: UTC, ISO instants with milliseconds, numbers for bigint. */
import pg from 'pg'
import { faultOf } from './faults.ts'

/** A statement with a name is prepared once a connection. */
export interface Statement {
  readonly name?: string
  readonly text: string
}

export interface Database {
  /** @throws RecordUnavailable or RecordFault. */
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
  /** Several statements without values in one round trip and one transaction; each sees what was committed before it began. */
  script(text: string): Promise<void>
  /** One transaction, rolled back, on a connection of its own; `pid` is its server process. */
  trial<Result>(
    work: (run: (text: string, values?: readonly unknown[]) => Promise<unknown>, pid: number) => Promise<Result>,
  ): Promise<Result>
  close(): Promise<void>
}

const TIMESTAMPTZ = 1184
const BIGINT = 20

const parsers = new Map<number, (value: string) => unknown>([
  [TIMESTAMPTZ, instantOf],
  // Ids, counts and positions: all far below 2^53.
  [BIGINT, Number],
])

/** `2026-03-01 20:00:00.123+00`, made ISO 8601 first: of other forms JavaScript takes an early year for a short one. */
function instantOf(value: string): string {
  return new Date(value.replace(' ', 'T').replace(/\+00$/, 'Z')).toISOString()
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
}

/** What every connection of ours has in common; for the pool and for connections of their own. */
export function connectionConfig(connectionString: string): pg.ClientConfig {
  return {
    connectionString,
    application_name: 'reassess',
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    // Compiling the commit statement would take longer than running it. A plan made while a table was empty would read all of
    // it each time, for a busy minute, until statistics come: every statement here has its index.
    options:
      '-c timezone=UTC -c datestyle=ISO -c jit=off -c enable_seqscan=off -c default_transaction_isolation=read\\ committed',
    types,
  }
}

export function openDatabase(connectionString: string, maxConnections = 10): Database {
  const pool = new pg.Pool({
    ...connectionConfig(connectionString),
    max: maxConnections,
    statement_timeout: 10_000,
    // A network that swallows everything answers no statement_timeout either.
    query_timeout: 12_000,
  })
  // An idle connection that dies (restart, failover) is dropped by the pool; unheard, its error would end the process.
  pool.on('error', () => {})

  const run = async <Row extends object>({ name, text }: Statement, values: readonly unknown[] = []): Promise<Row[]> => {
    try {
      const { rows } = await pool.query<Row>({ ...(name === undefined ? {} : { name }), text, values: [...values] })
      return rows
    } catch (error) {
      throw faultOf(error)
    }
  }

  return {
    query: run,
    script: async (text) => {
      try {
        await pool.query(text)
      } catch (error) {
        throw faultOf(error)
      }
    },
    trial: async (work) => {
      let client: pg.PoolClient | null = null
      try {
        client = await pool.connect()
        const one = client
        await one.query('begin')
        const { rows } = await one.query<{ pid: number }>('select pg_backend_pid() as pid')
        return await work((text, values = []) => one.query(text, [...values]), rows[0]?.pid ?? 0)
      } catch (error) {
        throw faultOf(error)
      } finally {
        const ended = await client?.query('rollback').then(
          () => false,
          () => true,
        )
        client?.release(ended)
      }
    },
    close: () => pool.end(),
  }
}
