/** What the page of an incident is made from, and the parts that its panels are laid out as. */
import type { briefing } from '../../../engine/answers/briefing.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { IncidentView, TimelineItem } from '../../../engine/views/views.ts'
import type { Me } from '../../visit.ts'
import type { Text, Times } from '../../words/text.ts'

export type Briefing = Answer<typeof briefing>

export interface Known {
  readonly view: IncidentView
  readonly briefing: Briefing
  /** The newest lines of the record, the newest first. */
  readonly lines: readonly TimelineItem[]
  /** The report: the first line. */
  readonly report: TimelineItem | null
  readonly me: Pick<Me, 'role' | 'posts' | 'reads'>
  /** How the record calls whoever is there; null where nobody knows. */
  readonly person: string | null
  readonly times: Times
}

export interface Row {
  readonly term: string
  readonly text: Text
  readonly tone?: Tone
}

export type Tone = 'critical' | 'warning' | 'calm' | 'quiet'

export type Part =
  | { readonly kind: 'text'; readonly text: Text; readonly tone?: Tone }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'table'; readonly caption: string; readonly heads: readonly string[]; readonly rows: readonly TableRow[] }
  | { readonly kind: 'fold'; readonly summary: string; readonly parts: readonly Part[] }

export interface TableRow {
  readonly cells: readonly Text[]
  readonly tone?: Tone
}

export interface Panel {
  readonly id: string
  readonly title: string
  readonly parts: readonly Part[]
}

export const text = (said: Text, tone?: Tone): Part => ({ kind: 'text', text: said, ...(tone && { tone }) })
export const list = (items: readonly Text[]): readonly Part[] => (items.length === 0 ? [] : [{ kind: 'list', items }])
export const rows = (found: readonly (Row | null)[]): readonly Part[] => {
  const said = found.filter((row) => row !== null)
  return said.length === 0 ? [] : [{ kind: 'rows', rows: said }]
}
export const table = (caption: string, heads: readonly string[], found: readonly TableRow[]): readonly Part[] =>
  found.length === 0 ? [] : [{ kind: 'table', caption, heads, rows: found }]
export const fold = (summary: string, parts: readonly Part[]): readonly Part[] =>
  parts.length === 0 ? [] : [{ kind: 'fold', summary, parts }]

export const isOpen = ({ status }: { readonly status: string }): boolean => status === 'open'
