/** What the detector looks at in a sentence: its words, pairs of them, and what they are about. */
import { WORD } from './detector.ts'
import { type Lexicon, type Token, tokensIn } from './tokens.ts'

interface Featured {
  /** Each once. */
  readonly features: readonly string[]
  readonly tokens: readonly Token[]
}

/** Longer words are also known by how they begin, so that an ending or a slip of the pen does not hide them. */
const STEM = 5

export function featuresOf(text: string, lexicon: Lexicon): Featured {
  const tokens = tokensIn(text, lexicon)
  const found = new Set<string>()
  tokens.forEach(({ word, classes }, place) => {
    const next = tokens[place + 1]?.word ?? '.'
    if (place === 0) found.add(`b:. ${word}`)
    found.add(`${WORD}${word}`)
    if (word.includes('_')) for (const part of word.split('_')) found.add(`${WORD}${part}`)
    found.add(`b:${word} ${next}`)
    if (word.length > STEM && !word.startsWith('<')) found.add(`p:${word.slice(0, STEM)}`)
    for (const about of classes) {
      found.add(`c:${about}`)
      found.add(`cw:${about} ${next}`)
    }
  })
  return { features: [...found], tokens }
}
