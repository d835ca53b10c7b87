/** Chance that can be repeated. */
export interface Chance {
  /** From `from` up to `to`. */
  between(from: number, to: number): number
  /** True in this share of calls. */
  often(part: number): boolean
  /** @throws RangeError for an empty list. */
  oneOf<T>(items: readonly T[]): T
  /** An independent chance, so that concurrent parts do not disturb each other. */
  fork(): Chance
}

/** Mulberry32: small, and good enough for a play. */
export function chanceFrom(seed: number): Chance {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    between: (from, to) => from + next() * (to - from),
    often: (part) => next() < part,
    oneOf: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new RangeError('there is nothing to choose from')
      return item
    },
    fork: () => chanceFrom(Math.floor(next() * 2 ** 32)),
  }
}
