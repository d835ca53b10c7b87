/** `/incidents/{ref}/briefing`: what at the door. For a telephone, and for one sheet of paper. */

import type { Page } from '../../page.ts'
import { errorsByName } from '../../refusedForm.ts'
import type { Visit } from '../../visit.ts'
import { readWithReason } from '../reading.ts'
import { type Briefing, briefingSeen } from './model.ts'

export const briefing: Page = {
  path: '/incidents/:ref/briefing',
  get: (visit) => answer(visit, null),
  post: async (visit) => answer(visit, await visit.form()),
}

async function answer(visit: Visit, sent: URLSearchParams | null): Promise<void> {
  const { req, clock, show } = visit
  const ref = String(req.params.ref)
  const read = await readWithReason<Briefing>(visit, `/v1/incidents/${encodeURIComponent(ref)}/briefing`, sent)
  if (read.body === null) {
    const { why } = read
    return show('reading.njk', { ...why, byName: errorsByName(why.errors) }, { title: `${ref}: restricted`, status: why.status })
  }
  show('briefing.njk', briefingSeen(read.body, clock.now()), { title: `${ref}: briefing` })
}
