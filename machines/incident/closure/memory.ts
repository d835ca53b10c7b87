import type { Link } from '../../rules/report/links.ts'
import type { Instant, Person } from '../../rules/vocabulary.ts'

/** What closing needs beside the memory of the other regions: who said that nobody has to go, and which record carries which. */
export interface ClosureMemory {
  /** Who said that nobody has to go again, and when; the latest last; bounded. */
  readonly notNeeded: readonly { readonly at: Instant; readonly by: Person }[]
  /** The record that carries this one, where that was found to be so: nobody goes for this one, until there is news. */
  readonly duplicateOf: { readonly incident: string; readonly at: Instant; readonly by: Person } | null
  /** What this incident says of other incidents. */
  readonly links: readonly Link[]
}

export const CLOSURE_BLANK = {
  notNeeded: [],
  duplicateOf: null,
  links: [],
} as const satisfies Partial<ClosureMemory>
