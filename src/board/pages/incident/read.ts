/** What the page of an incident asks the API for. */
import type { IncidentView, TimelineItem } from '../../../engine/views/views.ts'
import type { Visit } from '../../visit.ts'
import { timesOf } from '../../words/text.ts'
import type { Briefing, Known } from './known.ts'

/** The newest lines that a page looks at; the rest is on the page of the record. The API's largest page. */
const MOST_LINES = 500

interface Lines {
  readonly items: readonly TimelineItem[]
}

export async function readKnown(
  { api, me, who, clock }: Visit,
  reference: string,
  headers: Readonly<Record<string, string>>,
): Promise<Known> {
  const path = `/v1/incidents/${encodeURIComponent(reference)}`
  // First alone: of a restricted incident the record notes only the first that opens it.
  const view = await api.get<IncidentView>(path, headers)
  const [{ items: lines }, briefing, first] = await Promise.all([
    api.get<Lines>(`${path}/timeline?order=newest&limit=${MOST_LINES}`, headers),
    api.get<Briefing>(`${path}/briefing`, headers),
    view.version > MOST_LINES ? api.get<Lines>(`${path}/timeline?limit=1`, headers) : null,
  ])
  const report = first === null ? lines.at(-1) : first.items[0]
  return { view, briefing, lines, report: report ?? null, me, person: who.person?.id ?? null, times: timesOf(clock) }
}
