/** `/access`: who read what, for auditors. `/access/unusual`: who opened many more incidents than others of their role. */
import { addressOf, askedFor } from '../../address.ts'
import type { Page } from '../../page.ts'
import { errorsByName, type FormError, refusedForm } from '../../refusedForm.ts'
import type { Visit } from '../../visit.ts'
import { csvPage, fileOf } from '../reason/index.ts'
import { FILTERS, type Line, queryFor, rowOf, type Unusual, unusualRow } from './model.ts'

const PATH = '/access'
const LIMIT = 100

export const access: readonly Page[] = [
  { path: PATH, get: list },
  { path: `${PATH}/unusual`, get: unusual },
  csvPage(`${PATH}.csv`, ({ req, clock }) => {
    const filter = askedFor(req, FILTERS)
    const asked = queryFor(filter, clock.zone)
    // The API says what is wrong with a day.
    const query = asked.ok ? asked.query : filter
    return fileOf({ title: 'Who read what', back: addressOf(PATH, filter), list: '/v1/access-log', query: { ...query } })
  }),
]

interface Read<Body> {
  readonly body: Body | null
  readonly status: number
  readonly errors: readonly FormError[]
}

/** What the API says of the filter belongs to its fields. */
async function read<Body>({ api }: Visit, path: string): Promise<Read<Body>> {
  try {
    return { body: await api.get<Body>(path), status: 200, errors: [] }
  } catch (error) {
    const { status, errors } = refusedForm(error, (pointer) => pointer.slice(1))
    // That this role reads none of it is no mistake of the filter.
    if (status !== 422) throw error
    return { body: null, status, errors }
  }
}

async function list(visit: Visit): Promise<void> {
  const { req, clock, show } = visit
  const { cursor, ...filter } = askedFor(req, [...FILTERS, 'cursor'])
  const asked = queryFor(filter, clock.zone)
  const { body, status, errors } = asked.ok
    ? await read<{ items: readonly Line[]; next: string | null }>(
        visit,
        addressOf('/v1/access-log', { ...asked.query, cursor, limit: String(LIMIT) }),
      )
    : // Asked all the same, so that a role that reads none of it learns nothing else.
      { ...(await read<never>(visit, '/v1/access-log?limit=1')), body: null, status: 422, errors: asked.errors }
  const model = {
    ...{ filter, errors, byName: errorsByName(errors), answered: body !== null, rows: body?.items.map(rowOf) ?? [] },
    next: body?.next ? addressOf(PATH, { ...filter, cursor: body.next }) : '',
    file: addressOf(`${PATH}.csv`, filter),
  }
  show('access.njk', model, { title: 'Who read what', status })
}

async function unusual(visit: Visit): Promise<void> {
  const { from, to } = askedFor(visit.req, ['from', 'to'])
  const { body, status, errors } = await read<Unusual>(visit, addressOf('/v1/access-log/unusual', { from, to }))
  const rows = body?.items.map(unusualRow) ?? []
  const model = {
    ...{ errors, byName: errorsByName(errors), found: body, rows, strange: rows.filter((row) => row.unusual) },
    filter: { from: body?.from ?? from, to: body?.to ?? to },
  }
  visit.show('access/unusual.njk', model, { title: 'Unusual reading', status })
}
