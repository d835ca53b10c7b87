/** What forms call the fields and the answers of an event: the one place where they are looked up. */
import { FIELDS } from './fields.ts'
import { OF_INCIDENT } from './incident.ts'
import type { Label, Labels } from './label.ts'
import { OF_MATTERS } from './matters.ts'
import { OPTIONS, YES_NO } from './options.ts'

export { OFFERED, POLICY_WORDS, SHOWN, STILL_TO_COME, TITLES } from './forms.ts'
export { GROUPS } from './groups.ts'

export interface Said {
  readonly label: string
  readonly hint: string | null
}

const OF_EVENTS: Readonly<Record<string, Labels>> = { ...OF_INCIDENT, ...OF_MATTERS }
const OF_CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = OPTIONS

export interface Found<Value> {
  /** Its place among the labels, for the test that no label is left over. */
  readonly place: string
  readonly value: Value
}

/** The field of a path that names rows and names by `*`; the list itself for a row of it. */
const fieldOf = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '*')
    .at(-1) ?? ''

export function findLabel(event: string, path: string): Found<Label> | null {
  const own = OF_EVENTS[event]?.[path]
  if (own !== undefined) return { place: `${event}/${path}`, value: own }
  const field = fieldOf(path)
  const shared = (FIELDS as Labels)[field]
  return shared === undefined ? null : { place: field, value: shared }
}

export function findWord(event: string, path: string, word: string): Found<string> | null {
  for (const place of [`${event}/${path}`, fieldOf(path)]) {
    const value = OF_CHOICES[place]?.[word]
    if (value !== undefined) return { place: `${place}=${word}`, value }
  }
  const answer = (YES_NO as Readonly<Record<string, string>>)[word]
  return answer === undefined ? null : { place: `=${word}`, value: answer }
}

/** @throws RangeError where the catalogue has no label. */
export function labelOf(event: string, path: string): Said {
  const found = findLabel(event, path)
  if (found === null) throw new RangeError(`no label for ${event} ${path}`)
  const { value } = found
  return typeof value === 'string' ? { label: value, hint: null } : { label: value[0], hint: value[1] }
}

/** @throws RangeError where the catalogue has no label. */
export function wordOf(event: string, path: string, word: string | number | boolean | null): string {
  const found = findWord(event, path, String(word))
  if (found === null) throw new RangeError(`no label for ${word} of ${event} ${path}`)
  return found.value
}

/** Every place that has a label. */
export const places = (): readonly string[] => [
  ...Object.keys(FIELDS),
  ...Object.entries(OF_EVENTS).flatMap(([event, labels]) => Object.keys(labels).map((path) => `${event}/${path}`)),
  ...Object.entries(OF_CHOICES).flatMap(([place, words]) => Object.keys(words).map((word) => `${place}=${word}`)),
  ...Object.keys(YES_NO).map((word) => `=${word}`),
]
