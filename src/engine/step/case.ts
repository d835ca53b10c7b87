/**
 * What is kept of an incident: the current case, and the lines that say how it came to be so. Instants are ISO 8601 UTC with
 * milliseconds.
 */
import type { AlertKind } from '../../../machines/rules/catalogue/alerts.ts'
import type { DemandReason } from '../../../machines/rules/catalogue/reasons.ts'
import type { CaseEventData, EventName } from '../../../machines/rules/events.ts'
import type { Reading } from '../../../machines/rules/reassessment/reading.ts'
import type { Original } from '../../../machines/rules/report/links.ts'
import type { Earlier } from '../../../machines/rules/report/repeatCallers.ts'
import type { Instant, Person, Role } from '../../../machines/rules/vocabulary.ts'

/** An XState snapshot as JSON keeps it: what a machine of the case is in, and what it remembers. */
export interface StoredMachine {
  readonly value: unknown
  readonly context: Record<string, unknown>
}

/** A clock that runs: which deadline of which machine of the case, and the instant it falls due. Ids are never used twice in a case. */
export interface Timer {
  readonly id: string
  readonly machine: string
  readonly deadline: string
  readonly dueAt: Instant
}

/** Where the machines of a case live, besides the incident itself: what is owed, its demands, its alerts, and its markers, orders and the like. */
export const HOMES = ['duties', 'demands', 'alerts', 'matters'] as const
export type Home = (typeof HOMES)[number]

/** What changes together: an incident, what is owed on it, its demands, its alerts and the clocks of all of them. Holds no personal content. */
export interface Case {
  readonly force: string
  readonly reference: string
  /** The sequence of the last entry in the case's record; 1 after `incident.reported`. */
  readonly version: number
  /** The hash of that entry: the head of the case's chain. */
  readonly head: string
  /** When that entry was recorded: the case is judged no earlier. */
  readonly recordedAt: Instant
  readonly machineVersion: number
  /** Content hash of the policy that this case pinned when it was reported. */
  readonly policy: string
  readonly incident: StoredMachine
  readonly duties: Readonly<Record<string, StoredMachine>>
  readonly demands: Readonly<Record<string, StoredMachine>>
  readonly alerts: Readonly<Record<string, StoredMachine>>
  /** By kind and name. */
  readonly matters: Readonly<Record<string, StoredMachine>>
  readonly timers: readonly Timer[]
  readonly timersSet: number
  readonly alertsRaised: number
  /** When the last demand was raised that somebody's news opened, not a clock nor the room; null without such a demand. */
  readonly newsAt: Instant | null
  /** Of each home the ids of what has ended and is still here, in the order in which it ended. */
  readonly ended: Readonly<Record<Home, readonly string[]>>
  /** Of each home how many ended and left, to be read from the record's rows. */
  readonly left: Readonly<Record<Home, number>>
}

/** A person who signed in. `issuer` and `subject` tell people apart; events call the person by `name`. */
export interface SignedIn {
  readonly issuer: string
  readonly subject: string
  readonly name: string
}

/** Who posted: a key or a session. The people named inside the event are in its data. */
export interface Actor {
  /** The name of the key (`key-…`) or of the session (`session-…`). */
  readonly key: string
  readonly role: Role
  /** Whose session it is. Absent for a key, and for a session that a key opened: the people of those are named, not signed in. */
  readonly person?: SignedIn
  /** The key belongs to a system that names the people who signed in there. */
  readonly vouches?: true
  /** Whoever signed in entered the line afterwards for the person whom the event names as acting. */
  readonly enteredBy?: Person
}

/** One line of a case's record, chained. Lapsed deadlines and acknowledgements are lines like the events that were posted. */
export interface Entry {
  readonly sequence: number
  /** Short name: `incident.graded`; `deadline.passed`, `alert.acknowledged`, `alert.released`, `approval.asked`, `approval.lapsed` and `machines.changed` are the engine's own. */
  readonly type: string
  /** CloudEvents source and id; null for the engine's own lines. */
  readonly source: string | null
  readonly id: string | null
  /** When it happened. */
  readonly at: Instant
  /** When the record learnt of it. */
  readonly recordedAt: Instant
  readonly actor: Actor | null
  /** The canonical bytes (RFC 8785) that were hashed: the line without its content, with the commitment to it. */
  readonly canonical: string
  readonly hash: string
  /** The event's `data` as canonical JSON: personal content, stored apart from everything else. */
  readonly content: string
  /** 32 random bytes, hex: the commitment is SHA-256 over salt and content. */
  readonly salt: string
  readonly commitment: string
  /** What followed, for the timeline: clocks set and ended, alerts, demands. No personal content. */
  readonly consequences: Consequences
}

/** An entry whose content may have been destroyed at retention: its place in the chain can be verified, what it did cannot. */
export type KeptEntry = Omit<Entry, 'content' | 'salt'> & { readonly content: string | null; readonly salt: string | null }

export interface Consequences {
  readonly timersSet: readonly Timer[]
  readonly timersEnded: readonly Timer[]
  readonly alerts: readonly {
    readonly id: string
    readonly kind: AlertKind
    readonly level: number
    readonly count: number
    readonly status: string
  }[]
  readonly demands: readonly {
    readonly id: string
    readonly reason: DemandReason
    readonly level: number
    readonly status: string
  }[]
  /** What became of markers, orders and the like; absent where nothing did. */
  readonly matters?: readonly MatterLine[]
  /** Who called before, where somebody was recognised. Part of the line's hashed bytes: a replay takes it from there and looks nothing up. */
  readonly earlier?: readonly Earlier[]
  /** The record that this one is said to repeat, as it was found: part of the line's hashed bytes, as above. */
  readonly original?: Original
  /** What the texts of a reassessment were found to say: part of the line's hashed bytes, as above. */
  readonly reading?: Reading
  /** The approval by which it applies, where two people decided. Part of the line's hashed bytes. */
  readonly approval?: string
}

/** The content of a line `approval.asked`: what was posted, and waits for a second person. */
export interface Asked {
  readonly type: EventName
  readonly time: Instant
  readonly data: CaseEventData[EventName]
}

/** Who takes or releases alerts. The note is content: no machine remembers it. */
export interface Noted {
  readonly by: Person
  readonly note?: string
}

/**
 * Ids of the people from whom an alert may be taken; left out for anybody. Where another person has an alert, nothing is taken: whoever
 * presses second takes nothing over unasked.
 */
export type TakenFrom = readonly string[]

/** The content of a line `alert.acknowledged`: what somebody takes is one alert, or all of the incident at once. */
export type Taken = Noted & ({ readonly alert: string } | { readonly alerts: readonly string[] })

/** A matter of a case as a line of the record tells what became of it. */
export interface MatterLine {
  readonly kind: string
  readonly name: string
  readonly state: string
}

export interface CaseKey {
  readonly force: string
  readonly reference: string
}

export interface EventKey {
  readonly force: string
  readonly source: string
  readonly id: string
}
