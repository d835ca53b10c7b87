/**
 * A detector from a corpus. Every family is tried by weights that have not seen it; from those trials come the score of a record, and
 * how unlikely of the risk a sentence must be to explain for certain: so unlikely that no record of the corpus that assesses is refused.
 */
import { createHash } from 'node:crypto'
import { DOUBT_BELOW } from '../../machines/rules/policy/detector.ts'
import { type Class, lexiconOf, type PackedDetector, type Weights } from '../../machines/rules/reassessment/text/detector.ts'
import { featuresOf } from '../../machines/rules/reassessment/text/features.ts'
import { readSentence, saidIn } from '../../machines/rules/reassessment/text/readTexts.ts'
import type { Lexicon } from '../../machines/rules/reassessment/text/tokens.ts'
import type { Corpus, WrittenRecord } from './corpus.ts'
import { chancesFrom, type Sample, shuffled, train } from './train.ts'

/** Any number would do. */
const SEED = 20261129
const FOLDS = 5
/** Half of what the least likely real record of the corpus has, and at most this. Project default [derived]. */
const MOST_CERTAIN = 0.05

/**
 * It doubts this part of the real records of the corpus, which are the hard ones: of records that were not written for it, that is about
 * a part in twenty (docs/reassessment.md). Project default [derived].
 */
const DOUBTED = 0.12

type Written = readonly (readonly [Class, string])[]

/** What was tried, by weights that had not seen its family. */
export interface Trial {
  readonly is: Class
  readonly likely: Readonly<Record<Class, number>>
}
export interface RecordTrial {
  readonly record: WrittenRecord
  /** How likely each sentence of it says something of the risk. */
  readonly risks: readonly number[]
  /** It is refused where `certainBelow` is higher than this; 1 where it may speak of the people of the incident. */
  readonly refusedAbove: number
}
export interface Built {
  readonly detector: PackedDetector
  readonly sentences: readonly Trial[]
  readonly records: readonly RecordTrial[]
}

export function buildDetector(corpus: Corpus): Built {
  const lexicon = lexiconOf(corpus.lexicon)
  const all = writtenIn(corpus)
  const samples = all.flatMap(({ family, written }) => samplesOf(family, written, lexicon))
  const families = shuffled([...new Set(all.map(({ family }) => family))], chancesFrom(SEED))
  const folds = new Map(families.map((family, place) => [family, place % FOLDS]))
  const sentences: Trial[] = []
  const records: RecordTrial[] = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = train(
      samples.filter(({ family }) => folds.get(family) !== fold),
      SEED,
    )
    const tried = { lexicon, weights }
    for (const { family, written } of all) if (folds.get(family) === fold) sentences.push(...trialsOf(written, tried))
    for (const record of corpus.records)
      if (folds.get(record.family) === fold) records.push({ record, ...recordTrial(record, tried) })
  }
  const packed = {
    lexicon: Object.fromEntries(
      Object.entries(corpus.lexicon).map(([name, words]) => [name, words.trim().split(/\s+/).join(' ')]),
    ),
    score: scoreFrom(records),
    certainBelow: certainFrom(records),
    weights: [...train(samples, SEED)]
      .map(([feature, each]) => `${feature}\t${each.map((weight) => Math.round(weight * 100)).join(' ')}`)
      .join('\n'),
  }
  return { detector: { id: idOf(packed), ...packed }, sentences, records }
}

const idOf = (packed: object): string => `en-${createHash('sha256').update(JSON.stringify(packed)).digest('hex').slice(0, 12)}`

const writtenIn = ({ fragments, records }: Corpus): readonly { readonly family: string; readonly written: Written }[] => [
  ...fragments.map(({ family, sentences }) => ({ family, written: sentences })),
  ...records.map(({ family, texts }) => ({ family, written: Object.values(texts).flat() })),
]

const samplesOf = (family: string, written: Written, lexicon: Lexicon): Sample[] =>
  written.map(([is, text]) => ({ family, features: featuresOf(text, lexicon).features, is }))

interface Tried {
  readonly lexicon: Lexicon
  readonly weights: Weights
}
const trialsOf = (written: Written, tried: Tried) =>
  written.map(([is, text]) => ({ is, ...readSentence(text, { ...tried, certainBelow: 1 }) }))

function recordTrial({ texts }: WrittenRecord, tried: Tried): Omit<RecordTrial, 'record'> {
  const sentences = trialsOf(Object.values(texts).flat(), tried)
  return {
    risks: sentences.map(({ likely }) => likely.risk),
    refusedAbove: Math.max(...sentences.map(({ likely, explains }) => (explains ? likely.risk : 1))),
  }
}

function certainFrom(records: readonly RecordTrial[]): number {
  const least = Math.min(...records.flatMap(({ record, refusedAbove }) => (record.truth === 'assesses' ? [refusedAbove] : [])))
  return Math.floor(Math.min(MOST_CERTAIN, least / 2) * 1_000) / 1_000
}

/** Logistic regression of what a record is on what its sentences say; the constant is then moved to `DOUBT_BELOW`. */
function scoreFrom(records: readonly RecordTrial[]): PackedDetector['score'] {
  const score: [number, number, number] = [0, 1, 0]
  const known = records.map(({ record, risks }) => ({ is: record.truth === 'assesses' ? 1 : 0, x: [1, ...saidIn(risks)] }))
  const share = { 0: known.filter(({ is }) => is === 0).length, 1: known.filter(({ is }) => is === 1).length }
  for (let step = 0; step < STEPS; step++) {
    const slope = [0, 0, 0]
    for (const { is, x } of known) {
      const sum = x.reduce((total, part, place) => total + part * (score[place] as number), 0)
      const error = (1 / (1 + Math.exp(-sum)) - is) / share[is as 0 | 1]
      x.forEach((part, place) => {
        slope[place] = (slope[place] as number) + error * part
      })
    }
    for (const place of [0, 1, 2] as const) score[place] -= STEP * (slope[place] as number)
  }
  const [, ofStrongest, ofShare] = score.map(round) as [number, number, number]
  const sums = known.flatMap(({ is, x: [, strongest = 0, share = 0] }) =>
    is === 1 ? [ofStrongest * strongest + ofShare * share] : [],
  )
  const least = sums.sort((one, other) => one - other)[Math.floor(sums.length * DOUBTED)] ?? 0
  return [round(Math.log(DOUBT_BELOW / (1 - DOUBT_BELOW)) - least), ofStrongest, ofShare]
}
const STEPS = 20_000
const STEP = 0.05
const round = (number: number): number => Math.round(number * 1_000) / 1_000
