/** What the detector looks at in a sentence: its words, pairs of them, what they are about, and whom its pronouns mean. */
import { WORD } from './detector.ts'
import { type Lexicon, type Token, tokensIn } from './tokens.ts'
import { type Frame, frameIn, type Named, whoIn } from './who.ts'

/** What a sentence takes from those before it in its text. */
export interface Before {
  readonly named: Named
  readonly frame: Frame
  /** What the sentence before speaks of; empty for the first. */
  readonly abouts: readonly string[]
}
export const FIRST: Before = { named: {}, frame: 'none', abouts: [] }
/** Where a text of the same record begins anew: whoever told of another incident in one box may go on with it in the next. */
export const nextText = ({ frame }: Before): Before => ({ ...FIRST, frame })

interface Featured {
  /** Each once. */
  readonly features: readonly string[]
  readonly tokens: readonly Token[]
  /** What each token is about; of a pronoun, whom it means. */
  readonly abouts: readonly (readonly string[])[]
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

/** Classes of people. */
const PEOPLE: ReadonlySet<string> = new Set(['victim', 'suspect', 'kin', 'child', 'somebody', 'pronoun-party', 'pronoun-other'])

export function featuresOf(text: string, before: Before, lexicon: Lexicon): Featured {
  const tokens = tokensIn(text, lexicon)
  const { whom, after } = whoIn(tokens, before.named)
  const abouts = tokens.map(({ classes }, place) => {
    const who = whom.get(place)
    return who === undefined ? classes : [`pronoun-${who}`]
  })
  const frame = frameIn(tokens, before.frame)
  const found = new Set<string>([`frame:${before.frame} ${frame}`])
  if (abouts.some((each) => each.some((about) => PEOPLE.has(about)))) found.add(`people:${before.frame} ${frame}`)
  tokens.forEach(({ word }, place) => {
    const next = tokens[place + 1]?.word ?? '.'
    if (place === 0) found.add(`b:. ${word}`)
    found.add(`${WORD}${word}`)
    if (word.includes('_')) for (const part of word.split('_')) found.add(`${WORD}${part}`)
    found.add(`b:${word} ${next}`)
    if (word.length > STEM && !word.startsWith('<')) found.add(`p:${word.slice(0, STEM)}`)
    for (const about of abouts[place] ?? []) {
      found.add(`c:${about}`)
      found.add(`f:${frame} ${about}`)
      found.add(`cw:${about} ${next}`)
    }
  })
  for (const who of new Set(Object.values(before.named))) found.add(`before:${who}`)
  for (const about of before.abouts) if (TELLING.has(about)) found.add(`after:${about}`)
  if (before.abouts.length === 0) found.add('first')
  return { features: [...found], tokens, abouts, after: { named: after, frame, abouts: [...new Set(abouts.flat())] } }
}
