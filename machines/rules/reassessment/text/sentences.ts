/** A text cut into its sentences, with their places in it. */

export interface Sentence {
  readonly text: string
  /** In UTF-16 units from the beginning of the text; `end` is behind its last character. */
  readonly start: number
  readonly end: number
}

/** A stop inside a word ends no sentence: initials, numbers, times, and these. */
const ABBREVIATED =
  /(?:^|[\s(])(?:[a-z]|\d*[ap]\.m|mr|mrs|ms|dr|st|rd|ave|no|approx|appx|insp|sgt|supt|det|ext|tel|ref|e\.g|i\.e|etc|vs|yr|yrs|min|mins|hrs?)$/i

/** No abbreviation has so many characters: a text without another stop is not read again for each. */
const LONGER = 12

/** A stop before a blank, whatever nobody sees between the two; a semicolon, a line's end, a dash between blanks. */
const STOP = /[.!?]+["'”’)]*(?=\p{Cf}*(?:\s|$))|[;\n\r]+|\s\p{Cf}*[-–—•*]+\p{Cf}*\s/gu

/** Words after which a speaker begins anew, where no stop says so. */
const JOINED = /,\s+|\s+(?=(?:and|but|so|because|then|while|whilst|although)\s)/gi

/** A sentence of more words is a speaker who made no stops, and is cut where one could have been. */
const MOST_WORDS = 45

/** Every sentence of a text that has a letter or a digit in it. */
export function sentencesIn(text: string): readonly Sentence[] {
  const found: Sentence[] = []
  let from = 0
  const cut = (to: number) => {
    found.push(...piecesOf(text, from, to))
    from = to
  }
  for (const { index, 0: stop } of text.matchAll(STOP)) {
    if (stop === '.' && ABBREVIATED.test(text.slice(Math.max(from, index - LONGER), index))) continue
    cut(index + stop.length)
  }
  cut(text.length)
  return found
}

function piecesOf(text: string, from: number, to: number): readonly Sentence[] {
  const pieces: Sentence[] = []
  let start = from
  if (wordsBetween(text, from, to) > MOST_WORDS) {
    for (const { index } of text.slice(from, to).matchAll(JOINED)) {
      if (wordsBetween(text, start, from + index) < MOST_WORDS / 2 || wordsBetween(text, from + index, to) < 4) continue
      pieces.push(...trimmed(text, start, from + index))
      start = from + index
    }
  }
  return [...pieces, ...trimmed(text, start, to)]
}

const wordsBetween = (text: string, from: number, to: number): number => text.slice(from, to).split(/\s+/).length

function trimmed(text: string, from: number, to: number): readonly Sentence[] {
  const raw = text.slice(from, to)
  if (!/[\p{L}\p{N}]/u.test(raw)) return []
  const start = from + raw.length - raw.trimStart().length
  const end = from + raw.trimEnd().length
  return [{ text: text.slice(start, end), start, end }]
}
