/**
 * What is wrong or missing in what somebody posted, said so that they can put it right: where, and in a sentence.
 * A sentence never repeats a value, because values are about people.
 */
import type { z } from 'zod'

export interface Gap {
  /** JSON pointer into the event, e.g. `/data/thrive/threat/rationale`. */
  readonly pointer: string
  readonly detail: string
}

export interface Warning extends Gap {
  /** Stable, for programs. */
  readonly code: string
}

/** A mistake and its path, before somebody decides how a path is written. */
export interface Mistake {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** An answer lists at most so many mistakes: who has a hundred to mend does not need the rest yet. */
const MOST = 100

/** What the schema found, one mistake a field, in plain sentences; unknown fields are named each by itself. */
export function mistakesOf(error: z.ZodError, raw: unknown): Mistake[] {
  const found = error.issues.flatMap((issue): Mistake[] => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such field' }))
    return [{ path, message: sentence(issue, valueAt(raw, path)) }]
  })
  return found.slice(0, MOST)
}

/** The same as gaps, with pointers under `base` (`/data` for an event's data, empty for the envelope). */
export const gapsOf = (error: z.ZodError, raw: unknown, base: string): Gap[] =>
  mistakesOf(error, raw).map(({ path, message }) => ({ pointer: pointerOf(base, path), detail: message }))

/** RFC 6901. Keys come from outside: what a database or a log could not keep is replaced, and a long one is cut. */
export const pointerOf = (base: string, path: Mistake['path']): string =>
  path.reduce<string>(
    (pointer, part) => `${pointer}/${printable(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    base,
  )

const printable = (key: string): string => key.slice(0, 100).replace(/[\p{Cc}\p{Cs}]/gu, '\u{FFFD}')

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'is required'
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${NOUNS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((word) => (word === '' ? 'empty' : String(word))).join(', ')}`
    case 'too_small':
      if (issue.inclusive === false) return issue.message
      return issue.origin === 'array' ? 'needs at least one entry' : `must be at least ${issue.minimum}`
    case 'too_big':
      if (issue.inclusive === false) return issue.message
      return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : ''}`
    case 'invalid_key':
      return `this name ${issue.issues[0]?.message ?? 'is not allowed'}`
    default:
      return issue.message
  }
}

const NOUNS: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  number: 'a number',
  int: 'a whole number',
}

const valueAt = (raw: unknown, path: Mistake['path']): unknown =>
  path.reduce<unknown>((value, part) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, part)), raw)
