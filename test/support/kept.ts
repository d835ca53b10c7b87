/** What takes long to make is made once for this version of PostgreSQL, and kept between one run and the next. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { binaries } from '../../src/store/embedded/binaries.ts'
import { serverUser } from '../../src/store/embedded/user.ts'

const KEPT = fileURLToPath(new URL('../../.cache', import.meta.url))

/** With owners and permissions, on which PostgreSQL insists. */
export const copy = (from: string, to: string) => execFileSync('cp', ['-Rp', from, to])

/**
 * Processes that find none at the same time each make one; the first is kept.
 *
 * @param make returns a folder, which is moved away.
 */
export async function keptFolder(name: string, make: () => Promise<string>): Promise<string> {
  const version = createHash('sha256')
    .update(binaries(serverUser(null)).initdb)
    .digest('hex')
    .slice(0, 12)
  const kept = join(KEPT, `${name}-${version}`)
  if (existsSync(kept)) return kept
  const making = await make()
  const beside = `${kept}-${process.pid}`
  mkdirSync(KEPT, { recursive: true })
  copy(making, beside)
  rmSync(making, { recursive: true })
  try {
    renameSync(beside, kept)
  } catch {
    rmSync(beside, { recursive: true })
  }
  return kept
}
