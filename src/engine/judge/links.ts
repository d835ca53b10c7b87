/**
 * Records that are linked: what a link asks of the other incident, which is looked up among what is on disk. Nothing of the
 * same commit counts, because one of two changes may fail alone; what depends on another waits for the next (`recordEvents`).
 */
import type { PublicEvent } from '../../../machines/incident/setup.ts'
import { carriedBy, type Link, type Original } from '../../../machines/rules/report/links.ts'
import type { ArrivedEvent } from '../engine.ts'
import type { Warning } from '../problems.ts'
import type { Case, CaseKey } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'
import { isClosed } from '../views/items.ts'
import { fine, invalid, issue, type Judged } from './judged.ts'

/** Incidents on record by reference; null for an incident whose snapshot cannot be read. */
export interface OnRecord {
  has(key: CaseKey): boolean
  get(key: CaseKey): Case | null
}

/** The incident that an event names as linked. */
export const namedIn = (event: ArrivedEvent): CaseKey | null =>
  isLink(event) ? { force: event.force, reference: event.data.incident } : null

const isLink = (event: ArrivedEvent): event is ArrivedEvent<'incident.linked'> => event.type === 'incident.linked'

/** The link that an accepted event made, as its incident remembers it. */
export const linkIn = ({ incident: { context } }: LiveCase, event: ArrivedEvent): readonly Link[] =>
  isLink(event) ? context.links.filter(({ incident, as }) => incident === event.data.incident && as === event.data.as) : []

/** Whether the other incident can be linked, and what is in the way of closing this one on its account. @returns also the record that this one repeats */
export function judgeLink(
  live: LiveCase,
  event: PublicEvent,
  onRecord: OnRecord,
): { readonly link: Judged; readonly original: Original | null } {
  if (event.type !== 'incident.linked') return { link: fine(), original: null }
  const { incident, as } = event.data
  const wrong = (detail: string) => ({ link: invalid([issue('/data/incident', detail)]), original: null })
  if (incident === live.reference) return wrong('is this incident itself: name the other one')
  if (!onRecord.has({ force: live.force, reference: incident })) return wrong('no such incident has been reported in this force')
  const original = as === 'duplicate-of' ? originalOf(live, incident, onRecord) : null
  return { link: fine(warningsOf(live, as === 'duplicate', original)), original }
}

/** The record that is said to be repeated, as it is. */
function originalOf({ force, reference, newsAt }: LiveCase, incident: string, onRecord: OnRecord): Original {
  const kept = onRecord.get({ force, reference: incident })
  const said = (kept?.incident.context.links as readonly Link[] | undefined)?.find(
    (link) => link.incident === reference && link.as === 'duplicate',
  )
  return {
    incident,
    version: kept?.version ?? 0,
    closed: kept !== null && isClosed(kept.incident),
    // The empty text comes before every instant.
    carries: said !== undefined && said.knownAt >= (newsAt ?? ''),
  }
}

/** Said where a handler would take it for granted that this record may be closed now. */
function warningsOf(live: LiveCase, takesOver: boolean, original: Original | null): readonly Warning[] {
  const { duplicateOf, links, priority } = live.incident.context
  const carried = carriedBy(links)
  const warn = (code: string, pointer: string, detail: string): Warning[] => [{ code, pointer, detail }]
  if (takesOver && duplicateOf !== null)
    return warn(
      'was-a-duplicate',
      '/data/as',
      `This record repeats ${duplicateOf.incident}. It carries another contact now, so somebody has to go for it: better link on ${duplicateOf.incident}.`,
    )
  if (original === null) return []
  if (carried.length > 0)
    return warn(
      'carries-another',
      '/data/as',
      `This record carries ${carried.join(', ')}: it cannot be closed as a duplicate itself.`,
    )
  if (!original.carries)
    return warn(
      'original-does-not-carry-it',
      '/data/incident',
      `Post incident.linked on ${original.incident} first (as: duplicate), then this again: ${original.incident} does not know of this record, or not of the last news on it.`,
    )
  if (priority === null) return warn('not-graded', '/data/as', 'Grade this record first, then post this again.')
  return []
}
