/** `/`: who is worst and why, who has it, how long she has really waited, what is unknown since when. */
import { ApiRefused } from '../../ask.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { acted } from './act.ts'
import { askedOf } from './asked.ts'
import { outcomeOf } from './outcome.ts'
import { readList } from './readList.ts'
import { viewOf } from './view.ts'

export const wall: Page = { path: '/', get: show, post: acted }

async function show(visit: Visit): Promise<void> {
  const { req, api, me, show } = visit
  if (me.reads.incidents === 'none') return show('wall/administrator.njk', { reads: me.reads }, { title: 'What you can do here' })
  const asked = askedOf(req.query)
  const list = await readList(api, asked, visit.counts)
  if (list.failure?.status === 401) throw list.failure
  const outcome = await outcomeOf(visit)
  const model = { ...viewOf(list, asked, visit), outcome }
  const isFragment = req.query.fragment === 'rows'
  const status = list.failure === null ? 200 : statusOf(list.failure)
  show(isFragment ? 'wall/live.njk' : 'wall.njk', model, { title: 'Open incidents, worst first', status })
}

const statusOf = (failure: Error): number => (failure instanceof ApiRefused ? failure.status : 500)
