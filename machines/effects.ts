/**
 * Everything a machine of a case can ask for. A machine never does any of it: `transition` hands the request back as
 * data and the step carries it out, inside the same case and the same transaction. The union is closed: a name that
 * is not here fails to compile, and the step's `switch` throws on one it does not know.
 */
import type { AlertKind } from './rules/catalogue/alerts.ts'
import type { DeadlineName, DeadlineRecord, ToldLate } from './rules/catalogue/deadlines.ts'
import type { MatterKind } from './rules/catalogue/event.ts'
import type { DemandReason } from './rules/catalogue/reasons.ts'
import type { Cause } from './rules/reassessment/causes.ts'
import type { Instant, Role } from './rules/vocabulary.ts'

/** An incident's open demand as the incident remembers it; the demand itself is a machine of its own. */
export interface OpenDemand {
  readonly id: string
  readonly reason: DemandReason
  /** Those that still wait for an answer, in order of recording; never empty. */
  readonly causes: readonly Cause[]
  /** All causes that ever joined it. */
  readonly causeCount: number
}

/** The level that a demand begins at, at least: what was asked for before had come so far without being done. */
export interface Reached {
  readonly level: number
  /** The obligation that may have gone higher since. */
  readonly by: { readonly deadline: DeadlineName; readonly of: string }
}

export interface Effects {
  /** A new demand machine: an answer is owed. */
  openDemand: Pick<OpenDemand, 'id' | 'reason'> & { readonly reached?: Reached }
  /** A further cause of an open demand: whoever had its alerts has to look again. */
  joinDemand: Pick<OpenDemand, 'id' | 'causeCount'> & { readonly reached?: Reached }
  answerDemands: { readonly ids: readonly string[] }
  /** What answered them is no answer; those that were ended by something else stay as they are. */
  setAsideDemands: { readonly ids: readonly string[] }
  supersedeDemands: { readonly ids: readonly string[] }
  /** After an upgrade, open demands and what is asked for like them get the new grade's answer time where that is sooner; a demand that the same event answers keeps its own. */
  hastenDemands: { readonly answerWithin: string; readonly except: readonly string[] }
  /** Something is owed by `dueAt`. What is owed already under the same name stays as it was; only a review is replaced. */
  schedule: {
    readonly deadline: DeadlineName
    /** Whose, where several may run at once: a partner, a child. */
    readonly of: string | null
    readonly dueAt: Instant
    /**
     * ISO 8601: the alert escalates and repeats at this pace until the thing is done; null for an alert that is raised once.
     */
    readonly climbEvery: string | null
    /** The level of the ladder that it begins at; the first where it is not said. */
    readonly level?: number
    /** The matter that owes it, as `suspect/P-2`, for which it is one of the clocks that a reader is shown. */
    readonly matter?: string
    /** Where this one is otherwise than the catalogue says of its deadline. */
    readonly late?: AlertKind
    readonly base?: DeadlineRecord['base']
  }
  /** The thing owed was done. */
  complete: { readonly deadline: DeadlineName; readonly of: string | null }
  /** It is owed no longer. */
  cancel: { readonly deadline: DeadlineName; readonly of: string | null }
  cancelAll: undefined
  /** What it warned of has come: its alert ends, and it stays missed. */
  overtake: { readonly deadline: DeadlineName; readonly of: string | null }
  /** What is owed already falls due by `dueAt`, where that is sooner. */
  bringForward: { readonly deadline: DeadlineName; readonly of: string | null; readonly dueAt: Instant }
  /** One cause, one alert: raised again for the same cause it stays the same alert, open again if it was resolved. */
  raiseAlert: {
    readonly kind: AlertKind
    readonly cause: string
    readonly audience?: Role
    readonly level?: number
    readonly dueAt?: Instant
    readonly demand?: string
  }
  /** The same alert comes back: its count rises and an acknowledged one is open again. */
  returnAlert: { readonly kind: AlertKind; readonly cause: string; readonly dueAt?: Instant }
  /** What somebody had in hand of a demand has changed: its acknowledged alerts are open again. */
  reopenAlerts: { readonly demand: string }
  /** The same alert, one level up. */
  escalateAlert: {
    readonly kind: AlertKind
    readonly cause: string
    readonly level: number
    readonly audience: Role
    readonly dueAt: Instant
  }
  /** The thing asked for was done: every open alert that is of this kind, cause and demand, as far as they are given. */
  resolveAlerts: { readonly kind?: AlertKind; readonly cause?: string; readonly demand?: string }
  /** Something that a matter should know, or that begins one; it takes no notice of what comes at the wrong time. */
  tellMatter: {
    readonly kind: string
    /** Null for each of its kind that there is. */
    readonly name: string | null
    readonly event: { readonly type: string; readonly [field: string]: unknown }
  }
  /** A review fell due, or nobody saw the victim in time: the incident is told, as an event of its own. */
  tellIncident: { readonly type: ToldLate }
  /** Nothing follows but the line in the record. */
  keepOnLog: undefined
}

export type EffectName = keyof Effects
export type Effect = { [Name in EffectName]: { readonly type: Name; readonly params: Effects[Name] } }[EffectName]

/** Declares an effect for a machine's `setup`: a named action with params that does nothing here. */
export const effect =
  <Name extends EffectName>(_name: Name) =>
  (_: unknown, _params: Effects[Name]): void => {}

/** Tells a matter of the case, which may begin it. @param name null for each of its kind that there is. */
export const tell = (kind: MatterKind, name: string | null, event: Effects['tellMatter']['event']) => ({
  type: 'tellMatter' as const,
  params: { kind, name, event },
})

/** Every machine of a case stops rather than spin (design §6: a re-entering zero delay hangs the process for ever). */
export const BOUNDED = { maxIterations: 500 } as const
