/** The words of a sentence as the detector sees them: spelt alike, with what each is about. */

/** The words of the lexicon, each with its classes; words that count together are joined by underscores. */
export type Lexicon = ReadonlyMap<string, readonly string[]>

export interface Token {
  /** Lower case; a number, a time or a call sign stands for all of its kind. */
  readonly word: string
  readonly classes: readonly string[]
}

/** Words that the lexicon joins are at most so many. */
const LONGEST = 3

/** @param text a sentence. */
export function tokensIn(text: string, lexicon: Lexicon): readonly Token[] {
  const words = wordsIn(text)
  const tokens: Token[] = []
  for (let place = 0; place < words.length; ) {
    const length = longestAt(words, place, lexicon)
    const word = words
      .slice(place, place + length)
      .map(({ said }) => said)
      .join('_')
    const { isName = false } = words[place] ?? {}
    const classes = lexicon.get(word) ?? []
    tokens.push({ word, classes: isName && classes.length === 0 ? ['name'] : classes })
    place += length
  }
  return tokens
}

function longestAt(words: readonly { readonly said: string }[], place: number, lexicon: Lexicon): number {
  for (let length = Math.min(LONGEST, words.length - place); length > 1; length--) {
    const joined = words
      .slice(place, place + length)
      .map(({ said }) => said)
      .join('_')
    if (lexicon.has(joined)) return length
  }
  return 1
}

interface Word {
  readonly said: string
  /** Begins with a capital inside a sentence that is not all capitals. */
  readonly isName: boolean
}

function wordsIn(text: string): readonly Word[] {
  const plainly = text
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffc]/gu, '')
  const shouted = !/\p{Ll}/u.test(plainly)
  return [...plainly.matchAll(/£?\p{N}+(?:[:.]\p{N}+)*\p{L}*|\p{L}(?:[\p{L}\p{M}\p{N}]|['/&-](?=\p{L}))*/gu)].map(
    ({ 0: raw, index }) => ({
      said: likeOthers(raw.toLowerCase()),
      isName: !shouted && index > 0 && /^\p{Lu}\p{Ll}/u.test(raw),
    }),
  )
}

/** Numbers of a kind are one word. */
function likeOthers(word: string): string {
  if (!/\d/.test(word)) return word.replace(/'$/, '')
  if (word.startsWith('£')) return '<money>'
  if (/^(?:[01]?\d|2[0-3])[:.][0-5]\d$|^(?:[01]\d|2[0-3])[0-5]\d(?:hrs?)?$|^\d{1,2}(?:am|pm)$/.test(word)) return '<time>'
  if (/^\d+(?:m|mins?|minutes|h|hrs?|hours)$/.test(word)) return '<minutes>'
  if (/^p\d$/.test(word)) return '<grade>'
  if (/^\d{1,2}$/.test(word)) return '<number>'
  if (/^\d{1,3}y(?:o|rs?)?$/.test(word)) return '<age>'
  if (/^07\d{3,}$/.test(word)) return '<phone>'
  if (/^\d+$/.test(word)) return '<digits>'
  if (/^\d+(?:st|nd|rd|th)$/.test(word)) return '<nth>'
  if (/^[amb]\d{1,4}$/.test(word)) return '<road>'
  return /^[a-z]{1,4}\d+[a-z]?$/.test(word) ? '<callsign>' : word.replace(/\d+/g, '0')
}
