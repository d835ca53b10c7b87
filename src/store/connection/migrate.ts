import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { RightsDiffer } from '../logins/rights.ts'
import { connectionConfig } from './database.ts'
import { faultOf } from './faults.ts'
import { numberRules, OtherRules, refuseOtherRules } from './rules.ts'
import { provenSession } from './session.ts'

/** A newer release migrated the database; this release would misread it. */
export class SchemaNewer extends Error {
  readonly code = 'schema-newer'
  readonly found: number
  readonly known: number

  constructor(found: number, known: number) {
    super(`The database has schema version ${found}; this release knows ${known} at most. Start a newer release.`)
    this.found = found
    this.known = known
  }
}

/** An older release, or no release, migrated the database, and the login at hand does not migrate. Nothing was changed. */
class SchemaBehind extends Error {
  readonly code = 'schema-behind'

  constructor(found: number, needed: number) {
    super(
      found === 0
        ? `The database has no schema, and this release needs version ${needed}: run reassess migrate.`
        : `The schema is at version ${found}, and this release needs version ${needed}: run reassess migrate.`,
    )
  }
}

/** Beside this file, in the sources and in the build alike. */
const folder = new URL('../migrations/', import.meta.url)

interface Migration {
  readonly version: number
  readonly sql: string
}

/** Longer than a start usually waits. */
const SAID_AFTER_MS = 5_000

const BLOCKERS = `
  select format('session %s of %s at %s, %s', pid, coalesce(nullif(application_name, ''), 'an application without a name'),
                coalesce(client_addr::text, 'this machine'), state) as who
    from pg_stat_activity where pid = any(pg_blocking_pids($1))`

/**
 * Migrates the schema `reassess`. However many processes start at once, each migration runs once: all wait for one lock.
 *
 * @param heldUpBy told, once, who holds the lock when the wait is long.
 * @param beside what else the same transaction does.
 * @returns the schema version before.
 * @throws SchemaNewer when the database is ahead of this release, OtherRules when its record follows other rules, and as
 *   `provenSession` does. Nothing was changed then.
 */
export async function migrate(
  connectionString: string,
  heldUpBy: (who: string) => void = () => {},
  beside: (client: pg.Client) => Promise<void> = async () => {},
): Promise<number> {
  const client = await provenSession(connectionString)
  let saying: NodeJS.Timeout | undefined
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    saying = setTimeout(() => void blockersOf(connectionString, rows[0]?.pid ?? 0).then(heldUpBy), SAID_AFTER_MS)
    await client.query('begin')
    await lockSchema(client)
    await refuseOtherRules(client)
    const found = await bringForward(client)
    await numberRules(client)
    await beside(client)
    await client.query('commit')
    return found
  } catch (error) {
    throw isOurs(error) ? error : faultOf(error, client.user)
  } finally {
    clearTimeout(saying)
    // Ending the connection also rolls back uncommitted work.
    await client.end().catch(() => {})
  }
}

const isOurs = (error: unknown): boolean =>
  [SchemaNewer, SchemaBehind, OtherRules, RightsDiffer].some((kind) => error instanceof kind)

/**
 * Checks, with a login that may not migrate, that nothing is to migrate.
 *
 * @param beside what else is checked.
 * @throws SchemaBehind, SchemaNewer, OtherRules, and as `provenSession` does.
 */
export async function checkSchema(
  connectionString: string,
  beside: (client: pg.Client) => Promise<void> = async () => {},
): Promise<void> {
  const client = await provenSession(connectionString)
  try {
    const [found, known] = [await versionOf(client), newestMigration()]
    if (found > known) throw new SchemaNewer(found, known)
    if (found < known) throw new SchemaBehind(found, known)
    await refuseOtherRules(client)
    await beside(client)
  } catch (error) {
    throw isOurs(error) ? error : faultOf(error, client.user)
  } finally {
    await client.end().catch(() => {})
  }
}

/** @returns the schema version; 0 for a database without a record. */
async function versionOf(client: pg.Client): Promise<number> {
  const { rows: there } = await client.query(
    "select from pg_catalog.pg_tables where schemaname = 'reassess' and tablename = 'schema_version'",
  )
  if (there.length === 0) return 0
  const { rows } = await client.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from reassess.schema_version',
  )
  return rows[0]?.version ?? 0
}

/** Held until the transaction ends. */
const lockSchema = (client: pg.Client) => client.query("select pg_advisory_xact_lock(hashtext('reassess.migrate'))")

/** Asked on a second connection, since the first waits. Never throws. */
async function blockersOf(connectionString: string, pid: number): Promise<string> {
  const client = new pg.Client({ ...connectionConfig(connectionString), query_timeout: SAID_AFTER_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ who: string }>(BLOCKERS, [pid])
    return rows.map(({ who }) => who).join('; ') || 'no other session: the migration itself takes long'
  } catch {
    return 'the database: it does not answer'
  } finally {
    await client.end().catch(() => {})
  }
}

/** Whether a database holds a record, of any release. @throws RecordUnavailable, and as `provenSession` does */
export async function hasRecord(connectionString: string): Promise<boolean> {
  const client = await provenSession(connectionString)
  try {
    return (await versionOf(client)) > 0
  } catch (error) {
    throw faultOf(error, client.user)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Runs in the transaction that the client has begun.
 *
 * @param upTo an older schema version to stop at, which a backup was written under.
 * @returns the schema version before.
 */
export async function bringForward(client: pg.Client, upTo = Number.POSITIVE_INFINITY): Promise<number> {
  const migrations = readMigrations()
  const known = migrations.at(-1)?.version ?? 0
  await lockSchema(client)
  const found = await versionOf(client)
  if (found > known) throw new SchemaNewer(found, known)
  // A login that may not create opens what is up to date.
  if (found === 0) {
    await client.query('create schema if not exists reassess')
    await client.query(
      'create table if not exists reassess.schema_version (version integer primary key, applied_at timestamptz not null default now())',
    )
  }
  for (const { version, sql } of migrations) {
    if (version <= found || version > upTo) continue
    await client.query(sql)
    await client.query('insert into reassess.schema_version (version) values ($1)', [version])
  }
  return found
}

/** The schema version of this release. */
export const newestMigration = (): number => readMigrations().at(-1)?.version ?? 0

/** `0001-record.sql` and those after it, in order. */
function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(new URL(name, folder), 'utf8') }))
}
