/** The record in memory, on a clock that somebody else moves: what scenarios and properties run on. Commits as PostgreSQL does: whole, or stale. */

import { MOST_LINKS } from '../../machines/rules/report/links.ts'
import type { MatchKey } from '../../machines/rules/report/matchKeys.ts'
import { type Earlier, joined } from '../../machines/rules/report/repeatCallers.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import { earlierOf } from './judge/repeatCallers.ts'
import { caseKey, eventKey } from './judge/request.ts'
import { createMemoryFound } from './memoryFound.ts'
import { type Arrivals, createMemoryNotifications, type MemoryNotifications } from './notifications/memoryNotifications.ts'
import { type CaseStore, DuplicateInGroup, type Lookup, type SeenEvent } from './ports.ts'
import type { Reads } from './reads.ts'
import type { Case, CaseKey, Entry, Timer } from './step/case.ts'
import { type EndedPart, namesOf } from './step/leaving.ts'
import type { AlertItem, IncidentItem, LinkFrom } from './views/views.ts'

export interface MemoryStore extends CaseStore, Pick<Reads, 'findIncidents'> {
  /** Moves the clock; it never goes back. */
  setNow(now: Instant): void
  caseOf(key: CaseKey): Case | null
  entries(key: CaseKey): readonly Entry[]
  alerts(key: CaseKey): readonly AlertItem[]
  readonly notifications: MemoryNotifications
  /** The timer that falls due first, of one case or of all. */
  nextDue(of?: CaseKey): (CaseKey & { readonly timer: Timer }) | null
}

/** The snapshot is text, so that every step goes through JSON like a real one; beside it is what no step is judged on. */
interface KeptCase extends CaseKey, Pick<Case, 'version' | 'timers'> {
  readonly text: string
}

export function createMemoryStore(start: Instant, arrivals: Arrivals = 'by-themselves'): MemoryStore {
  let now = start
  const cases = new Map<string, KeptCase>()
  const entries = new Map<string, Entry[]>()
  const alerts = new Map<string, Map<string, AlertItem>>()
  const seen = new Map<string, SeenEvent>()
  const items = new Map<string, IncidentItem>()
  const known = new Map<string, Set<string>>()
  const ended = new Map<string, Map<string, EndedPart>>()
  const restricted = new Map<string, CaseKey & { readonly readers: readonly string[] }>()
  /** By the incident that is named, then by who names it and as what. */
  const links = new Map<string, Map<string, LinkFrom>>()
  const found = createMemoryFound()
  const notifications = createMemoryNotifications(
    () => now,
    (force, incident, id) => alerts.get(caseKey({ force, reference: incident }))?.get(id) ?? null,
    arrivals,
  )
  const matchKeyName = (force: string, { kind, value }: MatchKey): string => JSON.stringify([force, kind, value])
  const sharing = ({ force, sought }: Lookup): readonly Earlier[] =>
    joined(
      [],
      sought.flatMap(({ key, by }) =>
        [...(known.get(matchKeyName(force, key)) ?? [])].flatMap((name) => {
          const item = items.get(name)
          return item === undefined ? [] : [earlierOf(item, [by])]
        }),
      ),
    )
  const read = (name: string): Case | null => {
    const kept = cases.get(name)
    return kept === undefined ? null : (JSON.parse(kept.text) as Case)
  }
  return {
    setNow: (later) => {
      if (later > now) now = later
    },
    async load(keys, events, lookups = []) {
      return {
        now,
        cases: keys.flatMap((key) => read(caseKey(key)) ?? []),
        unreadable: [],
        seen: events.flatMap((event) => seen.get(eventKey(event)) ?? []),
        found: lookups.map(sharing),
      }
    },
    async commit(changes) {
      const stale = changes.filter((change) => (cases.get(caseKey(change.case))?.version ?? 0) !== change.expectedVersion)
      const fresh = changes.filter((change) => !stale.includes(change))
      const ids = fresh.flatMap(({ case: { force }, entries: lines }) =>
        lines.flatMap(({ source, id }) => (source === null || id === null ? [] : [eventKey({ force, source, id })])),
      )
      if (new Set(ids).size < ids.length || ids.some((id) => seen.has(id)))
        throw new DuplicateInGroup('an event id is used twice')
      for (const change of fresh) found.keep(change)
      for (const change of fresh) notifications.keep(change)
      for (const change of fresh) {
        const { case: kept, entries: lines, alerts: raised, item, matchKeys, links: said, left, back, leftIsWhole } = change
        const { readers } = change.columns
        const name = caseKey(kept)
        items.set(name, item)
        if (readers === null) restricted.delete(name)
        else restricted.set(name, { force: kept.force, reference: kept.reference, readers })
        for (const matchKey of matchKeys) {
          const key = matchKeyName(kept.force, matchKey)
          known.set(key, (known.get(key) ?? new Set()).add(name))
        }
        for (const { incident, as, at } of said) {
          const key = caseKey({ force: kept.force, reference: incident })
          const from = links.get(key) ?? new Map<string, LinkFrom>()
          links.set(key, from.set(`${as} ${kept.reference}`, { incident: kept.reference, as, at }))
        }
        const had = leftIsWhole ? new Map<string, EndedPart>() : (ended.get(name) ?? new Map<string, EndedPart>())
        for (const place of back) had.delete(`${place}#0`)
        for (const part of left) had.set(`${part.home}/${part.id}#${part.nth}`, part)
        ended.set(name, had)
        const { force, reference, version, timers } = kept
        cases.set(name, { force, reference, version, timers, text: JSON.stringify(kept) })
        entries.set(name, [...(entries.get(name) ?? []), ...lines])
        alerts.set(name, new Map([...(alerts.get(name) ?? []), ...raised.map((alert): [string, AlertItem] => [alert.id, alert])]))
        for (const line of lines) {
          const { source, id, sequence, type, at, salt, commitment, actor } = line
          if (source === null || id === null) continue
          seen.set(eventKey({ force, source, id }), { force, source, id, reference, sequence, type, at, salt, commitment, actor })
        }
      }
      return { stale: stale.map(({ case: { force, reference } }) => ({ force, reference })) }
    },
    notifications,
    findIncidents: found.findIncidents,
    awaitCase: async () => null,
    restricted: async (force) =>
      new Map(
        [...restricted.values()].filter((one) => one.force === force).map(({ reference, readers }) => [reference, readers]),
      ),
    linksFrom: async (key) =>
      [...(links.get(caseKey(key))?.values() ?? [])].sort((a, b) => (a.at > b.at ? -1 : 1)).slice(0, MOST_LINKS),
    readEnded: async (key, wanted) => {
      const all = [...(ended.get(caseKey(key))?.values() ?? [])]
      return wanted === null ? all : all.filter((part) => namesOf(part).some((name) => wanted.includes(name)))
    },
    policyByHash: async () => null,
    async *readEntries(key, upTo, types = null, from = 1) {
      const lines = (entries.get(caseKey(key)) ?? []).slice(from - 1, upTo)
      yield* lines.filter(({ type }) => types === null || types.includes(type))
    },
    caseOf: (key) => read(caseKey(key)),
    entries: (key) => entries.get(caseKey(key)) ?? [],
    alerts: (key) => [...(alerts.get(caseKey(key))?.values() ?? [])],
    nextDue(of) {
      const held = of === undefined ? [...cases.values()] : [cases.get(caseKey(of)) ?? []].flat()
      let next: ReturnType<MemoryStore['nextDue']> = null
      for (const { force, reference, timers } of held)
        for (const timer of timers) if (next === null || timer.dueAt < next.timer.dueAt) next = { force, reference, timer }
      return next
    },
  }
}
