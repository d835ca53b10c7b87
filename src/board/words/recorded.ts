/** What was recorded with an event, in the words of its form: a row for each field that was filled in. */
import { findLabel, findWord } from '../../../machines/rules/catalogue/labels/index.ts'
import { checkWords } from './checks.ts'
import { type Fact, oneValue, personIn, type Value } from './facts.ts'
import { capital, plain } from './words.ts'

type Data = Readonly<Record<string, unknown>>
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Says by references and numbers what its author had read. */
const SEEN = 'causesSeen'
/** Checks of a policy, and others that somebody wrote. */
const CHECKED = /(?:^|\/)(?:checksRepeated|historyChecks\/done)$/
/** Its parts have names of their own. */
const THRIVE = 'thrive'

/** @param without fields of the event that the page says elsewhere. */
export const recordedIn = (event: string, data: unknown, without: readonly string[] = []): readonly Fact[] =>
  isData(data) ? partsOf(event, data, '', '').filter(({ field }) => field !== SEEN && !without.includes(field)) : []

interface Part extends Fact {
  readonly field: string
}

const partsOf = (event: string, data: Data, under: string, within: string): readonly Part[] =>
  Object.entries(data).flatMap(([name, value]) => {
    const path = under === '' ? name : `${under}/${name}`
    const own = labelAt(event, path)
    return partsAt(
      event,
      value,
      path,
      within === '' || under === THRIVE ? own : `${within}: ${own.charAt(0).toLowerCase()}${own.slice(1)}`,
    )
  })

function partsAt(event: string, value: unknown, path: string, label: string): readonly Part[] {
  if (value === undefined || value === null || value === '') return []
  const row = (values: readonly Value[]): readonly Part[] =>
    values.length === 0 ? [] : [{ field: path.split('/', 1)[0] ?? '', label, values }]
  if (Array.isArray(value)) {
    if (value.every((item) => !isData(item))) return row(value.map((item) => valueAt(event, path, item)))
    return value.flatMap((item, at) => partsAt(event, item, `${path}/*`, `${label} ${at + 1}`))
  }
  if (!isData(value)) return row([valueAt(event, path, value)])
  const person = personIn(value)
  return person === null ? partsOf(event, value, path, label) : row([{ text: person, instant: null }])
}

function valueAt(event: string, path: string, value: unknown): Value {
  const text = String(value)
  const word = CHECKED.test(path) ? checkWords([text]) : findWord(event, path, text)?.value
  return word === undefined ? oneValue(text) : { text: word, instant: null }
}

function labelAt(event: string, path: string): string {
  const label = findLabel(event, path)?.value
  if (label === undefined) return capital(plain(path.slice(path.lastIndexOf('/') + 1)))
  return typeof label === 'string' ? label : label[0]
}
