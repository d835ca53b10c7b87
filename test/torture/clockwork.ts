/** A clock that can be set for single processes: Debian's libfaketime, which leaves the monotonic clock alone. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackage } from '../support/debian.ts'

export interface Clockwork {
  /** What a process needs in its environment to use this clock. */
  readonly env: Readonly<Record<string, string>>
  /** Hours away from the machine's own clock. */
  setTo(hours: number): void
  remove(): void
}

/** Installs the library where that is possible. @returns why that is not possible. */
export async function createClockwork(): Promise<Clockwork | { readonly skipped: string }> {
  const skipped = await installPackage('faketime', () => libraryFile() !== null)
  if (skipped) return skipped
  const library = libraryFile() as string
  const folder = mkdtempSync(join(tmpdir(), 'reassess-clock-'))
  // PostgreSQL reads it too, and as another user where we are root.
  chmodSync(folder, 0o755)
  const file = join(folder, 'offset')
  const write = (hours: number) => {
    // Renamed into place, so that nobody reads half of it.
    writeFileSync(`${file}.next`, `${hours < 0 ? '-' : '+'}${Math.abs(hours) * 3600}\n`, { mode: 0o644 })
    renameSync(`${file}.next`, file)
  }
  write(0)
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      // Each reading anew: all processes of a real machine share one clock.
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    setTo: write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function libraryFile(): string | null {
  if (!existsSync('/usr/lib')) return null
  for (const machine of readdirSync('/usr/lib')) {
    const file = `/usr/lib/${machine}/faketime/libfaketime.so.1`
    if (existsSync(file)) return file
  }
  return null
}
