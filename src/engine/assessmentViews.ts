/** Risk assessments as they are read by whoever reviews them. */
import type { CaseEventData } from '../../machines/rules/events.ts'
import type { Instant, Person } from '../../machines/rules/vocabulary.ts'
import type { Listed } from './reads.ts'

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
  /** What the harm assessment unit said of it. */
  readonly feedback: readonly (CaseEventData['hau.feedback'] & { readonly at: Instant })[]
}

/** `GET /v1/incidents/{ref}/assessments`: the newest first. */
export interface AssessmentsView extends Listed<AssessmentItem> {
  readonly incident: string
  readonly risk: { readonly grade: string | null; readonly flags: readonly string[] }
}
