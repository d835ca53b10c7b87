/**
 * The cluster: the folder that PostgreSQL keeps its data in, `DATA_DIR/postgres`, and its password, `DATA_DIR/postgres.json`.
 * Each appears in one step (made beside, then renamed or linked), so an interrupted first start leaves nothing that looks
 * finished, and when two first starts race the loser finds the winner's cluster.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Binaries, binaries, SHARED_PLACE } from './binaries.ts'
import { DatabaseDidNotStart, DataDirUnusable } from './problems.ts'
import { canEnter, type ServerUser, serverUser } from './user.ts'

export const SUPERUSER = 'reassess'

export interface Cluster {
  /** The real path, as PostgreSQL reports it. */
  readonly folder: string
  readonly password: string
  readonly user: ServerUser | null
  readonly binaries: Binaries
}

/**
 * The cluster of a data folder; makes it when it is missing.
 *
 * Root's server runs as another user. Where that user cannot enter DATA_DIR (a clone under `/root`, which is closed to others),
 * the cluster is kept in `/var/lib/reassess` and `DATA_DIR/postgres` is a symbolic link to it.
 *
 * @throws DataDirUnusable, NoEmbeddedPostgres, DatabaseDidNotStart
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  makeDataDir(dataDir)
  const entry = join(dataDir, 'postgres')
  const exists = isThere(entry)
  const secret = password(dataDir, exists)
  if (!exists) await makeCluster(dataDir, entry, secret)

  const folder = realFolder(entry)
  // A copy made by root (`cp -r`, an unpacked archive) is given to the server's user.
  const user = serverUser(folder)
  if (user !== null && lstatSync(folder).uid === 0) own(folder, user)
  if (!canEnter(folder, user)) {
    throw new DataDirUnusable(
      `${folder} cannot be entered by user ${user?.uid}, who runs PostgreSQL when we are root: move DATA_DIR out of the closed folder.`,
    )
  }
  return { folder, password: secret, user, binaries: rightVersion(folder, binaries(user)) }
}

/** Whether a data folder has a cluster; also true for a link whose target is gone, which somebody must hear of. */
export const hasCluster = (dataDir: string): boolean => isThere(join(dataDir, 'postgres'))

/**
 * Removes what interrupted first starts left, as far as possible: an orphaned initdb may still write. The folder's owner calls
 * it.
 */
export function removePartials(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const maker = /^postgres\.partial-(\d+)-/.exec(name)?.[1]
    if (maker === undefined || isAlive(Number(maker))) continue
    try {
      rmSync(join(dataDir, name), { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // The next start removes it.
    }
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function makeDataDir(dataDir: string): void {
  try {
    if (mkdirSync(dataDir, { recursive: true }) !== undefined) chmodSync(dataDir, 0o711) // The server's user enters it but cannot list it.
  } catch (error) {
    throw new DataDirUnusable(`DATA_DIR ${dataDir} cannot be made: ${(error as Error).message}`)
  }
}

/** Made once, before the cluster; `link` is the step that only one process succeeds in. */
function password(dataDir: string, clusterExists: boolean): string {
  const file = join(dataDir, 'postgres.json')
  if (!existsSync(file)) {
    if (clusterExists)
      throw new DataDirUnusable(`${file} is missing: without the password in it the database beside it cannot be opened.`)
    const partial = `${file}.partial-${process.pid}`
    try {
      writeFileSync(partial, JSON.stringify({ password: randomBytes(24).toString('base64url') }), { mode: 0o600 })
      linkSync(partial, file)
    } catch (error) {
      if (!existsSync(file)) throw new DataDirUnusable(`${file} cannot be written: ${(error as Error).message}`)
    } finally {
      rmSync(partial, { force: true })
    }
  }
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof kept === 'object' && kept !== null && 'password' in kept && typeof kept.password === 'string') return kept.password
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES')
      throw new DataDirUnusable(`${file} cannot be read by this user: start as its owner, or set another DATA_DIR.`)
  }
  throw new DataDirUnusable(`${file} has been changed: it must hold {"password": "…"}.`)
}

async function makeCluster(dataDir: string, entry: string, secret: string): Promise<void> {
  const user = serverUser(null)
  const within = canEnter(dataDir, user)
  const place = within ? dataDir : sharedFolder(dataDir)
  const partial = join(place, `postgres.partial-${process.pid}-${randomBytes(4).toString('hex')}`)
  const passwordFile = join(partial, 'password')
  const made = join(partial, 'cluster')
  try {
    mkdirSync(partial, { mode: 0o700 })
    writeFileSync(passwordFile, secret, { mode: 0o600 })
    if (user !== null) own(partial, user)
    await initdb(made, passwordFile, user)
    if (within) return renameSync(made, entry)
    renameSync(made, join(place, 'postgres'))
    symlinkSync(join(place, 'postgres'), entry)
  } catch (error) {
    if (!within) rmSync(place, { recursive: true, force: true })
    if (!isThere(entry)) throw error // Otherwise another process was faster, and we use its cluster.
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

/** PostgreSQL's own locale, so that order and case are the same on every machine, with `LANG` or without. */
async function initdb(folder: string, passwordFile: string, user: ServerUser | null): Promise<void> {
  const args = ['-D', folder, '--username', SUPERUSER, '--pwfile', passwordFile, '--auth=scram-sha-256', '--data-checksums']
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C', '--builtin-locale=C.UTF-8']
  try {
    await promisify(execFile)(binaries(user).initdb, [...args, ...locale], { ...user, cwd: '/', env: serverEnvironment() })
  } catch (error) {
    const lines = String((error as { stderr?: string }).stderr ?? error)
      .trim()
      .split('\n')
    throw new DatabaseDidNotStart(
      `The database could not be made in ${dirname(folder)}: ${lines.find((line) => line.includes('error:')) ?? lines.at(-1)}`,
    )
  }
}

/** Passes no environment: no `PG…` variable changes the server, and its process holds none of our secrets. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

function sharedFolder(dataDir: string): string {
  const place = join(SHARED_PLACE, `data-${randomBytes(8).toString('hex')}`)
  try {
    mkdirSync(place, { recursive: true })
    for (const folder of [SHARED_PLACE, place]) chmodSync(folder, 0o755)
    writeFileSync(join(place, 'belongs-to'), `${dataDir}\n`)
  } catch (error) {
    throw new DataDirUnusable(
      `DATA_DIR ${dataDir} is closed to the user that runs PostgreSQL, and ${place} cannot be made: ${(error as Error).message}`,
    )
  }
  return place
}

function realFolder(entry: string): string {
  try {
    return realpathSync(entry)
  } catch {
    throw new DataDirUnusable(`${entry} points to a folder that is gone: restore it, or remove ${dirname(entry)} to begin anew.`)
  }
}

function rightVersion(folder: string, found: Binaries): Binaries {
  const file = join(folder, 'PG_VERSION')
  const made = existsSync(file) ? readFileSync(file, 'utf8').trim() : null
  if (made === found.major) return found
  const what = made === null ? 'is not a PostgreSQL data folder' : `was made by PostgreSQL ${made}, and this is ${found.major}`
  throw new DataDirUnusable(`${folder} ${what}: set another DATA_DIR, or restore a backup into a new one.`)
}

function own(path: string, user: ServerUser): void {
  chownSync(path, user.uid, user.gid)
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) own(join(path, name), user)
}

/** Counts a symbolic link even when its target is gone. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
