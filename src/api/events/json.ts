/** JSON from strangers: bytes to a value, and what of the value is beyond the limits, before any schema sees it. */
import { ATTRIBUTES } from '../../../machines/rules/envelope.ts'
import { type Mistake, pointerOf } from '../../../machines/rules/issue.ts'
import { isLongerThan } from '../../../machines/rules/words.ts'
import type { Issue } from '../../engine/problems.ts'
import { LIMITS, type Limits } from '../limits.ts'
import { repeatedNames } from './repeatedNames.ts'

/** `issues`: what is wrong with the writing, while its brackets are right and it can be told what it is about. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issue: Issue }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Its cost is that of the bytes, which are bounded by whoever read them.
 * @param at where in the event the bytes stand.
 */
export function parseJson(bytes: Buffer, at = ''): Parsed {
  try {
    return read(utf8.decode(bytes), at)
  } catch {
    try {
      const { value } = read(bytes.toString('utf8'), at)
      return { ok: true, value, issues: [{ pointer: at, detail: 'is not UTF-8' }] }
    } catch {
      return { ok: false, issue: { pointer: at, detail: 'is not JSON in UTF-8' } }
    }
  }
}

const TOO_MUCH_TO_SEARCH = `has more than ${LIMITS.names} names of fields or ${LIMITS.depth} levels, and a name twice may be among them`

/** @throws SyntaxError */
function read(text: string, at: string): Parsed & { ok: true } {
  const value: unknown = JSON.parse(text)
  const { paths, isCut } = repeatedNames(text, value)
  const issues = paths.map((path) => ({ pointer: pointerOf(at, path), detail: 'stands twice in this object' }))
  return { ok: true, value, issues: isCut ? [...issues, { pointer: at, detail: TOO_MUCH_TO_SEARCH }] : issues }
}

export type EventLimits = Pick<Limits, 'depth' | 'names' | 'extensions' | 'textCharacters' | 'listEntries'>

/**
 * What is too much of something. A schema makes a mistake of each field and each entry that is wrong, so that there must not be
 * too many of them when it looks; this walk goes no deeper than the limit and into no list that is too long.
 * A `__proto__` name is refused too: later code would drop it silently.
 */
export function beyondLimits(value: unknown, limits: EventLimits): Issue[] {
  const issues: Issue[] = []
  const beyond = (path: Mistake['path'], detail: string) => {
    if (issues.length < MOST_ISSUES) issues.push({ pointer: pointerOf('', path), detail })
  }
  let names = 0
  let tooDeep = false
  /** Where the walk is: one list for all of it, since a mistake is rare. */
  const path: (string | number)[] = []
  const walkInto = (step: string | number, value: unknown): void => {
    path.push(step)
    walk(value)
    path.pop()
  }
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (isLongerThan(value, limits.textCharacters)) beyond(path, `must be at most ${limits.textCharacters} characters`)
      return
    }
    if (value === null || typeof value !== 'object') return
    if (path.length >= limits.depth) {
      tooDeep = true
      return
    }
    if (Array.isArray(value)) {
      if (value.length > limits.listEntries) beyond(path, `must be at most ${limits.listEntries} entries`)
      else for (const [index, entry] of value.entries()) walkInto(index, entry)
      return
    }
    for (const [name, field] of Object.entries(value)) {
      if (++names > limits.names) return
      if (name === '__proto__') beyond([], 'has a field named __proto__')
      walkInto(name, field)
    }
  }
  walk(value)
  if (tooDeep) beyond([], `is nested deeper than ${limits.depth} levels`)
  if (names > limits.names) beyond([], `has more than ${limits.names} names of fields`)
  else if (extensionsOf(value) > limits.extensions) beyond([], `has more than ${limits.extensions} extension attributes`)
  return issues
}

/** So many are enough to act on. */
const MOST_ISSUES = 50

const extensionsOf = (event: unknown): number =>
  typeof event === 'object' && event !== null && !Array.isArray(event)
    ? Object.entries(event).filter(([name, value]) => value !== null && !ATTRIBUTES.has(name)).length
    : 0
