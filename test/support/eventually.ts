import { setTimeout as pause } from 'node:timers/promises'

/** At first, and at most: what takes seconds is asked for less often, since each question takes the time of three processes. */
const SOON_MS = 40
const MOST_APART_MS = 250
/** A safety net for a crowded machine, never a length of time that a test is about. */
const GIVE_UP_MS = 30_000

export interface Patience {
  /** Half a minute unless told. */
  readonly giveUpMs?: number
}

/**
 * Waits for a fact: asks until the answer is neither null, undefined nor false.
 * @throws naming the fact, with what was last seen of it.
 */
export async function eventually<T>(
  fact: string,
  ask: () => Promise<T | null | undefined | false>,
  lastSeen: () => unknown = () => undefined,
  { giveUpMs = GIVE_UP_MS }: Patience = {},
): Promise<T> {
  const giveUpAt = performance.now() + giveUpMs
  let apartMs = SOON_MS
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (performance.now() > giveUpAt)
      throw new Error(`waited ${giveUpMs / 1000} s in vain until ${fact}; last seen: ${JSON.stringify(lastSeen(), null, 1)}`)
    await pause(apartMs)
    apartMs = Math.min(MOST_APART_MS, apartMs * 1.25)
  }
}
