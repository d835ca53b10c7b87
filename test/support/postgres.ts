/**
 * A real PostgreSQL for tests: the binaries that the embedded database uses, a throw-away cluster in the temporary folder,
 * loopback TCP on a free port. Nothing is flushed to disk, since here only processes crash.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { chownSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { binaries } from '../../src/store/embedded/binaries.ts'
import { serverUser } from '../../src/store/embedded/user.ts'
import { copy, keptFolder } from './kept.ts'

export interface TestPostgres {
  /** Of the database `postgres`, as the superuser. */
  readonly url: string
  /** Ends the server at once, as a power cut would; `start` brings the same cluster back on the same port. */
  kill(): Promise<void>
  start(): Promise<void>
  /** False when it was ended or gave up by itself. */
  isRunning(): boolean
  /** What it wrote about itself: who crashed, and why. */
  said(): string
  /** Stops the server and removes its data. */
  stop(): Promise<void>
}

/** For tests in which the server itself is in trouble. */
export interface PostgresOptions {
  /** A small disk of its own, on which it then keeps little of its log; the temporary folder unless told. */
  readonly under?: string
  readonly env?: Readonly<Record<string, string>>
  /** 200 unless told. */
  readonly maxConnections?: number
}

export async function startPostgres({ under, env = {}, maxConnections = 200 }: PostgresOptions = {}): Promise<TestPostgres> {
  const account = serverUser(null)
  const { postgres } = binaries(account)
  const home = mkdtempSync(join(under ?? tmpdir(), 'reassess-test-pg-'))
  const data = join(home, 'data')
  const as = { ...account, cwd: '/', env: { PATH: process.env.PATH ?? '' } }
  const { data: empty, password } = await emptyCluster()
  copy(empty, data)
  if (account) chownSync(home, account.uid, account.gid)

  const logFile = join(home, 'log')
  let port = randomInt(20_000, 60_000)
  let server: ChildProcess | undefined
  const urlAt = () => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`

  const launch = async (): Promise<boolean> => {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'full_page_writes=off',
      `max_connections=${maxConnections}`,
      ...(under ? ['max_wal_size=64MB'] : []),
    ]
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    const log = openSync(logFile, 'a')
    const child = spawn(postgres, args, { ...as, env: { ...as.env, ...env }, stdio: ['ignore', log, log] })
    closeSync(log)
    server = child
    for (let attempt = 0; attempt < 400 && child.exitCode === null; attempt++) {
      if (await answers(urlAt())) return true
      await pause(25)
    }
    return false
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = server
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }
  // SIGQUIT is PostgreSQL's immediate shutdown: the children go too, and nothing is flushed.
  const abandon = () => server?.kill('SIGQUIT')
  process.once('exit', abandon)

  for (let attempt = 0; !(await launch()); attempt++) {
    if (attempt === 5) throw new Error('PostgreSQL does not start')
    port = randomInt(20_000, 60_000)
  }
  return {
    url: urlAt(),
    kill: () => end('SIGQUIT'),
    isRunning: () => server?.exitCode === null && server.signalCode === null,
    said: () => readFileSync(logFile, 'utf8'),
    start: async () => {
      if (!(await launch())) throw new Error('PostgreSQL does not start again')
    },
    stop: async () => {
      await end('SIGQUIT')
      process.removeListener('exit', abandon)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** What a cluster is made of: copied, with its owner and permissions, on which PostgreSQL insists. */
interface Cluster {
  readonly data: string
  readonly password: string
}

/** A copy takes a third of the time. */
async function emptyCluster(): Promise<Cluster> {
  const folder = await keptFolder('cluster', async () => makeCluster())
  return { data: join(folder, 'data'), password: readFileSync(join(folder, 'password'), 'utf8') }
}

/** In the temporary folder, which the user that PostgreSQL runs as may enter. @returns the folder with `data` and `password`. */
function makeCluster(): string {
  const account = serverUser(null)
  const making = mkdtempSync(join(tmpdir(), 'reassess-test-cluster-'))
  const passwordFile = join(making, 'password')
  writeFileSync(passwordFile, randomBytes(16).toString('hex'), { mode: 0o600 })
  if (account) for (const path of [making, passwordFile]) chownSync(path, account.uid, account.gid)
  const encoding = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const as = { ...account, cwd: '/', env: { PATH: process.env.PATH ?? '' } }
  execFileSync(binaries(account).initdb, ['-D', join(making, 'data'), '--no-sync', ...encoding, ...access], {
    ...as,
    stdio: 'pipe',
  })
  return making
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
