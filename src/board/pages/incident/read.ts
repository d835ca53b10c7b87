/** What the page of an incident asks the API for. */
import type { AlertItem, IncidentView, TimelineItem } from '../../../engine/views/views.ts'
import { ApiRefused } from '../../ask.ts'
import type { Visit } from '../../visit.ts'
import { timesOf } from '../../words/text.ts'
import type { Briefing, Known } from './known.ts'

/** The newest lines that a page looks at; the rest is on the page of the record. The API's largest page. */
const MOST_LINES = 500

const UNENDED = (incident: string) => ({ incident, order: 'waiting', limit: '200' })

interface Alerts {
  readonly items: readonly AlertItem[]
}

/** The incident is shown without them; they are in the list of alerts too. */
function none(error: unknown): Alerts {
  if (error instanceof ApiRefused) return { items: [] }
  throw error
}

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
  const [{ items: lines }, briefing, first, naming] = await Promise.all([
    api.get<Lines>(`${path}/timeline?order=newest&limit=${MOST_LINES}`, headers),
    api.get<Briefing>(`${path}/briefing`, headers),
    view.version > MOST_LINES ? api.get<Lines>(`${path}/timeline?limit=1`, headers) : null,
    me.reads.alerts ? api.get<Alerts>(`/v1/alerts?${new URLSearchParams(UNENDED(reference))}`).catch(none) : { items: [] },
  ])
  // The incident has its own alerts. Those about the system that name it are in the list alone, and are taken with its own.
  const own = new Set(view.alerts.map(({ id }) => id))
  const alerts = [...view.alerts, ...naming.items.filter(({ id }) => !own.has(id))]
  const report = first === null ? lines.at(-1) : first.items[0]
  return {
    view: { ...view, alerts },
    briefing,
    lines,
    report: report ?? null,
    me,
    person: who.person?.id ?? null,
    times: timesOf(clock),
  }
}
