/** One request of a page: who is there, what they ask of the API, and how they are answered. */
import type { Request, RequestHandler, Response } from 'express'
import type { me } from '../api/answers.ts'
import type { ReadBody } from '../api/door/body.ts'
import { readForm } from '../api/session/form.ts'
import type { Answer } from '../engine/answers/shapes.ts'
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

/** @param answer what a page does once it is known who is there. */
export const visited =
  (ports: BoardPorts, answer: Visited): RequestHandler =>
  async (req, res) => {
    const form = () => readForm(ports.readBody, req, res, MOST_BYTES)
    // Read before anything may refuse: what somebody wrote is not lost.
    if (req.method === 'POST') await form()
    const api = asking(ports.within, req)
    const { text, headers } = await api.getText('/v1/me')
    const me = JSON.parse(text) as Me
    const session = String(headers['x-session'] ?? '')
    // The island tells by it that a page is another session's.
    if (session !== '') res.set('X-Session', session)
    if (me.csrf !== undefined) res.locals.csrf = me.csrf
    const who = whoIs(me, session, req.path)
    res.locals.who = who
    await answer({
      ...{ req, res, api, me, who, clock: ports.clock },
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
