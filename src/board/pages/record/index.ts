/** `/incidents/{ref}/record/{event}` and `/record/incident.reported`: a form for every event that a person may post. */
import { randomUUID } from 'node:crypto'
import { EVENTS, type EventName, typeOf } from '../../../../machines/rules/events.ts'
import type { Issue } from '../../../../machines/rules/issue.ts'
import { type ProblemCode, Refused } from '../../../api/problems.ts'
import { addressOf, incidentAt } from '../../address.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import { filledIn } from '../../forms/fill.ts'
import { type Form, formOf } from '../../forms/formOf.ts'
import { type Filled, laidOut } from '../../forms/laidOut.ts'
import { ADD, DATA, OTHER_TOOL, SUBJECT, within } from '../../forms/names.ts'
import { offered } from '../../forms/offered.ts'
import { readForm } from '../../forms/read.ts'
import type { Page } from '../../page.ts'
import { keepTold } from '../../told.ts'
import type { Visit } from '../../visit.ts'
import { type Headers, headersOf, sayingWhy, type Why, whyIn } from '../../why.ts'
import { NOT_READ, type Refusal, refusalOf } from '../../words/refused.ts'
import { endedBy } from '../approvals/ends.ts'
import { earlierOf } from './earlier.ts'
import { envelopeOf } from './envelope.ts'
import { type About, begun, type Incident, knownOf } from './known.ts'
import { postForm } from './post.ts'
import { stopgapAt, subjectOf } from './subject.ts'
import { asFirst, choiceOf, type Tool } from './tools.ts'
import { besidesWaiting, warningsOf } from './warnings.ts'

const REPORT: EventName = 'incident.reported'

export const record: Page = { path: '/incidents/:ref/record/:event', get: (visit) => open(visit, null), post: send }
export const report: Page = { path: '/record/:event', get: (visit) => open(visit, null), post: send }

/** What the address names. */
interface Asked {
  readonly event: EventName
  /** Null for a report: its incident has no reference yet. */
  readonly ref: string | null
}

/** @throws Refused `not-found` for an address of no form. */
function askedFor({ req }: Visit): Asked {
  const { ref = null, event = '' } = req.params as { ref?: string; event?: string }
  if (!Object.hasOwn(EVENTS, event) || (ref === null) !== (event === REPORT))
    throw new Refused('not-found', 'There is no form at this address.')
  return { event: event as EventName, ref }
}

/** @param said by a form, of why somebody reads a restricted incident. */
async function open(visit: Visit, said: URLSearchParams | null): Promise<void> {
  const asked = askedFor(visit)
  await sayingWhy(visit, asked.ref ?? '', said, (headers, why) => show(visit, asked, headers, why))
}

async function show(visit: Visit, asked: Asked, headers: Headers, why: Why | null): Promise<void> {
  const about = await aboutOf(visit, asked, headers)
  if (refuseForm(visit, asked, about)) return
  const form = formOf(asked.event, knownOf(asked.event, about))
  const person = visit.who.person
  const data = {
    ...begun(asked.event, about),
    ...(asked.event === REPORT && { force: visit.me.force, receivedAt: `${nowOf(visit).slice(0, 19)}Z` }),
  }
  const byRank = form.fields.find(({ path, kind }) => path === 'by' && kind === 'person')
  const typed = filledIn(form.shapes, { ...data, ...(byRank && person && { by: person }) })
  showForm(visit, asked, about, form, { typed }, { id: randomUUID(), why })
}

const nowOf = ({ clock }: Visit): string => new Date(clock.now()).toISOString()

async function aboutOf({ api, req, clock, me }: Visit, { event, ref }: Asked, headers: Headers, tool?: string): Promise<About> {
  const incident = ref === null ? null : await readable(api, ref, headers, me.posts.includes(event))
  const earlier = incident === null ? {} : await earlierOf(api, event, incident.incident, clock, headers)
  if (event !== 'dash.submitted') return { incident, tool: null, tools: [], earlier }
  const { items: tools } = await api.get<{ items: readonly Tool[] }>('/v1/tools')
  const wanted = tool ?? String(req.query.tool ?? '')
  return { incident, tools, earlier, tool: tools.find(({ name }) => name === wanted) ?? asFirst(tools)[0] ?? null }
}

/**
 * A restricted incident is read by few and may be added to by all who could before. Its readers are asked why, as on every page of it; who
 * may not record the event is not.
 */
async function readable(api: Api, ref: string, headers: Headers, mayPost: boolean): Promise<Incident | null> {
  try {
    return await api.get<Incident>(`/v1/incidents/${encodeURIComponent(ref)}`, headers)
  } catch (error) {
    if (error instanceof ApiRefused && (error.code === 'restricted' || (error.code === 'reason-required' && !mayPost)))
      return null
    throw error
  }
}

/** Says why there is no form, and what there is instead. @returns whether it did. */
function refuseForm({ me, show }: Visit, { event, ref }: Asked, { incident }: About): boolean {
  const mayNot = !me.posts.includes(event)
  const notNow = incident !== null && !incident.accepts.includes(typeOf(event))
  if (!mayNot && !notNow) return false
  const refused = refusalOf(mayNot ? 'forbidden' : 'not-accepted-now')
  const why = mayNot
    ? `“${EVENTS[event].label}” is recorded by others. Ask them, or record what you know as a note.`
    : `“${EVENTS[event].label}” cannot be recorded on ${ref} as it is now. It may have been recorded already.`
  const groups = incident === null ? [] : offered(incident, me.posts)
  show(
    'record/not.njk',
    { refused, why, incident: ref, back: backOf(ref), groups },
    { title: refused.title, status: mayNot ? 403 : 409 },
  )
  return true
}

const backOf = (ref: string | null): string => (ref === null ? '/' : incidentAt(ref))

async function send(visit: Visit): Promise<void> {
  const asked = askedFor(visit)
  const sent = await visit.form()
  if (sent.has('reason') && !sent.has('id')) return open(visit, sent)
  const other = sent.get(OTHER_TOOL)
  const fields = other === null ? sent : askedWith(sent, other)
  const why = whyIn(fields)
  const headers = headersOf(why)
  const about = await aboutOf(visit, asked, headers, fields.get('/data/tool') ?? undefined).catch(orNothing)
  const form = formOf(asked.event, knownOf(asked.event, about))
  const subject = subjectOf(asked.ref, fields)
  const posted = readForm(form.shapes, subject.rest)
  const id = fields.get('id') || randomUUID()
  const again = (issues: readonly Issue[], more: Partial<Shown>): void =>
    showForm(visit, asked, about, form, { ...posted, issues }, { id, why, reference: subject.reference, ...more })
  if (other !== null || fields.has(ADD)) return again([], {})
  if (!visit.me.posts.includes(asked.event)) return again([], { refused: refusalOf('forbidden'), status: 403 })
  const issues = [...subject.issues, ...posted.issues]
  if (issues.length > 0) return again(issues, { refused: NOT_READ, status: 422 })
  const now = nowOf(visit)
  const sending = { event: asked.event, id, subject: subject.reference, person: visit.who.person }
  const eventAt = (at: string) => envelopeOf({ ...sending, now: at }, posted)
  try {
    const taken = await postForm(visit.api, { csrf: fields.get('csrf') ?? '', now, eventAt, headers })
    keepTold(visit.res, id, warningsOf(laidOut(form, posted).nodes, besidesWaiting(taken.warnings)))
    visit.goTo(addressOf(backOf(subject.reference), { waits: taken.status === 'pending' ? taken.approval : null, done: id }))
  } catch (error) {
    if (error instanceof ApiRefused && error.status === 401) throw error
    again(error instanceof ApiRefused ? (error.problem.errors ?? []) : [], refusedAs(error))
  }
}

/** The answers that were given stay, also those that only the other tool asks: whoever changed the tool sees what is over. */
function askedWith(sent: URLSearchParams, tool: string): URLSearchParams {
  const given = new URLSearchParams([...sent].filter(([name, value]) => !name.startsWith(DATA) || value.trim() !== ''))
  given.set(within(DATA, 'tool'), tool)
  return given
}

/** The form comes back with what was typed even where the incident cannot be read. */
function orNothing(error: unknown): About {
  const isMissing = error instanceof ApiRefused && error.status < 500 && error.status !== 429
  // Restricted since the form was opened: what was written is recorded all the same.
  if (isMissing && error.code !== 'reason-required') throw error
  return { incident: null, tool: null, tools: [], earlier: {} }
}

interface Shown {
  readonly id: string
  readonly why: Why | null
  readonly reference: string
  readonly refused: Refusal
  readonly blockers: readonly string[]
  readonly status: number
}

function refusedAs(error: unknown): Partial<Shown> {
  if (!(error instanceof ApiRefused)) return { refused: refusalOf(null), status: 503 }
  const { code, status, problem } = error
  const isKnown = status !== 500
  const blockers = (problem.blockers ?? []).map(({ detail }) => detail)
  return { refused: refusalOf(isKnown ? code : null), status, blockers: blockers.length > 0 ? blockers : detailOf(error) }
}

/** Of these the page's own sentence says all there is to say. */
const SAID: readonly ProblemCode[] = ['event-id-reused', 'payload-too-large']

/** The API's own sentence, where no field says more. */
const detailOf = ({ problem, code, status }: ApiRefused): readonly string[] =>
  (problem.errors ?? []).length > 0 || SAID.includes(code) || status === 503 || status === 429 || status === 500
    ? []
    : [problem.detail]

/** Drafts, and news while somebody writes, are for whoever reads the incident; and for whoever reports one. */
function keepsOf({ event, ref }: Asked, incident: Incident | null) {
  if (ref === null) return { incident: null, draft: event }
  return incident && { incident: incident.incident, draft: `${incident.incident}/${event}` }
}

function showForm(visit: Visit, asked: Asked, about: About, form: Form, filled: Filled, shown: Partial<Shown>): void {
  const { id, why = null, reference = '', refused, blockers = [], status = 200 } = shown
  const said = blockers.map((detail) => ({ pointer: '', detail }))
  const { event, ref } = asked
  const typed = new Map(filled.typed).set(SUBJECT, [reference])
  const issues = [...said, ...(filled.issues ?? [])]
  const { nodes, time, errors } = laidOut(
    form,
    { ...filled, typed, issues },
    { stopgap: ref === null ? stopgapAt(nowOf(visit)) : null },
  )
  const model = {
    ...{ refused, errors, incident: ref, back: backOf(ref) },
    ...{ ending: endedBy(event, about.incident?.approvals ?? []), mayRead: visit.me.reads.supervises },
    form: {
      ...{ title: form.title, action: visit.req.path, id, why, nodes, time, keeps: keepsOf(asked, about.incident) },
      ...choiceOf(about.tool, about.tools),
    },
  }
  visit.show('record.njk', model, { title: `${form.title}${ref === null ? '' : `, ${ref}`}`, status })
}
