/** `/incidents/{ref}/briefing`: what at the door. For a telephone, and for one sheet of paper. */

import type { IncidentView } from '../../../engine/views/views.ts'
import { offered } from '../../forms/offered.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { type Headers, sayingWhy } from '../../why.ts'
import { type Briefing, briefingSeen, type Offer } from './model.ts'

export const briefing: Page = {
  path: '/incidents/:ref/briefing',
  get: (visit) => sayingWhy(visit, referenceIn(visit), null, (headers) => answer(visit, headers)),
  post: async (visit) => sayingWhy(visit, referenceIn(visit), await visit.form(), (headers) => answer(visit, headers)),
}

const referenceIn = ({ req }: Visit): string => String(req.params.ref)

async function answer(visit: Visit, headers: Headers): Promise<void> {
  const ref = referenceIn(visit)
  const body = await visit.api.get<Briefing>(`/v1/incidents/${encodeURIComponent(ref)}/briefing`, headers)
  const model = briefingSeen(body, visit.clock.now(), body.closed ? await offersOn(visit, ref, headers) : [])
  visit.show('briefing.njk', model, { title: `${ref}: briefing${body.closed ? ', closed' : ''}` })
}

/** What a closed incident still takes from this role. */
async function offersOn({ api, me }: Visit, ref: string, headers: Headers): Promise<readonly Offer[]> {
  const view = await api.get<IncidentView>(`/v1/incidents/${encodeURIComponent(ref)}`, headers)
  return offered(view, me.posts).flatMap(({ offers }) => offers)
}
