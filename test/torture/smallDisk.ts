/** A disk that can be filled: a tmpfs of its own, where we are root and may mount one. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  remove(): void
}

const MEGABYTES = 256

/** @returns null where none can be mounted. */
export function mountSmallDisk(megabytes = MEGABYTES): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'reassess-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmdirSync(folder)
    return null
  }
  // PostgreSQL runs as another user there.
  chmodSync(folder, 0o755)
  const remove = () => {
    process.removeListener('exit', remove)
    try {
      execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' })
      rmdirSync(folder)
    } catch {
      // It is gone already.
    }
  }
  process.once('exit', remove)
  return { folder, remove }
}
