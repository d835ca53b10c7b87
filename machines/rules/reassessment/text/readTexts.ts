/**
 * What the texts of a reassessment say, sentence by sentence and together. The same reader runs in the engine and on the board's page
 * while somebody types: nothing is imported here but its own folder. (docs/reassessment.md)
 */
import { type Detector, type Likely, likelyOf } from './detector.ts'
import { type Before, FIRST, featuresOf, nextText } from './features.ts'
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
  let before = FIRST
  for (const { pointer, text } of texts) {
    if (text.length > MOST_CHARACTERS) isCut = true
    before = nextText(before)
    for (const { text: sentence, start, end } of sentencesIn(text.slice(0, MOST_CHARACTERS))) {
      if (sentences.length === MOST_SENTENCES) {
        isCut = true
        break
      }
      const { likely, explains, after } = readSentence(sentence, before, detector)
      sentences.push({ pointer, start, end, likely, explains })
      before = after
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
  before: Before,
  { lexicon, weights, certainBelow }: Pick<Detector, 'lexicon' | 'weights' | 'certainBelow'>,
): Pick<SentenceRead, 'likely' | 'explains'> & { readonly after: Before } {
  const { features, tokens, abouts, after } = featuresOf(sentence, before, lexicon)
  const likely = likelyOf(features, weights)
  const explains = likely.risk < certainBelow && !namesAnybody(abouts.flat()) && isEnglish(tokens, weights, lexicon)
  return { likely, explains, after }
}

/** Of the people of the incident: but for the victim or the caller who is told of the delay. */
const namesAnybody = (abouts: readonly string[]): boolean =>
  abouts.some((about) => ANYBODY.has(about)) || (abouts.includes('victim') && !abouts.includes('delay'))
const ANYBODY: ReadonlySet<string> = new Set(['suspect', 'kin', 'child', 'somebody', 'pronoun-party'])

/** Of a language that the detector has not learnt nothing is certain. Project default [derived]. */
const MOSTLY = 0.6
const isEnglish = (tokens: readonly Token[], weights: Detector['weights'], lexicon: Lexicon): boolean =>
  tokens.filter(({ word, classes }) => classes.includes('name') || lexicon.has(word) || weights.has(`w:${word}`)).length >=
  tokens.length * MOSTLY

/** Further out nothing is learnt from a likelihood. */
const FURTHEST = 6
const logit = (likely: number): number => Math.max(-FURTHEST, Math.min(FURTHEST, Math.log(likely / (1 - likely))))

/** The two sentences that say most of the risk, as the score takes them. @param risks how likely each sentence says something of it. */
export function strongestOf(risks: readonly number[]): readonly [first: number, second: number] {
  const [first = 0, second = 0] = [...risks].sort((one, other) => other - one)
  return [logit(first), logit(second)]
}

/** @returns to three decimals. */
export function scoreOf(risks: readonly number[], [constant, first, second]: Detector['score']): number {
  if (risks.length === 0) return 0
  const [strongest, next] = strongestOf(risks)
  return Math.round(1_000 / (1 + Math.exp(-(constant + first * strongest + second * next)))) / 1_000
}
