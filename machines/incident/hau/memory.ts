import type { ToSee } from '../../rules/hau/dash.ts'
import type { Safeguarded } from '../../rules/hau/safeguardingFacts.ts'
import type { Schooling } from '../../rules/hau/schooling.ts'
import type { DashQuality, Instant, Person, RiskGrade } from '../../rules/vocabulary.ts'

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

/** What the dash and safeguarding regions remember: the forms, the work of the harm assessment unit, and what its matters say. */
export interface HauMemory {
  readonly riskGrade: RiskGrade | null
  /** `enteredBy`: who entered it afterwards for its author. */
  readonly dash: { readonly author: string; readonly grade: RiskGrade; readonly enteredBy?: string } | null
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
  /** Who decided that its high risk is not referred. News asks again. */
  readonly maracException: { readonly at: Instant; readonly by: Person } | null
  /** Where children go to school as far as it is known, by their references, where the policy follows that. */
  readonly schooling: Readonly<Record<string, Schooling>>
  /** Handed in whenever a matter of these kinds changes, and never stored with the snapshot. */
  readonly safeguarded: Safeguarded
}

export const HAU_BLANK = {
  riskGrade: null,
  dash: null,
  dashException: null,
  assessed: { made: 0, authors: [], toSee: [] },
  received: false,
  systemsSettled: [],
  checksSettled: false,
  checksAgain: [],
  hauGrade: null,
  hauDone: null,
  feedback: [],
  maracException: null,
} as const satisfies Partial<HauMemory>
