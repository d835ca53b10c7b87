import type { Reads, StreamItem } from '../../engine/reads.ts'
import { changeSeen } from '../../engine/views/hidden.ts'
import { type Hidden, hiddenFrom, type Reader } from '../../engine/views/readers.ts'
import { type Changes, sharedChanges } from '../../engine/views/sharedChanges.ts'

/** Changes read at once for a listener. */
const CHANGES_PER_READ = 100

/** What a listener is sent next, as bytes that all listeners at that position share who may read the same. */
export interface News {
  readonly frames: Buffer
  /** The position after it; null when nothing is new. */
  readonly position: string | null
  readonly items: number
}

export interface SharedReads {
  /** Null for an unknown position. */
  readonly after: (force: string, reader: Reader, position: string) => Promise<News | null>
  /** Something changed: what was asked before may lack it. */
  readonly forget: () => void
}

/** Listeners at a position share a read, and what they are told is written down once for all who may read the same. */
export function sharedReads(reads: Pick<Reads, 'streamAfter' | 'restricted'>): SharedReads {
  const changes = sharedChanges(reads, CHANGES_PER_READ)
  const written = new WeakMap<Changes, Map<string, News>>()
  return {
    forget: changes.forget,
    after: async (force, reader, position) => {
      const found = await changes.after(force, position)
      if (found === null) return null
      const hidden = hiddenFrom(found.restricted, reader)
      const bySight = written.get(found) ?? new Map<string, News>()
      written.set(found, bySight)
      // Whoever may read the same is sent the same.
      const sight = [...hidden].join(' ')
      const news = bySight.get(sight) ?? newsOf(found.items, hidden)
      bySight.set(sight, news)
      return news
    },
  }
}

const newsOf = (items: readonly StreamItem[], hidden: Hidden): News => ({
  frames: Buffer.from(
    items.map((item) => `id: ${item.id}\nevent: ${item.event}\ndata: ${JSON.stringify(changeSeen(item, hidden))}\n\n`).join(''),
  ),
  position: items.at(-1)?.id ?? null,
  items: items.length,
})
