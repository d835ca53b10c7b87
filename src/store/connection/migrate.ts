import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
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
 * @throws SchemaNewer when the database is ahead of this release, OtherRules when its record follows other rules, and as
 *   `provenSession` does. Nothing was changed then.
 */
export async function migrate(connectionString: string, heldUpBy: (who: string) => void = () => {}): Promise<void> {
  const client = await provenSession(connectionString)
  let saying: NodeJS.Timeout | undefined
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    saying = setTimeout(() => void blockersOf(connectionString, rows[0]?.pid ?? 0).then(heldUpBy), SAID_AFTER_MS)
    await client.query('begin')
    await lockSchema(client)
    await refuseOtherRules(client)
    await bringForward(client)
    await numberRules(client)
    await client.query('commit')
  } catch (error) {
    throw error instanceof SchemaNewer || error instanceof OtherRules ? error : faultOf(error)
  } finally {
    clearTimeout(saying)
    // Ending the connection also rolls back uncommitted work.
    await client.end().catch(() => {})
  }
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
    const { rows } = await client.query<{ there: boolean }>("select to_regclass('reassess.schema_version') is not null as there")
    return rows[0]?.there === true
  } catch (error) {
    throw faultOf(error)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Runs in the transaction that the client has begun.
 *
 * @param upTo an older schema version to stop at, which a backup was written under.
 */
export async function bringForward(client: pg.Client, upTo = Number.POSITIVE_INFINITY): Promise<void> {
  const migrations = readMigrations()
  const known = migrations.at(-1)?.version ?? 0
  await lockSchema(client)
  await client.query('create schema if not exists reassess')
  await client.query(
    'create table if not exists reassess.schema_version (version integer primary key, applied_at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from reassess.schema_version',
  )
  const found = rows[0]?.version ?? 0
  if (found > known) throw new SchemaNewer(found, known)
  for (const { version, sql } of migrations) {
    if (version <= found || version > upTo) continue
    await client.query(sql)
    await client.query('insert into reassess.schema_version (version) values ($1)', [version])
  }
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
