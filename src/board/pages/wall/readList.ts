/** What the wall reads: the incidents, and the counts. What could not be read is known as such: an empty list is no quiet night. */
import type { counts } from '../../../engine/answers/counts.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { type Api, ApiRefused } from '../../ask.ts'
import type { AskedFor } from './asked.ts'
import type { Item, Restricted } from './item.ts'

/** Rows of a page (issue's bound on what is sent): project default. */
const ROWS = 100

export type Counts = Answer<typeof counts>

export interface List {
  readonly items: readonly (Item | Restricted)[]
  readonly next: string | null
  /** Why the items are not known; null where they are. */
  readonly failure: ApiRefused | null
  /** Null where they could not be read. */
  readonly counts: Counts | null
}

export async function readList(api: Api, { filter, cursor }: AskedFor, atTop: Counts | null): Promise<List> {
  const query = new URLSearchParams({ state: 'closure.open', limit: String(ROWS), ...filter, ...(cursor !== null && { cursor }) })
  const [list, counted] = await Promise.all([
    orRefused(api.get<Pick<List, 'items' | 'next'>>(`/v1/incidents?${query}`)),
    atTop ?? orRefused(api.get<Counts>('/v1/counts')),
  ])
  const known = counted instanceof ApiRefused ? null : counted
  if (list instanceof ApiRefused) return { items: [], next: null, failure: list, counts: known }
  return { ...list, failure: null, counts: known }
}

/** What is not an answer of the API is a fault of ours, and stays one. */
const orRefused = <Body>(asked: Promise<Body>): Promise<Body | ApiRefused> =>
  asked.catch((error: unknown) => {
    if (error instanceof ApiRefused) return error
    throw error
  })
