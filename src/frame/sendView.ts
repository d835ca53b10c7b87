/** Answers with a page: the headers that tell a browser how little it may do, and a view in the frame of every page. */
import type { Response } from 'express'
import type { Logger } from 'pino'
import { NO_DEVICES, OUR_FILES, securityHeaders } from '../headers/securityHeaders.ts'
import { ASSETS } from './assets.ts'
import { written } from './templates.ts'
import type { Clock } from './times.ts'

/** Our own files and API; the island makes markup of our own answers, under one named policy. */
const POLICY = { ...OUR_FILES, 'connect-src': ["'self'"], 'trusted-types': ['reassess'] }

const headers = securityHeaders(POLICY, {
  // With `no-referrer` a browser hides the origin of its forms, and our own would look like another site's.
  more: [NO_DEVICES, ['Referrer-Policy', 'same-origin'], ['Cache-Control', 'no-store']],
})
const secured = securityHeaders(POLICY, {
  publicHttps: true,
  more: [NO_DEVICES, ['Referrer-Policy', 'same-origin'], ['Cache-Control', 'no-store']],
})

/** What a page says of itself; its view finds it beside its own model. */
export interface Framed {
  /** For the tab and the history: what it is about first. */
  readonly title: string
  /** Status of the answer; 200 unless told. */
  readonly status?: number
}

export interface Frame {
  readonly clock: Clock
  readonly publicHttps?: boolean
  readonly log: Pick<Logger, 'error'>
}

/** @param model what the view lays out; `who` is at its top. */
export function sendView(
  res: Response,
  { clock, publicHttps = false }: Pick<Frame, 'clock' | 'publicHttps'>,
  view: string,
  model: object,
  { title, status = 200 }: Framed,
): void {
  res.setHeaders((publicHttps ? secured : headers)(res.req.socket))
  const page = written(view, { ...model, title, clock, assets: ASSETS, now: new Date(clock.now()).toISOString() })
  res.status(status).type('html').send(page)
}
