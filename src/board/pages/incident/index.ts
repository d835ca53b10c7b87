/** `/incidents/{ref}`: what now, what is known and how old it is. */
import type { incident } from '../../../engine/answers/incident.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'

export const incidentPage: Page = { path: '/incidents/:ref', get: show }

async function show({ req, api, show }: Visit): Promise<void> {
  const ref = String(req.params.ref)
  const item = await api.get<Answer<typeof incident>>(`/v1/incidents/${encodeURIComponent(ref)}`)
  show('incident.njk', { item }, { title: ref })
}
