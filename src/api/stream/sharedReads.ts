import type { Reads, StreamItem } from '../../engine/reads.ts'

/** Changes read at once for a listener. */
const CHANGES_PER_READ = 100

/** What a listener is sent next, as bytes that all listeners at that position share. */
export interface News {
  readonly frames: Buffer
  /** The position after it; null when nothing is new. */
  readonly position: string | null
  readonly items: number
}

export interface SharedReads {
  /** Null for an unknown position. */
  readonly after: (force: string, position: string) => Promise<News | null>
  /** Something changed: what was asked before may lack it. */
  readonly forget: () => void
}

/**
 * All listeners of a force at a position share a read, and what they are told is written down once. An answer is valid until
 * something may have changed, which is announced each second at the latest.
 */
export function sharedReads(reads: Pick<Reads, 'streamAfter'>): SharedReads {
  const asked = new Map<string, ReturnType<SharedReads['after']>>()
  return {
    forget: () => asked.clear(),
    after: (force, position) => {
      const question = `${force} ${position}`
      const known = asked.get(question)
      if (known) return known
      const answer = reads.streamAfter(force, position, CHANGES_PER_READ).then((items) => items && newsOf(items))
      asked.set(question, answer)
      answer.catch(() => {
        if (asked.get(question) === answer) asked.delete(question)
      })
      return answer
    },
  }
}

const newsOf = (items: readonly StreamItem[]): News => ({
  frames: Buffer.from(
    items.map(({ id, event, data }) => `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
  ),
  position: items.at(-1)?.id ?? null,
  items: items.length,
})
