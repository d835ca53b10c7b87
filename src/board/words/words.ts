/** What the pages call the API's codes: labels of the catalogue, and the words of states, attention and levels. */
import { ALERTS } from '../../../machines/rules/catalogue/alerts.ts'
import { DEADLINES } from '../../../machines/rules/catalogue/deadlines.ts'
import { EVENTS } from '../../../machines/rules/catalogue/index.ts'
import { REASONS } from '../../../machines/rules/catalogue/reasons.ts'
import { REGISTERS } from '../../../machines/rules/catalogue/registers.ts'

type Labels = Readonly<Record<string, string>>

const labelsOf = (records: Readonly<Record<string, { readonly label: string }>>): Labels =>
  Object.fromEntries(Object.entries(records).map(([name, { label }]) => [name, label]))

const WORDS: Labels = {
  ...labelsOf(DEADLINES),
  ...labelsOf(REASONS),
  // attention
  demanded: 'Reassess now',
  overdue: 'Overdue',
  warning: 'Soon overdue',
  unassessed: 'Not assessed',
  // attendance
  ungraded: 'not graded',
  'waiting.unassigned': 'waiting, no unit',
  'waiting.assigned': 'waiting, unit on its way',
  'overdue.unassigned': 'overdue, no unit',
  'overdue.assigned': 'overdue, unit on its way',
  attended: 'attended',
  resolvedByTelephone: 'resolved by telephone',
  duplicate: 'repeats another record, nobody goes',
  notDue: 'not due yet',
  // bail
  'standing.suspended': 'in force, its time stands still while the prosecutors have the file',
  'standing.withCourt': 'in force until the court has decided',
  // roles
  hau: 'harm assessment unit',
  'control-room': 'control room',
}

const EVENT_WORDS: Labels = {
  ...labelsOf(EVENTS),
  // The engine's own
  'deadline.passed': 'Deadline passed',
  'alert.acknowledged': 'Alert taken',
  'alert.released': 'Alert released',
  'alert.dismissed': 'Alert dismissed',
  'glass.broken': 'Opened by somebody who is not among its readers',
  'machines.changed': 'Continues under a newer release',
}

const ALERT_WORDS = labelsOf(ALERTS)
const REGISTER_WORDS = labelsOf(REGISTERS)

/** Codes begin with a small letter and have no spaces. What people write may look like anything else, and stays as it is. */
const isCode = (text: string): boolean => /^[a-z][A-Za-z\d]*(?:[-._][A-Za-z\d]+)*$/.test(text)

/** `attendance-overdue` → `attendance overdue`; `dashReview` → `DASH review`: for words of a policy or force, which have no label. */
export const plain = (code: string): string => (isCode(code) ? spaced(code) : code)

const spaced = (code: string): string =>
  code
    .replaceAll(/[-._]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll(/\b(dash|dara|idva|isva|marac|thrive)\b/g, (name) => name.toUpperCase())

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** For the middle of a sentence; `DASH` and `THRIVE` stay as they are. */
export const small = (text: string): string => text.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase())

/** Labels as one list: `Behind locked doors, the line is open`. */
export const listed = (labels: readonly string[]): string =>
  labels.map((label, at) => (at === 0 ? label : small(label))).join(', ')

/** A state stands before its substate: `toReceive.overdue` → `to receive, overdue`. */
export const words = (code: string): string => WORDS[code] ?? (isCode(code) ? code.split('.').map(spaced).join(', ') : code)
export const alertWords = (kind: string): string => ALERT_WORDS[kind] ?? capital(plain(kind))
export const registerWords = (name: string): string => REGISTER_WORDS[name] ?? capital(plain(name))

/** @param type short, or as the envelope writes it. */
export function eventWords(type: string): string {
  const name = type.replace(/^uk\.police\.da\./, '').replace(/\.v\d+$/, '')
  return EVENT_WORDS[name] ?? capital(plain(name))
}

/** Whom a deadline of the record concerns: a deadline by its name or its next level while it is late; an answer by its demand. */
export function clockWords({ machine = '', deadline = '' }: { readonly machine?: string; readonly deadline?: string }): string {
  const [kind, ...rest] = machine.split('/')
  const name = rest.join('/')
  if (kind === 'duties') return `${name.split('/').map(words).join(' ')}${deadline === 'climb' ? ', next level' : ''}`
  return kind === 'demands' ? `${words(deadline)} to demand ${name.replace(/^.*-d(?=\d+$)/, '')}` : words(deadline)
}

/** `a`, `a and b`, `a, b and c`. */
export const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** `1 alert`, `3 alerts`. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`
