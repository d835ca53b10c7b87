/**
 * The pool of connections, set up so that every answer reads the same: UTC, ISO instants with milliseconds, numbers for bigint.
 */
import pg from 'pg'
import { faultOf } from './faults.ts'
import { DatabaseUrlUnusable } from './sessionProblems.ts'
import { SERVING_SETTINGS } from './sessionSettings.ts'

/** A named statement is prepared once for each connection. */
export interface Statement {
  readonly name?: string
  readonly text: string
}

export interface Database {
  /** @throws RecordUnavailable or RecordFault. */
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>
  /** A transaction, rolled back, on a connection of its own; `pid` is its server process. */
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

const TEXT =
  /^(?<year>\d{4,6})-(?<month>\d\d)-(?<day>\d\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,6}))?(?<sign>[+-])(?<hours>\d\d)(?::(?<minutes>\d\d))?(?::(?<seconds>\d\d))?(?<bc> BC)?$/

/**
 * Turns `2026-03-01 20:00:00.123+00` into ISO 8601 in UTC with milliseconds; finer fractions are cut off. Reads any offset,
 * also the offsets with seconds of old local times. `infinity` and `-infinity` stay as they are: as text they sort after and
 * before every instant.
 *
 * @throws RangeError for text that PostgreSQL does not write with `datestyle = ISO`.
 */
export function instantOf(value: string): string {
  if (value === 'infinity' || value === '-infinity') return value
  const parts = TEXT.exec(value)?.groups
  if (parts === undefined) throw new RangeError('PostgreSQL wrote an instant in another style than ISO')
  const { year, month, day, hour, minute, second, fraction = '', sign, hours, minutes = '0', seconds = '0', bc } = parts
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  const at = new Date(0)
  // There is no year 0 before Christ: 1 BC is 0, as ISO 8601 counts.
  at.setUTCFullYear(bc === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day))
  at.setUTCHours(
    Number(hour),
    Number(minute),
    Number(second) - (sign === '-' ? -offset : offset),
    Number(fraction.padEnd(3, '0').slice(0, 3)),
  )
  return at.toISOString()
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
}

/**
 * What all our connections share; their settings are a statement of their own (`sessionSettings.ts`).
 *
 * @throws DatabaseUrlUnusable
 */
export function connectionConfig(connectionString: string): pg.ClientConfig {
  const config = {
    connectionString: withoutLimits(connectionString),
    // Unless DATABASE_URL names another.
    application_name: 'reassess',
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    types,
  }
  try {
    new pg.Client(config)
  } catch (error) {
    throw new DatabaseUrlUnusable(error)
  }
  return config
}

/** `pg` prefers the address's values to ours, and they would end a backup. */
const LIMITS = ['query_timeout', 'statement_timeout']

function withoutLimits(connectionString: string): string {
  const [address = '', query] = connectionString.split(/\?(.*)/s)
  const parameters = new URLSearchParams(query)
  if (!LIMITS.some((name) => parameters.has(name))) return connectionString
  for (const name of LIMITS) parameters.delete(name)
  return `${address}?${parameters}`
}

export function openDatabase(connectionString: string, maxConnections = 10): Database {
  const pool = new pg.Pool({
    ...connectionConfig(connectionString),
    max: maxConnections,
    onConnect: async (client) => void (await client.query(SERVING_SETTINGS)),
    // A network that swallows packets answers no statement_timeout either.
    query_timeout: 12_000,
  })
  // When an idle connection dies (restart, failover), the pool drops it; without a listener its error would end the process.
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
