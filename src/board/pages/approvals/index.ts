/** `/approvals`: what waits for a second person, with a form for whoever may decide, and what was decided last. */
import { randomUUID } from 'node:crypto'
import type { Issue } from '../../../../machines/rules/issue.ts'
import { ApiRefused } from '../../ask.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { NOT_READ, type Refusal, refusalOf } from '../../words/refused.ts'
import { CLOUD_EVENT, envelopeOf } from '../record/envelope.ts'
import { besideOf } from './beside.ts'
import { type Approvals, approvalsOf, isShown, mayDecide, OUTCOMES, type Outcome, type Tried } from './model.ts'

const PATH = '/approvals'
/** A list to work down; what was decided is a reminder. Project default. */
const SHOWN = { waiting: 20, decided: 10 } as const

export const approvalsPage: Page = { path: PATH, get: look, post: decide }

const isOutcome = (said: unknown): said is Outcome => OUTCOMES.some((outcome) => outcome === said)

async function look(visit: Visit): Promise<void> {
  const { done } = visit.req.query
  await show(visit, { tried: null, done: isOutcome(done) ? done : null })
}

interface Shown {
  readonly tried: Tried | null
  readonly done: Outcome | null
  readonly status?: number
}

async function show({ api, who, clock, show }: Visit, { tried, done, status = 200 }: Shown): Promise<void> {
  const [waiting, decided] = await Promise.all([
    api.get<Approvals>(`/v1/approvals?limit=${SHOWN.waiting}`),
    api.get<Approvals>(`/v1/approvals?status=decided&limit=${SHOWN.decided}`),
  ])
  const reader = { person: who.person, role: who.role, newId: randomUUID, now: clock.now() }
  const deciding = waiting.items.filter(isShown).filter((item) => mayDecide(item, reader))
  const besides = new Map(await Promise.all(deciding.map(async (item) => [item.approval, await besideOf(api, item)] as const)))
  show('approvals.njk', approvalsOf({ waiting, decided, tried, done, besides }, reader), {
    title: 'Waiting for a second person',
    status,
  })
}

async function decide(visit: Visit): Promise<void> {
  const fields = await visit.form()
  const said = (name: string): string => fields.get(name) ?? ''
  const typed = { approval: said('/data/approval'), decision: said('/data/decision'), reason: said('/data/reason').trim() }
  const again = (refused: Refusal, issues: readonly Issue[], status: number): Promise<void> =>
    show(visit, { tried: { ...typed, refused, issues }, done: null, status })
  const missing = missingIn(typed)
  if (missing.length > 0) return again(NOT_READ, missing, 422)
  const sending = {
    ...{ event: 'approval.given' as const, id: said('id') || randomUUID(), subject: said('subject'), person: visit.who.person },
    now: new Date(visit.clock.now()).toISOString(),
  }
  const { reason, ...decision } = typed
  const data = { ...decision, ...(reason !== '' && { reason }) }
  try {
    const body = envelopeOf(sending, { data, time: null })
    const taken = await visit.api.send<Taken>('POST', '/v1/events', { csrf: said('csrf'), type: CLOUD_EVENT, body })
    const isLapsed = (taken.body.warnings ?? []).some(({ code }) => code === 'approval-lapsed')
    visit.goTo(`${PATH}?done=${isLapsed ? 'lapsed' : typed.decision}`)
  } catch (error) {
    // Sent a second time, it was sent at another time.
    if (error instanceof ApiRefused && error.code === 'event-id-reused') return visit.goTo(`${PATH}?done=before`)
    if (!(error instanceof ApiRefused) || error.status >= 500 || [401, 429].includes(error.status)) throw error
    await again(refusedAs(error), error.problem.errors ?? [], error.status)
  }
}

interface Taken {
  readonly warnings?: readonly { readonly code: string }[]
}

function missingIn({ decision, reason }: Pick<Tried, 'decision' | 'reason'>): readonly Issue[] {
  if (decision === '') return [{ pointer: '/data/decision', detail: 'is required' }]
  return decision === 'refused' && reason === '' ? [{ pointer: '/data/reason', detail: 'say why you refuse' }] : []
}

const NO_LONGER: Refusal = {
  title: 'This no longer waits for a decision',
  next: 'Nothing is recorded. Somebody decided before you, or it lapsed: the list of what was decided last says what became of it.',
}
const BY_OTHERS: Refusal = {
  title: 'You may not decide this',
  next: 'Nothing is recorded. Somebody else than who asked has to decide, in a role that may.',
}

function refusedAs({ code }: ApiRefused): Refusal {
  if (code === 'not-accepted-now') return NO_LONGER
  return code === 'downgrade-not-approved' || code === 'forbidden' ? BY_OTHERS : refusalOf(code)
}
