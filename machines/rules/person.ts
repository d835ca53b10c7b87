/** Who is who, by id. A rule that asks for a second person compares here, and so does a rule about units; what was written is kept as it was written. */
import type { Person } from './vocabulary.ts'
import { seenOf } from './words.ts'

/** What text programs write for a hyphen: every dash of Unicode, and the minus sign, which Unicode counts among the symbols. */
const DASHES = /[\p{Pd}\u2212]/gu

/**
 * The spelling that all spellings of an id share: NFKC, case folded, without blanks and invisible characters, every dash a hyphen,
 * so that capitals, a space from a form, full-width letters or a hyphen copied from a document make nobody a second person.
 * Letters of other alphabets, digits that look like letters and other punctuation stay apart (decision 0039).
 */
export const personKey = (id: string): string =>
  // Upper case in between: a small letter alone does not fold (`ß` and `ẞ` are `ss`). Composed again at the end: what stood between a letter and its accent is gone.
  seenOf(id.normalize('NFKC')).toLowerCase().toUpperCase().toLowerCase().normalize('NFKC').replace(DASHES, '-')

/** Whether two ids are of one person. */
export const samePerson = (one: string, other: string): boolean => one === other || personKey(one) === personKey(other)

/** Whether somebody is named, and is another person than the first. */
export const isSecondPerson = (second: Person | null | undefined, first: Person): boolean =>
  second !== undefined && second !== null && !samePerson(second.id, first.id)
