/** What no file that a force writes by hand may do to the service, whichever kind of file it is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calendarsWith } from '../../src/calendars/readCalendars.ts'
import { readPolicyFile } from '../../src/cli/files/policyFile.ts'
import { BadFile, inWords, yamlFilesIn } from '../../src/files/byHand.ts'
import { promptsWith } from '../../src/prompts/readPrompts.ts'
import { readScenarioFile } from '../../src/simulate/reading/readScenario.ts'
import { toolsWith } from '../../src/tools/readTools.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reassess-by-hand-'))
  file = join(folder, 'ours.yaml')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What reading says is wrong, a line each. */
const told = (read: () => unknown): string => {
  try {
    read()
    return ''
  } catch (error) {
    if (error instanceof BadFile) return error.message
    throw error
  }
}

const KINDS: readonly (readonly [string, () => string | Promise<string>])[] = [
  ['policy', () => told(() => readPolicyFile({ policyFile: file, toolsDir: null, calendarsDir: null, detectorFile: null }))],
  ['calendar', () => told(() => calendarsWith(folder))],
  ['risk tool', () => told(() => toolsWith(folder))],
  ['pack of prompts', () => told(() => promptsWith(folder))],
  [
    'scenario',
    async () => {
      const read = await readScenarioFile(file)
      return read.ok ? '' : read.mistakes.map(inWords).join('\n')
    },
  ],
]

const LAUGHS = `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}\n`

/** What the file says, and what is said of it, after its name. */
const HARM: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ['nesting without an end', `a: ${'['.repeat(60_000)}`, /^:1:1 is nested too deeply$/],
  ['nesting that is closed', `a: ${'['.repeat(30_000)}${']'.repeat(30_000)}`, /^:1:1 is nested too deeply$/],
  ['nesting that the stack would bear', `x: 1\na: ${'['.repeat(90)}${']'.repeat(90)}`, /^:2:43 is nested too deeply$/],
  ['aliases that double thirty times', LAUGHS, /^:1:9 anchors and aliases are not allowed: write it out\n/],
  ['an anchor on a mapping', 'x: 1\na: &a { b: 1 }\n', /^:2:7 anchors and aliases are not allowed: write it out$/],
  ['more than it may hold', `# ${'x'.repeat(1024 * 1024)}`, /^:1:1 has more than \d+ bytes$/],
  ['a tab', 'x: 1\na:\n\tb: 1\n', /^:3:\d+ Tabs are not allowed/],
  ['a key twice', 'x: 1\nname: a\nname: b\n', /^:3:1 this key stands here twice$/],
  ['a key twice in a mapping', 'x: 1\na: [{ b: 1, b: 2 }]\n', /^:2:13 this key stands here twice$/],
  ['a second document', 'x: 1\n---\nx: 1\n', /^:2:1 a file holds one document: write what follows --- into a file of its own/],
  ['a tag', 'x: 1\na: !!js/function b\n', /^:2:4 Unresolved tag/],
  ['letters that are not UTF-8', Uint8Array.of(0x78, 0x3a, 0x20, 0xe9), /^:(1:1)? is not in UTF-8; save it as/],
]

describe.each(KINDS)('a %s', (_, read) => {
  it.each(HARM)('with %s is refused by file and line', async (_, text, said) => {
    writeFileSync(file, text)
    const message = await read()
    expect(message.slice(0, file.length)).toBe(file)
    expect(message.slice(file.length)).toMatch(said)
  })
})

it('lists at most a hundred mistakes of a file', () => {
  writeFileSync(file, Array.from({ length: 300 }, () => 'x: 1\n').join(''))
  expect(
    told(() => readPolicyFile({ policyFile: file, toolsDir: null, calendarsDir: null, detectorFile: null })).split('\n'),
  ).toHaveLength(100)
})

it('reads the YAML files of a folder in order of their names, and no others', () => {
  for (const name of ['b.yml', 'a.yaml', 'notes.txt']) writeFileSync(join(folder, name), name)
  expect(yamlFilesIn(folder).map(({ text }) => text)).toEqual(['a.yaml', 'b.yml'])
})
