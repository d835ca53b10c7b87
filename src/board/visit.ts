/** One request of a page: who is there, what they ask of the API, and how they are answered. */
import type { Request, RequestHandler, Response } from 'express'
import type { me } from '../api/answers.ts'
import type { ReadBody } from '../api/door/body.ts'
import { Refused } from '../api/problems.ts'
import { cookieOf } from '../api/session/cookie.ts'
import { isCsrfToken, isFromHere } from '../api/session/csrf.ts'
import { readForm } from '../api/session/form.ts'
import type { counts } from '../engine/answers/counts.ts'
import type { Answer } from '../engine/answers/shapes.ts'
import { OldForm } from '../frame/failed.ts'
import { type Frame, type Framed, sendView } from '../frame/sendView.ts'
import { type Api, asking } from './ask.ts'
import { type Who, whoIs } from './who.ts'
import type { Within } from './within.ts'

declare global {
  namespace Express {
    interface Locals {
      /** Set once it is known who visits a page of the board. */
      who?: Who
    }
  }
}

export interface BoardPorts extends Frame {
  readonly within: Within
  readonly readBody: ReadBody
}

export type Me = Answer<typeof me>
export type Rights = Me['reads']

export interface Visit {
  readonly req: Request
  readonly res: Response
  readonly api: Api
  readonly me: Me
  readonly who: Who
  readonly clock: Frame['clock']
  /** As the top of the page shows them; null where they could not be read. */
  readonly counts: Answer<typeof counts> | null
  /** The fields of the form that was posted. @throws Refused `payload-too-large` */
  form(): Promise<URLSearchParams>
  /** Answers with a view, `who` at its top. */
  show(view: string, model: object, framed: Framed): void
  /** Answers by leading on, after a form was taken. */
  goTo(address: string): void
}

export type Visited = (visit: Visit) => Promise<void>

/** Of a form: the largest event as a browser writes it, each letter up to nine characters. Project default. */
const MOST_BYTES = 2 * 1024 * 1024

/** For the top of a page, also where a script fetches it again with its rows. A page without numbers is better than no page. */
const countsFor = async (api: Api): Promise<Answer<typeof counts> | null> =>
  api.get<Answer<typeof counts>>('/v1/counts').catch(() => null)

/** The API asks this too; a form that only leads to a read, such as one with a reason, comes no further than here. */
function mustBeOurForm(req: Request, form: URLSearchParams): void {
  if (req.get('authorization') !== undefined) return
  if (!isFromHere(req)) throw new Refused('forbidden', 'A page of another site sent this. Nothing was done.')
  if (!isCsrfToken(cookieOf(req) ?? '', form.get('csrf') ?? '')) throw new OldForm()
}

/** @param answer what a page does once it is known who is there. */
export const visited =
  (ports: BoardPorts, answer: Visited): RequestHandler =>
  async (req, res) => {
    const form = () => readForm(ports.readBody, req, res, MOST_BYTES)
    // Read before anything may refuse: what somebody wrote is not lost.
    if (req.method === 'POST') await form()
    const api = asking(ports.within, req)
    const [{ text, headers }, waiting] = await Promise.all([api.getText('/v1/me'), countsFor(api)])
    const me = JSON.parse(text) as Me
    const session = String(headers['x-session'] ?? '')
    // The island tells by it that a page is another session's.
    if (session !== '') res.set('X-Session', session)
    const who = whoIs(me, session, req.path, waiting)
    res.locals.who = who
    if (req.method === 'POST') mustBeOurForm(req, await form())
    await answer({
      ...{ req, res, api, me, who, clock: ports.clock, counts: waiting },
      form,
      show: (view, model, framed) => sendView(res, ports, view, { ...model, who }, framed),
      goTo: (address) => leadOn(req, res, address),
    })
  }

/** The island goes there itself: what it follows it would read twice, and lose the place in the page. */
function leadOn(req: Request, res: Response, address: string): void {
  if (req.get('x-sent-by') === 'island') res.set('X-Go-To', address).status(204).end()
  else res.redirect(303, address)
}
