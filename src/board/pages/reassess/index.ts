/** `/incidents/{ref}/reassess`: how has the risk changed. */
import { randomUUID } from 'node:crypto'
import { typeOf } from '../../../../machines/rules/events.ts'
import { SUPERVISING } from '../../../../machines/rules/vocabulary.ts'
import { Refused } from '../../../api/problems.ts'
import { isFromHere } from '../../../api/session/csrf.ts'
import { incidentAt } from '../../address.ts'
import { ApiRefused } from '../../ask.ts'
import { offered } from '../../forms/offered.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { type Headers, headersOf, sayingWhy, type Why, whyIn } from '../../why.ts'
import { refusalOf } from '../../words/refused.ts'
import { endedBy } from '../approvals/ends.ts'
import { answeredMeanwhile } from './asked.ts'
import { postedOf } from './dataOf.ts'
import { doneOf } from './done.ts'
import { type Known, readKnown } from './known.ts'
import { formOf } from './model.ts'
import { placed, type Refusal, refusalOf as refusedAs, unreadable } from './refusal.ts'
import { send } from './sent.ts'
import { stillMissing } from './stillMissing.ts'

export const reassess: Page = { path: '/incidents/:ref/reassess', get: (visit) => open(visit, null), post: take }

const refOf = ({ req }: Visit): string => String(req.params.ref)

/** @param why the form that says why somebody reads a restricted incident. */
async function open(visit: Visit, why: URLSearchParams | null): Promise<void> {
  if (refuseForm(visit)) return
  await sayingWhy(visit, refOf(visit), why, (headers) => show(visit, headers, whyIn(why)))
}

async function show(visit: Visit, headers: Headers, why: Why | null): Promise<void> {
  const ref = refOf(visit)
  const known = await readKnown(visit.api, ref, headers)
  const { recorded } = visit.req.query
  const done =
    typeof recorded === 'string' ? doneOf(known, Number(recorded), [visit.req.query.doubt ?? []].flat().map(String)) : null
  if (done !== null) return visit.show('reassess/done.njk', { done }, { title: `Recorded: ${ref}` })
  if (isOver(known.incident)) return showOver(visit, known.incident)
  showForm(visit, known, { id: randomUUID(), form: null, refusal: null }, why)
}

const isOver = ({ state, accepts }: Known['incident']): boolean =>
  state.closure === 'closed' && !accepts.includes(typeOf('risk.reassessed'))

/** A form that would be refused is not shown; what somebody has written on one that they opened before is (`showAgain`). */
function showOver({ me, show }: Visit, view: Known['incident']): void {
  const refused = refusalOf('not-accepted-now')
  const { incident } = view
  const groups = offered(view, me.posts)
  const back = incidentAt(incident)
  show('record/not.njk', { refused, why: CLOSED, incident, back, groups }, { title: `Closed: ${incident}`, status: 409 })
}

const CLOSED =
  'This incident is closed: nobody reassesses its risk. A further call or other news opens it again, and so does a supervisor who reopens it.'

async function take(visit: Visit): Promise<void> {
  if (refuseForm(visit)) return
  const form = await visit.form()
  if (form.has('reason') && !form.has('id')) return open(visit, form)
  const posted = postedOf(form, { now: visit.clock.now(), assessor: assessorOf(visit) })
  if (visit.req.accepts(['html', 'json']) === 'json') return tellMissing(visit, form, posted)
  const ref = refOf(visit)
  if (posted.issues.length > 0) return showAgain(visit, form, unreadable(posted.issues))
  try {
    visit.goTo(await send(visit, ref, form, posted))
  } catch (error) {
    if (!(error instanceof ApiRefused) || LEADS_AWAY.has(error.status)) throw error
    await showAgain(visit, form, refusedAs(error, posted.data))
  }
}

/** Not signed in, not this role, no such incident: a page of its own says so, and keeps what was written. */
const LEADS_AWAY: ReadonlySet<number> = new Set([401, 403, 404])

function tellMissing({ req, res, clock }: Visit, form: URLSearchParams, posted: ReturnType<typeof postedOf>): void {
  if (!isFromHere(req)) throw new Refused('forbidden', 'Only our own pages ask this.')
  res.set('Cache-Control', 'no-store')
  res.json({ missing: placed(stillMissing(posted, form, clock.zone), posted.data).errors })
}

/** With all that was typed. What is not known to have arrived goes out under the same id. */
async function showAgain(visit: Visit, form: URLSearchParams, refusal: Refusal): Promise<void> {
  const why = whyIn(form)
  const known = await readKnown(visit.api, refOf(visit), headersOf(why))
  const isUnknown = refusal.status >= 500
  const id = isUnknown ? (form.get('id') ?? randomUUID()) : randomUUID()
  showForm(visit, known, { id, form, refusal }, why)
}

type Asked = Pick<Parameters<typeof formOf>[0], 'id' | 'form' | 'refusal'>

function showForm(visit: Visit, known: Parameters<typeof formOf>[0]['known'], asked: Asked, why: Why | null): void {
  const { who, clock } = visit
  const { form, refusal } = asked
  const model = formOf({ known, now: clock.now(), role: who.role, person: who.person?.id ?? '', ...asked })
  const answered = form === null ? [] : answeredMeanwhile(known, form)
  const isUnknown = (refusal?.status ?? 0) >= 500
  visit.show(
    'reassess.njk',
    {
      ...model,
      why,
      answered,
      ending: endedBy('risk.reassessed', known.incident.approvals),
      isUnknown,
      errors: refusal?.errors ?? [],
    },
    { title: `Reassess the risk: ${refOf(visit)}`, status: refusal?.status ?? 200 },
  )
}

/** Says who reassesses the risk. @returns whether it did. */
function refuseForm(visit: Visit): boolean {
  const { who, show } = visit
  if (SUPERVISING.includes(who.role)) return false
  const refused = refusalOf('forbidden')
  const back = incidentAt(refOf(visit))
  show(
    'record/not.njk',
    { refused, why: NOT_YOURS, incident: refOf(visit), back, groups: [] },
    { title: refused.title, status: 403 },
  )
  return true
}

const NOT_YOURS =
  'A supervisor or a rank above reassesses the risk. Tell your supervisor what you know, or record it on the incident.'

function assessorOf({ who }: Visit) {
  if (who.person === null) throw new Refused('forbidden', 'Nobody knows who you are: sign in with your name.')
  return who.person
}
