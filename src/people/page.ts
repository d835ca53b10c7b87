/** A plain page of this service: usable without a script, in the look of the board. */
import type { ErrorRequestHandler, Response } from 'express'
import { asRefused, PROBLEMS, RETRY_AFTER, statusOf } from '../api/problems.ts'
import type { Session } from '../engine/reads.ts'
import { NO_DEVICES, OUR_FILES, securityHeaders } from '../headers/securityHeaders.ts'
import { html, type Markup, type Part } from '../markup/html.ts'

const headers = securityHeaders(OUR_FILES, {
  // With `no-referrer` a browser hides the origin of its forms, and our own would look like another site's.
  more: [NO_DEVICES, ['Referrer-Policy', 'same-origin']],
})

interface Page {
  readonly title: string
  readonly body: Part
  readonly head?: Part
}

/** Writes a page with whoever is signed in at its top. `status` is the answer's, 200 unless told. */
export function sendPage(res: Response, { title, body, head = null }: Page, status = 200): void {
  res.setHeaders(headers(res.req.socket))
  const { session, csrf } = res.locals
  const page = html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title} – Reassess</title>
<link rel="icon" href="/board/icon.svg">
<link rel="stylesheet" href="/board/board.css">
${head}</head>
<body>
<header class="top"><a class="brand" href="/">Reassess</a>${session && csrf ? whoIsIn(session, csrf) : null}</header>
<main id="main">
${body}
</main>
</body>
</html>
`
  res.status(status).type('html').send(page.text)
}

/** The field that each form of a session needs. */
export const csrfField = (csrf: string): Markup => html`<input type="hidden" name="csrf" value="${csrf}">`

/** Name and role, as they are shown at the top. */
export const whoIs = ({ person, named, caller, roles }: Session): string =>
  `${person?.name ?? named?.id ?? ''} (${named?.role ?? caller?.role ?? roles.join(', ')})`

const whoIsIn = (session: Session, csrf: string): Markup =>
  html`<form class="who" method="post" action="/sign-out">${csrfField(csrf)}${whoIs(session)} <button type="submit" class="small">Sign out</button></form>`

/** For the routes of pages: a refusal is shown as a page, not as a problem document. */
export const answerWithPages: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const refused = asRefused(error)
  // Our own faults are logged where all of them are.
  if (res.headersSent || refused.code === 'internal-error') return next(error)
  res.locals.code = refused.code
  const retryAfter = RETRY_AFTER[refused.code]
  if (retryAfter !== undefined) res.set('Retry-After', String(retryAfter))
  const { title } = PROBLEMS[refused.code]
  const body = html`<h1>${title}</h1><p>${refused.message}</p><p><a href="/">Go to the board</a></p>`
  sendPage(res, { title, body }, statusOf(refused.code))
}
