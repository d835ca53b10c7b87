import { assign, setup } from 'xstate'
import { effect, type OpenDemand } from '../effects.ts'
import type { CaseEventData, EventName } from '../rules/events.ts'
import type { Area, Grade, RankClock } from '../rules/grading/grading.ts'
import type { ToSee } from '../rules/hau/dash.ts'
import type { Schooling } from '../rules/hau/schooling.ts'
import type { Policy } from '../rules/policy/policy.ts'
import type { Link } from '../rules/report/links.ts'
import type { Earlier } from '../rules/report/repeatCallers.ts'
import type { Happened } from '../rules/time/happened.ts'
import { until } from '../rules/time/instants.ts'
import type { DashQuality, Instant, Person, RiskGrade } from '../rules/vocabulary.ts'

/** A wait for attendance that passed its deadline. It stays in the record whatever the grade becomes. */
export interface Breach {
  readonly clock: number
  readonly dueAt: Instant
  readonly priority: string
  /** The demand that it opened or joined. */
  readonly demand: string
  /** A reassessment answered it. */
  readonly answered: boolean
  /** Late news of an arrival in time voids the breach. */
  readonly settled: boolean
}

/** What the harm assessment unit said of an assessment: codes and ids, nothing of its words. */
export interface Feedback {
  /** Null for a form of a tool that the policy does not define. */
  readonly assessment: string | null
  /** Whom it is for; null where it is about an earlier form and does not say. */
  readonly author: string | null
  readonly quality: DashQuality
  readonly missing: readonly string[]
  readonly sentBack: boolean
  readonly at: Instant
}

/** What an incident remembers between events, as JSON keeps it: null for not known yet, instants in UTC. No names, no text. */
export interface IncidentContext {
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

  readonly thrive: { readonly author: string; readonly adequate: boolean } | null
  readonly priority: string | null
  /** The last 50; the timeline has all. */
  readonly grades: readonly { readonly priority: string; readonly at: Instant; readonly by: Person }[]
  readonly gradesGiven: number

  /** Counts attendance clocks: the first grade starts one, an upgrade after a breach or an arrival a fresh one. */
  readonly clock: number
  /** From where the clock that stands counts. */
  readonly clockStart: Instant | null
  /** From where the first clock of this wait counted; a downgrade counts from here again, so that it erases no time waited. */
  readonly waitStart: Instant | null
  /** Of each rank that a grade of this wait had, the clock that fell due first. */
  readonly rankClocks: readonly RankClock[]
  /** Set by a grade; an upgrade may bring it nearer, only an approved downgrade moves it away. */
  readonly attendBy: Instant | null
  readonly warnBy: Instant | null
  /** The last clock whose warning point was reached, 0 for none: from there lowering the grade takes rank and a second person. */
  readonly warnedOn: number
  readonly breaches: readonly Breach[]
  readonly units: readonly string[]
  readonly firstAssignedAt: Instant | null
  /** Who said that nobody has to go again, and when; the latest last; bounded. */
  readonly notNeeded: readonly { readonly at: Instant; readonly by: Person }[]
  /** How the current clock ended, if it did. */
  readonly attendance: 'met' | 'missed' | null
  /** Since when this wait goes on, where an earlier one ended: an arrival before it is no answer to it. */
  readonly waitingSince: Instant | null
  /** The arrival that stopped the clock; null again when it turns out to have failed. */
  readonly attendedAt: Instant | null
  readonly victimSeenAt: Instant | null
  /** When she was last told that it will be late, where the policy asks for that. */
  readonly toldAt: Instant | null
  /** Visits that did not see her after she had been told, where the policy asks that she is told again: how many, and when the last was. */
  readonly failedVisits: { readonly made: number; readonly at: Instant | null }
  /** The resolution on the telephone that stands: nobody goes, until there is news. */
  readonly telephone: { readonly at: Instant; readonly by: Person; readonly approvedBy: Person | null } | null
  /** The record that carries this one, where that was found to be so: nobody goes for this one, until there is news. */
  readonly duplicateOf: { readonly incident: string; readonly at: Instant; readonly by: Person } | null
  /** What it says of other incidents. */
  readonly links: readonly Link[]

  /** The forces that were asked to take it over. */
  readonly transfers: Readonly<Record<string, 'made' | 'acknowledged'>>

  readonly openDemands: readonly OpenDemand[]
  readonly demandsMade: number
  /** What the next review goes back to: it ends when the victim has been seen after all of it. */
  readonly review: readonly {
    readonly causeAt: Instant
    /** The attendance clock whose breach was answered. Only there for a breach. */
    readonly clock?: number
  }[]

  /** Earlier incidents of the same people or place, newest first. */
  readonly repeat: readonly Earlier[]
  /** Some of it came to light after the risk was last looked at, where the policy asks that it is looked at before closing. */
  readonly historyUnread: boolean

  readonly riskGrade: RiskGrade | null
  readonly dash: { readonly author: string; readonly grade: RiskGrade } | null
  /** Who decided that there will be no DASH, for the visit that it was due after. */
  readonly dashException: { readonly at: Instant; readonly by: Person; readonly approvedBy: Person | null } | null
  /** Of assessments by tools that the policy defines: how many were made, who wrote what waits for its review, and what the reviewer must see. */
  readonly assessed: { readonly made: number; readonly authors: readonly string[]; readonly toSee: readonly ToSee[] }
  /** The harm assessment unit has the case. */
  readonly received: boolean
  /** Of the systems that the policy names, those that were checked or of which somebody said why not. */
  readonly systemsSettled: readonly string[]
  /** It has checked on another system, or said why not; remembered where the policy asks after it. */
  readonly checksSettled: boolean
  /** Of the systems that the policy names, those that were settled before news that asks to look again, and were not since. */
  readonly checksAgain: readonly string[]
  /** The grade that the unit has confirmed, or given in its own assessment. */
  readonly hauGrade: RiskGrade | null
  /** When the unit said that its part is complete, and at which risk. */
  readonly hauDone: { readonly at: Instant; readonly risk: RiskGrade | null } | null
  /** What the unit said of assessments, the latest last. */
  readonly feedback: readonly Feedback[]
  readonly referrals: Readonly<Record<string, 'made' | 'acknowledged' | 'withdrawn'>>
  /** The children known of when a partner was last referred to, where the policy follows referrals: one who is found later is not among them. */
  readonly childrenReferred: Readonly<Record<string, readonly string[]>>
  /** Partners that have nobody there, each with the one that was asked in its place. */
  readonly referredInstead: Readonly<Record<string, string>>
  /** When it was referred to a MARAC, by the name of each referral that stands. */
  readonly maracs: Readonly<Record<string, Instant>>
  /** Who decided that its high risk is not referred. News asks again. */
  readonly maracException: { readonly at: Instant; readonly by: Person } | null
  /** Where children go to school as far as it is known, by their references, where the policy follows that. */
  readonly schooling: Readonly<Record<string, Schooling>>
  /** Children whose school has to be told, and those whose school was. */
  readonly schoolsOwed: readonly string[]
  readonly schoolsTold: readonly string[]
  readonly crimes: number
  /** Who decided that it is no crime. News asks again. */
  readonly noCrime: { readonly at: Instant; readonly by: Person } | null
  readonly team: string | null
  readonly suspect: string | null
  /** References of its victims, where the policy keeps account of what they are told. */
  readonly victims: readonly string[]
  /** When somebody first saw or reached the victim. This and the next are kept where the policy follows investigations. */
  readonly firstContactAt: Instant | null
  /** Whether body-worn video was on, of any unit that said; null while none did. */
  readonly bodyWornVideo: boolean | null
}

export interface IncidentInput extends Happened {
  readonly reference: string
  readonly policy: Policy
  readonly data: CaseEventData['incident.reported']
}

/** A public event as the machine sees it: short name, both instants, its data. */
export type PublicEvent = {
  [Name in EventName]: Happened & { readonly type: Name; readonly data: CaseEventData[Name] }
}[EventName]

/** The review of an answered demand fell due. */
export type ReviewDue = Happened & { readonly type: 'review.due' }

/** A wait for attendance passed its deadline: raised by the attendance region for the risk region to hear. */
export type Breached = Happened & { readonly type: 'attendance.breached'; readonly clock: number }

/** Earlier incidents of the same people or place were found: a line of the record of its own. */
export type HistoryFound = Happened & { readonly type: 'history.found'; readonly incidents: readonly Earlier[] }

/** The record that this one repeats was found to carry it: part of the line that says what it repeats. */
export type OriginalFound = Happened & { readonly type: 'original.found'; readonly incident: string; readonly by: Person }

/** It was settled on the telephone: raised by the attendance region for the dash region to hear. */
export type Excused = Happened & { readonly type: 'attendance.excused' }

export type IncidentEvent = PublicEvent | ReviewDue | Breached | Excused | HistoryFound | OriginalFound

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
    grade: assign(({ context }, { priority, at, by }: Grade) => ({
      priority,
      grades: [...context.grades, { priority, at, by }].slice(-MOST_GRADES),
      gradesGiven: context.gradesGiven + 1,
    })),
  },
})
