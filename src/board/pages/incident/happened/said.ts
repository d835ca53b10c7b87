/** What was recorded with an event, in the words of its form: the texts that say most first, then every field. */
import { findLabel, findWord } from '../../../../../machines/rules/catalogue/labels/index.ts'
import type { TimelineItem } from '../../../../engine/views/views.ts'
import type { Text, Times } from '../../../words/text.ts'
import { capital, plain } from '../../../words/words.ts'
import type { Row } from '../known.ts'

/** The texts of an event that whoever reads on needs first. */
const HEADLINES = [
  'narrative',
  'text',
  'outcome',
  'newInformation',
  'decision/rationale',
  'rationale',
  'judgement',
  'reason',
  'result',
  'note',
  'victimContact/outcome',
] as const
const MOST_HEADLINES = 2

type Data = Readonly<Record<string, unknown>>
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)

const valueAt = (data: unknown, path: string): unknown =>
  path.split('/').reduce((part: unknown, name) => (isData(part) ? part[name] : undefined), data)

/** At most two texts, as somebody wrote them. */
export const headline = ({ data }: Pick<TimelineItem, 'data'>): readonly string[] =>
  HEADLINES.map((path) => valueAt(data, path))
    .filter((said): said is string => typeof said === 'string' && said.trim() !== '')
    .slice(0, MOST_HEADLINES)

/** Every field that was filled in, a row each; a part of a part says both names. */
export const rowsOf = (type: string, data: unknown, times: Times): readonly Row[] =>
  isData(data) ? fieldsOf(type, data, { path: '', term: '' }, times) : []

interface Place {
  readonly path: string
  readonly term: string
}

function fieldsOf(type: string, data: Data, { path, term }: Place, times: Times): readonly Row[] {
  return Object.entries(data).flatMap(([name, value]) => {
    const at = path === '' ? name : `${path}/${name}`
    const label = labelOf(type, at)
    return rowsAt(
      type,
      value,
      { path: at, term: term === '' ? label : `${term}: ${label.charAt(0).toLowerCase()}${label.slice(1)}` },
      times,
    )
  })
}

function rowsAt(type: string, value: unknown, place: Place, times: Times): readonly Row[] {
  if (value === null || value === '' || value === undefined) return []
  if (isData(value)) {
    const person = personIn(value)
    return person === null ? fieldsOf(type, value, place, times) : [{ term: place.term, text: [person] }]
  }
  if (!Array.isArray(value)) return [{ term: place.term, text: wordOf(type, place.path, value, times) }]
  const items: readonly unknown[] = value
  if (items.every((item) => !isData(item)))
    return items.length === 0
      ? []
      : [
          {
            term: place.term,
            text: items.flatMap((item, at) => [...(at === 0 ? [] : [', ']), ...wordOf(type, place.path, item, times)]),
          },
        ]
  return items.flatMap((item, at) => rowsAt(type, item, { path: `${place.path}/*`, term: `${place.term} ${at + 1}` }, times))
}

/** Who acted is shown as `sup-1 (sergeant)`. */
function personIn(value: Data): string | null {
  const { id, role } = value
  if (typeof id !== 'string' || Object.keys(value).some((name) => name !== 'id' && name !== 'role')) return null
  return typeof role === 'string' ? `${id} (${plain(role)})` : id
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

function wordOf(type: string, path: string, value: unknown, times: Times): Text {
  const written = String(value)
  if (typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return [times.at(value)]
  return [findWord(type, path, written)?.value ?? written]
}

function labelOf(type: string, path: string): string {
  const label = findLabel(type, path)?.value
  if (label === undefined) return capital(plain(path.slice(path.lastIndexOf('/') + 1)))
  return typeof label === 'string' ? label : label[0]
}
