/**
 * The server process of a cluster. It is detached, so that a Ctrl-C meant for us does not stop the database while we finish,
 * and so it may outlive us. A server that still runs is used as it is.
 */
import { execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Cluster, isAlive, SUPERUSER, serverEnvironment } from './cluster.ts'
import { DatabaseDidNotStart } from './problems.ts'

export interface Server {
  readonly pid: number
  readonly port: number
  /** It ran before us: its owner died without stopping it. */
  readonly adopted: boolean
}

/**
 * A session that was left open in a transaction keeps its locks, and holds up the timers of its incidents. This limit is longer
 * than any transaction of ours is idle, and shorter than a breach may go unnoticed.
 */
const IDLE_TRANSACTION_WITHIN = '60s'

/** Fit for a small machine; fsync and synchronous_commit keep the promise of "accepted", whatever a configuration file says. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // A socket path over 107 bytes fails, and a DATA_DIR may be longer.
  max_connections: '100',
  idle_in_transaction_session_timeout: IDLE_TRANSACTION_WITHIN,
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Statements and error details may hold what people said: neither is ever written to the log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

const START_WITHIN_MS = 60_000
/** A port may be taken between choosing and binding, and a killed server's processes take a moment to end. */
const ATTEMPTS = 8
const LOG_BYTES = 5 * 1024 * 1024

/**
 * The running server of a cluster: found, or started.
 *
 * @param port the port to start on, where earlier connections expect it; null for any free port.
 * @throws DatabaseDidNotStart with the server's own last words.
 */
export async function ensureServer(cluster: Cluster, logFile: string, port: number | null): Promise<Server> {
  const giveUpAt = performance.now() + START_WITHIN_MS
  let started: number | null = null
  let failures = 0
  while (performance.now() < giveUpAt && failures < ATTEMPTS) {
    const running = postmaster(cluster.folder)
    if (running === null || !isServerOf(running.pid, cluster.folder)) {
      if (running !== null && isAlive(running.pid)) removeNote(cluster.folder, running.pid)
      started = await spawnServer(cluster, logFile, port ?? (await freePort()))
      if (started === null) failures += 1
      if (started === null) await sleep(250)
    } else if (running.ready && (await answers(cluster, running.port))) {
      return { pid: running.pid, port: running.port, adopted: running.pid !== started }
    } else {
      await sleep(50) // Starting, recovering, or stopping.
    }
  }
  throw new DatabaseDidNotStart(`PostgreSQL did not start in ${cluster.folder}; it said last: ${lastWords(logFile)}`)
}

/**
 * Fast shutdown: sessions end, everything is on disk. A server that takes longer than this is stopped at once and recovers on
 * its next start.
 */
export async function stopServer(cluster: Cluster, withinMs = 4_000): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const running = postmaster(cluster.folder)
    if (running === null || !isServerOf(running.pid, cluster.folder)) return
    try {
      process.kill(running.pid, signal)
    } catch {
      return // It ended in between.
    }
    const giveUpAt = performance.now() + withinMs
    while (performance.now() < giveUpAt) {
      if (postmaster(cluster.folder) === null || !isAlive(running.pid)) return
      await sleep(20)
    }
  }
}

export function connection(cluster: Cluster, port: number, database: string): pg.ClientConfig {
  const { password } = cluster
  return {
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    ssl: false,
  }
}

/** @returns the new process, or null when it ended before it was ready. */
async function spawnServer(cluster: Cluster, logFile: string, port: number): Promise<number | null> {
  if (existsSync(logFile) && statSync(logFile).size > LOG_BYTES) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'a', 0o600)
  const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  try {
    const child = spawn(cluster.binaries.postgres, ['-D', cluster.folder, ...settings], {
      ...cluster.user,
      cwd: '/',
      detached: true,
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
    })
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
    child.unref()
    const pid = child.pid ?? null
    // Its `postmaster.pid` names it once it holds the folder; until then there is nothing to ask.
    let gone = false
    void ended.then(() => {
      gone = true
    })
    while (!gone && postmaster(cluster.folder)?.pid !== pid) await sleep(10)
    return gone ? null : pid
  } finally {
    closeSync(log)
  }
}

/** What `postmaster.pid` says: lines of process, folder, start, port, socket, address, memory, state. */
function postmaster(folder: string): { pid: number; port: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : null
  } catch {
    return null
  }
}

/** Whether that number is still this cluster's server: after a power cut it may be any process. */
function isServerOf(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(folder)
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(folder)
  } catch {
    return isAlive(pid)
  }
}

/**
 * Removes a `postmaster.pid` whose number now belongs to another process. (PostgreSQL itself replaces a file whose process is
 * gone, under its own locks; here it would take that process for a server and refuse to start.)
 */
function removeNote(folder: string, pid: number): void {
  const note = join(folder, 'postmaster.pid')
  const aside = join(folder, `postmaster.pid.stale-${process.pid}`)
  try {
    renameSync(note, aside)
    // Another process may have started a server between reading and renaming: put its file back.
    if (Number.parseInt(readFileSync(aside, 'utf8'), 10) !== pid) renameSync(aside, note)
  } catch {
    // It was removed meanwhile.
  }
  rmSync(aside, { force: true })
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client(connection(cluster, port, 'postgres'))
  client.on('error', () => {})
  try {
    await client.connect()
    const found = await client.query<{ data_directory: string }>('show data_directory')
    return found.rows[0]?.data_directory === cluster.folder
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function lastWords(logFile: string): string {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim().split('\n') : []
  return lines.findLast((line) => /FATAL|PANIC|ERROR|could not/.test(line)) ?? lines.at(-1) ?? 'nothing'
}
