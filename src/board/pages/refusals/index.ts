/** `/refusals`: what was refused, and who has to be rung because of it. `/refusals/{id}`: one of them, with what was sent. */
import type { AlertItem } from '../../../engine/views/views.ts'
import { addressOf, askedFor } from '../../address.ts'
import { ApiRefused } from '../../ask.ts'
import { dismiss, dismissible, type RefusedDismissal, unended } from '../../dismissing.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { type Headers, sayingWhy } from '../../why.ts'
import { csvPage, fileOf } from '../reason/index.ts'
import { fateOf, mistakesOf, type Refusal, type Reported, type Restricted, readSent, rowOf, type Sent, turned } from './model.ts'

const PATH = '/refusals'
const KIND = 'report-refused'
const LIMIT = 100

export const refusals: readonly Page[] = [
  { path: PATH, get: (visit) => list(visit) },
  { path: `${PATH}/dismiss`, post: end },
  csvPage(`${PATH}.csv`, ({ req }) => {
    const query = askedFor(req, ['incident'])
    return fileOf({ title: 'Refused reports', back: addressOf(PATH, query), list: '/v1/refusals', query })
  }),
  { path: `${PATH}/:id`, get: (visit) => asked(visit, null), post: async (visit) => asked(visit, await visit.form()) },
]

async function list({ req, api, me, show }: Visit, refused: RefusedDismissal | null = null): Promise<void> {
  const { incident, cursor, done } = askedFor(req, ['incident', 'cursor', 'done'])
  const [page, alerts] = await Promise.all([
    api.get<{ items: readonly (Refusal | Restricted)[]; next: string | null }>(
      addressOf('/v1/refusals', { incident, cursor, limit: String(LIMIT) }),
    ),
    me.reads.alerts ? unended(api, [KIND]) : [],
  ])
  const unreported = new Set(alerts.map((alert) => alert.incident))
  const model = {
    ...{
      incident,
      done: done === 'ended' ? 'The alert is ended.' : '',
      mayEnd: me.reads.supervises,
      errors: refused?.errors ?? [],
    },
    waiting: alerts.flatMap((alert) => dismissible(alert, refused) ?? []),
    rows: page.items.map((item) => rowOf(item, unreported)),
    file: addressOf(`${PATH}.csv`, { incident }),
    next: page.next === null ? '' : addressOf(PATH, { incident, cursor: page.next }),
  }
  show('refusals.njk', model, { title: 'Refused reports', status: refused?.status ?? 200 })
}

async function end(visit: Visit): Promise<void> {
  const refused = await dismiss(visit)
  if (refused === null) visit.goTo(addressOf(PATH, { done: 'ended' }))
  else await list(visit, refused)
}

const TITLE = 'A refused report'

const asked = (visit: Visit, form: URLSearchParams | null): Promise<void> =>
  sayingWhy(visit, TITLE, form, (headers) => one(visit, headers))

async function one(visit: Visit, headers: Headers): Promise<void> {
  const { api, req, show } = visit
  const body = await api.get<Sent>(`/v1/refusals/${encodeURIComponent(String(req.params.id))}`, headers)
  const [reported, alerts] = await Promise.all([reportedSince(visit, body.incident), alertsAbout(visit, body.incident)])
  const { title: reason, at: when, ...row } = rowOf(body, new Set())
  const read = readSent(body)
  const model = {
    ...row,
    ...mistakesOf(body, read),
    ...{ reason, when },
    ...{ facts: read?.facts ?? [], id: body.id ?? '', sent: turned(body.sent), fate: fateOf(reported, alerts[0] ?? null) },
  }
  show('refusals/one.njk', model, { title: TITLE })
}

/** The API answers whether an incident is there, and its refusal says so too. */
async function reportedSince({ api }: Visit, incident: string | null): Promise<Reported> {
  if (incident === null || incident === '') return 'none'
  try {
    await api.get(`/v1/incidents/${encodeURIComponent(incident)}`)
    return 'reported'
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error
    const by: Partial<Record<ApiRefused['code'], Reported>> = {
      ...{ 'unknown-incident': 'not-reported', restricted: 'restricted', 'reason-required': 'restricted' },
    }
    return by[error.code] ?? 'not-known'
  }
}

async function alertsAbout({ api, me }: Visit, incident: string | null): Promise<readonly AlertItem[]> {
  if (incident === null || incident === '' || !me.reads.alerts) return []
  try {
    const path = addressOf('/v1/alerts', { kind: KIND, incident, limit: '50' })
    const { items } = await api.get<{ items: readonly AlertItem[] }>(path)
    return [...items].sort((a, b) => (a.raisedAt < b.raisedAt ? 1 : -1))
  } catch (error) {
    // A refused number may be one that no query takes.
    if (error instanceof ApiRefused && error.status < 500) return []
    throw error
  }
}
