/**
 * Records about one and the same thing. The incident that is to carry a contact says so (`duplicate`, `related`), and that is
 * news to it; the record that only repeats it says of what (`duplicate-of`), and may then be closed on the other's account.
 * Source: docs/sources.md#links (West Midlands 2022).
 */
import type { Instant, LinkKind } from '../vocabulary.ts'

/** What an incident says of another. Said again, the newest counts. */
export interface Link {
  readonly incident: string
  readonly as: LinkKind
  readonly at: Instant
  /** When the record could know of it: news of the other that came later was not told with it. */
  readonly knownAt: Instant
}

/** The record that a duplicate repeats, as a look-up found it when that was said. */
export interface Original {
  readonly incident: string
  /** The sequence of its last line then; 0 where it could not be read. */
  readonly version: number
  readonly closed: boolean
  /** It has said that the other is its duplicate, after the last news on that one. */
  readonly carries: boolean
}

/** More of them in one list tell nobody more. */
export const MOST_LINKS = 50

export const linked = (links: readonly Link[], link: Link): readonly Link[] => [
  ...links.filter(({ incident, as }) => incident !== link.incident || as !== link.as),
  link,
]

/** The incidents whose contact this one has taken over. Whoever carries somebody is carried by nobody, so no ring of duplicates closes. */
export const carriedBy = (links: readonly Link[]): readonly string[] =>
  links.flatMap(({ incident, as }) => (as === 'duplicate' ? [incident] : []))

/** What it says it repeats, where it said so; whether it may be closed on that account is another question. */
export const saidToRepeat = (links: readonly Link[]): string | null =>
  links.findLast(({ as }) => as === 'duplicate-of')?.incident ?? null
