/** What an operator reads is whole: a variable, an alert or a metric that no page names is found out at night. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ALERT_KINDS } from '../../machines/rules/catalogue/alerts.ts'
import { REGISTER_NAMES } from '../../machines/rules/catalogue/registers.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { VARIABLES } from '../../src/cli/config.ts'

const page = (name: string): string => readFileSync(join('docs/operations', name), 'utf8')
/** What the rows of a page's tables name between backticks. */
const named = (name: string): string[] =>
  [...page(name).matchAll(/^\|.*\|$/gm)].flatMap(([row]) => row.match(/(?<=`)[\w-]+(?=[`{])/g) ?? [])

it('names every variable that the process reads', () => {
  expect(VARIABLES.filter((name) => !named('settings.md').includes(name))).toEqual([])
})

it('says of every alert what ends it', () => {
  expect(ALERT_KINDS.filter((kind) => !named('alerts.md').includes(kind))).toEqual([])
})

it('says of every register who reads it', () => {
  expect(REGISTER_NAMES.filter((name) => !named('registers.md').includes(name))).toEqual([])
})

it('says of every metric when to look', async () => {
  const due = { counts: nothing, demandLevels: nothing, hauQueue: nothing }
  const { text } = await createMetrics({ due, timersFiring: () => true, bankHolidayDaysLeft: () => 400 }).scrape()
  const metrics = text.match(/(?<=^# TYPE )reassess_\w+/gm) ?? []
  expect(metrics.length).toBeGreaterThan(10)
  expect(metrics.filter((name) => !named('metrics.md').includes(name))).toEqual([])
})

/** A record that is away. */
const nothing = () => Promise.reject(new Error('no record'))

it('leads from the index to every page', () => {
  const index = readFileSync('docs/operations.md', 'utf8')
  expect(readdirSync('docs/operations').filter((name) => !index.includes(`(operations/${name})`))).toEqual([])
})

const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

it('has no link that leads nowhere', () => {
  expect(
    DOCUMENTS.flatMap((path) =>
      links(path)
        .filter((link) => !leads(path, link))
        .map((link) => `${path}: ${link}`),
    ),
  ).toEqual([])
})

const links = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link as string)
    .filter((link) => !/^[a-z]+:/.test(link))

function leads(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? from : join(dirname(from), path)
  if (!existsSync(target) || anchor === undefined || !target.endsWith('.md')) return existsSync(target)
  const text = readFileSync(target, 'utf8')
  return text.includes(`<a id="${anchor}"></a>`) || headings(text).includes(anchor)
}

/** As GitHub names them: small letters, hyphens for blanks, without other signs. */
const headings = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    (title as string)
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/\s/g, '-'),
  )
