/** What whoever decides has to know of the incident: its grade now, how long she has waited, what is flagged, and what was found before. */
import type { incident } from '../../../engine/answers/incident.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { timelineItem } from '../../../engine/answers/timeline.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import type { Assessed } from '../reassessments/beside.ts'

type Incident = Answer<typeof incident>
type Line = Answer<typeof timelineItem>

interface Asked {
  readonly approval: string
  readonly incident: string
}

export interface Beside {
  readonly incident: Pick<Incident, 'priority' | 'waiting' | 'risk'>
  readonly before: { readonly at: string; readonly isThrive: boolean; readonly data: Assessed } | null
}

/** Lines before it that are looked through. Project default: the largest page. */
const MOST_LINES = 500

/** @returns null where it cannot be read here: of a restricted incident its readers say first why they read it. */
export async function besideOf(api: Api, item: Asked): Promise<Beside | null> {
  const path = `/v1/incidents/${encodeURIComponent(item.incident)}`
  try {
    const found = await api.get<Incident>(path)
    const { items } = await api.get<{ items: readonly Line[] }>(`${path}/timeline?order=newest&limit=${MOST_LINES}`)
    return { incident: found, before: lastBefore(items, item, found.checks) }
  } catch (error) {
    if (error instanceof ApiRefused && error.status < 500 && ![401, 429].includes(error.status)) return null
    throw error
  }
}

/** The latest by its time that was recorded before it was asked for and was not set aside. */
export function lastBefore(
  lines: readonly Pick<Line, 'sequence' | 'type' | 'at' | 'data'>[],
  { approval }: Pick<Asked, 'approval'>,
  checks: readonly Pick<Incident['checks'][number], 'reassessment' | 'verdict'>[],
): Beside['before'] {
  const asked = Number(approval.slice(approval.lastIndexOf('-a') + 2))
  const isSetAside = (sequence: number) => checks.some((one) => one.reassessment === sequence && one.verdict === 'explains')
  const [last] = lines
    .filter(({ type, sequence }) => ['thrive.assessed', 'risk.reassessed'].includes(type) && sequence < asked)
    .filter(({ sequence, data }) => data !== null && !isSetAside(sequence))
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.sequence - one.sequence)
  return last === undefined ? null : { at: last.at, isThrive: last.type === 'thrive.assessed', data: last.data as Assessed }
}
