/**
 * Restores a backup into an empty database, in one transaction: an interrupted restore has restored nothing. It makes the
 * schema as it was at the backup, fills it, and then migrates it like any other.
 */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { RULES_VERSION } from '../../engine/step/live.ts'
import { faultOf } from '../connection/faults.ts'
import { bringForward, newestMigration, SchemaNewer } from '../connection/migrate.ts'
import { numberRules, OtherRules } from '../connection/rules.ts'
import { grantedIn, type Logins, LoginsUnusable } from '../logins/prepareSchema.ts'
import { grantRights } from '../logins/rights.ts'
import { type Connection, onConnection, quoted, tablesOf } from './connection.ts'
import type { Manifest } from './manifest.ts'
import { BackupDamaged, RecordNotEmpty } from './problems.ts'

/** What is sent at once: whichever limit is reached first. */
const MOST_ROWS = 1_000
const MOST_CHARACTERS = 2 * 1024 * 1024

export interface RestoreOptions {
  /** `engine` alone where one login does everything. */
  readonly logins: Logins
  readonly folder: string
  /** Checked by `checkBackup`. */
  readonly manifest: Manifest
  /** Runs when all rows are in, before the commit: if it fails, nothing is restored. */
  readonly alongside: () => Promise<void>
}

/** @throws RecordNotEmpty, BackupDamaged, SchemaNewer, OtherRules, LoginsUnusable, RecordUnavailable */
export async function restoreBackup({ logins, folder, manifest, alongside }: RestoreOptions): Promise<void> {
  if (manifest.schema > newestMigration()) throw new SchemaNewer(manifest.schema, newestMigration())
  if (manifest.rules !== RULES_VERSION) throw new OtherRules(manifest.rules, 'backup')
  if (logins.reader !== null && logins.owner === null)
    throw new LoginsUnusable('DATABASE_OWNER_URL is not set: only the login that owns the schema restores it.')
  const granted = logins.reader === null ? null : await grantedIn(logins)
  await onConnection(logins.owner ?? logins.engine, async (connection) => {
    const { query } = connection
    await query('begin')
    await query("select pg_advisory_xact_lock(hashtext('reassess.migrate'))")
    await clear(connection)
    await forward(connection, manifest.schema)
    const known = new Set(await tablesOf(connection))
    for (const { table, file, rows } of manifest.tables) {
      if (!known.has(table)) throw new BackupDamaged(`Its schema version ${manifest.schema} has no table ${table}.`)
      await fill(connection, table, join(folder, file), rows)
    }
    await forward(connection)
    await numberRules(connection.client)
    await query('update reassess.timers set leased_until = null')
    await raiseIdentities(connection)
    if (granted !== null) await grantRights(connection.client, granted)
    await alongside()
    await query('commit')
    // Otherwise the first minutes are planned as if the tables were empty; PostgreSQL analyses them only later.
    await query(`analyze ${[...known].map(quoted).join(', ')}`).catch(() => {})
  })
}

/**
 * @throws RecordNotEmpty when a table holds rows that count. An empty schema is dropped, since its version may differ from
 *   the backup's.
 */
async function clear(connection: Connection): Promise<void> {
  for (const table of await tablesOf(connection)) {
    const held = await connection.query(`select from ${quoted(table)} limit 1`)
    if (held.length > 0) throw new RecordNotEmpty(`This database holds a record already (in ${table})`)
  }
  await connection.query('drop schema if exists reassess cascade')
}

const forward = ({ client }: Connection, upTo?: number): Promise<number> =>
  bringForward(client, upTo).catch((error: unknown) => {
    throw faultOf(error)
  })

async function fill({ query }: Connection, table: string, path: string, told: number): Promise<void> {
  // A generated column follows from the others.
  const [kept] = await query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
      where table_schema = 'reassess' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  )
  const columns = kept?.columns ?? ''
  const insert = `insert into ${quoted(table)} (${columns}) overriding system value select ${columns} from json_populate_recordset(null::${quoted(table)}, $1::json)`
  let found = 0
  let batch: string[] = []
  let size = 0
  const send = async (): Promise<void> => {
    if (batch.length > 0) await query(insert, [`[${batch.join(',')}]`])
    found += batch.length
    batch = []
    size = 0
  }
  for await (const line of linesOf(path)) {
    batch.push(line)
    size += line.length
    if (batch.length >= MOST_ROWS || size >= MOST_CHARACTERS) await send()
  }
  await send()
  if (found !== told) throw new BackupDamaged(`${path} has ${found} rows; the manifest tells of ${told}.`)
}

/** Splits at line feeds only: `readline` also splits at U+2028, which a narrative may hold. */
async function* linesOf(path: string): AsyncGenerator<string, void, undefined> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

/** Numbers continue above the highest that was restored. */
async function raiseIdentities({ query }: Connection): Promise<void> {
  const columns = await query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'reassess' and is_identity = 'YES'`,
  )
  for (const { table, column } of columns) {
    await query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max("${column}"), 1), max("${column}") is not null) from ${quoted(table)}`,
      [quoted(table), column],
    )
  }
}
