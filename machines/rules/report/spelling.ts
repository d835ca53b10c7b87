/**
 * One spelling for names and addresses, so that whoever looks for them need not know how they were written. Only what people and keyboards
 * leave out or swap is made alike; two names that sound alike stay two names (decision 0057).
 */
import { withoutInvisible, withPlainDigits } from '../words.ts'

/** An apostrophe and what is typed for it. A word goes on after it. */
const APOSTROPHES = /['’‘‛`´′\u02b9-\u02bf\u05f3\uff07]/g
/**
 * Signs over and under Latin, Greek, Cyrillic, Hebrew and Arabic letters, which many people leave out. The vowel signs of Indian scripts and
 * the voiced signs of Japanese stay: a name without them is another name.
 */
const MARKS = /(?![\u3099\u309a])(?=\p{Mn})[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}]/gu
/** Letters that Unicode does not take apart, as they are typed where the keyboard lacks them. The Arabic letters are keyboards' variants. */
const LETTERS = new Map(
  Object.entries({
    ...{ ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ħ: 'h', ŧ: 't', ŋ: 'n', ς: 'σ' },
    ...{ ٱ: 'ا', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ہ: 'ه', ھ: 'ه', ـ: '' },
  }),
)
const SPECIAL = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'gu')
const PLAIN = /^[\x20-\x7e]*$/

/** Small letters without marks, with the digits 0 to 9. */
function folded(written: string): string {
  if (PLAIN.test(written)) return written.toLowerCase().replace(/['`]/g, '')
  const seen = withoutInvisible(written).replace(APOSTROPHES, '')
  // Upper case in between: a small letter alone does not fold (`ß` and `ẞ` are `ss`).
  const small = withPlainDigits(seen.normalize('NFKC')).toLowerCase().toUpperCase().toLowerCase()
  const bare = small.normalize('NFKD').replace(MARKS, '').normalize('NFC')
  return bare.replace(SPECIAL, (letter) => LETTERS.get(letter) as string)
}

const WORDS = /[\p{L}\p{N}\p{M}]+/gu
/** Scripts that put no blanks between the parts of a name: each character is a word. */
const EAST_ASIAN = String.raw`\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}`
const CHARACTERS_OR_WORDS = new RegExp(`[${EAST_ASIAN}]|[^${EAST_ASIAN}]+`, 'gu')

function wordsOf(written: string): string[] {
  const letters = folded(written)
  // Without Unicode's tables, which take several times as long.
  if (PLAIN.test(letters)) return letters.match(/[a-z0-9]+/g) ?? []
  return (letters.match(WORDS) ?? []).flatMap((word) => word.match(CHARACTERS_OR_WORDS) ?? [])
}

const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'professor', 'sir', 'rev', 'revd'])
/** Whoever looks for a name writes these between two names; on record they may be a surname. */
const BETWEEN_NAMES = new Set(['nee', 'aka', 'alias'])
/** Written together with the next word, by an apostrophe or apart: `O'Neill`, `ONeill`, `O Neill`, `al-Hassan`. */
const PARTICLES = new Set(['o', 'd', 'mc', 'mac', 'al', 'el'])
/** An initial tells too little, and stands where others write the name. */
const isInitial = (word: string): boolean => /^[a-z]$/.test(word)

const together = (words: readonly string[], at: number): string | null => {
  const [word = '', next] = [words[at], words[at + 1]]
  return next !== undefined && PARTICLES.has(word) && !isInitial(next) ? word + next : null
}

/** Without those of some words, unless there are no others. */
function without(some: ReadonlySet<string>, words: readonly string[]): readonly string[] {
  const others = words.filter((word) => !some.has(word))
  return others.length > 0 ? others : words
}

/** The words of a name as it is on record, each once: a particle also together with its word. */
export function nameWords(written: string): string[] {
  const words = without(TITLES, wordsOf(written))
  return each([...words, ...words.flatMap((_, at) => together(words, at) ?? [])].filter((word) => !isInitial(word)))
}

/** The words that a name must have to be found: a particle only together with its word. */
export function nameWordsSought(written: string): string[] {
  const words = without(BETWEEN_NAMES, without(TITLES, wordsOf(written)))
  const sought: string[] = []
  for (let at = 0; at < words.length; at++) {
    const both = together(words, at)
    sought.push(both ?? (words[at] as string))
    if (both !== null) at++
  }
  return each(sought.filter((word) => !isInitial(word)))
}

/** What post offices and handlers shorten, each in its short form. `st` is a street and a saint. Project default. */
const SHORT = new Map(
  Object.entries({
    ...{ street: 'st', saint: 'st', str: 'st', road: 'rd', avenue: 'ave', av: 'ave', close: 'cl', drive: 'dr', lane: 'ln' },
    ...{ court: 'ct', crescent: 'cres', cr: 'cres', place: 'pl', square: 'sq', terrace: 'terr', ter: 'terr', grove: 'gr' },
    ...{ garden: 'gdns', gardens: 'gdns', gdn: 'gdns', park: 'pk', parade: 'pde', mount: 'mt', house: 'hse', building: 'bldg' },
    ...{ buildings: 'bldg', boulevard: 'blvd', apartment: 'flat', apt: 'flat', north: 'n', south: 's', east: 'e', west: 'w' },
  }),
)
const SAYS_NOTHING = new Set(['no', 'number', 'the', 'and', 'of'])

/** The words of an address, each once: `11 A` is `11a`, `Road` is `rd`. */
export function addressWords(written: string): string[] {
  const words = wordsOf(written).filter((word) => !SAYS_NOTHING.has(word))
  const joined: string[] = []
  for (const [at, word] of words.entries()) {
    if (isInitial(word) && /^\d+$/.test(words[at - 1] ?? '')) joined[joined.length - 1] += word
    else joined.push(SHORT.get(word) ?? word)
  }
  return each(joined)
}

const each = (words: readonly string[]): string[] => [...new Set(words)]

/**
 * Letters and numbers without what stands between them, each number without its leading zeros: as it was written, and as if it had been
 * written without separators. `WK-2026-012` is `WK202612` and `WK2026012`.
 */
export function referenceSpellings(written: string): readonly [parted: string, whole: string] {
  const parts = partsOf(folded(written).toUpperCase())
  return [withoutZeros(parts), withoutZeros(partsOf(parts.join('')))]
}
const partsOf = (reference: string): readonly string[] => reference.match(/[A-Z]+|\d+/g) ?? []
const withoutZeros = (parts: readonly string[]): string => parts.map((part) => part.replace(/^0+(?=\d)/, '')).join('')
