/**
 * The table of what the inspection asked: each line of the report has one row, and what a row names exists. Two kinds of
 * name stand in it: links, whose words are checked against what they lead to, and words in code marks after what they are
 * (policy `repeat.window`). To take in more lines of the report, raise LINES; a section more needs nothing here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, normalize } from 'node:path'
import { parse } from 'yaml'
import { BLOCKERS } from '../../machines/incident/closure/blocker.ts'
import { MATTERS } from '../../machines/matters/index.ts'
import { ALERT_KINDS } from '../../machines/rules/catalogue/alerts.ts'
import { DEADLINE_NAMES } from '../../machines/rules/catalogue/deadlines.ts'
import { DEMAND_REASONS } from '../../machines/rules/catalogue/reasons.ts'
import { REGISTER_NAMES } from '../../machines/rules/catalogue/registers.ts'
import { EVENT_NAMES } from '../../machines/rules/events.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { openApiDocument } from '../../src/api/openapi/index.ts'
import { everyCall } from '../../src/cli/words.ts'
import { MEASURE_NAMES } from '../../src/engine/measures/measures.ts'
import { STATES_OF_REGIONS } from '../../src/engine/step/stateNames.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'

/** Lines of the report that the page is about: A-I. */
const LINES = 121
const CASES = 8

const PAGE = readFileSync('docs/seed-coverage.md', 'utf8')
const [REPORT = '', THE_CASES = ''] = PAGE.split('<a id="cases"></a>')

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}
const rowsOf = (part: string): Row[] =>
  [...part.matchAll(/^\| (\d+) \|(.*)\|$/gm)].map(([, line, rest = '']) => ({ line: Number(line), cells: rest.split('|') }))
const ROWS = rowsOf(REPORT)

interface Link {
  readonly words: string
  /** From the root of the project; an anchor is left out. */
  readonly file: string
}
const linksIn = (text: string): Link[] =>
  [...text.matchAll(/\[([^\]]+)\]\(([^)#\s]*)(?:#[^)]*)?\)/g)].map(([, words = '', file = '']) => ({
    words: words.replaceAll('`', ''),
    file: file === '' ? 'docs/seed-coverage.md' : normalize(join('docs', file)),
  }))

const isScenario = ({ file }: Link): boolean => file.startsWith('test/scenarios/')
const isTest = ({ file }: Link): boolean => file.endsWith('.test.ts')
const scenario = (file: string): { name: string; mirrors?: string } => parse(readFileSync(file, 'utf8'))

/** What is wrong with a link, or null. A scenario is named by its name, a test by a title in it, a source by its file or folder. */
function wrongWith(link: Link): string | null {
  const { words, file } = link
  if (!existsSync(file)) return `${file} is not there`
  if (isScenario(link)) return scenario(file).name === words ? null : `${file} is called ${scenario(file).name}`
  if (isTest(link) && words !== basename(file, '.test.ts')) {
    const titles = ["'", '"', '`'].map((mark) => `${mark}${words}${mark}`)
    return titles.some((title) => readFileSync(file, 'utf8').includes(title)) ? null : `${file} has no test "${words}"`
  }
  return words.includes('.') && !file.endsWith(words) ? `${file} is not ${words}` : null
}

const policy = (() => {
  const read = readPolicy(readFileSync('src/policies/default-england-wales.yaml', 'utf8'))
  if (!read.ok) throw new Error('the default policy')
  return read.policy
})()
const inPolicy = (key: string): boolean => {
  let found: unknown = policy
  for (const part of key.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return false
    found = Reflect.get(found, part)
  }
  return true
}
const mentions = (file: string, word: string): boolean => readFileSync(file, 'utf8').includes(word)
const among = (words: readonly string[]) => (word: string) => words.includes(word)

/** What may stand before a word in code marks, and how it is looked up. */
const EXISTS: Readonly<Record<string, (word: string) => boolean>> = {
  policy: inPolicy,
  event: among(EVENT_NAMES),
  read: (word) => openApiDocument(LIMITS).paths[word.replace('GET ', '')]?.get !== undefined,
  alert: among(ALERT_KINDS),
  deadline: among(DEADLINE_NAMES),
  demand: among(DEMAND_REASONS),
  state: among([...STATES_OF_REGIONS].flatMap(([region, names]) => names.map((state) => `${region}.${state}`))),
  blocker: among(BLOCKERS),
  matter: among(Object.keys(MATTERS)),
  register: among(REGISTER_NAMES),
  measure: among(MEASURE_NAMES),
  metric: (word) => mentions('src/api/metrics.ts', `'${word}'`),
  command: (word) => everyCall().includes(`${word} `),
}

/** Words in code marks outside of links, each with the word before it. */
const namesIn = (text: string): { readonly kind: string; readonly word: string }[] =>
  [...text.replaceAll(/\[[^\]]*\]\([^)]*\)/g, '').matchAll(/(\w+:?)? ?`([^`]+)`/g)].map(([, kind = '', word = '']) => ({
    kind,
    word,
  }))

it('has one row for each line of the report, in order', () => {
  expect(ROWS.map(({ line }) => line)).toEqual(Array.from({ length: LINES }, (_, index) => index + 1))
})

it('links to what is there, under the name that it has', () => {
  const links = linksIn(PAGE)
  expect(links.length).toBeGreaterThan(LINES)
  expect(links.map(wrongWith).filter(Boolean)).toEqual([])
})

it('names policy keys, events, reads, matters, registers, alerts, deadlines, blockers, metrics and commands that there are', () => {
  const names = ROWS.flatMap(({ cells }) => namesIn(cells.join(' ')))
  const strange = names.filter(({ kind, word }) => EXISTS[kind.toLowerCase()]?.(word) !== true)
  expect(names.length).toBeGreaterThan(LINES)
  expect(strange).toEqual([])
})

it.each(ROWS.map(({ line, cells }) => [line, cells] as const))(
  'shows line %i by a test or a scenario, or says that it is not built',
  (_, [asks = '', lives = '', shown = '']) => {
    const proof = linksIn(shown).filter((link) => isScenario(link) || isTest(link))
    const notBuilt = shown.includes('**Not built**')
    expect(asks.trim()).not.toBe('')
    expect(proof.length > 0).toBe(!notBuilt)
    expect(lives.trim() === '').toBe(notBuilt)
  },
)

describe('the cases', () => {
  const told = readdirSync('test/scenarios').map((name) => {
    const file = `test/scenarios/${name}`
    const { mirrors = '' } = scenario(file)
    const [, said = ''] = /\bcases? ([\d, and]+)/.exec(mirrors) ?? []
    return { file, cases: [...said.matchAll(/\d+/g)].map(Number) }
  })

  it.each(rowsOf(THE_CASES).map(({ line, cells }) => [line, cells] as const))(
    '%i is mirrored by the scenarios that say so, all of them',
    (number, [, scenarios = '']) => {
      const mirrors = told.filter(({ cases }) => cases.includes(number)).map(({ file }) => file)
      const listed = linksIn(scenarios).map(({ file }) => file)
      expect(mirrors.length).toBeGreaterThan(0)
      expect([...listed].sort()).toEqual([...mirrors].sort())
    },
  )

  it('are all there', () => {
    expect(rowsOf(THE_CASES).map(({ line }) => line)).toEqual(Array.from({ length: CASES }, (_, index) => index + 1))
  })
})
