/** The parts of a form as the view lays them out: with what was typed, and what is wrong with it. */
import { idOf } from '../../forms/names.ts'

interface Common {
  readonly name: string
  readonly id: string
  readonly label: string
  readonly hint: string | null
  readonly errors: readonly string[]
}

export interface Choice extends Common {
  readonly type: 'radio' | 'checkbox'
  readonly options: readonly Option[]
}
export interface Option {
  readonly id: string
  readonly value: string
  readonly label: string
  readonly checked: boolean
}
export interface Text extends Common {
  readonly rows: number
  readonly value: string
}
export interface When extends Common {
  readonly value: string
  /** Of an hour that came twice: which of the two is asked. */
  readonly clocks: { readonly name: string; readonly which: string } | null
}

/** What was typed, by the name of its field; and what is wrong, by the name of the field where it is shown. */
export interface Filled {
  all(name: string): readonly string[]
  errors(name: string): readonly string[]
}

interface Asking {
  readonly label: string
  readonly hint?: string | null
}

const common = (name: string, { label, hint = null }: Asking, filled: Filled): Common => ({
  ...{ name, id: idOf(name), label, hint, errors: filled.errors(name) },
})

export function choice(
  name: string,
  asking: Asking & { readonly type: Choice['type']; readonly options: readonly (readonly [value: string, label: string])[] },
  filled: Filled,
): Choice {
  const chosen = filled.all(name)
  const options = asking.options.map(([value, label], at) => ({
    ...{ id: at === 0 ? idOf(name) : `${idOf(name)}-${value}`, value, label, checked: chosen.includes(value) },
  }))
  return { ...common(name, asking, filled), type: asking.type, options }
}

export function text(name: string, asking: Asking & { readonly rows?: number; readonly value?: string }, filled: Filled): Text {
  const value = asking.value ?? filled.all(name).join('\n')
  return { ...common(name, asking, filled), rows: asking.rows ?? 2, value }
}
