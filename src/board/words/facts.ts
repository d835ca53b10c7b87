/** What the record remembers of something, as rows: a name in words, and what it is. */
import { factLabel, factWords } from './registers.ts'
import { plain } from './words.ts'

/** A text, and after it an instant, which the view shows in the place's time. */
export interface Value {
  readonly text: string
  readonly instant: string | null
}

export interface Fact {
  readonly label: string
  readonly values: readonly Value[]
}

/** Unknown facts need no row. */
export const factsOf = (facts: Readonly<Record<string, unknown>>): readonly Fact[] =>
  Object.entries(facts).flatMap(([name, value]) => {
    const values = valuesOf(factWords(name, value))
    return values.length === 0 ? [] : [{ label: factLabel(name), values }]
  })

/** An object as its parts, each with its name. */
export function valuesOf(value: unknown): readonly Value[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.flatMap(valuesOf)
  if (typeof value === 'object') return objectOf(value)
  if (typeof value === 'boolean') return [{ text: value ? 'yes' : 'no', instant: null }]
  return [oneValue(String(value))]
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
export const oneValue = (text: string): Value =>
  INSTANT.test(text) && !Number.isNaN(Date.parse(text)) ? { text: '', instant: text } : { text, instant: null }

/** Whoever is named by an id, with a role or without: `sup-1 (supervisor)`. Null for anything else. */
export function personIn({ id, role, ...rest }: { readonly id?: unknown; readonly role?: unknown }): string | null {
  if (typeof id !== 'string' || Object.keys(rest).length > 0) return null
  return typeof role === 'string' ? `${id} (${plain(role)})` : id
}

/** A person as a name with a role; anything else as its parts, each with its name. */
function objectOf(value: object): readonly Value[] {
  const person = personIn(value)
  if (person !== null) return [{ text: person, instant: null }]
  return factsOf({ ...value } as Readonly<Record<string, unknown>>).flatMap(({ label, values }) =>
    values.map(({ text, instant }) => ({ text: `${label}: ${text}`, instant })),
  )
}
