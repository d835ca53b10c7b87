/** When a message that could not be sent is tried again. The numbers are project defaults. */

const PAUSES_MS = [5_000, 15_000, 45_000, 120_000, 300_000] as const
const LONGEST_MS = 600_000
/** Receivers that many messages wait for are not all tried in the same second. */
const CHANCE = 0.2

/** A receiver that failed so often in a row *fails*: what waits for it goes as soon as it answers again. */
export const FAILING_FROM = 3

/** @param tries so far. @param chance from 0 to 1. */
export const pauseAfter = (tries: number, chance: number): number =>
  Math.round((PAUSES_MS[tries - 1] ?? LONGEST_MS) * (1 + CHANCE * chance))

/**
 * A message that is a day old is `dead`. A message that waited all day because the service was down, or that somebody replays, is
 * tried so often all the same.
 */
export const DEAD_AFTER = { ms: 24 * 3_600_000, tries: 6 } as const

/**
 * The delivery file or the settings of this process do not have the person or the way. While processes start with a new file, an
 * older process must not bury what the new process sends a moment later.
 */
export const DEAD_AFTER_UNKNOWN = { ms: 120_000, tries: 4 } as const
