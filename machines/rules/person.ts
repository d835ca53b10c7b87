/** Who is who, by id. A rule that asks for a second person compares here; what was written is kept as it was written. */
import type { Person } from './vocabulary.ts'
import { seenOf } from './words.ts'

/**
 * The spelling that all spellings of an id share: NFKC, case folded, without blanks and invisible characters, so that capitals,
 * a space from a form or full-width letters make nobody a second person.
 */
export const personKey = (id: string): string =>
  // Upper case in between: a small letter alone does not fold (`ß` and `ẞ` are `ss`). Composed again at the end: what stood between a letter and its accent is gone.
  seenOf(id.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase()).normalize('NFKC')

/** Whether two ids are of one person. */
export const samePerson = (one: string, other: string): boolean => one === other || personKey(one) === personKey(other)

/** Whether somebody is named, and is another person than the first. */
export const isSecondPerson = (second: Person | null | undefined, first: Person): boolean =>
  second !== undefined && second !== null && !samePerson(second.id, first.id)
