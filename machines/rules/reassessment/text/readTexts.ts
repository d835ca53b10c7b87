/**
 * What the texts of a reassessment say, sentence by sentence and together. The same reader runs in the engine and on the board's page
 * while somebody types: nothing is imported here but its own folder. (docs/reassessment.md)
 */
import { type Detector, type Likely, likelyOf, WORD } from './detector.ts'
import { featuresOf } from './features.ts'
import { sentencesIn } from './sentences.ts'
import type { Lexicon, Token } from './tokens.ts'

/** Source: the public contract, section 4a.2. */
export const MOST_CHARACTERS = 4_000
export const MOST_SENTENCES = 120

export interface Text {
  /** JSON pointer into the event. */
  readonly pointer: string
  readonly text: string
}

export interface SentenceRead {
  readonly pointer: string
  /** In UTF-16 units from the beginning of its text. */
  readonly start: number
  readonly end: number
  readonly likely: Likely
  /** It speaks of resources or procedure or is a form of words, and says nothing of the people of the incident, for certain. */
  readonly explains: boolean
}

export interface TextsRead {
  readonly sentences: readonly SentenceRead[]
  /** From 0, it explains, to 1, it says how the risk is. */
  readonly score: number
  /** Every sentence explains for certain, and all of them were read. */
  readonly explains: boolean
}

export function readTexts(texts: readonly Text[], detector: Detector): TextsRead {
  const sentences: SentenceRead[] = []
  let isCut = false
  for (const { pointer, text } of texts) {
    if (text.length > MOST_CHARACTERS) isCut = true
    for (const { text: sentence, start, end } of sentencesIn(text.slice(0, MOST_CHARACTERS))) {
      if (sentences.length === MOST_SENTENCES) {
        isCut = true
        break
      }
      sentences.push({ pointer, start, end, ...readSentence(sentence, detector) })
    }
  }
  const explains = !isCut && sentences.length > 0 && sentences.every((sentence) => sentence.explains)
  return {
    sentences,
    score: scoreOf(
      sentences.map(({ likely }) => likely.risk),
      detector.score,
    ),
    explains,
  }
}

export function readSentence(
  sentence: string,
  { lexicon, weights, certainBelow }: Pick<Detector, 'lexicon' | 'weights' | 'certainBelow'>,
): Pick<SentenceRead, 'likely' | 'explains'> {
  const { features, tokens } = featuresOf(sentence, lexicon)
  const likely = likelyOf(features, weights)
  return { likely, explains: likely.risk < certainBelow && !mayBeOfHere(tokens) && isEnglish(tokens, weights, lexicon) }
}

/**
 * Whether a sentence may speak of the people of the incident or of what befalls them, however unlikely that is by its words: then
 * nothing is certain. The victim who is told of a delay is no such word, nor is harm that is somewhere else.
 */
function mayBeOfHere(tokens: readonly Token[]): boolean {
  const about = new Set(tokens.flatMap(({ classes }) => classes))
  if (PEOPLE.some((people) => about.has(people)) || tokens.some(({ word }) => HE_OR_SHE.test(word))) return true
  if (about.has('victim') && !about.has('delay')) return true
  if (about.has('other')) return false
  return tokens.some(({ classes }) => classes.some((each) => BEFALLS.has(each)) && !classes.includes('formula'))
}
const PEOPLE: readonly string[] = ['suspect', 'kin', 'child', 'somebody', 'he-or-she']
/** Inside words that the lexicon joins. */
const HE_OR_SHE = /(?:^|_)(?:he|she|him|his|her|hers)(?:_|$)/
const BEFALLS: ReadonlySet<string> = new Set(['weapon', 'harm', 'threat', 'state', 'order', 'know', 'protect'])

/** Of a language that the detector has not learnt nothing is certain. Project default [derived]. */
const MOSTLY = 0.8
const isEnglish = (tokens: readonly Token[], weights: Detector['weights'], lexicon: Lexicon): boolean =>
  tokens.filter(({ word, classes }) => classes.includes('name') || lexicon.has(word) || weights.has(`${WORD}${word}`)).length >=
  tokens.length * MOSTLY

/** Further out nothing is learnt from a likelihood. */
const FURTHEST = 6
const logit = (likely: number): number => Math.max(-FURTHEST, Math.min(FURTHEST, Math.log(likely / (1 - likely))))

/** The sentence that says most of the risk, and how much of the record does. @param risks how likely each sentence says something of it. */
export const saidIn = (risks: readonly number[]): readonly [strongest: number, share: number] => [
  logit(Math.max(...risks)),
  risks.reduce((sum, risk) => sum + risk, 0) / risks.length,
]

/** @returns to three decimals. */
export function scoreOf(risks: readonly number[], [constant, ofStrongest, ofShare]: Detector['score']): number {
  if (risks.length === 0) return 0
  const [strongest, share] = saidIn(risks)
  return Math.round(1_000 / (1 + Math.exp(-(constant + ofStrongest * strongest + ofShare * share)))) / 1_000
}
