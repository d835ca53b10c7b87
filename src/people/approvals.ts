/** `/approvals`: what waits for a second person, with a form for each, for a browser without a script too. */
import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { typeOf } from '../../machines/rules/events.ts'
import { samePerson } from '../../machines/rules/person.ts'
import type { Person } from '../../machines/rules/vocabulary.ts'
import { logRead } from '../api/access/logRead.ts'
import { discloseItems } from '../api/access/references.ts'
import { onlyTakes } from '../api/answerProblems.ts'
import { authenticate, callerOf, type Knowing } from '../api/authenticate.ts'
import type { Posting } from '../api/createApi.ts'
import { Refused, statusOf } from '../api/problems.ts'
import { hiddenFor } from '../api/reads/restricted.ts'
import { RIGHTS } from '../api/roles.ts'
import { readForm } from '../api/session/form.ts'
import type { ApprovalItem, Reads } from '../engine/reads.ts'
import { approvalsPage, type Decided, type Reader, type Tried } from './approvalsPage.ts'
import { answerWithPages, sendPage } from './page.ts'

interface Ports {
  readonly reads: Pick<Reads, 'approvals' | 'restricted'>
  /** Of the policy: the times that the page shows are of this place. */
  readonly zone: string
}

const PATH = '/approvals'
/** The page is a list to work down, and what was decided a reminder: whoever wants all of it reads `GET /v1/approvals`. */
const SHOWN = { waiting: 50, decided: 10 } as const

export const createApprovals =
  (ports: Ports) =>
  (knowing: Knowing & Posting): RequestHandler => {
    const app = Router()
    app
      .route(PATH)
      .get(signInFirst(knowing), logRead(knowing), show(ports))
      .post(signInFirst(knowing), logRead(knowing), decide(ports, knowing))
      .all(onlyTakes('GET', 'HEAD', 'POST'))
    app.use(PATH, answerWithPages)
    return app
  }

/** Whoever is signed out is led to the door, and back from there. */
function signInFirst(knowing: Knowing): RequestHandler {
  const known = authenticate(knowing)
  return async (req, res, next) => {
    try {
      await known(req, res, next)
    } catch (error) {
      const isOut = error instanceof Refused && error.code === 'unauthorized' && req.get('authorization') === undefined
      if (!isOut) throw error
      res.redirect(303, `/sign-in?to=${encodeURIComponent(PATH)}`)
    }
  }
}

/** Who a session acts as; null for a key, whose people the page does not know. */
function selfOf(res: Response): Person | null {
  const { session } = res.locals
  if (session === undefined) return null
  return session.person === null ? session.named : { id: session.person.name, role: callerOf(res).role }
}

const DECISIONS: readonly string[] = ['approved', 'refused', 'lapsed', 'before']
const isDecided = (said: unknown): said is Decided => typeof said === 'string' && DECISIONS.includes(said)

const show =
  (ports: Ports): RequestHandler =>
  (req, res) =>
    sendApprovals(ports, res, { tried: null, done: isDecided(req.query.done) ? req.query.done : null })

async function sendApprovals(
  { reads, zone }: Ports,
  res: Response,
  { tried, done, status = 200 }: { readonly tried: Tried | null; readonly done: Decided | null; readonly status?: number },
): Promise<void> {
  const caller = callerOf(res)
  if (!RIGHTS[caller.role].samples)
    throw new Refused(
      'forbidden',
      `Supervisors, the ranks above them and auditors read what waits for a second person. You are signed in as ${caller.role}.`,
    )
  const [waiting, decided] = await Promise.all([
    reads.approvals(caller.force, 'waiting', { limit: SHOWN.waiting }),
    reads.approvals(caller.force, 'decided', { limit: SHOWN.decided }),
  ])
  discloseItems(res, [...waiting.items, ...decided.items])
  const hidden = await hiddenFor(reads, caller)
  const seen = (items: readonly ApprovalItem[]) => items.filter(({ incident }) => !hidden.has(incident))
  const self = selfOf(res)
  const isOwn = ({ askedBy }: ApprovalItem): boolean => self !== null && samePerson(askedBy.id, self.id)
  const reader: Reader = {
    zone,
    csrf: res.locals.csrf ?? null,
    isOwn,
    mayDecide: (item) => self !== null && !isOwn(item) && item.decides.includes(caller.role),
    newId: randomUUID,
  }
  const shown = { waiting: { ...waiting, items: seen(waiting.items) }, decided: seen(decided.items) }
  const restricted = waiting.items.filter(({ incident }) => hidden.has(incident)).map(({ approval }) => approval)
  sendPage(res, approvalsPage({ ...shown, restricted, tried, done }, reader), status)
}

const decide =
  (ports: Ports, { readBody, postAs }: Knowing & Posting): RequestHandler =>
  async (req: Request, res: Response) => {
    const by = selfOf(res)
    if (by === null) throw new Refused('forbidden', 'Sign in to decide: a key posts approval.given to /v1/events.')
    const form = await readForm(readBody, req, res)
    const said = (field: string): string => form.get(field) ?? ''
    const [approval, decision, reason] = [said('/data/approval'), said('/data/decision'), said('/data/reason').trim()]
    if (decision === 'refused' && reason === '') {
      const mistakes = [{ field: '/data/reason', detail: 'say why it is refused' }]
      return sendApprovals(ports, res, { tried: { approval, decision, reason, mistakes }, done: null, status: 422 })
    }
    const one = await postAs(callerOf(res), {
      ...{ specversion: '1.0', source: 'urn:reassess:board', id: said('id') || randomUUID() },
      ...{ type: typeOf('approval.given'), subject: said('subject'), time: new Date().toISOString() },
      data: { approval, by, decision, ...(reason === '' ? {} : { reason }) },
    })
    // Sent a second time, it was sent at another time.
    if (one instanceof Refused && one.code === 'event-id-reused') return res.redirect(303, `${PATH}?done=before`)
    if (one instanceof Refused) {
      const tried = { approval, decision, reason, mistakes: mistakesOf(one) }
      return sendApprovals(ports, res, { tried, done: null, status: statusOf(one.code) })
    }
    const lapsed = one.warnings.some(({ code }) => code === 'approval-lapsed')
    res.redirect(303, `${PATH}?done=${lapsed ? 'lapsed' : decision}`)
  }

const mistakesOf = ({ message, facts }: Refused): Tried['mistakes'] => {
  const { errors = [] } = facts
  return errors.length > 0 ? errors.map(({ pointer, detail }) => ({ field: pointer, detail })) : [{ field: '', detail: message }]
}
