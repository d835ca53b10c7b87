/** Who opened a restricted incident, as its lines say: asked where the alert of an opening is dismissed. */
import type { CaseStore } from '../ports.ts'
import type { CaseKey, Entry } from '../step/case.ts'

/** A line that may have raised the alert of an opening. */
export type Opening = Pick<Entry, 'actor' | 'consequences'>
const OPENING_LINES = ['glass.broken', 'incident.restricted', 'incident.unrestricted']

/** For a dismissal: the line that raised an alert says who had signed in. */
export async function openingsOf(store: Pick<CaseStore, 'readEntries'>, key: CaseKey, upTo: number): Promise<readonly Opening[]> {
  const openings: Opening[] = []
  for await (const { actor, consequences } of store.readEntries(key, upTo, OPENING_LINES)) openings.push({ actor, consequences })
  return openings
}
