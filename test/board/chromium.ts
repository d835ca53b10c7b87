/**
 * A real browser for a test: Chromium without windows, which takes two thirds of the processor time, or Chromium itself. On Debian the
 * tests install what is missing when they run as root.
 */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackage } from '../support/debian.ts'

const WINDOWLESS = ['chromium-headless-shell']
const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

const onPath = (names: readonly string[]): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file))

export async function findChromium(): Promise<{ readonly path: string } | { readonly skipped: string }> {
  const there = onPath(WINDOWLESS) ?? onPath(NAMES)
  if (there !== undefined) return { path: there }
  await installPackage('chromium-headless-shell', () => onPath(WINDOWLESS) !== undefined)
  const skipped = await installPackage('chromium', () => onPath([...WINDOWLESS, ...NAMES]) !== undefined)
  return skipped ?? { path: onPath([...WINDOWLESS, ...NAMES]) ?? '' }
}
