/** What the API asks of the record besides the engine's own way through it: lists, the stream, keys, refusals. */
import type { FindKey } from '../../machines/rules/report/findKeys.ts'
import type { Area, Attention, Instant, Person, Role } from '../../machines/rules/vocabulary.ts'
import type { approval } from './answers/approvals.ts'
import type { reassessmentToRead } from './answers/reassessments.ts'
import type { Answer } from './answers/shapes.ts'
import type { alertLine, refusal, sentRefusal } from './answers/timeline.ts'
import type { Counting, Counts } from './counts.ts'
import type { Release } from './engine.ts'
import type { ThriveReads } from './measures/thriveSampling.ts'
import type { MeasureReads } from './measures/views.ts'
import type { DueWithin, RegisterItem, RegisterPart } from './registers/views.ts'
import type { Actor, Case, CaseKey, SignedIn, TakenFrom } from './step/case.ts'
import type { Taker } from './taker.ts'
import type { Restricted } from './views/readers.ts'
import type { AlertItem, DeadlineItem, DemandItem, IncidentItem, TimelineItem } from './views/views.ts'

export interface Page {
  /** Opaque; as the last answer's `next` gave it. */
  readonly cursor?: string | undefined
  /** 1 to 500. */
  readonly limit: number
}

/** Which line of a record comes first. */
export const LINE_ORDERS = ['oldest', 'newest'] as const
export type LineOrder = (typeof LINE_ORDERS)[number]

export interface Listed<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

export interface IncidentFilter {
  readonly attention?: Attention | undefined
  readonly priority?: string | undefined
  readonly state?: string | undefined
  readonly area?: Area | undefined
  /** Those of which this person has an alert now. */
  readonly mine?: Taker | undefined
  /** Incidents that are left out, as in `AlertFilter`. */
  readonly hidden?: readonly string[]
  /** True for roles that read open incidents only. */
  readonly openOnly: boolean
}

/** Which incidents somebody looks for. */
export interface Finding {
  /** An incident must have all of them; at least one. */
  readonly keys: readonly FindKey[]
  /** As it was typed: the incident that has exactly this reference comes alone. Null where no reference is asked for. */
  readonly reference: string | null
  /** True for roles that read open incidents only. */
  readonly openOnly: boolean
  /** They are only counted, and found by one key alone: all that match together would tell who is in them, and where. */
  readonly hidden: readonly string[]
}

export interface AlertFilter {
  readonly status?: AlertItem['status'] | undefined
  readonly kind?: AlertItem['kind'] | undefined
  readonly audience?: Role | undefined
  /** Only those that are not resolved: all others would be looked through. */
  readonly severity?: AlertItem['severity'] | undefined
  /** The reference of the incident that it is about, on record or not. */
  readonly incident?: string | undefined
  /** Those that this person has, or had when they were resolved. */
  readonly mine?: Taker | undefined
  /** Incidents whose alerts are left out: who has them is not told to whoever asks. */
  readonly hidden?: readonly string[]
  /** Those that are not resolved, the longest waiting first; without it the newest first. */
  readonly order?: 'waiting' | undefined
  /** True for roles that read open incidents only. */
  readonly openOnly: boolean
}

/** With the incident that the alert names; empty where it names none. */
export interface AlertLines {
  readonly incident: string
  readonly items: readonly Answer<typeof alertLine>[]
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
  /** All that it names: a doubled `subject` is two, a body that was not taken has as many as it has events. */
  readonly subjects: readonly string[]
  /** The problem document as it was answered. */
  readonly problem: unknown
  /** The raw body, cut at 64 KiB. */
  readonly body: Buffer
}

export type RefusalItem = Answer<typeof refusal>
/** With what was sent, at most its first 64 KiB: personal, for readers of refusals. */
export type SentRefusal = Answer<typeof sentRefusal>
/** With every incident that it names: who may not read one of them is not shown it. */
export type OneRefusal = SentRefusal & { readonly subjects: readonly string[] }
/** The same in the list. */
export type ListedRefusal = RefusalItem & { readonly subjects: readonly string[] }

export const REASSESSMENT_STATES = ['waiting', 'read'] as const
export type ReassessmentState = (typeof REASSESSMENT_STATES)[number]
export type ReassessmentItem = Answer<typeof reassessmentToRead>

export const APPROVAL_STATES = ['waiting', 'decided'] as const
export type ApprovalStatus = (typeof APPROVAL_STATES)[number]
export type ApprovalItem = Answer<typeof approval>

/** A committed change as the stream sends it. Positions are given after commit, so a reader that resumes skips nothing. */
export interface StreamItem {
  /** Ascending; `<position>.<n>` inside one change. */
  readonly id: string
  readonly force: string
  readonly event: 'alert' | 'incident'
  readonly data: AlertItem | IncidentItem
}

/** What the pages and lists read. Every call is for one force. @throws RecordUnavailable */
export interface Reads extends ThriveReads, MeasureReads {
  /** The engine's one clock. */
  now(): Promise<Instant>
  caseOf(key: CaseKey): Promise<Case | null>
  incidents(force: string, filter: IncidentFilter, page: Page): Promise<Listed<IncidentItem>>
  /** The newest report first. A page may hold fewer than its limit, even nothing, and `next` goes on: the walk of a page is bounded. */
  findIncidents(force: string, finding: Finding, page: Page): Promise<Listed<IncidentItem>>
  /** How much waits. */
  waitingCounts(force: string, counting: Counting): Promise<Counts>
  /** @param order the oldest line first unless told. */
  timeline(key: CaseKey, page: Page, order?: LineOrder): Promise<Listed<TimelineItem>>
  /** In the order of the filter. */
  alerts(force: string, filter: AlertFilter, page: Page): Promise<Listed<AlertItem>>
  /** The restricted incidents of a force with their readers. Read after what is to be shown, so that nothing restricted meanwhile is. */
  restricted(force: string): Promise<Restricted>
  /** The names of priorities of any policy that this record knows. */
  priorities(): Promise<readonly string[]>
  /** All its demands, the last raised first. */
  demandsOfIncident(key: CaseKey, page: Page): Promise<Listed<DemandItem>>
  /** All its deadlines but those of attendance, the last due first. */
  deadlinesOfIncident(key: CaseKey, page: Page): Promise<Listed<DeadlineItem>>
  /** Who took and released an alert about the system, the newest first; null where the force has no such alert. */
  alertLines(force: string, alert: string, most: number): Promise<AlertLines | null>
  /** The case that an alert belongs to. */
  alertCase(force: string, alert: string): Promise<CaseKey | null>
  /** @param incident null for all of them. */
  refusals(force: string, incident: string | null, page: Page): Promise<Listed<ListedRefusal>>
  refusal(force: string, id: number): Promise<OneRefusal | null>
  /** Those that wait: in doubt before drawn, the longest due first. Those that were read: the newest verdict first. */
  reassessments(force: string, state: ReassessmentState, page: Page): Promise<Listed<ReassessmentItem>>
  /** Those that wait: the first to lapse first. Those that are over: the newest first. */
  approvals(force: string, status: ApprovalStatus, page: Page): Promise<Listed<ApprovalItem>>
  /** What is in these parts of a register, in its order. */
  register(force: string, parts: readonly RegisterPart[], within: DueWithin, page: Page): Promise<Listed<RegisterItem>>
  /** How many, counted no further than to `most`. */
  registerCount(force: string, parts: readonly RegisterPart[], within: DueWithin, most: number): Promise<number>
  /** Stream items after a stream id, oldest first; at most `limit` changes. An id that is not one of ours is answered with null. */
  streamAfter(force: string, after: string | null, limit: number): Promise<readonly StreamItem[] | null>
  /** The id a listener that asks for nothing older starts from. */
  streamHead(force: string): Promise<string>
}

/** Whose request it is: the holder of a key, or of a session. */
export interface Caller extends Actor {
  readonly force: string
}

/** Bearer keys, kept as SHA-256 hashes; a key itself is shown once. */
export interface Keys {
  /** @returns null for a key that nobody knows, was withdrawn or has expired. */
  find(bearer: string): Promise<Caller | null>
  /** @returns when the key expired; null for a key that nobody knows, and for a key that works. */
  expiredOn(bearer: string): Promise<Instant | null>
  create(role: Role, force: string, more?: KeyTerms): Promise<string>
}

/** What may be said of a key when it is made. */
export interface KeyTerms {
  /** It belongs to a system that names the people who signed in there. */
  readonly vouches?: boolean
  /** From then on it is not taken. */
  readonly expiresAt?: Instant
}

/** How a session was opened: at the provider, as a fictional person of the trial, or with a key. */
export type SessionKind = 'oidc' | 'trial' | 'key'

/** Who opens a session. */
export interface SessionOpener {
  readonly openedBy: SessionKind
  readonly force: string
  /** Those that this person may act in; a session with several has no caller until `chooseRole`. */
  readonly roles: readonly [Role, ...Role[]]
  /** Who signed in; null for a key. */
  readonly person: SignedIn | null
  /** The id of the key that opens the session, and the person whom its holder names; null for a person who signed in. */
  readonly key: { readonly id: string; readonly named: Person } | null
  /** The sign-in at the provider that this session comes of: it opens one session and no second. */
  readonly signIn?: string
  /** Sent back to the provider at sign-out. */
  readonly idToken?: string
}

export interface Session {
  /** `session-…`: names it in lists and logs, and opens nothing. */
  readonly id: string
  readonly openedBy: SessionKind
  readonly force: string
  readonly roles: readonly Role[]
  readonly person: SignedIn | null
  /** Whom the holder of the key names. */
  readonly named: Person | null
  /** Null until somebody with several roles has chosen. A session that a key opened acts as that key. */
  readonly caller: Caller | null
  readonly endsAt: Instant
  /** When it ends unless somebody uses it. */
  readonly idleEndsAt: Instant
}

/** Who is signed in. The token is in the browser's cookie; the record has its hash. Every call may throw RecordUnavailable. */
export interface Sessions {
  /** @param attended whether a person does this; what a page asks for by itself keeps no session open. */
  find(token: string, attended: boolean): Promise<Session | null>
  /** @returns the token; null when this sign-in has opened a session before. */
  open(opener: SessionOpener): Promise<string | null>
  /** @returns the token that replaces this one; null when there is nothing to choose. */
  chooseRole(token: string, role: Role): Promise<string | null>
  /** @returns what sign-out at the provider needs, and null for a session that is over. */
  end(token: string): Promise<{ readonly openedBy: SessionKind; readonly idToken: string | null } | null>
}

export interface Refusals {
  keep(refusals: readonly Refusal[]): Promise<void>
}

/** With what somebody takes or releases an alert about the system. */
export interface Posted {
  readonly actor?: Actor | undefined
  /** Kept in the record and shown in no alert. */
  readonly note?: string | undefined
  /** Of taking: what somebody else has stays theirs. */
  readonly from?: TakenFrom | undefined
}

/** Alerts about the system itself, which belong to no incident. As the engine takes and releases alerts of incidents. */
export interface SystemAlerts {
  /** @returns the alert as it now is, or null for an unknown id. */
  acknowledgeSystemAlert(force: string, alert: string, by: Person, posted?: Posted): Promise<AlertItem | null>
  /** Takes those that name the incident. @returns those that are not resolved, as they now are. */
  takeSystemAlerts(force: string, incident: string, by: Person, posted?: Posted): Promise<readonly AlertItem[]>
  releaseSystemAlert(force: string, alert: string, by: Person, posted?: Posted): Promise<Release>
  /** @returns the alert as it now is; null where no alert that somebody may end so has that id. @throws RecordUnavailable */
  dismissSystemAlert(force: string, alert: string, by: Person, reason: string): Promise<AlertItem | null>
}

/** What nobody has reported, and was refused: no clock runs for it. */
export interface RefusedReports {
  /** Something of these subjects was refused. Those that nobody has reported become alerts. @param key that sent it. @throws RecordUnavailable */
  refused(subjects: readonly CaseKey[], key: string): Promise<void>
  /** These were reported: their alerts end. */
  reported(subjects: readonly CaseKey[]): Promise<void>
  /** @returns the alert as it now is; null when no alert about a refused report has that id. @throws RecordUnavailable */
  dismiss(force: string, alert: string, by: Person, reason: string): Promise<AlertItem | null>
}
