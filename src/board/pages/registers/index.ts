/** `/registers`: every list that somebody looks down each day; `/registers/{name}`: one of them; `.csv`: as a file. */
import type { dailyMeeting, register } from '../../../engine/answers/registers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { Visit } from '../../visit.ts'
import { aboutWords } from '../../words/registers.ts'
import { registerWords } from '../../words/words.ts'
import type { Page } from '../index.ts'
import { csvPage } from '../reason/index.ts'
import { many, rowsOf } from './lines.ts'

/** Lines on a page. Project default. */
const ON_A_PAGE = 100
/** What narrows a register. */
const NARROWS = ['kind', 'state', 'from', 'to'] as const

export const registersPage: Page = { path: '/registers', get: index }
export const registerPage: Page = { path: '/registers/:name', get: show }

/** The name of a register in an address, for the API's. */
const nameIn = ({ req }: Pick<Visit, 'req'>): string => String(req.params.name)
const readOf = (visit: Pick<Visit, 'req'>): string => `/v1/registers/${encodeURIComponent(nameIn(visit))}`

export const registerFile: Page = csvPage('/registers/:name.csv', (visit) => ({
  title: registerWords(nameIn(visit)),
  back: `/registers/${encodeURIComponent(nameIn(visit))}`,
  read: `${readOf(visit)}?${narrowed(visit.req, { format: 'csv' })}`,
}))

async function index({ api, show }: Visit): Promise<void> {
  const { at, countedTo, registers } = await api.get<Answer<typeof dailyMeeting>>('/v1/daily-meeting?first=1')
  const listed = registers.map(({ register: name, about, count, late }) => ({
    ...{ name, label: registerWords(name), about: aboutWords(about) },
    ...{ count: many(count, countedTo), late: late === 0 ? null : many(late, countedTo) },
  }))
  show('registers.njk', { at, listed }, { title: 'Registers' })
}

async function show(visit: Visit): Promise<void> {
  const { req, api, show } = visit
  const name = nameIn(visit)
  const query = narrowed(req, { limit: String(ON_A_PAGE) })
  const cursor = String(req.query.cursor ?? '')
  if (cursor !== '') query.set('cursor', cursor)
  const { at, items, next } = await api.get<Answer<typeof register>>(`${readOf(visit)}?${query}`)
  const here = `/registers/${encodeURIComponent(name)}`
  const model = {
    ...{ at, rows: rowsOf(items, at), here, file: addressOf(`${here}.csv`, narrowed(req)), isFirst: cursor === '' },
    next: next === null ? null : addressOf(here, narrowed(req, { cursor: next })),
  }
  show('register.njk', model, { title: registerWords(name) })
}

function narrowed({ query }: Visit['req'], more: Readonly<Record<string, string>> = {}): URLSearchParams {
  const kept = NARROWS.flatMap((name) => (typeof query[name] === 'string' ? [[name, query[name]] as [string, string]] : []))
  return new URLSearchParams([...kept, ...Object.entries(more)])
}

const addressOf = (path: string, query: URLSearchParams): string => (query.size === 0 ? path : `${path}?${query}`)
