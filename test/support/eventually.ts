import { setTimeout as pause } from 'node:timers/promises'

const EVERY_MS = 40
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
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (performance.now() > giveUpAt)
      throw new Error(`waited ${giveUpMs / 1000} s in vain until ${fact}; last seen: ${JSON.stringify(lastSeen(), null, 1)}`)
    await pause(EVERY_MS)
  }
}
