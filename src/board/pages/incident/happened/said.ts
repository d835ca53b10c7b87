/** What was recorded with an event, in the words of its form: the texts that say most first, then every field. */
import type { TimelineItem } from '../../../../engine/views/views.ts'
import { recordedIn } from '../../../words/recorded.ts'
import { joined, type Times } from '../../../words/text.ts'
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

/** Every field that was filled in, a row each. */
export const rowsOf = (type: string, data: unknown, times: Times): readonly Row[] =>
  recordedIn(type, data).map(({ label, values }) => ({
    term: label,
    text: joined(
      values.map(({ text, instant }) => [...(text === '' ? [] : [text]), ...(instant === null ? [] : [times.at(instant)])]),
      ', ',
    ),
  }))
