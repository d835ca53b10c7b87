/** A real browser for a test: the Chromium on PATH, else Debian's, installed when the tests run as root on Debian. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackage } from '../support/debian.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

export async function findChromium(): Promise<{ readonly path: string } | { readonly skipped: string }> {
  const onPath = (): string | undefined =>
    (process.env.PATH ?? '')
      .split(delimiter)
      .flatMap((folder) => NAMES.map((name) => join(folder, name)))
      .find((file) => existsSync(file))
  const skipped = await installPackage('chromium', () => onPath() !== undefined)
  return skipped ?? { path: onPath() ?? '' }
}
