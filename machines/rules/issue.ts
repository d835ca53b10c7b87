/**
 * What is wrong or missing in what somebody posted, said so that they can put it right: where, and in a sentence.
 * A sentence never repeats a value, because values are about people.
 */
import type { z } from 'zod'

export interface Issue {
  /** JSON pointer into the event, such as `/data/thrive/threat/rationale`. */
  readonly pointer: string
  readonly detail: string
  /** Stable, for programs, where the pointer says too little. */
  readonly code?: string
  /** Of a sentence in a text: its first character, counted from 0 in UTF-16 units, and the one after its last. */
  readonly start?: number
  readonly end?: number
}

export interface Warning extends Issue {
  /** Stable, for programs. */
  readonly code: string
}

/** An issue, where there is one. */
export const issueIf = (wrong: boolean, pointer: string, detail: string): Issue[] => (wrong ? [{ pointer, detail }] : [])
/** A warning, where there is cause for one. */
export const warnIf = (doubtful: boolean, code: string, pointer: string, detail: string): Warning[] =>
  doubtful ? [{ code, pointer, detail }] : []

/** A mistake and its path, before somebody decides how a path is written. */
export interface Mistake {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** The first mistakes, and how many there are besides. */
export interface Mistakes {
  readonly first: readonly Mistake[]
  readonly more: number
}

/** An answer lists at most so many mistakes: who has fifty to mend does not need the rest yet. */
export const MOST_ISSUES = 50

/** What the schema found, one mistake a field, in plain sentences; unknown fields are named each by itself. Only what is listed is put into words. */
function firstMistakes(error: z.ZodError, raw: unknown): Mistakes {
  const first: Mistake[] = []
  let count = 0
  const found = (mistake: () => Mistake) => {
    if (count++ < MOST_ISSUES) first.push(mistake())
  }
  for (const issue of error.issues) {
    const pathTo = () => issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) found(() => ({ path: [...pathTo(), key], message: 'there is no such field' }))
    else
      found(() => {
        const path = pathTo()
        return { path, message: sentence(issue, valueAt(raw, path)) }
      })
  }
  return { first, more: count - first.length }
}

/** The same as a list to read, as of a file; its last line says how many are not listed. */
export function mistakesOf(error: z.ZodError, raw: unknown): Mistake[] {
  const { first, more } = firstMistakes(error, raw)
  return more === 0 ? [...first] : [...first, { path: [], message: `and ${more} more mistakes` }]
}

/** The first issues, and how many there are besides. */
export interface Issues {
  readonly issues: readonly Issue[]
  readonly more: number
}

/** The same as issues, with pointers under `base` (`/data` for an event's data, empty for the envelope). */
export function issuesOf(error: z.ZodError, raw: unknown, base: string): Issues {
  const { first, more } = firstMistakes(error, raw)
  return { issues: first.map(({ path, message }) => ({ pointer: pointerOf(base, path), detail: message })), more }
}

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
      // A schema with words of its own says what belongs there.
      if (!issue.message.startsWith('Invalid input')) return issue.message
      return `must be ${NOUNS[issue.expected] ?? issue.expected}${value === null ? ', not null' : ''}`
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${listed(issue.values.map((word) => (word === '' ? 'empty' : String(word))))}`
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

/** Characters of a list in a sentence. */
const MOST_LISTED = 380

/** With commas; of a longer list the beginning, and how many words are left out. */
export function listed(words: readonly string[]): string {
  let shown = 0
  for (let length = 0; shown < words.length; shown++) {
    length += (words[shown]?.length ?? 0) + ', '.length
    if (length > MOST_LISTED) break
  }
  const left = words.length - shown
  return `${words.slice(0, shown).join(', ')}${left > 0 ? ` and ${left} more` : ''}`
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
