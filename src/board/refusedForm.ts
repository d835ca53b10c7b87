/** A form that the API refused: what is wrong, and in which field. The page shows it above the form, and beside the field. */
import { ApiRefused } from './ask.ts'
import { plainly } from './words/refused.ts'
import { capital } from './words/words.ts'

export interface FormError {
  /** Name of the field, a JSON pointer; empty where it is about the form as a whole. */
  readonly name: string
  readonly text: string
}

export interface RefusedForm {
  readonly status: number
  readonly errors: readonly FormError[]
}

/**
 * @param nameOf the field of a pointer, where the form calls it something else.
 * @throws the error itself where the form is not what has to be corrected: the page of failures keeps what was written.
 */
export function refusedForm(error: unknown, nameOf: (pointer: string) => string = (pointer) => pointer): RefusedForm {
  if (!(error instanceof ApiRefused) || error.status === 401 || error.status === 429 || error.status >= 500) throw error
  const { status, problem, message } = error
  const { errors = [] } = problem
  if (errors.length === 0) return { status, errors: [{ name: '', text: plainly(message) }] }
  return { status, errors: errors.map(({ pointer, detail }) => ({ name: nameOf(pointer), text: capital(plainly(detail)) })) }
}

/** What a field is told, as the macros of the design system take it. */
export const errorsByName = (errors: readonly FormError[]): Readonly<Record<string, { readonly text: string }>> =>
  Object.fromEntries(errors.map(({ name, text }) => [name, { text }]))
