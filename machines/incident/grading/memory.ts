import type { Instant, Person } from '../../rules/vocabulary.ts'

/** What the grading region remembers: the THRIVE and the grades that were given. */
export interface GradingMemory {
  readonly thrive: { readonly author: string; readonly adequate: boolean } | null
  readonly priority: string | null
  /** The last 50; the timeline has all. */
  readonly grades: readonly {
    readonly priority: string
    readonly at: Instant
    readonly by: Person
    /** Only there where the engine put it back: the reassessment that was set aside. */
    readonly setAside?: number
  }[]
  readonly gradesGiven: number
}

export const GRADING_BLANK = {
  thrive: null,
  priority: null,
  grades: [],
  gradesGiven: 0,
} as const satisfies Partial<GradingMemory>
