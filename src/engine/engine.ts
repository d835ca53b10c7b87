/** What the engine offers its hosts (api, workers, simulation). Implemented by `createEngine`. */
import type { CaseEventData, EventName } from '../../machines/rules/events.ts'
import type { PackedDetector } from '../../machines/rules/reassessment/text/detector.ts'
import type { Instant, Person, Role } from '../../machines/rules/vocabulary.ts'
import type { Problem, Warning } from './problems.ts'
import type { Actor, CaseKey, TakenFrom } from './step/case.ts'
import type { Said } from './step/step.ts'
import type { BriefingView } from './views/briefing.ts'
import type { Reader } from './views/readers.ts'
import type { AlertItem, AssessmentsView, IncidentTold, IncidentView, MatterItem, ReassessmentView } from './views/views.ts'

/** An event that passed its schema and its role, on its way into the record. */
export interface ArrivedEvent<Name extends EventName = EventName> extends CaseKey {
  readonly source: string
  readonly id: string
  /** Short name, `incident.graded`. */
  readonly type: Name
  readonly at: Instant
  readonly data: CaseEventData[Name]
  readonly actor: Actor
  /** Where people sign in, whoever is named in it neither signed in nor is vouched for. */
  readonly isClaim?: true
  /** Who acts was left out, and was filled in from the session. */
  readonly filledIn?: true
  /** What was noticed as it was read. */
  readonly warnings?: readonly Warning[]
}

/** Beside an outcome, for whoever answers it: what of it is not for everybody. */
export interface NotForAll {
  /** Who may be told more of a restricted incident than references and codes, spelt as `personKey` does. */
  readonly readers?: readonly string[]
  /** Other incidents that a sentence of it may name, each of which may be restricted. */
  readonly others?: readonly string[]
}

/** What waits for a second person, or waited. */
export interface ApprovalTold {
  readonly approval: string
  readonly status: 'waiting' | 'approved' | 'refused' | 'lapsed'
  /** When it lapses if nobody decides; null once it is over. */
  readonly until: Instant | null
}

export type Outcome = NotForAll &
  (
    | {
        /** `pending`: kept as what one of two people asked for, and nothing of it applies. */
        readonly status: 'accepted' | 'duplicate' | 'pending'
        readonly sequence: number
        /** What of it waits, or waited, for a second person. */
        readonly approval?: ApprovalTold
        readonly incident: IncidentTold
        /** The alerts that this event raised or changed; none for a duplicate. */
        readonly alerts: readonly AlertItem[]
        /** The same of its markers, orders and the like. */
        readonly matters: readonly MatterItem[]
        readonly warnings: readonly Warning[]
      }
    | { readonly status: 'refused'; readonly problem: Problem }
  )

/** An event that failed by itself: nothing of it was recorded, and it held up no other. */
export interface Failed {
  readonly status: 'failed'
  /** `CaseHeld` and `TooBusy` pass when the event is sent again; anything else is ours to mend. */
  readonly error: unknown
}

/**
 * `held`: another session has locked a row of the case. `newer`: a newer build has moved the case, and fires it. `failed`: the
 * machine threw. Nothing of the case was recorded then, and it held up no other.
 */
export type WakeOutcome = 'fired' | 'superseded' | 'not yet' | 'held' | 'newer' | 'failed'

/** The detector of an incident, and the score below which a reassessment is in doubt. */
export interface TextReader {
  /** The hash of the policy that pins both. */
  readonly policy: string
  readonly doubtBelow: number
  /** Null where the policy pins no detector. */
  readonly detector: PackedDetector | null
}

/** The alert as it now is, or why it is not dismissed: by whoever raised it, and where it ends in another way. */
export type Dismissal = AlertItem | 'unknown' | 'not-dismissed' | 'own'

/** The alert, open again, or why it is not released: nobody has it; or somebody else has it, and this role takes it from nobody. */
export type Release = AlertItem | 'unknown' | 'not-taken' | 'not-theirs'

export interface Engine {
  /**
   * Events in the order given; events of the same incident apply in that order. Concurrent calls share a commit.
   *
   * @returns an outcome for each event, in order, once everything accepted is on disk. An event that fails does so by itself.
   * @throws RecordUnavailable when the database cannot be written, TooBusy when too much is waiting already.
   */
  recordEach(arrived: readonly ArrivedEvent[]): Promise<(Outcome | Failed)[]>
  /** The same for who needs them all. @throws also what made the first of them fail. */
  record(arrived: readonly ArrivedEvent[]): Promise<Outcome[]>
  /**
   * Somebody takes an alert, from whoever has it; stops nothing.
   *
   * @returns the alert as it now is, also a resolved alert, and an alert that somebody has who is not in `from`; null for an unknown id.
   */
  acknowledge(alert: string, key: CaseKey, by: Person, actor: Actor, note?: string, from?: TakenFrom): Promise<AlertItem | null>
  /** The same of all that are not resolved, in one line. @returns them as they now are; null for an unknown incident. */
  acknowledgeAll(key: CaseKey, by: Person, actor: Actor, note?: string, from?: TakenFrom): Promise<readonly AlertItem[] | null>
  /** Whoever has the alert gives it back, or a supervisor or a rank above takes it from them. */
  release(alert: string, key: CaseKey, by: Person, actor: Actor, note?: string): Promise<Release>
  /**
   * Somebody on the incident's ladder opens it, though it is restricted to others. Recorded, with an alert, before this answers.
   *
   * @param actor whose role it is that must be on the ladder.
   * @returns false where it is not, or nobody has reported such an incident.
   * @throws RecordUnavailable when it cannot be recorded: then nothing may be shown.
   */
  breakGlass(key: CaseKey, said: Said, actor: Actor): Promise<boolean>
  dismiss(alert: string, key: CaseKey, said: Said, actor: Actor): Promise<Dismissal>
  /** The roles to which its alerts go, level by level; null for an unknown incident. */
  escalation(key: CaseKey): Promise<readonly Role[] | null>
  /** Fires what is due in the cases of these timers. Late, doubled and cancelled calls are ordinary. */
  fireTimers(timers: readonly (CaseKey & { readonly timer: string })[]): Promise<WakeOutcome[]>
  /**
   * @param reader who reads it: restricted incidents of other readers are counted and not named. Absent for a caller that shows it to
   *   nobody. Whether this one may be shown is for the caller to ask: `restricted` says who reads it.
   */
  view(key: CaseKey, reader?: Reader): Promise<IncidentView | null>
  /**
   * What was assessed at the door and how it was reviewed: personal content, for readers of the incident's timeline.
   *
   * @param reads `open` for a role that reads open incidents only: such a reader gets no comparison with a closed incident.
   * @param reader as for `view`: nor with an incident that is restricted to others.
   */
  assessments(key: CaseKey, reads: 'open' | 'all', reader?: Reader): Promise<AssessmentsView | null>
  /**
   * A reassessment that a second person may read or has read, beside the assessment before it; null for any other line. While nobody
   * has read it, it does not tell what the detector found, nor whether it was drawn.
   */
  reassessment(key: CaseKey, sequence: number): Promise<ReassessmentView | null>
  /** What attending officers are told: personal content, for readers of the incident's timeline. */
  briefing(key: CaseKey, reader?: Reader): Promise<BriefingView | null>
  /** What the texts of its reassessments are read with, under the policy that it pinned. */
  textReader(key: CaseKey): Promise<TextReader | null>
  /**
   * What the rubric found in the THRIVE at that sequence when it was recorded, under the policy that the incident pinned.
   * @returns null where there is no such THRIVE, or content that this needs was destroyed.
   */
  thriveIssues(key: CaseKey, sequence: number): Promise<readonly Warning[] | null>
}

/** More waits than this process will hold; nothing was recorded. */
export class TooBusy extends Error {
  readonly code = 'too-busy'
}
