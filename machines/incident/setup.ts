import { assign, setup } from 'xstate'
import { effect } from '../effects.ts'
import type { CaseEventData, EventName } from '../rules/events.ts'
import type { Grade, GradePutBack } from '../rules/grading/grading.ts'
import type { Safeguarded } from '../rules/hau/safeguardingFacts.ts'
import type { Policy } from '../rules/policy/policy.ts'
import type { Reading } from '../rules/reassessment/reading.ts'
import type { Earlier } from '../rules/report/repeatCallers.ts'
import type { Happened } from '../rules/time/happened.ts'
import { until } from '../rules/time/instants.ts'
import type { Area, Instant, Person } from '../rules/vocabulary.ts'
import type { AttendanceMemory, StoppedClock } from './attendance/memory.ts'
import type { ClosureMemory } from './closure/memory.ts'
import type { GradingMemory } from './grading/memory.ts'
import type { HauMemory } from './hau/memory.ts'
import type { InvestigationMemory } from './investigation/memory.ts'
import type { RestrictedMemory } from './restricted/memory.ts'
import type { Lowering, RiskMemory, StoodBefore } from './risk/memory.ts'

/** What the report says: there from the first moment. */
interface ReportMemory {
  readonly reference: string
  /** The pinned policy; put beside the snapshot when it is loaded and never stored with it. */
  readonly policy: Policy
  readonly area: Area
  readonly reportedAt: Instant
  readonly receivedAt: Instant
  /** When a person could first act on the report. */
  readonly knownAt: Instant
  readonly flags: readonly string[]
  /** Person references of the children known of. */
  readonly children: readonly string[]
}

/**
 * What an incident remembers between events, as JSON keeps it: null for not known yet, instants in UTC. No names, no text. Each region
 * has its part in `memory.ts` beside it; what referrals, schools and MARAC referrals are about they keep themselves.
 */
export interface IncidentContext
  extends ReportMemory,
    GradingMemory,
    AttendanceMemory,
    RiskMemory,
    HauMemory,
    InvestigationMemory,
    ClosureMemory,
    RestrictedMemory {}

export interface IncidentInput extends Happened {
  readonly reference: string
  readonly policy: Policy
  readonly data: CaseEventData['incident.reported']
}

/** A public event as the machine sees it: short name, both instants, its data. */
export type PublicEvent = {
  [Name in EventName]: Happened & {
    readonly type: Name
    readonly data: CaseEventData[Name]
    /** Whoever signed in and entered it afterwards for the person whom it names as acting. */
    readonly enteredBy?: string
  } & (Name extends 'risk.reassessed'
      ? { readonly reading?: Reading; readonly before?: StoodBefore; readonly keeps?: string }
      : Name extends 'incident.graded'
        ? { readonly lowering?: Lowering }
        : object)
}[EventName]

/** The review of an answered demand fell due. */
export type ReviewDue = Happened & { readonly type: 'review.due' }

/** Nobody saw the victim in time at a visit, or the last unit left before anybody did. */
export type VictimUnseen = Happened & { readonly type: 'victim.unseen' }

/** A wait for attendance passed its deadline: raised by the attendance region for the risk region to hear. */
export type Breached = Happened & { readonly type: 'attendance.breached'; readonly clock: number }

/** The attendance that had stopped a clock failed after its deadline, and after an upgrade had started another clock. */
export type StoppedClockPassed = Happened & { readonly type: 'stopped-clock.passed'; readonly stopped: StoppedClock }

/** Earlier incidents of the same people or place were found: a line of the record of its own. */
export type HistoryFound = Happened & { readonly type: 'history.found'; readonly incidents: readonly Earlier[] }

/** The record that this one repeats was found to carry it: part of the line that says what it repeats. */
export type OriginalFound = Happened & { readonly type: 'original.found'; readonly incident: string; readonly by: Person }

/** It was settled on the telephone: raised by the attendance region for the dash region to hear. */
export type Excused = Happened & { readonly type: 'attendance.excused' }

/** Somebody who is not a reader opens the restricted incident: a line of the record of its own. */
export type GlassBroken = Happened & { readonly type: 'glass.broken'; readonly by: Person }

/** A referral, a school or a MARAC referral of the case changed: what all of them say now. */
export type MattersChanged = Happened & { readonly type: 'matters.changed'; readonly safeguarded: Safeguarded }

export type IncidentEvent =
  | PublicEvent
  | ReviewDue
  | VictimUnseen
  | Breached
  | StoppedClockPassed
  | Excused
  | HistoryFound
  | OriginalFound
  | MattersChanged
  | GlassBroken
  | GradePutBack

/** The public event of a name, as a region's transition gets it. */
export type EventOf<Name extends EventName> = Extract<IncidentEvent, { type: Name }>

/** Project default [derived]: each reassessment gives a grade, and an incident is reassessed every half hour for as long as it takes. */
const MOST_GRADES = 50

export const incidentSetup = setup({
  types: { context: {} as IncidentContext, events: {} as IncidentEvent, input: {} as IncidentInput },
  delays: {
    /** Both may be negative, for a grade that arrives late: then they pass at once. */
    attendance: ({ context, event }) => until(context.attendBy, event.at),
    'attendance-warning': ({ context, event }) => until(context.warnBy, event.at),
  },
  actions: {
    openDemand: effect('openDemand'),
    setAsideDemands: effect('setAsideDemands'),
    joinDemand: effect('joinDemand'),
    answerDemands: effect('answerDemands'),
    supersedeDemands: effect('supersedeDemands'),
    hastenDemands: effect('hastenDemands'),
    schedule: effect('schedule'),
    complete: effect('complete'),
    cancel: effect('cancel'),
    cancelAll: effect('cancelAll'),
    bringForward: effect('bringForward'),
    raiseAlert: effect('raiseAlert'),
    resolveAlerts: effect('resolveAlerts'),
    tellMatter: effect('tellMatter'),
    keepOnLog: effect('keepOnLog'),
    /** The one way the incident's memory changes: each region says what it learnt. */
    remember: assign((_, learnt: Partial<IncidentContext>) => learnt),
    grade: assign(({ context }, { priority, at, by, setAside }: Grade) => ({
      priority,
      grades: [...context.grades, { priority, at, by, ...(setAside === undefined ? {} : { setAside }) }].slice(-MOST_GRADES),
      gradesGiven: context.gradesGiven + 1,
    })),
  },
})
