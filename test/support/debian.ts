/** A program that a test needs and Debian has: installed when the tests run as root on Debian, once for all files that ask. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const LOCK = join(tmpdir(), 'reassess-apt.lock')
const LOCK_STALE_MS = 300_000

/**
 * @param isThere whether the program is there already.
 * @returns null, or why it is not installed.
 */
export async function installPackage(name: string, isThere: () => boolean): Promise<{ readonly skipped: string } | null> {
  // While another file installs it, the program is there before what it needs.
  while (existsSync(LOCK) && !(await removeStaleLock())) await sleep(500)
  if (isThere()) return null
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    return { skipped: `no ${name} here, and it is installed only on Debian as root` }
  }
  while (!(await takeLock())) await sleep(500)
  try {
    if (!isThere()) await aptInstall(name)
  } catch {
    return { skipped: `${name} could not be installed with apt-get` }
  } finally {
    await rm(LOCK, { recursive: true, force: true })
  }
  return isThere() ? null : { skipped: `apt-get installed no ${name}` }
}

async function aptInstall(name: string): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', name], { env, timeout: 240_000 })
  await install().catch(async () => {
    await run('apt-get', ['update'], { env, timeout: 120_000 })
    await install()
  })
}

/** Jest runs files side by side: one installs, the others wait for it. */
async function takeLock(): Promise<boolean> {
  try {
    await mkdir(LOCK)
    return true
  } catch {
    await removeStaleLock()
    return false
  }
}

/** Left by a run that was killed. */
async function removeStaleLock(): Promise<boolean> {
  const made = await stat(LOCK).catch(() => null)
  if (!made || Date.now() - made.mtimeMs < LOCK_STALE_MS) return false
  await rm(LOCK, { recursive: true, force: true })
  return true
}
