/** `/find`: met before? The question is posted, page after page, so that no personal detail stands in an address. */

import type { Page } from '../../page.ts'
import { errorsByName, type RefusedForm, refusedForm } from '../../refusedForm.ts'
import type { Visit } from '../../visit.ts'
import { mustHavePlace } from '../../who.ts'
import {
  askedInWords,
  askedOf,
  elsewhereFor,
  exactlyIn,
  FORM,
  type Found,
  notProven,
  type Question,
  questionIn,
  rowsOf,
} from './model.ts'

const PATH = '/find'

export const find: Page = { path: PATH, get: begin, post: ask }

/** Found on a page. */
const LIMIT = 50

async function begin(visit: Visit): Promise<void> {
  mustHavePlace(visit.who, PATH)
  show(visit, questionIn(new URLSearchParams()))
}

async function ask(visit: Visit): Promise<void> {
  const { api, form, goTo } = visit
  mustHavePlace(visit.who, PATH)
  const sent = await form()
  const question = questionIn(sent)
  const cursor = sent.get('cursor') ?? ''
  if (Object.keys(askedOf(question)).length === 0)
    return show(visit, question, null, { status: 422, errors: [{ name: '/reference', text: 'Fill in at least one field' }] })
  const body = { ...askedOf(question), limit: LIMIT, ...(cursor !== '' && { cursor }) }
  try {
    const { body: found } = await api.send<Found>('POST', '/v1/find', { csrf: sent.get('csrf') ?? '', body })
    const exact = cursor === '' ? exactlyIn(question, found) : null
    if (exact !== null) return goTo(`/incidents/${encodeURIComponent(exact)}`)
    show(visit, question, { found, isFirst: cursor === '' })
  } catch (error) {
    show(visit, question, null, refusedForm(error))
  }
}

interface Answered {
  readonly found: Found
  readonly isFirst: boolean
}

function show(
  { me, show }: Visit,
  question: Question,
  answered: Answered | null = null,
  refused: RefusedForm | null = null,
): void {
  const errors = refused?.errors ?? []
  const model = {
    ...{ fields: FORM, question, errors, byName: errorsByName(errors), onlyOpen: me.reads.incidents === 'open' },
    ...(answered !== null && {
      answered: true,
      isFirst: answered.isFirst,
      asked: askedInWords(question),
      elsewhere: elsewhereFor(question),
      rows: rowsOf(answered.found),
      restricted: answered.found.restricted,
      next: answered.found.next,
      notProven: notProven(question, me.reads.incidents === 'open' ? 'open' : 'all'),
    }),
  }
  show('find.njk', model, { title: 'Find an incident', status: refused?.status ?? 200 })
}
