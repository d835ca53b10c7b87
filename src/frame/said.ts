/**
 * A text as markup: its times, links and what is strong. `data-since` and `data-until` are what a page counts on. A page of a hundred
 * rows has a thousand texts; as a macro of the templates they took half of the time in which the page is made.
 */
import nunjucks from 'nunjucks'
import { escaped } from '../markup/escaped.ts'

export type Piece =
  | string
  /** `live`: how long since, or until, the instant; a page that lives counts on. */
  | { readonly text: string; readonly datetime: string; readonly live?: 'since' | 'until' }
  | { readonly text: string; readonly href: string }
  | { readonly text: string; readonly strong: true }
/** Words, and among them times and links. */
export type Text = readonly Piece[]

export const said = (text: Text | null | undefined): nunjucks.runtime.SafeString =>
  new nunjucks.runtime.SafeString((text ?? []).map(markupOf).join(''))

function markupOf(piece: Piece): string {
  if (typeof piece === 'string') return escaped(piece)
  const text = escaped(piece.text)
  if ('href' in piece) return `<a class="govuk-link" href="${escaped(piece.href)}">${text}</a>`
  if ('strong' in piece) return `<strong>${text}</strong>`
  return `<time datetime="${escaped(piece.datetime)}"${piece.live === undefined ? '' : ` data-${piece.live}`}>${text}</time>`
}
