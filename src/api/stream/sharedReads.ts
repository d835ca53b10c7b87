import type { Reads, StreamItem } from '../../engine/reads.ts'

/** Changes read at once for one listener. */
const CHANGES_PER_READ = 100

/** What a listener is sent next, as bytes that all who wait at one position share. */
export interface News {
  readonly frames: Buffer
  /** Where it then is; null when there is nothing new. */
  readonly position: string | null
}

export interface SharedReads {
  /** Null for a position that is not known. */
  readonly after: (force: string, position: string) => Promise<News | null>
  /** Something changed: what was asked before this may be answered without it. */
  readonly forget: () => void
}

/**
 * All listeners of a force that wait at one position ask once between them, and what they are told is written down once. An answer
 * stands until something may have changed, which is said each second at the latest.
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
})
