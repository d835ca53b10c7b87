/** A real browser for a test: the Chromium on PATH, else Debian's, installed when the tests run as root on Debian. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

export async function findChromium(): Promise<{ readonly path: string } | { readonly skipped: string }> {
  const onPath = (): string | undefined =>
    (process.env.PATH ?? '')
      .split(delimiter)
      .flatMap((folder) => NAMES.map((name) => join(folder, name)))
      .find((file) => existsSync(file))
  const here = onPath()
  if (here) return { path: here }
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0)
    return { skipped: 'no chromium on PATH, and it is installed only on Debian as root' }
  try {
    await install()
  } catch {
    return { skipped: 'chromium could not be installed with apt-get' }
  }
  const path = onPath()
  return path ? { path } : { skipped: 'apt-get installed no chromium' }
}

/** Another test file may be installing its own at the same time: apt waits for it. */
async function install(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const aptGet = (...words: string[]) => run('apt-get', ['-o', 'DPkg::Lock::Timeout=240', ...words], { env, timeout: 400_000 })
  const chromium = ['install', '-y', '--no-install-recommends', 'chromium']
  await aptGet(...chromium).catch(async () => {
    await aptGet('update')
    await aptGet(...chromium)
  })
}
