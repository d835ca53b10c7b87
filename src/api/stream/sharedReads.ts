import type { Reads, StreamItem } from '../../engine/reads.ts'
import { alertSeen, itemSeen } from '../../engine/views/hidden.ts'
import { type Hidden, hiddenFrom, type Reader, type Restricted } from '../../engine/views/readers.ts'
import type { AlertItem, IncidentItem } from '../../engine/views/views.ts'

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

/** What came after a position, and what of it is restricted; the bytes for each group of listeners who may read the same. */
interface Read {
  readonly items: readonly StreamItem[]
  readonly restricted: Restricted
  readonly news: Map<string, News>
}

/**
 * All listeners of a force at a position share a read, and what they are told is written down once for all who may read the same. An
 * answer is valid until something may have changed, which is announced each second at the latest.
 */
export function sharedReads(reads: Pick<Reads, 'streamAfter' | 'restricted'>): SharedReads {
  const asked = new Map<string, Promise<Read | null>>()
  const read = async (force: string, position: string): Promise<Read | null> => {
    const items = await reads.streamAfter(force, position, CHANGES_PER_READ)
    if (items === null) return null
    // Read after them: what was restricted meanwhile is hidden.
    const restricted: Restricted = items.length === 0 ? new Map() : await reads.restricted(force)
    return { items, restricted, news: new Map() }
  }
  const shared = (force: string, position: string): Promise<Read | null> => {
    const question = `${force} ${position}`
    const known = asked.get(question)
    if (known) return known
    const answer = read(force, position)
    asked.set(question, answer)
    answer.catch(() => {
      if (asked.get(question) === answer) asked.delete(question)
    })
    return answer
  }
  return {
    forget: () => asked.clear(),
    after: async (force, reader, position) => {
      const found = await shared(force, position)
      if (found === null) return null
      const hidden = hiddenFrom(found.restricted, reader)
      // Whoever may read the same is sent the same.
      const sight = [...hidden].join(' ')
      const news = found.news.get(sight) ?? newsOf(found.items, hidden)
      found.news.set(sight, news)
      return news
    },
  }
}

const newsOf = (items: readonly StreamItem[], hidden: Hidden): News => ({
  frames: Buffer.from(
    items.map((item) => `id: ${item.id}\nevent: ${item.event}\ndata: ${JSON.stringify(dataSeen(item, hidden))}\n\n`).join(''),
  ),
  position: items.at(-1)?.id ?? null,
  items: items.length,
})

/** As the lists show it. */
const dataSeen = ({ event, data }: StreamItem, hidden: Hidden) =>
  event === 'alert' ? alertSeen(data as AlertItem, hidden) : itemSeen(data as IncidentItem, hidden)
