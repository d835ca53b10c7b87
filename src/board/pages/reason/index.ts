/**
 * A table that leaves the system as a file: the page asks first why somebody needs it, and the access log keeps the answer. The form
 * posts to the file's own address, and the API's table goes through as it is.
 */
import { addressOf } from '../../address.ts'
import { ApiRefused } from '../../ask.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'

interface File {
  /** What is in it, for the heading. */
  readonly title: string
  /** The page that shows the same. */
  readonly back: string
  /** The API's address of the table. */
  readonly read: string
  /** The API's address of its first line: who may not read it is not asked why. */
  readonly first: string
}

interface List extends Pick<File, 'title' | 'back'> {
  /** The API's address of the list. */
  readonly list: string
  /** What narrows it; what is empty is left out. */
  readonly query: Readonly<Record<string, string | undefined>>
}

/** A list of the API as a file: what narrows the page narrows the file. */
export const fileOf = ({ title, back, list, query }: List): File => ({
  ...{ title, back },
  read: addressOf(list, { ...query, format: 'csv' }),
  first: addressOf(list, { ...query, limit: '1' }),
})

/** Characters: as long as the API takes. */
const LONGEST = 500
const PASSED = ['content-type', 'content-disposition'] as const

export const csvPage = (path: string, fileOf: (visit: Visit) => File): Page => ({
  path,
  get: async (visit) => {
    const file = fileOf(visit)
    await visit.api.get(file.first).catch(ifReasonIsAsked)
    ask(visit, file, '', null)
  },
  post: async (visit) => send(visit, fileOf(visit)),
})

/** A restricted incident asks its readers too: one reason is for both. */
function ifReasonIsAsked(error: unknown): void {
  if (!(error instanceof ApiRefused) || error.code !== 'reason-required') throw error
}

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
