/** Scenarios in a folder of their own, and the command that plays them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulate } from '../../src/cli/files/simulate.ts'

/** The folder lasts as long as the tests of a file. */
export function useScenarios() {
  let home = ''
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'reassess-scenarios-'))
  })
  afterAll(() => rmSync(home, { recursive: true }))
  return {
    home: () => home,
    /** @returns where it is. */
    written(name: string, text: string): string {
      const file = join(home, name)
      writeFileSync(file, text)
      return file
    },
  }
}

export async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const code = await simulate(args, {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    colours: false,
  })
  return { code, ...said }
}
