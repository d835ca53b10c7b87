/** Drafts without a record: kept in memory, and none goes. */
import type { Drafts } from '../../src/engine/drafts.ts'

export function createMemoryDrafts(): Drafts {
  const kept = new Map<string, Awaited<ReturnType<Drafts['find']>> & object>()
  let ms = Date.parse('2026-11-20T23:00:00.000Z')
  const find: Drafts['find'] = async (owner, of) => kept.get(JSON.stringify([owner, of])) ?? null
  return {
    find,
    list: async (owner) =>
      [...kept]
        .filter(([name]) => name.startsWith(JSON.stringify([owner]).slice(0, -1)))
        .map(([, { fields: _, ...draft }]) => draft),
    save: async (owner, of, fields, since) => {
      const before = await find(owner, of)
      if (before !== null && before.savedAt !== since) return { newer: before }
      const savedAt = new Date(++ms).toISOString()
      const saved = { ...of, savedAt, keptUntil: new Date(ms + 86_400_000).toISOString() }
      kept.set(JSON.stringify([owner, of]), { ...saved, fields })
      return { saved, removed: [] }
    },
    remove: async (owner, of) => {
      kept.delete(JSON.stringify([owner, of]))
      return null
    },
  }
}
