/** What the record remembers of something, as rows: a name in words, and what it is. */
import { factWords } from './registers.ts'
import { capital, plain } from './words.ts'

/** A text, and after it an instant, which the view shows in the place's time. */
export interface Value {
  readonly text: string
  readonly instant: string | null
}

export interface Fact {
  readonly label: string
  readonly values: readonly Value[]
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** Unknown facts need no row. */
export const factsOf = (facts: Readonly<Record<string, unknown>>): readonly Fact[] =>
  Object.entries(facts).flatMap(([name, value]) => {
    const values = valuesOf(factWords(name, value))
    return values.length === 0 ? [] : [{ label: capital(plain(name)), values }]
  })

/** An object as its parts, each with its name. */
export function valuesOf(value: unknown): readonly Value[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.flatMap(valuesOf)
  if (typeof value === 'object') return objectOf(value)
  if (typeof value === 'boolean') return [{ text: value ? 'yes' : 'no', instant: null }]
  const text = String(value)
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text)) ? [{ text: '', instant: text }] : [{ text, instant: null }]
}

/** A person as a name with a role; anything else as its parts, each with its name. */
function objectOf(value: object): readonly Value[] {
  const { id, role, ...rest } = value as { readonly id?: unknown; readonly role?: unknown }
  if (id !== undefined && role !== undefined && Object.keys(rest).length === 0)
    return [{ text: `${id} (${plain(String(role))})`, instant: null }]
  return factsOf({ ...value } as Readonly<Record<string, unknown>>).flatMap(({ label, values }) =>
    values.map(({ text, instant }) => ({ text: `${label}: ${text}`, instant })),
  )
}
