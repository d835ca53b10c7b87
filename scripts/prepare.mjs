/**
 * Installs what is missing and builds what changed, before anything else runs. Needs only Node: `npm start` and `npm test` run
 * it on a fresh clone. Two may run at once. Reports on stderr, since stdout belongs to the command.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const LOCK = join(root, '.cache', 'prepare.lock')
/** A slow machine installs for minutes; after this the other process counts as hanging. */
const WAIT_FOR_OTHER_MS = 10 * 60_000
/** What is compiled, and what is copied beside it. */
const SOURCES = ['machines', 'workers', 'src']

/** Stops with one clear line. */
export class CannotPrepare extends Error {}

/** @param typesChecked somebody has just checked the types: the build then takes a tenth of the time. */
export async function prepare({ build = true, typesChecked = false } = {}) {
  requireNode()
  if (isInstalled() && (!build || isBuilt())) return
  await locked(async () => {
    if (!isInstalled()) await install()
    if (build && !isBuilt()) await compile(typesChecked)
  })
}

/**
 * Runs a command to its end; a signal that stops us stops the command first, so that nothing is left behind. @returns its exit
 * code
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
    const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, () => child.kill(signal)])
    for (const [signal, stop] of stops) process.on(signal, stop)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      for (const [name, stop] of stops) process.off(name, stop)
      if (signal === null) resolve(code)
      else process.kill(process.pid, signal)
    })
  })
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new CannotPrepare(`Reassess needs Node 20.19 or newer; this is ${process.version}.`)
}

/** Compares what npm says it installed with what the lock file asks for, so that a developer's own `npm install` counts too. */
function isInstalled() {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  const wanted = readJson(join(root, 'package-lock.json'))?.packages
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    const there = installed[path]
    return path === '' || (there ? there.version === version : optional || devOptional)
  })
}

async function install() {
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    throw new CannotPrepare(
      'Dependencies are missing, and node_modules is a link: npm would empty the folder that it leads to. Remove the link, or install there.',
    )
  say('Installing dependencies (npm ci)…')
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [command, ...before] = npm
  const args = [...before, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await run(command, args, { shell: process.platform === 'win32' && before.length === 0 }).catch(
    (error) => error.message,
  )
  if (code !== 0) throw new CannotPrepare(`Dependencies could not be installed: npm ci ended with ${code}.`)
}

/** By content: a checkout that only touches files builds nothing. */
function fingerprint() {
  const hash = createHash('sha256')
  const files = SOURCES.flatMap((folder) => filesUnder(folder))
  for (const file of [...files, 'scripts/compileViews.mjs', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function isBuilt() {
  const stamp = join(root, 'dist', '.built')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()
}

/** Builds beside `dist` and swaps, so that a failed or interrupted build leaves the last good build. */
async function compile(typesChecked) {
  say('Building…')
  const built = fingerprint()
  const next = join(root, 'dist.next')
  rmSync(next, { recursive: true, force: true })
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', next, ...(typesChecked ? ['--noCheck'] : [])]
    const code = await run(process.execPath, args)
    if (code !== 0) throw new CannotPrepare('The build failed: see the errors above.')
    for (const file of SOURCES.flatMap((folder) => filesUnder(folder))) {
      if (extname(file) !== '.ts') cpSync(join(root, file), join(next, file))
    }
    const { compileViews } = await import('./compileViews.mjs')
    await compileViews(next)
    writeFileSync(join(next, '.built'), built)
    rmSync(join(root, 'dist'), { recursive: true, force: true })
    renameSync(next, join(root, 'dist'))
  } finally {
    rmSync(next, { recursive: true, force: true })
  }
}

function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesUnder(path) : [path]
  })
}

/** One process prepares at a time. The lock names its owner, so that a killed owner does not block the next. */
async function locked(work) {
  mkdirSync(dirname(LOCK), { recursive: true })
  const mine = `${LOCK}.${process.pid}`
  const giveUpAt = Date.now() + WAIT_FOR_OTHER_MS
  let waiting = false
  writeFileSync(mine, String(process.pid))
  try {
    while (!taken(mine)) {
      if (Date.now() > giveUpAt)
        throw new CannotPrepare(`Another process has been preparing for ten minutes; if no such process runs, remove ${LOCK}.`)
      if (!waiting) say('Waiting for another process that is preparing…')
      waiting = true
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  } finally {
    rmSync(mine, { force: true })
  }
  try {
    await work()
  } finally {
    rmSync(LOCK, { force: true })
  }
}

/** A hard link appears in a single step, with the owner's number already in it. */
function taken(mine) {
  try {
    linkSync(mine, LOCK)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const owner = existsSync(LOCK) ? Number(readFileSync(LOCK, 'utf8')) : Number.NaN
  if (isAlive(owner)) return false
  // Moved aside before it is removed: another waiting process may have taken it over in between.
  const aside = `${mine}.stale`
  try {
    renameSync(LOCK, aside)
    if (Number(readFileSync(aside, 'utf8')) === owner) rmSync(aside)
    else renameSync(aside, LOCK)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  return false
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await prepare().catch((error) => {
    say(error instanceof CannotPrepare ? error.message : error.stack)
    process.exitCode = 1
  })
}
