/** `/handover`: hands the shift over, and lists hand-overs; `/handover/{id}`: its list, accepted item by item. */
import { randomUUID } from 'node:crypto'
import type { Issue } from '../../../../machines/rules/issue.ts'
import { samePerson } from '../../../../machines/rules/person.ts'
import type { acceptedHandover } from '../../../engine/answers/handover.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { NOT_READ, type Refusal, refusalOf, saidOf } from '../../words/refused.ts'
import { type Handover, type Head, handoverOf, linesOf } from './model.ts'

const PATH = '/handover'
/** Those with something left, and the last of all. Project default. */
const SHOWN = 20
/** As the API lists at once. */
const ITEMS = 200

export const handoversPage: Page = { path: PATH, get: look, post: handOver }
export const handoverPage: Page = { path: `${PATH}/:id`, get: lookAtOne, post: accept }

const FIELDS = {
  from: { label: 'Shift that ends, or who hands over', kind: 'text' },
  to: { label: 'Shift that begins, or who takes over', kind: 'text' },
  note: { label: 'Note for whoever takes over', kind: 'long-text' },
} as const
type Field = keyof typeof FIELDS
const NAMES = Object.keys(FIELDS) as readonly Field[]

interface Shown {
  readonly id: string
  readonly typed: Readonly<Record<string, string>>
  readonly issues: readonly Issue[]
  readonly refused: Refusal | null
  readonly status: number
}

async function look(visit: Visit): Promise<void> {
  await show(visit, {})
}

async function show({ api, me, who, clock, show }: Visit, shown: Partial<Shown>): Promise<void> {
  const { id = randomUUID(), typed = {}, issues = [], refused = null, status = 200 } = shown
  const heads = await api.get<{ items: readonly Head[] }>(`/v1/handover?limit=${SHOWN}`)
  const open = await api.get<{ items: readonly Head[]; next: string | null }>(`/v1/handover?open=true&limit=${SHOWN}`)
  const others = heads.items.filter(({ left }) => left === 0)
  const fields = NAMES.map((name) => {
    const said = issues.filter(({ pointer }) => pointer === `/${name}`).map((issue) => saidOf(issue, FIELDS[name]))
    return { name: `/${name}`, id: name, ...FIELDS[name], value: typed[name] ?? '', error: said.join(' ') || null }
  })
  const model = {
    open: linesOf(open.items, clock.now()),
    done: linesOf(others, clock.now()),
    hasMore: open.next !== null,
    form: who.person !== null && me.reads.supervises ? { id, fields } : null,
    refused,
    errors: issues.map((issue) => errorOf(issue)),
  }
  show('handover.njk', model, { title: 'Hand-over', status })
}

function errorOf(issue: Issue): { readonly text: string; readonly href: string | null } {
  const field = NAMES.find((name) => issue.pointer === `/${name}`)
  return field === undefined
    ? { text: saidOf(issue, null), href: null }
    : { text: saidOf(issue, FIELDS[field]), href: `#${field}` }
}

async function handOver(visit: Visit): Promise<void> {
  const fields = await visit.form()
  const said = (name: string): string => fields.get(name)?.trim() ?? ''
  const typed = Object.fromEntries(NAMES.map((name) => [name, said(`/${name}`)]))
  const id = said('id') || randomUUID()
  const missing = (['from', 'to'] as const).filter((name) => typed[name] === '')
  if (missing.length > 0) {
    const issues = missing.map((name) => ({ pointer: `/${name}`, detail: 'is required' }))
    return show(visit, { id, typed, issues, refused: NOT_READ, status: 422 })
  }
  const { note, ...shifts } = typed
  const body = { ...shifts, ...(note !== '' && { note }), id, ...byOf(visit) }
  try {
    const made = await visit.api.send<Head>('POST', '/v1/handover', { csrf: said('csrf'), body })
    visit.goTo(`${PATH}/${encodeURIComponent(made.body.handover)}?done=made`)
  } catch (error) {
    if (!isForHere(error)) throw error
    await show(visit, { id, typed, issues: error.problem.errors ?? [], refused: refusalOf(error.code), status: error.status })
  }
}

/** A person who signed in is whoever acts; a session that a key opened names its person. */
const byOf = ({ who }: Visit): { readonly by?: NonNullable<Visit['who']['person']> } =>
  who.person === null ? {} : { by: who.person }

/** The pages of failures say the rest, and keep what was written, too. */
const isForHere = (error: unknown): error is ApiRefused => error instanceof ApiRefused && [409, 413, 422].includes(error.status)

const addressOf = ({ req }: Visit): string => `/v1/handover/${encodeURIComponent(String(req.params.id))}`

async function lookAtOne(visit: Visit): Promise<void> {
  await showOne(visit, { refused: null, issues: [], chosen: [] })
}

interface Tried {
  readonly refused: Refusal | null
  readonly issues: readonly Issue[]
  readonly chosen: readonly string[]
  readonly status?: number
}

async function showOne(visit: Visit, { refused, issues, chosen, status = 200 }: Tried): Promise<void> {
  const { req, api, me, who, clock, show } = visit
  const read = await readOne(api, addressOf(visit), req.query.cursor)
  const model = handoverOf(read, who.person, clock.now())
  const mayAccept = who.person !== null && me.reads.supervises && !model.isOwn
  show(
    'handover/one.njk',
    {
      ...model,
      ...{ mayAccept, supervises: me.reads.supervises, chosen, refused, path: req.path },
      errors: issues.map((issue) => ({ text: saidOf(issue, null), href: '#items' })),
      done: DONE[String(req.query.done)] ?? null,
      isFirst: req.query.cursor === undefined,
    },
    { title: `Hand-over ${model.title}`, status },
  )
}

const DONE: Readonly<Record<string, string>> = {
  made: 'The shift is handed over. Another person accepts the list.',
  accepted: 'Accepted. What you accepted is yours from now on.',
  before:
    'Not all of it is yours: somebody accepted some of it before you, or it ended. The list says who has what. The rest of what you chose is yours from now on.',
}

const readOne = (api: Api, path: string, cursor: unknown): Promise<Handover> =>
  api.get<Handover>(`${path}?limit=${ITEMS}${typeof cursor === 'string' ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)

async function accept(visit: Visit): Promise<void> {
  const fields = await visit.form()
  const chosen = fields.getAll('/items')
  if (chosen.length === 0) {
    const issues = [{ pointer: '/items', detail: 'Choose what you accept.' }]
    return showOne(visit, { refused: NOT_READ, issues, chosen, status: 422 })
  }
  try {
    const body = { items: chosen, ...byOf(visit) }
    const sent = { csrf: fields.get('csrf') ?? '', body }
    const { body: now } = await visit.api.send<Accepted>('POST', `${addressOf(visit)}/accept`, sent)
    visit.goTo(`${visit.req.path}?done=${now.items.some((item) => isOthers(item, visit)) ? 'before' : 'accepted'}`)
  } catch (error) {
    if (!isForHere(error)) throw error
    await showOne(visit, { refused: BY_OTHERS, issues: [], chosen, status: error.status })
  }
}

type Accepted = Answer<typeof acceptedHandover>

/** Of a restricted incident nobody else is told who accepted. */
const isOthers = (item: Accepted['items'][number], { who }: Visit): boolean =>
  item.status === 'settled' ||
  ('acceptedBy' in item && item.acceptedBy !== undefined && !samePerson(item.acceptedBy.id, who.person?.id ?? ''))

const BY_OTHERS: Refusal = {
  title: 'You cannot accept this',
  next: 'Nothing was accepted. Another person than who handed over accepts it, and only items of this list.',
}
