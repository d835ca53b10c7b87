/** A real pgbouncer in front of a PostgreSQL of a test: the one on PATH, else Debian's. */
import { execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { serverUser } from '../../src/store/embedded/user.ts'
import { installPackage } from './debian.ts'
import { eventually } from './eventually.ts'

export interface Pooler {
  /** The given address, through the pooler. */
  readonly url: string
  stop(): Promise<void>
}

export interface PoolerOptions {
  readonly mode: 'session' | 'transaction' | 'statement'
  /** Startup parameters that it is told to drop; as installed it refuses them. */
  readonly ignore?: string
  /** Addresses of further logins that it lets in. */
  readonly logins?: readonly string[]
}

const program = () =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].map((folder) => join(folder, 'pgbouncer')).find(existsSync)

/** @returns null when it is there, or why it is not. */
export async function pgbouncerIsThere(): Promise<{ readonly skipped: string } | null> {
  const wasThere = program() !== undefined
  const skipped = await installPackage('pgbouncer', () => program() !== undefined)
  if (skipped === null && !wasThere) stopService()
  return skipped
}

export async function startPooler(url: string, { mode, ignore, logins = [] }: PoolerOptions): Promise<Pooler> {
  const { port } = new URL(url)
  const account = serverUser(null)
  const home = mkdtempSync(join(tmpdir(), 'reassess-pgbouncer-'))
  const users = join(home, 'users')
  const settings = join(home, 'pgbouncer.ini')
  writeFileSync(
    users,
    [url, ...logins]
      .map((login) => new URL(login))
      .map(({ username, password }) => `"${username}" "${password}"\n`)
      .join(''),
  )
  const settingsOn = (listensOn: number) =>
    `[databases]
* = host=127.0.0.1 port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listensOn}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = ${mode}
default_pool_size = 60
max_client_conn = 200
${ignore === undefined ? '' : `ignore_startup_parameters = ${ignore}`}
`
  writeFileSync(settings, '')
  if (account) for (const path of [home, users, settings]) chownSync(path, account.uid, account.gid)
  for (;;) {
    const listensOn = randomInt(20_000, 60_000)
    writeFileSync(settings, settingsOn(listensOn))
    const pooler = spawn(program() ?? 'pgbouncer', ['-q', settings], { ...account, cwd: '/', stdio: 'ignore' })
    const ended = new Promise<void>((resolve) => pooler.once('exit', () => resolve()))
    const abandon = () => pooler.kill('SIGKILL')
    process.once('exit', abandon)
    const through = new URL(url)
    through.port = String(listensOn)
    // Where somebody else has the port it ends, and another port is tried.
    await eventually('pgbouncer answers', async () => pooler.exitCode !== null || (await answers(through.href)))
    if (pooler.exitCode !== null) {
      process.removeListener('exit', abandon)
      continue
    }
    return {
      url: through.href,
      async stop() {
        abandon()
        await ended
        process.removeListener('exit', abandon)
        rmSync(home, { recursive: true, force: true })
      },
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  client.on('error', () => {})
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}

/** The package may have started one of its own, which nobody asked for. */
function stopService(): void {
  for (const [command, ...words] of [
    ['systemctl', 'disable', '--now', 'pgbouncer'],
    ['service', 'pgbouncer', 'stop'],
  ] as const) {
    try {
      execFileSync(command, words, { stdio: 'ignore' })
    } catch {
      // Not every machine has a service manager.
    }
  }
}
