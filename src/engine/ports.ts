/**
 * What the engine asks of the world, and the shapes that cross that line. `store` (PostgreSQL or memory) keeps the
 * record, `alarms` (BullMQ) wakes it early; nothing in `engine` knows which. Instants are ISO 8601 UTC with milliseconds.
 */
import type { Clue } from '../../machines/rules/clues.ts'
import type { CaseEventData } from '../../machines/rules/events.ts'
import type { Warning } from '../../machines/rules/gap.ts'
import type { Earlier, Repeat } from '../../machines/rules/history.ts'
import type {
  AlertKind,
  Attention,
  DeadlineName,
  DemandReason,
  Instant,
  Person,
  Role,
  Severity,
} from '../../machines/rules/vocabulary.ts'
import type { ThriveReads } from './thriveSampling.ts'

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

/** What changes together: an incident, what is owed on it, its demands, its alerts and the clocks of all of them. Holds no personal content. */
export interface Case {
  readonly force: string
  readonly reference: string
  /** The sequence of the last entry in the case's record; 1 after `incident.reported`. */
  readonly version: number
  /** The hash of that entry: the head of the case's chain. */
  readonly head: string
  /** When that entry was recorded: the case is judged no earlier. Absent in a snapshot from before this was kept. */
  readonly recordedAt?: Instant
  readonly machineVersion: number
  /** Content hash of the policy that this case pinned when it was reported. */
  readonly policy: string
  readonly incident: StoredMachine
  readonly duties: Readonly<Record<string, StoredMachine>>
  readonly demands: Readonly<Record<string, StoredMachine>>
  readonly alerts: Readonly<Record<string, StoredMachine>>
  /** By kind and name; absent while there are none. */
  readonly matters?: Readonly<Record<string, StoredMachine>>
  readonly timers: readonly Timer[]
  readonly timersSet: number
}

/** Who posted: the key's id, role and force. The people named inside the event are in its data. */
export interface Actor {
  readonly key: string
  readonly role: Role
}

/** One line of a case's record, chained. Lapsed deadlines and acknowledgements are lines like the events that were posted. */
export interface Entry {
  readonly sequence: number
  /** Short name: `incident.graded`; `deadline.passed`, `alert.acknowledged` and `machines.changed` are the engine's own. */
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
}

export interface AlertItem {
  readonly id: string
  /** Empty for an alert about the system itself. */
  readonly incident: string
  readonly kind: AlertKind
  readonly severity: Severity
  readonly audience: Role
  readonly level: number
  readonly count: number
  readonly status: 'open' | 'acknowledged' | 'resolved'
  readonly raisedAt: Instant
  readonly dueAt?: Instant
  readonly demand?: string
  readonly acknowledgedBy?: Person
  readonly resolvedAt?: Instant
}

export interface DemandItem {
  readonly id: string
  readonly reason: DemandReason
  readonly raisedAt: Instant
  readonly dueAt: Instant
  readonly level: number
  readonly count: number
  readonly status: 'open' | 'answered' | 'superseded'
}

/** A matter of a case as a line of the record tells what became of it. */
export interface MatterLine {
  readonly kind: string
  readonly name: string
  readonly state: string
}

/** A matter as it is read. */
export interface MatterItem extends MatterLine {
  readonly incident: string
  /** It stands no longer; late news of it may still be recorded. */
  readonly ended: boolean
  /** The clocks that it runs, nearest first. */
  readonly deadlines: readonly { readonly name: string; readonly dueAt: Instant }[]
  /** What its kind remembers: references, codes and instants. */
  readonly facts: Readonly<Record<string, unknown>>
}

export interface DeadlineItem {
  readonly name: DeadlineName
  readonly dueAt: Instant
  readonly status: 'pending' | 'met' | 'missed' | 'cancelled'
}

export interface RegionStates {
  readonly grading: string
  readonly attendance: string
  readonly risk: string
  readonly dash: string
  readonly safeguarding: string
  readonly investigation: string
  readonly closure: string
}

/** Earlier incidents of the same people or place, newest first, and what they come to. In lists only the newest few are named. */
export interface RepeatItem extends Repeat {
  readonly incidents: readonly Earlier[]
}

/** `GET /v1/incidents/{ref}` (contract §3). */
export interface IncidentView {
  readonly incident: string
  readonly force: string
  readonly reportedAt: Instant
  readonly priority: string | null
  readonly state: RegionStates
  readonly risk: { readonly grade: string | null; readonly flags: readonly string[]; readonly repeat: RepeatItem }
  readonly attention: readonly Attention[]
  readonly demands: readonly DemandItem[]
  readonly deadlines: readonly DeadlineItem[]
  readonly alerts: readonly AlertItem[]
  /** Markers, orders and the like, also those that have ended. */
  readonly matters: readonly MatterItem[]
  readonly accepts: readonly string[]
  readonly closureBlockers: readonly { readonly code: string; readonly detail: string }[]
  /** What is missing or thin in the latest THRIVE, until one without gaps mends it. Empty too where its text is destroyed. */
  readonly thriveGaps: readonly Warning[]
  /** Blockers that a recorded decision stands in for. */
  readonly closureExceptions: readonly {
    readonly blocker: string
    readonly because: string
    readonly at: Instant
    readonly by: Person
    readonly approvedBy: Person | null
  }[]
  /** `until` is null for the grade that runs. */
  readonly grades: readonly {
    readonly priority: string
    readonly at: Instant
    readonly by: Person
    readonly until: Instant | null
  }[]
  /** Since first contact; `until` is null while nobody has come. */
  readonly waiting: { readonly since: Instant; readonly until: Instant | null; readonly underGradeSince: Instant | null }
  readonly policy: { readonly id: string; readonly version: number }
  readonly version: number
}

/** A topic of a risk tool with its answer; without one where it was not asked. */
export interface TopicItem {
  readonly topic: string
  readonly number: number
  readonly section: string
  /** Commonly treated as a high-risk factor. */
  readonly star: boolean
  readonly answer?: string
  readonly comment?: string | undefined
}

interface ToolItem {
  readonly name: string
  /** Null where the policy of the case pinned no tools. */
  readonly id: string | null
  readonly version: number | null
}

/** A further tool, opened by an answer. */
export interface FollowUpItem {
  readonly tool: ToolItem
  readonly openedBy: readonly string[]
  readonly asked: boolean
  readonly present: readonly TopicItem[]
  readonly missing: readonly TopicItem[]
}

/** A risk assessment as a reviewer needs it: key factors, what is not as it was, what is missing, then the rest. */
export interface AssessmentItem {
  readonly id: string
  readonly sequence: number
  readonly at: Instant
  readonly recordedAt: Instant
  readonly tool: ToolItem
  readonly mode: string
  readonly modeException: { readonly reason: string; readonly by: Person } | null
  /** The assessment that this one, a specialist's, looks at again. */
  readonly secondaryTo: string | null
  /** As the author sees it; the incident's risk is what a review leaves. */
  readonly provisional: { readonly grade: string; readonly judgement: string; readonly author: Person }
  /** High-risk factors that were found. */
  readonly keyFactors: readonly TopicItem[]
  /**
   * Against the assessment before it, or the one that it looks at again. The first of an incident is compared with the last of the
   * same pair in an earlier incident; null where there is none.
   */
  readonly difference: {
    /** Of which incident `since` is. */
    readonly incident: string
    readonly since: string
    readonly grade: { readonly was: string; readonly is: string }
    /** False between different tools: then no answers and no counts are compared. */
    readonly comparable: boolean
    readonly answers: readonly {
      readonly topic: string
      readonly number: number | null
      readonly was: string | null
      readonly is: string | null
    }[]
  } | null
  /** Not asked. */
  readonly missing: readonly TopicItem[]
  /** Asked, and refused or not known. */
  readonly leftOpen: readonly TopicItem[]
  readonly followUps: readonly FollowUpItem[]
  /** Of this tool alone; null where its topics are not known. It raises attention and decides nothing. */
  readonly count: {
    readonly present: number
    readonly of: number
    readonly visibleHighRiskFrom: number | null
    readonly visibleHighRisk: boolean
  } | null
  readonly toSee: readonly string[]
  readonly children: readonly {
    readonly personRef: string
    readonly present: boolean
    readonly voice?: string | undefined
  }[]
  /** Everything that was answered, by topic. */
  readonly answers: Readonly<Record<string, { readonly answer: string; readonly comment?: string | undefined }>>
  readonly reviews: readonly (CaseEventData['dash.reviewed'] & { readonly at: Instant })[]
}

/** `GET /v1/incidents/{ref}/assessments`: the newest first. */
export interface AssessmentsView extends Listed<AssessmentItem> {
  readonly incident: string
  readonly risk: { readonly grade: string | null; readonly flags: readonly string[] }
}

/** One line of the list of incidents, and of the stream: open demands and running or missed deadlines only. */
export type IncidentItem = Pick<
  IncidentView,
  'incident' | 'force' | 'reportedAt' | 'priority' | 'state' | 'risk' | 'attention' | 'demands' | 'deadlines' | 'version'
> & {
  /** Those that live; absent where none does. */
  readonly matters?: readonly MatterItem[]
}

/** What the answer to an event tells of its incident (contract §2). */
export type IncidentTold = Pick<IncidentView, 'incident' | 'state' | 'deadlines' | 'demands'>

/** What the list of incidents is filtered and ordered by, worked out when the case changes. */
export interface CaseColumns {
  readonly priority: string | null
  readonly closed: boolean
  /** Highest level among open demands; 0 for none. */
  readonly demandLevel: number
  readonly attention: readonly Attention[]
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
  readonly timersSet: readonly Timer[]
  /** Ids of timers that fired or were cancelled. */
  readonly timersEnded: readonly string[]
  /** Alerts as they are now, only those that changed. */
  readonly alerts: readonly AlertItem[]
  /** Matters as they are now, only those that changed. */
  readonly matters: readonly MatterItem[]
  /** What its people and place may be recognised by from now on. The store keeps keyed hashes of them, under the time of the report. */
  readonly clues: readonly Clue[]
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

/** An event of the record, enough to tell "the same again" from "the same id, other content". */
export interface SeenEvent extends EventKey {
  readonly reference: string
  readonly sequence: number
  readonly type: string
  readonly at: Instant
  readonly salt: string
  readonly commitment: string
}

/** Asks which incidents of a force share a clue. */
export interface Lookup {
  readonly force: string
  readonly clues: readonly Clue[]
}

export interface Loaded {
  /** The engine's one clock: the database's, held to the highest seen. */
  readonly now: Instant
  readonly cases: readonly Case[]
  /** Cases that are on record, and whose snapshot is none. */
  readonly unreadable: readonly CaseKey[]
  readonly seen: readonly SeenEvent[]
  /** For each look-up, in order: the incidents found, the newest `MOST_EARLIER` and perhaps one more. */
  readonly found: readonly (readonly Earlier[])[]
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
   * @returns the keys of changes that were stale; the others are on disk.
   * @throws RecordUnavailable when the database cannot be written, DuplicateInGroup when a unique key clashed: then nothing was.
   */
  commit(changes: readonly CaseChange[]): Promise<{ readonly stale: readonly CaseKey[] }>
  /** The content of pinned policies by hash, for cases that pinned one this process did not start with. */
  policyByHash(hash: string): Promise<string | null>
  /** The lines of a case in order, to the sequence `upTo`: all of them, for a replay, or those of some types only. */
  readEntries(key: CaseKey, upTo: number, types?: readonly string[]): AsyncIterable<KeptEntry>
}

/** The alarm clock: has somebody look when timers fall due. Losing a bell is ordinary; the sweep finds what was missed. Never throws, never waits. */
export interface Alarms {
  /** @param now the engine's time, a moment ago. Instants that are further away than the clock looks ahead are left to the sweep. */
  ring(instants: readonly Instant[], now: Instant): void
}

/** The database cannot be read or written now; nothing was recorded. */
export class RecordUnavailable extends Error {
  readonly code = 'record-unavailable'
}

/** What is kept as the snapshot of a case is none: nothing can be asked of the case. */
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

export interface Page {
  /** Opaque; as the last answer's `next` gave it. */
  readonly cursor?: string
  /** 1 to 500. */
  readonly limit: number
}

export interface Listed<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

export interface IncidentFilter {
  readonly attention?: Attention
  readonly priority?: string
  readonly state?: string
  /** True for roles that read open incidents only. */
  readonly openOnly: boolean
}

/** One line of a case's timeline: the entry, its content and what followed from it. */
export interface TimelineItem {
  readonly sequence: number
  readonly type: string
  readonly source: string | null
  readonly id: string | null
  readonly at: Instant
  readonly recordedAt: Instant
  readonly actor: Actor | null
  readonly data: unknown
  readonly consequences: Consequences
}

export interface Refusal {
  readonly force: string
  readonly actor: Actor
  readonly at: Instant
  readonly code: string
  readonly incident: string | null
  readonly type: string | null
  readonly source: string | null
  readonly id: string | null
  /** The problem document as it was answered. */
  readonly problem: unknown
  /** The raw body, cut at 64 KiB. */
  readonly body: Buffer
}

export interface RefusalItem extends Omit<Refusal, 'body' | 'actor' | 'force'> {
  readonly refusal: string
  readonly role: Role
}

/** A committed change as the stream sends it. Positions are given after commit, so a reader that resumes skips nothing. */
export interface StreamItem {
  /** Ascending; `<position>.<n>` inside one change. */
  readonly id: string
  readonly force: string
  readonly event: 'alert' | 'incident'
  readonly data: AlertItem | IncidentItem
}

/** What the pages and lists read. Every call is for one force. @throws RecordUnavailable */
export interface Reads extends ThriveReads {
  /** The engine's one clock. */
  now(): Promise<Instant>
  caseOf(key: CaseKey): Promise<Case | null>
  incidents(force: string, filter: IncidentFilter, page: Page): Promise<Listed<IncidentItem>>
  timeline(key: CaseKey, page: Page): Promise<Listed<TimelineItem>>
  alerts(
    force: string,
    filter: { readonly status?: AlertItem['status']; readonly openOnly: boolean },
    page: Page,
  ): Promise<Listed<AlertItem>>
  /** The case that an alert belongs to. */
  alertCase(force: string, alert: string): Promise<CaseKey | null>
  refusals(force: string, page: Page): Promise<Listed<RefusalItem>>
  /** Stream items after a stream id, oldest first; at most `limit` changes. An id that is not one of ours is answered with null. */
  streamAfter(force: string, after: string | null, limit: number): Promise<readonly StreamItem[] | null>
  /** The id a listener that asks for nothing older starts from. */
  streamHead(): Promise<string>
}

export interface ApiKey extends Actor {
  readonly force: string
}

/** Bearer keys, kept as SHA-256 hashes; a key itself is shown once. */
export interface Keys {
  find(bearer: string): Promise<ApiKey | null>
  create(role: Role, force: string): Promise<string>
}

export interface Refusals {
  keep(refusals: readonly Refusal[]): Promise<void>
}

/** Alerts about the system itself, which belong to no incident. */
export interface SystemAlerts {
  /** @returns the alert as it now is, or null when there is none of that id. */
  acknowledgeSystemAlert(force: string, alert: string, by: Person): Promise<AlertItem | null>
}

/** A timer row that is due and leased to this process by a committed update. */
export interface DueTimer extends CaseKey {
  readonly timer: string
  readonly dueAt: Instant
}

export interface Leased {
  readonly now: Instant
  readonly next: Instant | null
  readonly timers: readonly DueTimer[]
}

/** What the workers ask: what is due, what falls due soon, and how the clocks stand. */
export interface DueTimers {
  /**
   * Leases at most `limit` timers due by the engine's clock, worst case first, for `leaseMs`: another process does not get them meanwhile.
   *
   * @param freshMs only those that fell due within so many milliseconds; null for all.
   * @returns them with the engine's time, and when the next falls due.
   */
  leaseDue(limit: number, leaseMs: number, freshMs: number | null): Promise<Leased>
  /** When timers fall due within the next `horizonMs`: each instant once, rounded up to whole steps. */
  dueSoon(horizonMs: number, stepMs: number): Promise<{ readonly now: Instant; readonly instants: readonly Instant[] }>
  /** These could not be fired: leaves each alone for a while, longer each time, in every process. */
  putOff(timers: readonly (CaseKey & { readonly timer: string })[]): Promise<void>
  counts(): Promise<{
    readonly pending: number
    readonly overdue: number
    /** Those whose last firing failed. */
    readonly failed: number
    readonly oldestOverdueSeconds: number
  }>
  /** Open demands by level, for the metrics. */
  demandLevels(): Promise<ReadonlyMap<number, number>>
}
