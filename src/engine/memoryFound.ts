/** What incidents are found by, in memory: as PostgreSQL finds them, without its hashes and without its bound on a walk. */
import type { FindKey } from '../../machines/rules/report/findKeys.ts'
import { caseKey } from './judge/request.ts'
import type { CaseChange } from './ports.ts'
import type { Finding, Listed, Page } from './reads.ts'
import type { IncidentItem } from './views/views.ts'

interface Kept extends Pick<CaseChange, 'item' | 'columns'> {
  readonly keys: Set<string>
  /** In the order of the first commits. */
  readonly place: number
}

export function createMemoryFound() {
  const kept = new Map<string, Kept>()
  return {
    keep({ case: { force, reference }, item, columns, findKeys }: CaseChange): void {
      const name = caseKey({ force, reference })
      const { keys, place } = kept.get(name) ?? { keys: new Set<string>(), place: kept.size }
      for (const key of findKeys) keys.add(nameOf(key))
      kept.set(name, { keys, place, item, columns })
    },
    /** @param page whose cursor is the number of items before it. */
    async findIncidents(
      force: string,
      { keys, reference, openOnly, hidden }: Finding,
      page: Page,
    ): Promise<Listed<IncidentItem>> {
      const has = ({ keys: had, item, columns }: Kept): boolean =>
        item.force === force && !(openOnly && columns.closed) && found(item, (key) => had.has(nameOf(key)))
      const found = ({ incident }: IncidentItem, had: (key: FindKey) => boolean) =>
        hidden.includes(incident) ? keys.some(had) : keys.every(had)
      const all = [...kept.values()].filter(has).sort(newestFirst)
      const exactly = all.filter(({ item }) => item.incident === reference)
      const shown = exactly.length > 0 ? exactly : all
      const from = Number(page.cursor ?? 0)
      const to = from + page.limit
      return { items: shown.slice(from, to).map(({ item }) => item), next: shown.length > to ? String(to) : null }
    },
  }
}

const nameOf = ({ kind, value }: FindKey): string => `${kind} ${value}`

const newestFirst = (a: Kept, b: Kept): number =>
  a.item.reportedAt === b.item.reportedAt ? b.place - a.place : a.item.reportedAt < b.item.reportedAt ? 1 : -1
