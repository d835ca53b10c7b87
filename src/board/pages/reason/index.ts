/**
 * A table that leaves the system as a file: the page asks first why somebody needs it, and the access log keeps the answer. The form
 * posts to the file's own address, and the API's table goes through as it is.
 */
import { ApiRefused } from '../../ask.ts'
import type { Visit } from '../../visit.ts'
import type { Page } from '../index.ts'

interface File {
  /** What is in it, for the heading. */
  readonly title: string
  /** The page that shows the same. */
  readonly back: string
  /** The API's address of the table. */
  readonly read: string
}

/** Characters: as long as the API takes. */
const LONGEST = 500
const PASSED = ['content-type', 'content-disposition'] as const

export const csvPage = (path: string, fileOf: (visit: Visit) => File): Page => ({
  path,
  get: async (visit) => ask(visit, fileOf(visit), '', null),
  post: async (visit) => send(visit, fileOf(visit)),
})

function ask({ req, show }: Visit, { title, back }: File, reason: string, wrong: string | null, status = 200): void {
  const errors = wrong === null ? [] : [{ text: wrong, href: '#reason' }]
  const model = { ...{ what: title, back, reason, errors, longest: LONGEST }, action: req.originalUrl }
  show('reason.njk', model, { title: `${title}: download`, status })
}

async function send(visit: Visit, file: File): Promise<void> {
  const reason = (await visit.form()).get('reason')?.trim() ?? ''
  try {
    const { text, headers } = await visit.api.getText(file.read, { 'x-reason': encodeURIComponent(reason) })
    for (const name of PASSED) if (headers[name] !== undefined) visit.res.set(name, headers[name])
    visit.res.send(text)
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code !== 'reason-required') throw error
    const wrong = `Say why you need this file, in at least 3 letters and at most ${LONGEST} characters`
    ask(visit, file, reason, wrong, error.status)
  }
}
