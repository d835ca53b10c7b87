/** A trained detector: how likely a sentence says something of the risk, speaks of resources or procedure, or is a form of words. */
import type { Lexicon } from './tokens.ts'

export const CLASSES = ['risk', 'resource', 'form'] as const
export type Class = (typeof CLASSES)[number]
export type Likely = Readonly<Record<Class, number>>

/** For each feature that was seen often enough, what it says for each class, in the order of `CLASSES`. */
export type Weights = ReadonlyMap<string, readonly number[]>

export interface Detector {
  readonly id: string
  readonly lexicon: Lexicon
  readonly weights: Weights
  /** A sentence that is less likely of the risk than this explains for certain. */
  readonly certainBelow: number
  /** How the score of a record follows from its sentences: a constant, a factor of the one that says most of the risk, and one of how much of the record does. */
  readonly score: readonly [constant: number, ofStrongest: number, ofShare: number]
}

/** The feature that every sentence has. */
export const BIAS = 'bias'
/** How the feature of a word begins. */
export const WORD = 'w:'

export function likelyOf(features: readonly string[], weights: Weights): Likely {
  let [risk, resource, form] = (weights.get(BIAS) ?? [0, 0, 0]) as [number, number, number]
  for (const feature of features) {
    const of = weights.get(feature)
    if (of === undefined) continue
    risk += of[0] as number
    resource += of[1] as number
    form += of[2] as number
  }
  const most = Math.max(risk, resource, form)
  const parts = [Math.exp(risk - most), Math.exp(resource - most), Math.exp(form - most)] as const
  const all = parts[0] + parts[1] + parts[2]
  return { risk: parts[0] / all, resource: parts[1] / all, form: parts[2] / all }
}

/** What a sentence does, by what is likeliest of it: half and more for the risk, else the likelier of the other two. */
export function doneBy({ risk, resource, form }: Likely): Class {
  if (risk >= 0.5) return 'risk'
  return resource >= form ? 'resource' : 'form'
}
/** The same in words, behind the sentence. */
export const DOES: Readonly<Record<Class, string>> = {
  risk: 'says how the risk is',
  resource: 'speaks of resources or procedure',
  form: 'is a form of words that fits any incident',
}

/** A detector as a policy has it: text that a file can hold. */
export interface PackedDetector extends Pick<Detector, 'id' | 'certainBelow' | 'score'> {
  /** The words of each class, with blanks between them. */
  readonly lexicon: Readonly<Record<string, string>>
  /** A line a feature: its name, a tab, three whole numbers of hundredths. */
  readonly weights: string
}

const unpacked = new WeakMap<PackedDetector, Detector>()

/** Unpacked once for each policy in memory. */
export function unpack(packed: PackedDetector): Detector {
  const known = unpacked.get(packed)
  if (known !== undefined) return known
  const { id, certainBelow, score, lexicon, weights } = packed
  const detector = { id, certainBelow, score, lexicon: lexiconOf(lexicon), weights: weightsOf(weights) }
  unpacked.set(packed, detector)
  return detector
}

export function lexiconOf(words: PackedDetector['lexicon']): Lexicon {
  const lexicon = new Map<string, string[]>()
  for (const [name, list] of Object.entries(words))
    for (const word of list.trim().split(/\s+/)) lexicon.set(word, [...new Set([...(lexicon.get(word) ?? []), name])])
  return lexicon
}

const weightsOf = (lines: string): Weights =>
  new Map(
    lines.split('\n').map((line) => {
      const [feature = '', weights = ''] = line.split('\t')
      return [feature, weights.split(' ').map((hundredths) => Number(hundredths) / 100)]
    }),
  )
