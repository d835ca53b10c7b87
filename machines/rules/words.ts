/** How people write "nothing" on a form, and what nobody can see of what they wrote. */

// Controls and format controls, what Unicode shows nothing for (zero-width and joining characters, soft hyphens, fillers, variation
// selectors, bidirectional marks), what is no character, annotation and object marks, the filler of Khitan and the note without a head.
const SHOWS_NOTHING = String.raw`\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffc\u{16fe4}\u{1d159}`
/** U+2800 is the Braille pattern without dots. */
const SEEN = new RegExp(`[^\\p{White_Space}\\u2800${SHOWS_NOTHING}]`, 'u')
const UNSEEN = new RegExp(`[\\p{White_Space}\\u2800${SHOWS_NOTHING}]+`, 'gu')
/** What stands inside a word and does not part it. */
const INVISIBLE = new RegExp(`(?!\\p{White_Space})[${SHOWS_NOTHING}]`, 'gu')

/** Whether a text has more characters than so many; an emoji is one, as JSON Schema counts. A longer text is not read to its end. */
export function isLongerThan(text: string, characters: number): boolean {
  if (text.length <= characters) return false
  let left = characters
  for (const _ of text) if (--left < 0) return true
  return false
}

/** Whether there is nothing to see in a text. */
export const isBlank = (text: string | undefined): boolean => !SEEN.test(text ?? '')
/** Whether there is something to see in a text. */
export const isSaid = (text: string | undefined): boolean => !isBlank(text)
/** What there is to see of a text, without any blanks. */
export const seenOf = (text: string): string => text.replace(UNSEEN, '')
/** All of it is seen, but for blanks, and known without Unicode's tables, which take several times as long. */
const PLAINLY_SEEN = /^[\x20-\x7e]*$/
/** As it is read: with its blanks, without what nobody sees. */
export const withoutInvisible = (text: string): string => (PLAINLY_SEEN.test(text) ? text : text.replace(INVISIBLE, ''))

/** Digits of other scripts as the digits that they stand for: `٠٧٧٠٠` is `07700`. Each script's ten digits stand together, from zero. */
export const withPlainDigits = (text: string): string =>
  PLAINLY_SEEN.test(text) ? text : text.replace(/\p{Nd}/gu, (digit) => String(digitOf(digit.codePointAt(0) as number)))
function digitOf(point: number): number {
  let zero = point
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return (point - zero) % 10
}

/** Lower case, without punctuation and doubled spaces, so that "None.", "none" and " NONE " are one text. */
export function plain(text = ''): string {
  const seen = withoutInvisible(text).toLowerCase().replace(/[’']/g, '')
  return seen.replace(PLAINLY_SEEN.test(seen) ? /[^a-z0-9]+/g : /[^\p{L}\p{N}]+/gu, ' ').trim()
}

const NONE = new Set([
  '',
  'none',
  'no',
  'nil',
  'na',
  'n a',
  'nothing',
  'nothing new',
  'none known',
  'no new information',
  'no news',
  'not applicable',
])

/** Whether a text says that there is nothing: empty, or one of the usual words for it and nothing else. */
export const saysNone = (text: string | undefined): boolean => isNone(plain(text))
/** The same, of a text that is plain already. */
export const isNone = (plainText: string): boolean => NONE.has(plainText)
