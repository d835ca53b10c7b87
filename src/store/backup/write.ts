/**
 * A backup: every row of the record as JSON lines, all of one moment, with a manifest. The embedded PostgreSQL has no
 * `pg_dump`; this needs only a connection, works beside a running server, and any later release of the same rules can read it.
 * The queue is left out: the timers set it up again.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { RULES_VERSION } from '../../engine/step/live.ts'
import { newestMigration, SchemaNewer } from '../connection/migrate.ts'
import { refuseOtherRules } from '../connection/rules.ts'
import { type Connection, onConnection, quoted, tablesOf } from './connection.ts'
import { MANIFEST, type Manifest } from './manifest.ts'
import { BackupFolderTaken, NothingToBackUp } from './problems.ts'

/** A refusal holds up to 64 KiB, twice that as hexadecimal digits: at most 13 MB at once. */
const ROWS_AT_ONCE = 100

export interface BackupOptions {
  readonly connectionString: string
  /** Made here; it must not exist, or be empty. */
  readonly folder: string
  /** Files kept beside the database. They are copied first, so they never cover more than the rows do. */
  readonly beside: readonly string[]
}

/**
 * Writes beside the folder and renames: the folder appears whole, and only its owner can read it.
 *
 * @throws BackupFolderTaken, NothingToBackUp, SchemaNewer, OtherRules, RecordUnavailable
 */
export async function writeBackup({ connectionString, folder, beside }: BackupOptions): Promise<Manifest> {
  const place = resolve(folder)
  const partial = `${place}.partial`
  if ((await readdir(place).catch(notThere)).length > 0)
    throw new BackupFolderTaken(`${place} exists already: give a new folder.`)
  await mkdir(dirname(place), { recursive: true })
  await mkdir(partial, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    throw new BackupFolderTaken(
      `${partial} exists: another backup runs or was interrupted. If no backup runs, remove the folder.`,
    )
  })
  try {
    const files: Manifest['files'] = []
    for (const path of beside) if (existsSync(path)) files.push(await copied(path, partial))
    const tables = await onConnection(connectionString, (connection) => dumped(connection, partial))
    const manifest: Manifest = { format: 'reassess/backup/v1', ...tables, files }
    await written(join(partial, MANIFEST), async (write) => write(`${JSON.stringify(manifest, null, 2)}\n`))
    await onDisk(partial)
    await rename(partial, place)
    await onDisk(dirname(place))
    return manifest
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
}

function notThere(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error.code === 'ENOTDIR' ? new BackupFolderTaken('There is a file of that name: give a new folder.') : error
}

/** One snapshot for all tables; they are locked against being altered, not against being written. */
async function dumped(connection: Connection, folder: string): Promise<Pick<Manifest, 'schema' | 'rules' | 'at' | 'tables'>> {
  const { client, query } = connection
  await query('begin isolation level repeatable read, read only')
  const names = await tablesOf(connection)
  if (names.length === 0) throw new NothingToBackUp()
  await query(`lock table ${names.map(quoted).join(', ')} in access share mode`)
  const [moment] = await query<{ schema: number; at: string }>(
    'select max(version) as schema, now() as at from reassess.schema_version',
  )
  const { schema, at } = moment ?? { schema: 0, at: '' }
  if (schema > newestMigration()) throw new SchemaNewer(schema, newestMigration())
  await refuseOtherRules(client)
  const tables: Manifest['tables'] = []
  for (const table of names) {
    const file = `${table}.ndjson`
    const { rows, sha256 } = await written(join(folder, file), (write) => dumpTable(connection, table, write))
    tables.push({ table, file, rows, sha256 })
  }
  return { schema, rules: RULES_VERSION, at, tables }
}

async function dumpTable({ query }: Connection, table: string, write: Write): Promise<void> {
  await query(`declare rows no scroll cursor for select row_to_json(t)::text as line from ${quoted(table)} t`)
  for (;;) {
    const rows = await query<{ line: string }>(`fetch ${ROWS_AT_ONCE} from rows`)
    if (rows.length > 0) await write(`${rows.map(({ line }) => line).join('\n')}\n`, rows.length)
    if (rows.length < ROWS_AT_ONCE) break
  }
  await query('close rows')
}

async function copied(path: string, folder: string): Promise<Manifest['files'][number]> {
  const file = basename(path)
  const { sha256 } = await written(join(folder, file), async (write) => {
    for await (const chunk of createReadStream(path)) await write(chunk as Buffer)
  })
  return { file, sha256 }
}

type Write = (chunk: string | Buffer, rows?: number) => Promise<void>

/** Flushes to disk before it returns: a power cut must not empty a finished backup. */
async function written(path: string, fill: (write: Write) => Promise<void>): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256')
  let rows = 0
  const handle = await open(path, 'wx', 0o600)
  try {
    await fill(async (chunk, more = 0) => {
      hash.update(chunk)
      rows += more
      await handle.appendFile(chunk)
    })
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { rows, sha256: hash.digest('hex') }
}

/** Flushes a folder's own list of files. Systems that cannot still have the files in it on disk. */
async function onDisk(folder: string): Promise<void> {
  const handle: FileHandle = await open(folder, 'r')
  await handle.sync().catch(() => {})
  await handle.close()
}
