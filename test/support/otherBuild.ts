/** The build under test with another version in it, as a release before or after it would be. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepare } from './built.ts'

export interface OtherBuild {
  /** What `launch` and `run` start. */
  readonly main: string
  remove(): void
}

/** @throws when the build does not say its version in one place. */
export function otherBuild(name: 'MACHINE_VERSION' | 'RULES_VERSION', version: number): OtherBuild {
  prepare()
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const home = mkdtempSync(join(tmpdir(), 'reassess-build-'))
  cpSync(join(root, 'dist'), join(home, 'dist'), { recursive: true })
  cpSync(join(root, 'package.json'), join(home, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
  const file = join(home, 'dist', 'src', 'engine', 'step', 'live.js')
  const [before, after, ...more] = readFileSync(file, 'utf8').split(new RegExp(`(?<=const ${name} = )\\d+`))
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`${file} has no single ${name}`)
  writeFileSync(file, `${before}${version}${after}`)
  return {
    main: join(home, 'dist', 'src', 'cli', 'main.js'),
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
