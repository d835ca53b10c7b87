/** A field of a form as the template lays it out, with what was typed and what is wrong with it. */
import type { Field, Option } from './formOf.ts'

export interface Node {
  readonly kind: Field['kind']
  /** The JSON pointer of what it fills, which is its name in the form. */
  readonly name: string
  readonly id: string
  readonly label: string
  readonly hint: string | null
  readonly required: boolean
  readonly most: number | null
  readonly values: readonly string[]
  readonly options: readonly (Option & { readonly checked: boolean })[]
  readonly offered: readonly string[]
  readonly nodes: readonly Node[]
  /** Of an hour that came twice: which of the two. */
  readonly clocks: { readonly name: string; readonly which: string } | null
  /** Of a list or of names: what asks for one more. */
  readonly add: { readonly value: string; readonly key: string | null } | null
  /** Something in it is filled in or wrong. */
  readonly open: boolean
  /** Of a time: it can be now. */
  readonly canBeNow: boolean
  readonly error: string | null
}

export interface FormError {
  readonly text: string
  readonly href: string | null
  /** Where nothing of a list of questions is answered: to each of them. */
  readonly links?: readonly ErrorLink[]
}

export interface ErrorLink {
  readonly text: string
  /** All of it, where the text is a number alone. */
  readonly label: string | null
  readonly href: string
}

export interface LaidOut {
  readonly nodes: readonly Node[]
  readonly time: Node
  /** For the summary: each leads to its field; null for what no field can mend. */
  readonly errors: readonly FormError[]
}
