/** What the API refused, at the fields of this form: each mistake links to its field, in plain words and with the words it is about. */
import type { Issue } from '../../../../machines/rules/issue.ts'
import { ELEMENTS } from '../../../../machines/rules/vocabulary.ts'
import type { ApiRefused } from '../../ask.ts'
import { idOf } from '../../forms/names.ts'
import { plainly } from '../../words/refused.ts'
import { capital, plain } from '../../words/words.ts'
import * as names from './names.ts'

export interface Refusal {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string
  /** For the summary. */
  readonly errors: readonly Line[]
  /** By the name of the field at which they are shown. */
  readonly byName: ReadonlyMap<string, readonly string[]>
  /** Mistakes besides those that are listed. */
  readonly more: number
}

interface Line {
  readonly text: string
  readonly href: string | null
}

/** Fields that are shown as one, and parts that have no field of their own. */
const SHOWN_AT: Readonly<Record<string, string>> = {
  [names.APPROVER]: `${names.APPROVER}/id`,
  '/data/victimContact': `${names.CONTACT}/attempted`,
  '/data/thrive': '/data/thrive/threat/change',
  '/data/assessor': names.RATIONALE,
}
const NAMES: Readonly<Record<string, string>> = {
  '/time': 'When you reassessed it',
  [names.DEMAND]: 'What this answers',
  [names.ALSO]: 'What this answers',
  [names.SEEN]: 'What this answers',
  [names.SITUATION]: 'What is known now',
  [`${names.SITUATION}/suspect`]: 'The suspect',
  [`${names.SITUATION}/victim`]: 'The victim',
  [`${names.SITUATION}/canReach`]: 'Can the suspect reach the victim',
  [`${names.SITUATION}/changed`]: 'What has changed',
  [`${names.SITUATION}/protects`]: 'What protects the victim',
  [names.CONTACT]: 'Contact with the victim',
  [names.CHECKS]: 'Checks made again',
  [names.NEWS]: 'What is new',
  [names.SAFEGUARDING]: 'What keeps the victim safe',
  [names.INTERIM]: 'What could happen before officers arrive',
  [names.RESOURCES]: 'What you tried to get a unit',
  [names.PRIORITY]: 'Grade',
  [names.RATIONALE]: 'Why this grade',
  [names.APPROVER]: 'The second person',
  [names.ATTEND]: 'Whether somebody goes again',
  [names.REVIEW]: 'When the risk is assessed next',
  '/data/assessor': 'Who reassesses',
  ...Object.fromEntries(ELEMENTS.map((name) => [`/data/thrive/${name}`, capital(name)])),
}

export function refusalOf({ code, status, problem }: Pick<ApiRefused, 'code' | 'status' | 'problem'>, data: object): Refusal {
  const { errors = [], more = 0, title, detail } = problem
  return { ...{ code, status, title, detail: plainly(detail), more }, ...placed(errors, data) }
}

/** What the form itself could not read. */
export const unreadable = (issues: readonly Issue[]): Refusal => ({
  ...{ code: 'unreadable', status: 422, more: 0, title: 'Something cannot be read' },
  detail: 'Mend it and send it again.',
  ...placed(issues, {}),
})

export function placed(issues: readonly Issue[], data: object): Pick<Refusal, 'errors' | 'byName'> {
  const byName = new Map<string, readonly string[]>()
  const inOrder = issues.toSorted((one, other) => placeOf(one.pointer) - placeOf(other.pointer))
  const errors = inOrder.map((issue): Line => {
    const said = inWords(issue, data)
    const name = shownAt(issue.pointer)
    if (name === null) return { text: said, href: null }
    byName.set(name, [...(byName.get(name) ?? []), said])
    return { text: saysWhat(issue) ? capital(said) : `${nameOf(issue.pointer)}: ${said}`, href: `#${idOf(name)}` }
  })
  return { errors, byName }
}

/** As the page asks: whoever mends the mistakes goes down the page once. */
const ORDER = [
  `${names.SITUATION}/suspect`,
  `${names.SITUATION}/victim`,
  `${names.SITUATION}/canReach`,
  `${names.SITUATION}/changed`,
  names.NEWS,
  `${names.SITUATION}/protects`,
  names.SAFEGUARDING,
  names.SITUATION,
  names.DEMAND,
  names.ALSO,
  names.SEEN,
  names.CONTACT,
  names.CHECKS,
  '/data/thrive',
  '/data/elements',
  names.INTERIM,
  names.RESOURCES,
  names.PRIORITY,
  names.APPROVER,
  names.RATIONALE,
  names.ATTEND,
  names.REVIEW,
]
const placeOf = (pointer: string): number => {
  const place = ORDER.findIndex((name) => pointer.startsWith(name))
  return place === -1 ? ORDER.length : place
}

/** A sentence that says by itself which field it is about. What is said of an element fits any of them. */
const saysWhat = ({ detail, pointer }: Issue): boolean =>
  /^(?:say|name|by this record) /i.test(detail) && !/^\/data\/(?:thrive|elements)\//.test(pointer)

/** A sentence is quoted: nobody counts characters. */
export function inWords({ detail, pointer, start, end }: Issue, data: object): string {
  const text = textAt(data, pointer)
  const words = plainly(detail)
  return start === undefined || text === null ? words : `“${text.slice(start, end).trim()}” ${words}`
}

export function textAt(data: object, pointer: string): string | null {
  const found = pointer
    .split('/')
    .slice(2)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined), data)
  return typeof found === 'string' ? found : null
}

/** The fields of this form, to which a mistake of something within them belongs. */
const WHOLE = [
  names.ALSO,
  names.SEEN,
  names.CHECKS,
  names.SAFEGUARDING,
  `${names.SITUATION}/changed`,
  `${names.SITUATION}/protects`,
]

function shownAt(pointer: string): string | null {
  const whole = WHOLE.find((name) => pointer.startsWith(name))
  if (whole === names.SEEN || whole === names.ALSO) return names.DEMAND
  const at = whole ?? pointer
  return SHOWN_AT[at] ?? (at === '' || at === '/data' ? null : at)
}

function nameOf(pointer: string): string {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const name = NAMES[at]
    if (name !== undefined) return name
  }
  return capital(plain(pointer.split('/')[3] ?? 'This'))
}
