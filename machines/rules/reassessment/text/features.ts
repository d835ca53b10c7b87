/** What the detector looks at in a sentence: its words, pairs of them, what they are about, and whom its pronouns mean. */
import { type Lexicon, type Token, tokensIn } from './tokens.ts'
import { type Named, whoIn } from './who.ts'

/** What a sentence takes from those before it in its text. */
export interface Before {
  readonly named: Named
  /** What the sentence before speaks of; empty for the first. */
  readonly abouts: readonly string[]
}
export const FIRST: Before = { named: {}, abouts: [] }

interface Featured {
  /** Each once. */
  readonly features: readonly string[]
  /** The part of its words that the lexicon or the detector has seen before, from 0 to 1. */
  readonly tokens: readonly Token[]
  /** For the sentence behind it. */
  readonly after: Before
}

/** Longer words are also known by how they begin, so that an ending or a slip of the pen does not hide them. */
const STEM = 5

/** Classes that tell something of the sentence behind them as well. */
const TELLING: ReadonlySet<string> = new Set([
  ...['staff', 'unit', 'availability', 'demand', 'other', 'weather', 'machine'],
  ...['victim', 'suspect', 'kin', 'caller', 'delay'],
])

export function featuresOf(text: string, before: Before, lexicon: Lexicon): Featured {
  const tokens = tokensIn(text, lexicon)
  const { whom, after } = whoIn(tokens, before.named)
  const abouts = tokens.map(({ classes }, place) => {
    const who = whom.get(place)
    return who === undefined ? classes : [`pronoun-${who}`]
  })
  const found = new Set<string>()
  tokens.forEach(({ word }, place) => {
    const next = tokens[place + 1]?.word ?? '.'
    if (place === 0) found.add(`b:. ${word}`)
    found.add(`w:${word}`)
    found.add(`b:${word} ${next}`)
    if (word.length > STEM && !word.startsWith('<')) found.add(`p:${word.slice(0, STEM)}`)
    for (const about of abouts[place] ?? []) {
      found.add(`c:${about}`)
      found.add(`cw:${about} ${next}`)
    }
  })
  for (const who of new Set(Object.values(before.named))) found.add(`before:${who}`)
  for (const about of before.abouts) if (TELLING.has(about)) found.add(`after:${about}`)
  if (before.abouts.length === 0) found.add('first')
  return { features: [...found], tokens, after: { named: after, abouts: [...new Set(abouts.flat())] } }
}
