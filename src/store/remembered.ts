/** Answers about secrets, looked up by their SHA-256 and believed for seconds: a key and a session are asked of in each request. */
import { createHash } from 'node:crypto'

/** How long a found answer is believed without asking again; what was withdrawn works that much longer in other processes. */
export const KNOWN_MS = 5_000
/** Shorter, so that a new key works soon, and long enough that a flood of the same wrong key is a single query. */
const UNKNOWN_MS = 1_000
const REMEMBERED = 10_000

interface Entry<Found> {
  readonly answer: Promise<Found | null>
  until: number
}

export interface Remembered<Found> {
  find(hash: string): Promise<Found | null>
  /** The next `find` asks again. */
  forget(hash: string): void
}

/** Asks the record for several hashes at once. */
export type Ask<Found> = (hashes: readonly string[]) => Promise<ReadonlyMap<string, Found>>

export function remembering<Found>(ask: Ask<Found>, nowMs: () => number): Remembered<Found> {
  const remembered = new Map<string, Entry<Found>>()
  const look = askedTogether(ask)

  const askFor = (hash: string): Promise<Found | null> => {
    const answer = look(hash)
    // Callers that come while it runs share the answer.
    const entry: Entry<Found> = { answer, until: Number.POSITIVE_INFINITY }
    remembered.set(hash, entry)
    answer.then(
      (found) => {
        entry.until = nowMs() + (found === null ? UNKNOWN_MS : KNOWN_MS)
      },
      // A failed look-up is not remembered and is not "unknown": the caller gets the error.
      () => remembered.delete(hash),
    )
    if (remembered.size > REMEMBERED) {
      const oldest = remembered.keys().next().value
      if (oldest !== undefined) remembered.delete(oldest)
    }
    return answer
  }

  return {
    find: (hash) => {
      const entry = remembered.get(hash)
      if (entry && nowMs() < entry.until) return entry.answer
      remembered.delete(hash)
      return askFor(hash)
    },
    forget: (hash) => void remembered.delete(hash),
  }
}

/**
 * A single statement at a time, for everything asked meanwhile: a guesser, from however many addresses, uses a single
 * connection, and a valid key waits for at most a statement before its own.
 */
function askedTogether<Found>(ask: Ask<Found>): (hash: string) => Promise<Found | null> {
  let waiting = new Set<string>()
  let next: Promise<ReadonlyMap<string, Found>> | null = null
  let last: Promise<unknown> = Promise.resolve()

  const all = async (): Promise<ReadonlyMap<string, Found>> => {
    const hashes = [...waiting]
    waiting = new Set()
    next = null
    return ask(hashes)
  }
  return async (hash) => {
    waiting.add(hash)
    if (next === null) {
      next = last.then(all, all)
      last = next
    }
    return (await next).get(hash) ?? null
  }
}

/** 256 random bits need neither salt nor a slow hash. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
