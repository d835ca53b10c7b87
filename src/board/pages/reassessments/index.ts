/** `/reassessments`: what a second person has to read; `/{ref}/{sequence}`: one of them, read blind, and the verdict. */
import { randomUUID } from 'node:crypto'
import type { Issue } from '../../../../machines/rules/issue.ts'
import { Refused } from '../../../api/problems.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import { someFields } from '../../forms/someFields.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { NOT_READ, type Refusal, refusalOf } from '../../words/refused.ts'
import { CLOUD_EVENT, envelopeOf } from '../record/envelope.ts'
import { type Alert, type Found, type Incident, type Listed, listOf, type One, readingOf } from './model.ts'

const CHECKED = 'reassessment.checked'
const PATH = '/reassessments'
/** A list to work down; what was read is a reminder. Project default. */
const SHOWN = { toRead: 50, read: 10 } as const

export const reassessmentsPage: Page = { path: PATH, get: list }
export const reassessmentPage: Page = { path: `${PATH}/:ref/:sequence`, get: look, post: judge }

async function list({ req, api, me, who, clock, show }: Visit): Promise<void> {
  const cursor = typeof req.query.cursor === 'string' ? `&cursor=${encodeURIComponent(req.query.cursor)}` : ''
  const [waiting, read, alerts] = await Promise.all([
    api.get<Listed>(`/v1/reassessments?limit=${SHOWN.toRead}${cursor}`),
    api.get<Listed>(`/v1/reassessments?state=read&limit=${SHOWN.read}`),
    Promise.all((['reassessment-doubtful', 'reassessment-check-overdue'] as const).map((kind) => alertsOf(api, kind))),
  ])
  const model = listOf({ waiting, read, alerts: alerts.flat(), now: clock.now() })
  const mayJudge = who.person !== null && me.posts.includes(CHECKED)
  show('reassessments.njk', { ...model, mayJudge, isFirst: cursor === '' }, { title: 'Reassessments to read' })
}

const alertsOf = async (api: Api, kind: Alert['kind']): Promise<readonly Alert[]> =>
  (await api.get<{ items: readonly Alert[] }>(`/v1/alerts?kind=${kind}&limit=200`)).items.filter(
    ({ status }) => status !== 'resolved',
  )

async function look(visit: Visit): Promise<void> {
  const one = await oneOf(visit)
  if (one !== null) await showOne(visit, one, {})
}

/** @returns null where the page has said why there is nothing to read. */
async function oneOf({ req, api, show }: Visit): Promise<One | null> {
  const { ref = '', sequence = '' } = req.params as { ref?: string; sequence?: string }
  const found = await api
    .get<Found>(`/v1/reassessments/${encodeURIComponent(ref)}/${encodeURIComponent(sequence)}`)
    .catch((error: unknown) => {
      if (error instanceof ApiRefused && error.code === 'not-found') return null
      throw error
    })
  if (found !== null && 'restricted' in found) throw new Refused('restricted', 'This incident is restricted.')
  if (found !== null) return found
  // Its author reads the same whether it was drawn or nobody has to read it.
  show('reassessments/none.njk', {}, { title: 'Nothing here for you to read', status: 404 })
  return null
}

interface Shown {
  readonly id: string
  readonly typed: ReadonlyMap<string, readonly string[]>
  readonly issues: readonly Issue[]
  readonly refused: Refusal | null
  readonly status: number
}

async function showOne({ req, api, me, who, show }: Visit, one: One, shown: Partial<Shown>): Promise<void> {
  const { id = randomUUID(), typed = new Map(), issues = [], refused = null, status = 200 } = shown
  const incident = one.check === null ? null : await incidentOf(api, one.incident)
  const mayJudge = one.check === null && who.person !== null && me.posts.includes(CHECKED)
  const form = mayJudge
    ? { id, action: req.path, sequence: one.sequence, ...someFields(CHECKED, ['verdict', 'note'], { typed, issues }) }
    : null
  const errors = form?.errors ?? issues.map(({ detail }) => ({ text: detail, href: null }))
  const model = {
    ...readingOf(one, incident),
    ...{ form, errors, refused, kept: mayJudge ? '' : (typed.get('/data/note')?.[0] ?? '') },
    isDone: req.query.done !== undefined,
    isAgain: req.query.done === 'before',
  }
  show('reassessments/one.njk', model, { title: `Reassessment of ${one.incident}`, status })
}

/** What follows a verdict; a restricted incident asks its readers why they read it, so this page does without. */
const incidentOf = (api: Api, ref: string): Promise<Incident | null> =>
  api.get<Incident>(`/v1/incidents/${encodeURIComponent(ref)}`).catch((error: unknown) => {
    if (error instanceof ApiRefused && error.status < 500 && error.status !== 429) return null
    throw error
  })

async function judge(visit: Visit): Promise<void> {
  const { req, api, who, clock } = visit
  const fields = await visit.form()
  const said = (name: string): string => fields.get(name)?.trim() ?? ''
  const [verdict, note] = [said('/data/verdict'), said('/data/note')]
  const typed = new Map([
    ['/data/verdict', [verdict]],
    ['/data/note', [note]],
  ])
  const again = async (refused: Refusal, issues: readonly Issue[], status: number): Promise<void> => {
    const one = await oneOf(visit)
    if (one !== null) await showOne(visit, one, { id: said('id') || randomUUID(), typed, issues, refused, status })
  }
  if (verdict === '') return again(NOT_READ, [{ pointer: '/data/verdict', detail: 'is required' }], 422)
  const { ref = '', sequence = '' } = req.params as { ref?: string; sequence?: string }
  const body = envelopeOf(
    {
      ...{ event: CHECKED, id: said('id') || randomUUID(), subject: ref, person: who.person },
      now: new Date(clock.now()).toISOString(),
    },
    { data: { reassessment: Number(sequence), verdict, ...(note !== '' && { note }) }, time: null },
  )
  try {
    await api.send('POST', '/v1/events', { csrf: said('csrf'), type: CLOUD_EVENT, body })
    visit.goTo(`${req.path}?done=now`)
  } catch (error) {
    // Sent a second time, it was sent at another time.
    if (error instanceof ApiRefused && error.code === 'event-id-reused') return visit.goTo(`${req.path}?done=before`)
    if (!(error instanceof ApiRefused) || error.status >= 500 || [401, 429].includes(error.status)) throw error
    await again(error.code === 'not-accepted-now' ? NO_LONGER : refusalOf(error.code), error.problem.errors ?? [], error.status)
  }
}

const NO_LONGER: Refusal = {
  title: 'Nobody waits for this verdict any more',
  next: 'Nothing is recorded. Somebody has read it before you, or you made or approved it yourself. No verdict can be given twice.',
}
