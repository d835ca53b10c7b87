/**
 * A sentence as markup, its instants marked as times: `data-since` and `data-until` are what a page counts on. A page of a hundred rows
 * has a thousand sentences; as a macro of the templates they took half of the time in which the page is made.
 */
import nunjucks from 'nunjucks'
import { escaped } from '../markup/escaped.ts'

export interface Moment {
  readonly at: string
  readonly text: string
  /** The text is how long ago the instant was, or how long until it. */
  readonly ticks?: 'since' | 'until'
}
export type Sentence = readonly (string | Moment)[]

export function said(sentence: Sentence | null | undefined): nunjucks.runtime.SafeString {
  let markup = ''
  for (const part of sentence ?? [])
    markup +=
      typeof part === 'string'
        ? escaped(part)
        : `<time datetime="${escaped(part.at)}"${part.ticks === undefined ? '' : ` data-${part.ticks}`}>${escaped(part.text)}</time>`
  return new nunjucks.runtime.SafeString(markup)
}
