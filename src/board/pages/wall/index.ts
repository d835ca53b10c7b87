/** `/`: who is worst and why, who has it, how long she has really waited, what is unknown since when. */
import type { incidentItem } from '../../../engine/answers/incident.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { Visit } from '../../visit.ts'
import type { Page } from '../index.ts'

type Item = Answer<typeof incidentItem>

export const wall: Page = { path: '/', get: show }

async function show({ api, show }: Visit): Promise<void> {
  const { items } = await api.get<{ items: readonly Item[] }>('/v1/incidents?state=closure.open&limit=100')
  show('wall.njk', { items }, { title: 'Open incidents' })
}
