import type { Reads, StreamItem } from '../reads.ts'
import type { Restricted } from './readers.ts'

/** What came after a position, and what of it is restricted. */
export interface Changes {
  readonly items: readonly StreamItem[]
  readonly restricted: Restricted
}

export interface SharedChanges {
  /** Null for an unknown position. */
  readonly after: (force: string, position: string) => Promise<Changes | null>
  /** Something changed: what was asked before may lack it. */
  readonly forget: () => void
}

/**
 * All who follow a force from the same position share a read. An answer is valid until something may have changed, which is announced
 * each second at the latest.
 *
 * @param atOnce changes of a read.
 */
export function sharedChanges(reads: Pick<Reads, 'streamAfter' | 'restricted'>, atOnce: number): SharedChanges {
  const asked = new Map<string, Promise<Changes | null>>()
  const read = async (force: string, position: string): Promise<Changes | null> => {
    const items = await reads.streamAfter(force, position, atOnce)
    if (items === null) return null
    // Read after them: what was restricted meanwhile is hidden.
    return { items, restricted: items.length === 0 ? new Map() : await reads.restricted(force) }
  }
  return {
    forget: () => asked.clear(),
    after: (force, position) => {
      const question = `${force} ${position}`
      const known = asked.get(question)
      if (known) return known
      const answer = read(force, position)
      asked.set(question, answer)
      answer.catch(() => {
        if (asked.get(question) === answer) asked.delete(question)
      })
      return answer
    },
  }
}
