/** `/incidents/{ref}`: what now, what is known and how old it is. */
import { incidentAt } from '../../address.ts'
import { ApiRefused } from '../../ask.ts'
import type { Page } from '../../page.ts'
import { takeTold } from '../../told.ts'
import type { Visit } from '../../visit.ts'
import { sayingWhy } from '../../why.ts'
import { plainly } from '../../words/refused.ts'
import { actOn, isAct } from './acts.ts'
import { askedIn } from './banner.ts'
import { pageOf, shownIn } from './page.ts'
import { readKnown } from './read.ts'

export const incidentPage: Page = {
  path: '/incidents/:ref',
  get: (visit) => sayingWhy(visit, referenceIn(visit), null, (headers) => show(visit, headers)),
  post,
}

const referenceIn = ({ req }: Visit): string => String(req.params.ref)

interface Refusal {
  readonly status: number
  readonly errors: readonly { readonly href: string; readonly text: string }[]
}

async function show(visit: Visit, headers: Readonly<Record<string, string>>, refusal?: Refusal): Promise<void> {
  const reference = referenceIn(visit)
  const known = await readKnown(visit, reference, headers)
  const { req, res } = visit
  const asked = askedIn(req.query)
  const told = asked.done === null ? null : takeTold(req, res, asked.done)
  const page = pageOf(known, { asked, told, filter: shownIn(req.query).filter })
  const title = `${reference}, ${page.priority}${page.isClosed ? ', closed' : ''}`
  const fragment = visit.req.originalUrl
  visit.show('incident.njk', { page, fragment, errors: refusal?.errors ?? [] }, { title, status: refusal?.status ?? 200 })
}

/** A reason to read it, or something done about its alerts. */
async function post(visit: Visit): Promise<void> {
  const reference = referenceIn(visit)
  const form = await visit.form()
  const act = form.get('act')
  if (!isAct(act)) return sayingWhy(visit, reference, form, (headers) => show(visit, headers))
  try {
    await actOn(visit, reference, form, act)
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.status === 401 || error.status >= 500) throw error
    const errors = [{ href: '#alerts', text: plainly(error.message) }]
    return sayingWhy(visit, reference, null, (headers) => show(visit, headers, { status: error.status, errors }))
  }
  visit.goTo(`${incidentAt(reference)}?did=${act}#alerts`)
}
