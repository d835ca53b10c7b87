/** Pages from template literals: what is put in is text and is escaped, unless it is markup made here. */
import { escaped } from './escaped.ts'

class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

export type { Markup }

/** Null and false leave nothing; a list is put in item by item. */
export type Part = Markup | string | number | null | false | readonly Part[]

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(texts.map((text, at) => text + (at < parts.length ? written(parts[at] ?? null) : '')).join(''))

function written(part: Part): string {
  if (part === null || part === false) return ''
  if (part instanceof Markup) return part.text
  return typeof part === 'object' ? part.map(written).join('') : escaped(String(part))
}
