/** The `reassess` command as it is built: what these tests run is what an operator runs. */
import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PREPARE = fileURLToPath(new URL('../../scripts/prepare.mjs', import.meta.url))
const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

export type Environment = Readonly<Record<string, string>>

let prepared: 'no' | 'yes' | 'failed' = 'no'

/** Builds what changed, so that no old build is under test; a failed build is not tried again for each test. */
export function prepare(): void {
  if (prepared === 'failed') throw new Error('the build failed: its errors are above')
  if (prepared === 'yes') return
  prepared = 'failed'
  execFileSync(process.execPath, [PREPARE], { stdio: ['ignore', 'inherit', 'inherit'] })
  prepared = 'yes'
}

/** Starts the command in an environment that holds nothing but PATH and what is given; `main` is another build's. */
export function launch(args: readonly string[], env: Environment, main = MAIN) {
  prepare()
  const child = spawn(process.execPath, ['--enable-source-maps', main, ...args], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')),
  )
  return { child, ended, stdout: () => stdout, stderr: () => stderr }
}

export interface Ran {
  readonly code: number | NodeJS.Signals
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command to its end. */
export async function run(args: readonly string[], env: Environment, main = MAIN): Promise<Ran> {
  const { ended, stdout, stderr } = launch(args, env, main)
  return { code: await ended, stdout: stdout(), stderr: stderr() }
}
