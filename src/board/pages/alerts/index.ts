/** `/alerts`: every alert that is not resolved, the longest waiting first, each with who has it and what can be done about it. */
import { ApiRefused } from '../../ask.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { plainly } from '../../words/refused.ts'
import { csvPage, fileOf } from '../reason/index.ts'
import { actOn, outcomeOf } from './act.ts'
import { type AskedFor, addressOf, askedOf } from './asked.ts'
import { readAlerts } from './readAlerts.ts'
import { type Refusal, viewOf } from './view.ts'

export const alerts: Page = { path: '/alerts', get: (visit) => showList(visit), post: act }

export const alertsFile: Page = csvPage('/alerts.csv', ({ req }) => {
  const { filter } = askedOf(req.query)
  // As the page shows them: those that are not resolved.
  const query = { ...filter, order: 'waiting' }
  return fileOf({ title: 'Alerts', back: addressOf(filter), list: '/v1/alerts', query })
})

async function showList(visit: Visit, refusal: Refusal | null = null): Promise<void> {
  const asked: AskedFor = askedOf(visit.req.query)
  const list = await readAlerts(visit.api, asked, visit.me.reads, visit.counts)
  const outcome = refusal === null ? await outcomeOf(visit) : null
  const model = {
    ...viewOf(list, asked, visit, refusal),
    outcome,
    file: addressOf(asked.filter).replace('/alerts', '/alerts.csv'),
  }
  visit.show(visit.req.query.fragment === 'rows' ? 'alerts/live.njk' : 'alerts.njk', model, {
    title: 'Alerts, longest waiting first',
    status: refusal?.status ?? 200,
  })
}

async function act(visit: Visit): Promise<void> {
  const typed = await visit.form()
  try {
    await actOn(visit, typed)
  } catch (error) {
    if (!(error instanceof ApiRefused) || !SHOWN.includes(error.code)) throw error
    const { status, problem } = error
    const message = error.code === 'not-found' ? GONE : plainly(error.message)
    const errors = problem.errors ?? []
    await showList(visit, { alert: typed.get('alert') ?? '', status, message, errors, typed })
  }
}

const GONE = 'There is no such alert, or you may not see it. Nothing was changed.'

/** Refusals about what was done to the alert; any other is a page of its own. */
const SHOWN: readonly string[] = ['invalid-event', 'not-accepted-now', 'forbidden', 'not-yourself', 'not-found']
