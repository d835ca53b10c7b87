/** What is said of an event's content: a problem with every issue at once, each with its pointer, or what is only worth a warning. */
import type { Reading } from '../../../machines/rules/reassessment/reading.ts'
import type { EngineProblemCode, Issue, Problem, Warning } from '../problems.ts'

export type Judged =
  | { readonly problem: Problem }
  | {
      readonly problem: null
      readonly warnings: readonly Warning[]
      /** What the texts of a reassessment say. Whether it is drawn, `judge` says. */
      readonly reading?: Omit<Reading, 'drawn'>
    }

export const fine = (warnings: readonly Warning[] = []): Judged => ({ problem: null, warnings })
export const problemOf = (code: EngineProblemCode, detail: string, errors: readonly Issue[]): Judged => ({
  problem: { code, detail, errors },
})
export const invalid = (errors: readonly Issue[]): Judged =>
  problemOf('invalid-event', 'The event says something that cannot be.', errors)
/** Taken when nothing is wrong. */
export const withoutErrors = (errors: readonly Issue[]): Judged => (errors.length > 0 ? invalid(errors) : fine())
export const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })

export const withWarnings = (judged: Judged, warn: () => readonly Warning[]): Judged =>
  judged.problem === null ? { ...judged, warnings: [...judged.warnings, ...warn()] } : judged
