/** `/handover`: hands the shift over, and lists hand-overs; `/handover/{id}`: its list, accepted item by item. */
import { randomUUID } from 'node:crypto'
import type { Issue } from '../../../../machines/rules/issue.ts'
import { samePerson } from '../../../../machines/rules/person.ts'
import { SUPERVISING } from '../../../../machines/rules/vocabulary.ts'
import type { dutyPage } from '../../../engine/answers/duty.ts'
import type { acceptedHandover } from '../../../engine/answers/handover.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import type { Page } from '../../page.ts'
import type { Visit } from '../../visit.ts'
import { NOT_READ, type Refusal, refusalOf, saidOf } from '../../words/refused.ts'
import { type Ahead, aheadOf, type Handover, type Head, handoverOf, linesOf } from './model.ts'

const PATH = '/handover'
/** Those with something left, and the last of all. Project default. */
const SHOWN = 20
/** As the API lists at once. */
const ITEMS = 200

export const handoversPage: Page = { path: PATH, get: look, post: handOver }
export const handoverPage: Page = { path: `${PATH}/:id`, get: lookAtOne, post: accept }

const FIELDS = {
  from: { label: 'Who hands over, or the shift that ends', kind: 'text' },
  to: { label: 'Who takes over, or the shift that begins', kind: 'text' },
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
  /** All is said: what is left is to look at how much it is, and to say that it is meant. */
  readonly isConfirming: boolean
}

type Open = { readonly items: readonly Head[]; readonly next: string | null }
const readOpen = (api: Api): Promise<Open> => api.get<Open>(`/v1/handover?open=true&limit=${SHOWN}`)

/** Supervisors who are on duty, to choose from; nobody where no rota says, or nobody could be read. */
async function onDuty(api: Api): Promise<readonly string[]> {
  const duty = await api.get<Answer<typeof dutyPage>>('/v1/on-duty').catch((error: unknown) => {
    if (error instanceof ApiRefused) return null
    throw error
  })
  const supervise = (duty?.items ?? []).filter(({ role }) => SUPERVISING.some((one) => one === role))
  return [...new Set(supervise.flatMap(({ people }) => people.map(({ person }) => person)))]
}

async function look(visit: Visit): Promise<void> {
  await show(visit, {})
}

async function show(visit: Visit, shown: Partial<Shown>): Promise<void> {
  const { api, me, who, clock, show } = visit
  const { id = randomUUID(), typed = {}, issues = [], refused = null, status = 200 } = shown
  const mayHandOver = who.person !== null && me.reads.supervises
  const [heads, open, ahead, people] = await Promise.all([
    api.get<{ items: readonly Head[] }>(`/v1/handover?limit=${SHOWN}`),
    readOpen(api),
    mayHandOver ? api.get<Ahead>('/v1/handover/ahead') : null,
    mayHandOver ? onDuty(api) : [],
  ])
  const lines = linesOf(open.items, clock.now(), who.person)
  const others = heads.items.filter(({ left }) => left === 0)
  const fields = NAMES.map((name) => {
    const said = issues.filter(({ pointer }) => pointer === `/${name}`).map((issue) => saidOf(issue, FIELDS[name]))
    return {
      name: `/${name}`,
      id: name,
      ...FIELDS[name],
      value: typed[name] ?? (name === 'from' ? (who.person?.id ?? '') : ''),
      error: said.join(' ') || null,
    }
  })
  const model = {
    toAccept: lines.filter(({ isOwn }) => !isOwn),
    own: lines.filter(({ isOwn }) => isOwn),
    done: linesOf(others, clock.now(), who.person),
    hasMore: open.next !== null,
    form: mayHandOver
      ? { id, fields, ahead: ahead === null ? [] : aheadOf(ahead), people, isConfirming: shown.isConfirming ?? false }
      : null,
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
  // Names are one line, with one blank between words; a note keeps its lines.
  const typed = Object.fromEntries(
    NAMES.map((name) => [name, name === 'note' ? said('/note') : said(`/${name}`).replace(/\s+/g, ' ')]),
  )
  const id = said('id') || randomUUID()
  const missing = (['from', 'to'] as const).filter((name) => typed[name] === '')
  if (missing.length > 0) {
    const issues = missing.map((name) => ({ pointer: `/${name}`, detail: 'is required' }))
    return show(visit, { id, typed, issues, refused: NOT_READ, status: 422 })
  }
  if (!fields.has('confirmed')) return show(visit, { id, typed, isConfirming: true })
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
