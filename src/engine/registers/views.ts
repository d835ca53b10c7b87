/** The shapes of the registers: what is asked of the record for one, and a line of it. */
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { registerItem, restrictedLine } from '../answers/parts.ts'
import type { Answer } from '../answers/shapes.ts'
import type { MatterItem } from '../views/views.ts'

/** A part of a register that lies in order already: one kind, state and weight. Those of a lower place come first. */
export interface RegisterPart {
  readonly kind: string
  readonly state: string
  readonly weight: number
  readonly place: number
}

/** Due at or after the first instant and before the second. */
export interface DueWithin {
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
}

/** One line of a register as the record gives it; the reader works out whether it is late. */
export type RegisterItem = Omit<Answer<typeof registerItem>, 'late'>

/** What is seen of a line whose incident is restricted to others. */
export type RestrictedLine = Omit<Answer<typeof restrictedLine>, 'late'>

/** A line of the registers as the record keeps it. */
export interface RegisterRow extends MatterItem {
  readonly weight: number
  /** What it is ordered by: of what is over, when it ended. */
  readonly dueAt: Instant | null
}
