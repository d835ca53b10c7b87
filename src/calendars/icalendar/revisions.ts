/**
 * Which revision of an event counts, and which occurrences it has replaced. An event is known by its UID, an occurrence by UID and
 * RECURRENCE-ID together (RFC 5545 3.8.4.7, 3.8.4.4; RFC 5546 2.1.5): ical.js alone would look at RECURRENCE-ID only.
 */
import type { SchoolEvent } from './events.ts'
import { Unreadable } from './moments.ts'

export interface Series {
  readonly event: SchoolEvent
  readonly overrides: readonly SchoolEvent[]
}

export interface Revised {
  readonly series: readonly Series[]
  /** Events that count for nothing, with the reason. Cancelled events are not among them. */
  readonly leftOut: readonly { readonly event: SchoolEvent; readonly why: string }[]
}

/** RFC 5546 1.4: these say what is so. REPLY, COUNTER and the others ask or propose. */
const STATES = ['', 'PUBLISH', 'REQUEST', 'ADD', 'CANCEL']

/** Occurrences may not change backwards: RANGE=THISANDPRIOR is of RFC 2445 and gone from RFC 5545 3.2.13. */
const RANGES = [null, 'THISANDFUTURE']

export function revised(events: readonly SchoolEvent[]): Revised {
  const leftOut: { event: SchoolEvent; why: string }[] = []
  const groups = new Map<string, SchoolEvent[]>()
  for (const [index, event] of events.entries()) {
    if (!STATES.includes(event.method)) leftOut.push({ event, why: `METHOD:${event.method} states nothing` })
    else {
      const key = keyOf(event, index)
      groups.set(key, [...(groups.get(key) ?? []), event])
    }
  }
  const alone: SchoolEvent[] = []
  const series: Series[] = []
  for (const group of groups.values()) {
    const { masters, overrides } = parted(group)
    const { live, superseded } = standing(masters)
    leftOut.push(...superseded.map((event) => ({ event, why: 'a later revision replaces it' })))
    if (masters.length === 0) alone.push(...overrides)
    else series.push(...live.map((event) => ({ event, overrides })))
  }
  return { series: [...series.map((one) => withStrays(one, alone)), ...detached(alone)], leftOut }
}

/** Events without a UID are events of their own. METHOD:ADD adds occurrences and replaces none (RFC 5546 3.2.4). */
const keyOf = ({ uid, method }: SchoolEvent, index: number): string =>
  uid === null || method === 'ADD' ? `${index}` : `uid ${uid}`

function parted(group: readonly SchoolEvent[]): { masters: SchoolEvent[]; overrides: SchoolEvent[] } {
  const isOverride = (event: SchoolEvent) => event.text('recurrence-id') !== ''
  return { masters: group.filter((event) => !isOverride(event)), overrides: group.filter(isOverride) }
}

/**
 * The latest revisions, by SEQUENCE and then DTSTAMP (RFC 5546 2.1.5); several where they are equal, because some feeds give all
 * events one UID. A cancellation is final unless a higher SEQUENCE takes it back: a later DTSTAMP alone may be the day of the export.
 */
export function standing(revisions: readonly SchoolEvent[]): { live: SchoolEvent[]; superseded: SchoolEvent[] } {
  const kept = revisions.filter(({ isCancelled }) => !isCancelled)
  const cancelled = Math.max(...revisions.filter(({ isCancelled }) => isCancelled).map(({ sequence }) => sequence ?? Infinity))
  const standing = kept.filter(({ sequence }) => (sequence ?? 0) > cancelled)
  const last = [...standing].sort(byRevision).at(-1)
  if (last === undefined) return { live: [], superseded: [] }
  const live = standing.filter((event) => byRevision(event, last) === 0)
  return { live, superseded: standing.filter((event) => !live.includes(event)) }
}

const byRevision = (a: SchoolEvent, b: SchoolEvent): number =>
  (a.sequence ?? 0) - (b.sequence ?? 0) || (a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : 0)

/** Where a UID is missing nobody knows which series was changed: the change then counts for each that has the occurrence. */
function withStrays({ event, overrides }: Series, alone: readonly SchoolEvent[]): Series {
  const strays = alone.filter(({ uid }) => uid === null || event.uid === null)
  return { event, overrides: [...overrides, ...strays] }
}

/** An occurrence whose series is elsewhere is an event of its own. */
const detached = (alone: readonly SchoolEvent[]): Series[] =>
  alone.filter(({ isCancelled }) => !isCancelled).map((event) => ({ event, overrides: [] }))

/** @throws Unreadable where occurrences change in a way that cannot be followed. */
export function checkRange({ range }: SchoolEvent): void {
  if (!RANGES.includes(range)) throw new Unreadable(`changes occurrences with RANGE=${range}`)
}
