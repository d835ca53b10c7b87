/**
 * The whole system as a process, on a port of its own. A place is what outlives a process: its data folder, its policy,
 * its database and queue; a server is one process at work in it, and may be killed like any other.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import { startEmbedded } from '../../src/store/embedded/index.ts'
import { createStore } from '../../src/store/store.ts'
import { type Environment, launch, type Ran, run } from './built.ts'
import { type Client, createClient } from './client.ts'
import { eventually, type Patience } from './eventually.ts'
import { copy, keptFolder } from './kept.ts'

export const FORCE = 'warwickshire'

/** Where the record and the queue are; nothing given is the embedded database with the queue on it. */
export interface Given {
  readonly databaseUrl?: string
  /** Where there are three logins: `databaseUrl` is the engine's. */
  readonly readerUrl?: string
  readonly redisUrl?: string
  /** Another build's `main`. */
  readonly main?: string
  /** The embedded database was made long ago, and is empty: the start takes a third of the time of a first one. */
  readonly madeBefore?: boolean
}

export interface Place {
  readonly dataDir: string
  readonly env: Environment
  /** Serves once this resolves; `words` follow `start`. @throws with what it said when it ends instead. */
  start(more?: Environment, ...words: readonly string[]): Promise<Server>
  /** Another `reassess` command of this place. */
  run(...args: readonly string[]): Promise<Ran>
  /** Kills what still runs, the embedded database too, and removes every file. */
  remove(): Promise<void>
}

export interface Server extends Client {
  readonly url: string
  readonly pid: number
  /** What it wrote on standard error, its log. */
  said(): string
  /** `kill -9` of the process; the embedded database lives on as an orphan. */
  kill9(): Promise<void>
  /** SIGTERM, or the signal named. @returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

/** @param patience with a process that starts. */
export async function createPlace(
  policy: string,
  { databaseUrl, readerUrl, redisUrl, main, madeBefore = false }: Given = {},
  patience: Patience = {},
): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-journey-'))
  // Entered by the user that root's PostgreSQL runs as: the cluster lies in here, and goes with it.
  chmodSync(folder, 0o711)
  const dataDir = join(folder, 'data')
  const policyFile = join(folder, 'policy.yaml')
  writeFileSync(policyFile, policy)
  if (madeBefore) copy(await keptFolder('embedded', makeEmbedded), dataDir)
  const env: Environment = {
    PORT: '0',
    DATA_DIR: dataDir,
    POLICY_FILE: policyFile,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(readerUrl === undefined ? {} : { DATABASE_READER_URL: readerUrl }),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  }
  const given = databaseUrl === undefined ? null : await makeKeys(databaseUrl)
  const keys = () => given ?? (JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')) as Keys)
  const running = new Set<() => void>()
  const abandon = () => {
    for (const kill of running) kill()
    killDatabase(dataDir)
  }
  process.once('exit', abandon)

  return {
    dataDir,
    env,
    async start(more = {}, ...words) {
      const process = launch(['start', ...words], { ...env, ...more }, main)
      const kill = () => process.child.kill('SIGKILL')
      running.add(kill)
      void process.ended.then(() => running.delete(kill))
      let ended: number | NodeJS.Signals | null = null
      void process.ended.then((code) => {
        ended = code
      })
      const serves = async () => {
        if (ended !== null) throw new Error(`reassess start ended with ${ended}:\n${process.stderr()}`)
        return portIn(process.stderr())
      }
      const port = await eventually('it serves', serves, process.stderr, patience)
      const url = `http://127.0.0.1:${port}`
      return {
        ...createClient(url, (role) => keys()[role]),
        url,
        pid: process.child.pid ?? 0,
        said: process.stderr,
        async kill9() {
          kill()
          await process.ended
        },
        async stop(signal = 'SIGTERM') {
          process.child.kill(signal)
          return process.ended
        },
      }
    },
    run: (...args) => run(args, env, main),
    async remove() {
      process.removeListener('exit', abandon)
      abandon()
      await eventually('everything has ended', async () => running.size === 0)
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

async function makeEmbedded(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-embedded-'))
  // Entered by the user that root's PostgreSQL runs as.
  chmodSync(folder, 0o711)
  const said = () => {}
  const { stop } = await startEmbedded({ dataDir: folder, log: { info: said, warn: said, error: said } })
  await stop()
  return folder
}

/** `kill -9` of the embedded database: its first process, and with it the others. */
export function killDatabase(dataDir: string): void {
  const note = join(dataDir, 'postgres', 'postmaster.pid')
  const pid = existsSync(note) ? Number.parseInt(readFileSync(note, 'utf8'), 10) : 0
  if (pid <= 1) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

type Keys = Readonly<Record<Role, string>>

async function makeKeys(connectionString: string): Promise<Keys> {
  const store = await createStore({ connectionString })
  try {
    const made: [Role, string][] = []
    for (const role of ROLES) made.push([role, await store.create(role, FORCE)])
    return Object.fromEntries(made) as Keys
  } finally {
    await store.close()
  }
}

function portIn(log: string): number | null {
  const line = log.split('\n').find((text) => text.includes('"msg":"serving"'))
  return line === undefined ? null : (JSON.parse(line) as { port: number }).port
}
