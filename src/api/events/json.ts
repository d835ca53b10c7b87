/** JSON from strangers: turns bytes into a value, and finds what exceeds the limits before a schema sees it. */
import { ATTRIBUTES } from '../../../machines/rules/envelope.ts'
import { type Mistake, MOST_ISSUES, pointerOf } from '../../../machines/rules/issue.ts'
import { isLongerThan } from '../../../machines/rules/words.ts'
import type { Issue } from '../../engine/problems.ts'
import { LIMITS, type Limits } from '../limits.ts'
import { repeatedNames } from './repeatedNames.ts'

/** `issues`: mistakes in the writing whose brackets still match, so that the subject can be told. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issue: Issue }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * It costs as much as the bytes, which the reader has bounded.
 *
 * @param at where in the event the bytes are.
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

const TOO_MUCH_TO_SEARCH = `has more than ${LIMITS.names} names of fields or ${LIMITS.depth} levels, and may have a name twice`

/** @throws SyntaxError */
function read(text: string, at: string): Parsed & { ok: true } {
  const value: unknown = JSON.parse(text)
  const { paths, isCut } = repeatedNames(text, value)
  const issues = paths.map((path) => ({ pointer: pointerOf(at, path), detail: 'is twice in this object' }))
  return { ok: true, value, issues: isCut ? [...issues, { pointer: at, detail: TOO_MUCH_TO_SEARCH }] : issues }
}

export type EventLimits = Pick<Limits, 'depth' | 'names' | 'extensions' | 'textCharacters' | 'listEntries'>

/**
 * Finds what exceeds the limits. A schema makes a mistake of each wrong field and entry, so there must not be too many when it
 * looks; this walk goes no deeper than the limit and into no list that is too long. It refuses a `__proto__` name too: later
 * code would drop that silently.
 */
export function beyondLimits(value: unknown, limits: EventLimits): Issue[] {
  const issues: Issue[] = []
  const beyond = (path: Mistake['path'], detail: string) => {
    if (issues.length < MOST_ISSUES) issues.push({ pointer: pointerOf('', path), detail })
  }
  let names = 0
  let tooDeep = false
  /** The path of the walk: a single list, since mistakes are rare. */
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

const extensionsOf = (event: unknown): number =>
  typeof event === 'object' && event !== null && !Array.isArray(event)
    ? Object.entries(event).filter(([name, value]) => value !== null && !ATTRIBUTES.has(name)).length
    : 0
