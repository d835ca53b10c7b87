/** How long a receiver that failed is left alone. */

const SECOND = 1_000
const MINUTE = 60_000
/** After the first failure, the second … Project default. */
const PAUSES = [5 * SECOND, 15 * SECOND, 45 * SECOND, 2 * MINUTE, 5 * MINUTE]
const LONGEST = 10 * MINUTE
/** At most so much is added, by chance: what failed together does not return together. */
const SPREAD = 0.2

/** @param failures so far, this one included. @param retryAfterMs what the receiver asked for. @param chance from 0 to 1. */
export function pauseAfter(failures: number, retryAfterMs = 0, chance = Math.random()): number {
  const pause = Math.max(PAUSES[failures - 1] ?? LONGEST, Math.min(retryAfterMs, LONGEST))
  return Math.round(pause * (1 + SPREAD * chance))
}
