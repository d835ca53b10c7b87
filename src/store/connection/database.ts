/**
 * The pool of connections, set up so that every answer reads the same: UTC, ISO instants with milliseconds, numbers for bigint.
 */
import pg from 'pg'
import { faultOf, LoginMayNot } from './faults.ts'
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
}

/** Connections of one login. */
export interface Pool extends Database {
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

/** Told the name of a login that lacks a right, each time that PostgreSQL refuses it. */
export type Denied = (login: string) => void

export function openDatabase(connectionString: string, maxConnections = 10, denied: Denied = () => {}): Pool {
  const { pool, fault } = openPool(connectionString, maxConnections, denied)

  const run = async <Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> => {
    try {
      return (await pool.query<Row>(sent(statement, values))).rows
    } catch (error) {
      throw fault(error)
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
        throw fault(error)
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

/** The setting that the policies of the tables compare each row with (src/store/logins/tables.ts). */
export const FORCE_SETTING = 'reassess.force'
const SET_FORCE = { name: 'reassess-force', text: `select pg_catalog.set_config('${FORCE_SETTING}', $1, false)` }

/** The connections of the login that reads: it sees the rows of one force at a time. */
export interface Readings {
  /** What is asked of it sees the rows of this force and no others. */
  of(force: string): Database
  close(): Promise<void>
}

/**
 * A connection is set to a force when it last was another's, which costs a round trip only then. No read runs under the setting
 * of another: the connection is the read's alone from the setting to the result, what it is set to is noted only after PostgreSQL
 * has confirmed it, and after any error the connection is closed. A new connection is set to no force and sees no rows.
 */
export function openReadings(connectionString: string, maxConnections = 10, denied: Denied = () => {}): Readings {
  const { pool, fault } = openPool(connectionString, maxConnections, denied)
  const setTo = new WeakMap<pg.PoolClient, string>()

  const read = async <Row extends object>(force: string, statement: Statement, values: readonly unknown[]): Promise<Row[]> => {
    let client: pg.PoolClient | null = null
    try {
      client = await pool.connect()
      if (setTo.get(client) !== force) {
        setTo.delete(client)
        await client.query(sent(SET_FORCE, [force]))
        setTo.set(client, force)
      }
      const { rows } = await client.query<Row>(sent(statement, values))
      client.release()
      return rows
    } catch (error) {
      client?.release(true)
      throw fault(error)
    }
  }

  return {
    of: (force) => ({ query: (statement, values = []) => read(force, statement, values) }),
    close: () => pool.end(),
  }
}

const sent = ({ name, text }: Statement, values: readonly unknown[]): pg.QueryConfig => ({
  ...(name === undefined ? {} : { name }),
  text,
  values: [...values],
})

function openPool(connectionString: string, max: number, denied: Denied) {
  const config = connectionConfig(connectionString)
  const pool = new pg.Pool({
    ...config,
    max,
    onConnect: async (client) => void (await client.query(SERVING_SETTINGS)),
    // A network that swallows packets answers no statement_timeout either.
    query_timeout: 12_000,
  })
  // When an idle connection dies (restart, failover), the pool drops it; without a listener its error would end the process.
  pool.on('error', () => {})
  const { user = '' } = new pg.Client(config)
  const fault = (error: unknown): Error => {
    const found = faultOf(error, user)
    if (found instanceof LoginMayNot) denied(found.login)
    return found
  }
  return { pool, fault }
}
