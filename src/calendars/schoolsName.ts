/**
 * Many feeds put the school's name before each event: "Example Primary: half-term". The name is taken off before the rest is read,
 * because no word list knows the names of schools. A prefix that names a part of a school, or denies, is no name.
 */
import { isOfAPart, type Meaning, meaningOf, wordsOf } from './schoolWords.ts'

/** What a name means without the school's name before it. */
export type Reader = (name: string) => Meaning | null

/**
 * @param names of all events of the calendar.
 * @param school as somebody typed it, so that it may be the name of a nursery.
 */
export function readerFor(names: readonly string[], school: string): Reader {
  const different = [...new Set(names)].filter((name) => name !== '')
  const typed = wordsOf(school)
  const prefixes = [typed, ...candidates(different).filter((prefix) => isNameOfSchool(prefix, different))].filter(Boolean)
  return (name) => prefixes.reduce<Meaning | null>((meaning, prefix) => meaning ?? meaningAfter(prefix, name), meaningOf(name))
}

/** Null where the name does not begin with the prefix, or has no more. */
function meaningAfter(prefix: string, name: string): Meaning | null {
  const rest = afterPrefix(prefix, name)
  return rest === null ? null : meaningOf(name, rest)
}

/** The words of a name after a prefix or its genitive; null where it does not begin so. */
function afterPrefix(prefix: string, name: string): string | null {
  const words = wordsOf(name)
  const before = [`${prefix} `, `${prefix}s `].find((before) => words.startsWith(before))
  return before === undefined ? null : words.slice(before.length)
}

/** Every term of the calendar begins with it, and half of all names; or every name where there is no term. */
function isNameOfSchool(prefix: string, names: readonly string[]): boolean {
  if (isOfAPart(prefix)) return false
  const isTerm = (meaning: Meaning | null) => meaning !== null && meaning !== 'closed'
  if (names.some((name) => isTerm(meaningOf(name)))) return false
  const carrying = names.filter((name) => afterPrefix(prefix, name) !== null).length
  return names.some((name) => isTerm(meaningAfter(prefix, name))) ? carrying * 2 >= names.length : carrying === names.length
}

/** What stands before a colon, a bar or a dash in half of the names, and the words with which all of them begin. */
function candidates(names: readonly string[]): string[] {
  const count = new Map<string, number>()
  for (const name of names) for (const part of new Set(partsBefore(name))) count.set(part, (count.get(part) ?? 0) + 1)
  const common = [...count].filter(([, times]) => times > 1 && times * 2 >= names.length).map(([part]) => part)
  return [...common, ...sharedBeginnings(names)]
}

const MOST_CHARACTERS = 120

const partsBefore = (name: string): string[] =>
  [...name.slice(0, MOST_CHARACTERS).matchAll(/[:|]|\s[-–—]\s/g)]
    .map(({ index }) => wordsOf(name.slice(0, index)))
    .filter(Boolean)

function sharedBeginnings(names: readonly string[]): string[] {
  const [first = [], ...rest] = names.map((name) => wordsOf(name.slice(0, MOST_CHARACTERS)).split(' '))
  const shared = first.findIndex((word, index) => rest.some((words) => words[index] !== word))
  return rest.length === 0 ? [] : first.slice(0, Math.max(shared, 0)).map((_, index) => first.slice(0, index + 1).join(' '))
}
