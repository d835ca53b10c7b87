/** An incident as it is read: whole, as a line of a list, and what stands on it. Instants are ISO 8601 UTC with milliseconds. */
import type { Feedback } from '../../machines/incident/setup.ts'
import type { AlertKind, Severity } from '../../machines/rules/catalogue/alerts.ts'
import type { DeadlineName } from '../../machines/rules/catalogue/deadlines.ts'
import type { DemandReason } from '../../machines/rules/catalogue/reasons.ts'
import type { Warning } from '../../machines/rules/gap.ts'
import type { Earlier, Repeat } from '../../machines/rules/history.ts'
import type { Link } from '../../machines/rules/links.ts'
import type { Attention, Instant, LinkKind, Person, RiskGrade, Role } from '../../machines/rules/vocabulary.ts'
import type { Actor, Consequences, MatterLine } from './case.ts'

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
  /** Of `clock-ahead`: by how much, when it was raised. */
  readonly seconds?: number
  /** Of the `report-refused` that counts: where all of them are read. */
  readonly refusals?: string
  /** Of `report-refused`, where somebody ended it. */
  readonly dismissed?: { readonly by: Person; readonly reason: string }
}

export interface DemandItem {
  readonly id: string
  readonly reason: DemandReason
  readonly raisedAt: Instant
  readonly dueAt: Instant
  readonly level: number
  readonly count: number
  readonly status: 'open' | 'answered' | 'superseded'
  /** Why it is open, the newest in order of recording; empty once it is over. */
  readonly causes: readonly { readonly at: Instant; readonly sequence: number }[]
  /** All causes that ever joined it; never falls. */
  readonly causeCount: number
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

/** A link with another incident: `to` it, as this one's record says, or `from` it, as the other's does. */
export interface LinkItem {
  readonly incident: string
  readonly as: LinkKind
  readonly at: Instant
  readonly direction: 'to' | 'from'
}

/** What another incident's record says of one. */
export type LinkFrom = Pick<Link, 'incident' | 'as' | 'at'>

/** How far the harm assessment unit is, and what it said of assessments. */
export interface UnitItem {
  readonly received: boolean
  /** The systems that the policy names; `owed-again` since news that came after the check. */
  readonly checks: readonly { readonly system: string; readonly status: 'settled' | 'owed' | 'owed-again' }[]
  /** The grade that it confirmed, or gave in its own assessment. */
  readonly grade: RiskGrade | null
  /** When it said that its part is complete; null where it has not, or not of the risk as it is now. */
  readonly completedAt: Instant | null
  /** Newest first. */
  readonly feedback: readonly Feedback[]
}

/** How many have ended, of which the newest 50 are shown. */
export interface EndedCounts {
  readonly endedDemands: number
  /** Their answers are deadlines too. */
  readonly endedDeadlines: number
  readonly endedAlerts: number
  readonly endedMatters: number
}

/** `GET /v1/incidents/{ref}` (contract §3): all that is open, and the newest that ended. */
export interface IncidentView extends EndedCounts {
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
    /** The record that carries a duplicate. */
    readonly incident?: string
  }[]
  readonly unit: UnitItem
  /** Both ways, newest first. */
  readonly links: readonly LinkItem[]
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

/** One line of the list of incidents, and of the stream: open demands and running or missed deadlines only. */
export type IncidentItem = Pick<
  IncidentView,
  'incident' | 'force' | 'reportedAt' | 'priority' | 'state' | 'risk' | 'attention' | 'demands' | 'deadlines' | 'version'
> & {
  /** Those that live, what whoever is sent has to know first, then the worst; absent where none does. */
  readonly matters?: readonly MatterItem[]
  /** How many more live, and how many more deadlines run or were missed; absent for none. */
  readonly moreMatters?: number
  readonly moreDeadlines?: number
}

/** What the answer to an event tells of its incident (contract §2). */
export type IncidentTold = Pick<IncidentView, 'incident' | 'state' | 'deadlines' | 'demands'> & EndedCounts

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
