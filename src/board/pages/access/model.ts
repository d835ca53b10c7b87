/** Who read what, in words, and which days of London an auditor asks for. */
import { DateTime } from 'luxon'
import type { accessItem, unusualReading } from '../../../engine/answers/access.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import { readWords, refusedWords } from '../../words/reads.ts'
import { counted } from '../../words/words.ts'

export type Line = Answer<typeof accessItem>
export type Unusual = Answer<typeof unusualReading>

export interface Filter {
  readonly person: string
  readonly incident: string
  /** Days, as 2026-11-20; the last is in it. */
  readonly from: string
  readonly to: string
}
export const FILTERS = ['person', 'incident', 'from', 'to'] as const

/** The first instant of a day, or of the day after it: days are 23 or 25 hours long when the clocks change. Null for no day. */
export function dayBegins(day: string, zone: string, daysLater = 0): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const begins = DateTime.fromISO(day, { zone }).plus({ days: daysLater }).startOf('day')
  return begins.isValid ? begins.toUTC().toISO() : null
}

export interface Query {
  readonly person: string
  readonly incident: string
  readonly from: string
  readonly to: string
}

export type Asked =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly errors: readonly { readonly name: string; readonly text: string }[] }

const NO_DAY = 'must be a day, as 2026-11-20'

export function queryFor({ person, incident, from, to }: Filter, zone: string): Asked {
  const [first, last] = [from === '' ? '' : dayBegins(from, zone), to === '' ? '' : dayBegins(to, zone, 1)]
  const errors = [
    ...(first === null ? [{ name: 'from', text: `From ${NO_DAY}` }] : []),
    ...(last === null ? [{ name: 'to', text: `To ${NO_DAY}` }] : []),
    ...(first && last && last <= first ? [{ name: 'to', text: 'To must not be before from' }] : []),
  ]
  if (first === null || last === null || errors.length > 0) return { ok: false, errors }
  return { ok: true, query: { person, incident, from: first, to: last } }
}

/** Incidents that a row names; the rest is counted. */
const NAMED = 5

export interface Row {
  readonly id: string
  readonly at: string
  readonly who: string
  /** What to filter by. */
  readonly name: string
  readonly role: string
  readonly what: string
  readonly about: readonly string[]
  readonly more: number
  readonly how: string
  readonly isBad: boolean
  readonly reason: string
  readonly from: string
}

const roleWords = (role: Line['role']): string => {
  if (role === 'command') return 'at the machine itself'
  return role === 'subscription' ? 'another system' : ROLE_LABELS[role]
}

export function rowOf(line: Line): Row {
  const {
    person,
    key,
    role,
    route,
    action,
    asked,
    disclosed,
    disclosedCount,
    status,
    code,
    brokenGlass,
    restricted,
    cut,
    stream,
  } = line
  const about = [...new Set([...asked, ...disclosed])]
  const shown = about.slice(0, NAMED)
  return {
    ...{ id: `${line.writer}-${line.number}`, at: line.at, name: person?.name ?? key, role: roleWords(role) },
    who: person?.name ?? (role === 'command' ? 'a command' : key),
    what: readWords(route) + (action === 'disclosure' ? ', as a file that left' : ''),
    about: shown,
    more: Math.max(0, disclosedCount - shown.filter((one) => disclosed.includes(one)).length),
    how: [
      code === undefined && status < 400 ? answeredWords(line) : `refused: ${refusedWords(code)}`,
      restricted ? 'restricted incident' : '',
      brokenGlass === undefined ? '' : 'opened by breaking the glass',
      cut && stream === undefined ? 'left before the end' : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
    isBad: code !== undefined || brokenGlass !== undefined,
    reason: brokenGlass ?? line.reason ?? '',
    from: line.from,
  }
}

/** Whoever watches the live board leaves at some time: that is no answer that was cut. */
function answeredWords({ stream }: Pick<Line, 'stream'>): string {
  if (stream === undefined) return 'answered'
  return stream.event === 'opened' ? 'opened' : `closed, after ${counted(stream.items, 'change')}`
}

export const unusualRow = ({ day, key, person, role, ...counts }: Unusual['items'][number]) => ({
  ...{
    day,
    dayWords: DateTime.fromISO(day).toFormat('d MMM yyyy'),
    name: person?.name ?? key ?? '',
    role: roleWords(role),
    ...counts,
  },
})
