/**
 * What the engine asks of the world, and the shapes that cross that line. `store` (PostgreSQL or memory) keeps the
 * record, `alarms` (BullMQ) wakes it early; nothing in `engine` knows which. Instants are ISO 8601 UTC with milliseconds.
 */

import type { FindKey } from '../../machines/rules/report/findKeys.ts'
import type { Link } from '../../machines/rules/report/links.ts'
import type { MatchKey, Sought } from '../../machines/rules/report/matchKeys.ts'
import type { Earlier } from '../../machines/rules/report/repeatCallers.ts'
import type { Area, Attention, Instant } from '../../machines/rules/vocabulary.ts'
import type { Counted } from './measures/counted.ts'
import type { Told } from './notifications/ports.ts'
import type { RegisterRow } from './registers/views.ts'
import type { Actor, Case, CaseKey, Entry, EventKey, KeptEntry, Timer } from './step/case.ts'
import type { EndedPart } from './step/leaving.ts'
import type { Restricted } from './views/readers.ts'
import type { AlertItem, IncidentItem, LinkFrom, MatterItem } from './views/views.ts'

/** What the list of incidents is filtered and ordered by, worked out when the case changes. */
export interface CaseColumns {
  readonly priority: string | null
  readonly closed: boolean
  /** Highest level among open demands; 0 for none. */
  readonly demandLevel: number
  readonly attention: readonly Attention[]
  readonly area: Area
  /** Who may read it, spelt as `personKey` does; null where it is not restricted. */
  readonly readers: readonly string[] | null
  /** Every spelling a `state=` filter may use: `overdue`, `overdue.unassigned`, `attendance.overdue`, `attendance.overdue.unassigned`. */
  readonly states: readonly string[]
  /** Ascending text order is worst first. */
  readonly sortKey: string
}

/** Everything one case has to say to the record: all of it lands or none of it. */
export interface CaseChange {
  /** The case as it becomes. `case.version` is the sequence of the last entry. */
  readonly case: Case
  /** 0 when the case is new; else the version it was judged on: another one in the store makes this change stale. */
  readonly expectedVersion: number
  readonly columns: CaseColumns
  readonly item: IncidentItem
  readonly entries: readonly Entry[]
  /** A timer that was set and ended in the same change is in neither list. */
  readonly timersSet: readonly Timer[]
  /** Ids of timers that fired or were cancelled. */
  readonly timersEnded: readonly string[]
  /** Alerts as they are now, only those that changed. */
  readonly alerts: readonly AlertItem[]
  /** Matters as they are now, only those that changed. */
  readonly matters: readonly MatterItem[]
  /** What else registers list, as it is now, only what changed. */
  readonly listed: readonly RegisterRow[]
  /** What they listed and list no longer. */
  readonly unlisted: readonly Pick<RegisterRow, 'kind' | 'name'>[]
  /** What ended and left the snapshot with these lines. */
  readonly left: readonly EndedPart[]
  /** Home and id of what had left and is back in it. */
  readonly back: readonly string[]
  /** `left` is all that ever did: rows that it does not name are to go. */
  readonly leftIsWhole: boolean
  /** What its people and place may be recognised by from now on. The store keeps keyed hashes of them, under the time of the report. */
  readonly matchKeys: readonly MatchKey[]
  /** What it is found by from now on. Kept as those are, and never asked for a repeat caller. */
  readonly findKeys: readonly FindKey[]
  /** What its new lines say of other incidents, so that those show it too. */
  readonly links: readonly Link[]
  /** What measures count, as it is now, only what changed; each thing once. */
  readonly counted: readonly Counted[]
  /** Who is told of its alerts; null where nobody is. */
  readonly told: Told | null
}

/** An event of the record, enough to tell "the same again" from "the same id, other content". */
export interface SeenEvent extends EventKey {
  readonly reference: string
  readonly sequence: number
  readonly type: string
  readonly at: Instant
  readonly salt: string
  readonly commitment: string
  readonly actor: Actor | null
}

/** Asks which incidents of a force have a match key. */
export interface Lookup {
  readonly force: string
  readonly sought: readonly Sought[]
}

export interface Loaded {
  /** The engine's one clock: the database's, held to the highest seen. */
  readonly now: Instant
  readonly cases: readonly Case[]
  /** Cases that are on record without a readable snapshot. */
  readonly unreadable: readonly CaseKey[]
  readonly seen: readonly SeenEvent[]
  /** For each look-up, in order: the incidents found, the newest `MOST_EARLIER` and perhaps one more. */
  readonly found: readonly (readonly Earlier[])[]
}

export interface Committed {
  readonly stale: readonly CaseKey[]
  /** Their rows are locked: nothing of them was written, and nobody waited for them. Absent for none. */
  readonly held?: readonly CaseKey[]
}

/** Who has a row that somebody else needs, in words for a log; null where the database does not tell. */
export interface Holder {
  readonly holder: string | null
}

/** The part of the store that the step's host needs; the virtual host has it in memory. */
export interface CaseStore {
  /**
   * One statement.
   * @throws RecordUnavailable when the database cannot be reached.
   */
  load(cases: readonly CaseKey[], events: readonly EventKey[], lookups?: readonly Lookup[]): Promise<Loaded>
  /**
   * One statement: locks the cases in id order, checks versions, inserts everything from the rows that passed.
   * @returns the keys of changes that were stale, and of those whose row another session has locked; the others are on disk.
   * @throws RecordUnavailable when the database cannot be written, DuplicateInGroup when a unique key clashed, CaseHeld when a row
   *   that one of them needs could not be had in time: then nothing was.
   */
  commit(changes: readonly CaseChange[]): Promise<Committed>
  /**
   * Waits, for well under a second, until the row of a case can be had.
   * @returns null once it could be had; else who holds it, as far as that can be told.
   */
  awaitCase(key: CaseKey): Promise<Holder | null>
  /** The restricted incidents of a force with their readers. */
  restricted(force: string): Promise<Restricted>
  /** What other incidents of the force say of this one: the newest `MOST_LINKS`, newest first. */
  linksFrom(key: CaseKey): Promise<readonly LinkFrom[]>
  /**
   * What ended and left the snapshot of a case.
   * @param wanted home and id, `matters/bail/B1`, or the kind and cause of an alert, `cause/dash-missing dash`; null for all.
   */
  readEnded(key: CaseKey, wanted: readonly string[] | null): Promise<readonly EndedPart[]>
  /** The content of pinned policies by hash, for cases that pinned one this process did not start with. */
  policyByHash(hash: string): Promise<string | null>
  /** The lines of a case in order, from the sequence `from` to `upTo`: all of them, for a replay, or those of some types only. */
  readEntries(key: CaseKey, upTo: number, types?: readonly string[] | null, from?: number): AsyncIterable<KeptEntry>
}

/** What the answers to readers are made from, each call for one force. The database shows it no other's. */
export interface CaseReads extends Pick<CaseStore, 'linksFrom' | 'readEntries' | 'policyByHash' | 'restricted'> {
  /** The cases of a force by their references, as `load` gives them. @throws RecordUnavailable */
  loadOf(force: string, references: readonly string[]): Promise<Pick<Loaded, 'now' | 'cases' | 'unreadable'>>
}

/** For a store that has nothing to part. */
export const readsOf = (store: CaseStore): CaseReads => ({
  loadOf: (force, references) =>
    store.load(
      references.map((reference) => ({ force, reference })),
      [],
    ),
  linksFrom: store.linksFrom,
  readEntries: store.readEntries,
  policyByHash: store.policyByHash,
  restricted: store.restricted,
})

/** The alarm clock: has somebody look when timers fall due. Losing a wake-up is ordinary; the sweep finds what was missed. Never throws, never waits. */
export interface Alarms {
  /** @param now the engine's time, a moment ago. Instants that are further away than the clock looks ahead are left to the sweep. */
  ring(instants: readonly Instant[], now: Instant): void
}

/** The database cannot be read or written now; nothing was recorded. */
export class RecordUnavailable extends Error {
  readonly code = 'record-unavailable'
}

/** A row of a case is locked by another session. Nothing of the case was recorded, and it held up no other. */
export class CaseHeld extends RecordUnavailable {
  /** Whether nobody has waited for the row yet: then waiting for a moment may help. */
  readonly unwaited: boolean
  readonly holder: string | null
  constructor({ unwaited, holder }: { readonly unwaited: boolean; readonly holder: string | null }) {
    super('Another session has locked a row of the case')
    this.unwaited = unwaited
    this.holder = holder
  }
}

/** What is kept as the snapshot of a case cannot be read: nothing can be asked of the case. */
export class SnapshotUnreadable extends Error {
  readonly code = 'snapshot-unreadable'
  constructor({ reference }: CaseKey) {
    super(`the snapshot of ${reference} cannot be read`)
  }
}

/** Two changes of one group claim the same (force, source, id): the group is judged again one by one. */
export class DuplicateInGroup extends Error {
  readonly code = 'duplicate-in-group'
}
