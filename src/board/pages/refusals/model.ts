/** What was refused, in words: who sent it and when, what was wrong, and whether its incident has been reported since. */

import { nameOf } from '../../../../machines/rules/events.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { refusal, restrictedRefusal, sentRefusal } from '../../../engine/answers/timeline.ts'
import type { AlertItem } from '../../../engine/views/views.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import type { Fact } from '../../words/facts.ts'
import { recordedIn } from '../../words/recorded.ts'
import { plainly } from '../../words/refused.ts'
import { capital, eventWords, plain } from '../../words/words.ts'
import { inWords } from '../reassess/refusal.ts'
import { SOURCE } from '../record/envelope.ts'

export type Refusal = Answer<typeof refusal>
export type Restricted = Answer<typeof restrictedRefusal>
export type Sent = Answer<typeof sentRefusal>

/** As it was answered; what an earlier release kept may lack any of it. */
interface ProblemTold {
  readonly title?: string
  readonly detail?: string
  readonly errors?: readonly {
    readonly pointer?: string
    readonly detail?: string
    readonly start?: number
    readonly end?: number
  }[]
  readonly more?: number
}

export interface Row {
  readonly refusal: string
  readonly at: string
  readonly incident: string
  readonly isRestricted: boolean
  /** `An incident was reported`; empty where it could not be read. */
  readonly what: string
  readonly sender: string
  readonly title: string
  /** Nobody has reported its incident: no clock runs. */
  readonly isOpen: boolean
}

/** @param unreported incidents that nobody has reported. */
export function rowOf(one: Refusal | Restricted, unreported: ReadonlySet<string>): Row {
  const common = { refusal: one.refusal, at: one.at, incident: one.incident ?? '', isOpen: unreported.has(one.incident ?? '') }
  if ('restricted' in one)
    return { ...common, isRestricted: true, what: '', sender: '', title: 'Its incident is restricted: not shown to you' }
  const { title } = one.problem as ProblemTold
  return { ...common, isRestricted: false, what: whatOf(one), sender: senderOf(one), title: title ?? 'Refused' }
}

const whatOf = ({ type }: Pick<Refusal, 'type'>): string => (type === null ? '' : eventWords(type))
/** Whoever signed in, or else the system that sent it. */
function senderOf({ role, by, source }: Pick<Refusal, 'role' | 'by' | 'source'>): string {
  const on = source === SOURCE ? 'the board' : source
  const who = by ?? on
  if (who === null) return ROLE_LABELS[role]
  return `${who} (${ROLE_LABELS[role].toLowerCase()})${by === undefined || on === null ? '' : `, by ${on}`}`
}

/** `/data/persons/0/dateOfBirth` → `Persons, 1, date of birth`. */
export function fieldWords(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .filter((part) => part !== '')
  const [first, ...rest] = parts[0] === 'data' && parts.length > 1 ? parts.slice(1) : parts
  if (first === undefined) return ''
  const read = (part: string) => (/^\d+$/.test(part) ? String(Number(part) + 1) : plain(unescaped(part)))
  return capital([first, ...rest].map(read).join(', '))
}
/** RFC 6901. */
const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')

export interface Mistake {
  readonly field: string
  readonly detail: string
}

/** @param sent as it was read: a mistake in a text quotes it. */
export function mistakesOf(
  { problem }: Pick<Refusal, 'problem'>,
  sent: Read | null,
): {
  detail: string
  mistakes: readonly Mistake[]
  more: number
} {
  const { detail = '', errors = [], more = 0 } = problem as ProblemTold
  return {
    detail: plainly(detail),
    more,
    mistakes: errors.map(({ pointer = '', detail: wrong = '', ...passage }) => ({
      field: fieldWords(pointer),
      detail: turned(inWords({ pointer, detail: wrong, ...passage }, sent?.data ?? {})),
    })),
  }
}

/** Signs that turn the order of a text around are shown as what they are. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
export const turned = (text: string): string =>
  text.replaceAll(TURNS, (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`)

interface Read {
  readonly data: object
  /** In the words of its form. */
  readonly facts: readonly Fact[]
}

/** @returns null for what is no event, or was cut: it is shown only as it arrived. */
export function readSent({ type, sent }: Pick<Sent, 'type' | 'sent'>): Read | null {
  const event = nameOf(type ?? '')
  if (event === null) return null
  try {
    const data: unknown = JSON.parse(sent).data
    if (typeof data !== 'object' || data === null) return null
    const facts = recordedIn(event, data).map(({ label, values }) => ({
      label: turned(label),
      values: values.map(({ text, instant }) => ({ text: turned(text), instant })),
    }))
    return { data, facts }
  } catch {
    // Anything may have been sent, also what is no JSON or thousands of levels deep.
    return null
  }
}

/** What is known of the incident that a refused event was about. */
export type Reported = 'none' | 'reported' | 'not-reported' | 'restricted' | 'not-known'

export interface Fate {
  readonly words: string
  readonly isOpen: boolean
}

/** @param alert the newest `report-refused` about its incident. */
export function fateOf(reported: Reported, alert: Pick<AlertItem, 'status' | 'dismissed' | 'acknowledgedBy'> | null): Fate {
  const dismissed = alert?.dismissed
  switch (reported) {
    case 'none':
      return { words: 'It names no incident that could be read: nobody can say whether it was sent again.', isOpen: false }
    case 'reported':
      return { words: 'Its incident is on record now.', isOpen: false }
    case 'restricted':
      return { words: 'Its incident is on record now, and is restricted.', isOpen: false }
    case 'not-known':
      return { words: 'It could not be looked up whether its incident is on record.', isOpen: true }
    case 'not-reported': {
      if (dismissed)
        return { words: `Nobody has reported it. ${dismissed.by.id} ended the alert: ${dismissed.reason}`, isOpen: false }
      const has = alert?.status === 'acknowledged' ? ` ${alert.acknowledgedBy?.id ?? 'Somebody'} has the alert.` : ''
      return { words: `Nobody has reported this incident. No clock runs for it.${has}`, isOpen: true }
    }
  }
}
