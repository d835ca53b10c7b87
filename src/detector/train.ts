/**
 * Logistic regression over the features of sentences: AdaGrad, with a part of the features left out of each step so that no word
 * decides alone. The same samples and seed give the same weights to the byte.
 */
import { BIAS, CLASSES, type Class, type Weights, WORD } from '../../machines/rules/reassessment/text/detector.ts'

export interface Sample {
  readonly family: string
  readonly features: readonly string[]
  readonly is: Class
}

/** Tried on the corpus by families and on records that were not written for it (docs/reassessment.md). */
const EPOCHS = 40
const LEFT_OUT = 0.7
const PACE = 0.1
const DECAY = 1e-5
/** A feature of a single family is that family's wording. */
const FEWEST_FAMILIES = 2
/** Weights are kept in hundredths; a feature that says less than this is left out, but for words: they are what is known of English. */
const LEAST = 0.2

export function train(samples: readonly Sample[], seed: number): Weights {
  const places = placesOf(samples)
  const of = CLASSES.length
  const weights = new Float64Array(places.size * of)
  const squares = new Float64Array(places.size * of)
  const learnt = samples.map(({ features, is }) => ({
    is: CLASSES.indexOf(is),
    features: features.flatMap((feature) => places.get(feature) ?? []),
  }))
  const chance = chancesFrom(seed)
  const sum = new Float64Array(weights.length)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const { features, is } of shuffled(learnt, chance)) {
      const seen = [0, ...features.filter(() => chance() >= LEFT_OUT)]
      const likely = likelyIn(weights, seen)
      for (let name = 0; name < of; name++) {
        const error = (likely[name] as number) - (name === is ? 1 : 0)
        for (const feature of seen) {
          const place = feature * of + name
          const step = error + DECAY * samples.length * (weights[place] as number)
          squares[place] = (squares[place] as number) + step * step
          weights[place] = (weights[place] as number) - (PACE * step) / (Math.sqrt(squares[place] as number) + 1e-8)
        }
      }
    }
    if (epoch >= EPOCHS / 2)
      for (let place = 0; place < sum.length; place++) sum[place] = (sum[place] as number) + (weights[place] as number)
  }
  return kept(
    places,
    sum.map((all) => all / (EPOCHS / 2)),
  )
}

function placesOf(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const families = new Map<string, Set<string>>()
  for (const { features, family } of samples)
    for (const feature of features) families.set(feature, (families.get(feature) ?? new Set()).add(family))
  const places = new Map([[BIAS, 0]])
  for (const [feature, of] of families) if (of.size >= FEWEST_FAMILIES) places.set(feature, places.size)
  return places
}

function likelyIn(weights: Float64Array, features: readonly number[]): readonly number[] {
  const sums = CLASSES.map((_, name) =>
    features.reduce((sum, feature) => sum + (weights[feature * CLASSES.length + name] as number), 0),
  )
  const most = Math.max(...sums)
  const parts = sums.map((sum) => Math.exp(sum - most))
  const all = parts.reduce((one, other) => one + other, 0)
  return parts.map((part) => part / all)
}

/** Of the three only the differences count: they are kept around nought, in hundredths, in the order of their names. */
function kept(places: ReadonlyMap<string, number>, weights: Float64Array): Weights {
  const found = [...places].flatMap(([feature, place]): [string, readonly number[]][] => {
    const each = CLASSES.map((_, name) => weights[place * CLASSES.length + name] as number)
    const middle = each.reduce((one, other) => one + other, 0) / each.length
    const rounded = each.map((weight) => Math.round((weight - middle) * 100) / 100)
    return feature === BIAS || feature.startsWith(WORD) || rounded.some((weight) => Math.abs(weight) >= LEAST)
      ? [[feature, rounded]]
      : []
  })
  return new Map(found.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Numbers from 0 to 1 that look like chance and come again from the same seed (mulberry32). */
export function chancesFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function shuffled<Thing>(things: readonly Thing[], chance: () => number): Thing[] {
  const order = [...things]
  for (let place = order.length - 1; place > 0; place--) {
    const other = Math.floor(chance() * (place + 1))
    const moved = order[place] as Thing
    order[place] = order[other] as Thing
    order[other] = moved
  }
  return order
}
