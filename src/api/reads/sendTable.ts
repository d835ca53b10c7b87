/** A list as a page of JSON, or as a table (CSV) of all its lines, which is written piece by piece. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Listed, Page } from '../../engine/reads.ts'
import { mustSayWhy } from '../access/reason.ts'
import { csvLine } from './csv.ts'
import type { format } from './query.ts'
import { sendList } from './sendList.ts'

/** What a table says of each line, by the name of the column. */
export type Columns<Item> = Readonly<Record<string, (item: Item) => unknown>>

/** As many lines as are in memory at a time. */
export const ROWS_AT_ONCE = 500
/** Lines of one table: a page of the board holds the whole of it in memory. Project default. */
export const MOST_ROWS = 50_000

/** Whether a table is asked for. It leaves as a file, so whoever asks says why. @throws Refused `reason-required` */
export function leavesAsCsv(req: Request, res: Response, wanted: z.output<typeof format>): boolean {
  const isCsv = wanted === undefined ? req.accepts(['json', 'text/csv']) === 'text/csv' : wanted === 'csv'
  if (!isCsv) return false
  res.locals.leaves = true
  mustSayWhy(res, 'A table that leaves as a file')
  return true
}

/** How many lines the caller wants in a table: all of them where they name no limit. */
export const mostOf = (req: Request, { limit }: Page): number =>
  req.query.limit === undefined ? Number.POSITIVE_INFINITY : limit

export interface Table<Item> {
  /** Of the file. */
  readonly name: string
  readonly columns: Columns<Item>
  readonly now: () => Promise<string>
  readonly read: (page: Page) => Promise<Listed<Item>>
}

/** @throws Refused `reason-required` */
export async function sendPageOrTable<Item>(
  req: Request,
  res: Response,
  { format: wanted, ...page }: Page & { readonly format?: z.output<typeof format> },
  { name, columns, now, read }: Table<Item>,
): Promise<void> {
  res.vary('Accept')
  if (!leavesAsCsv(req, res, wanted)) return sendList(res, await read(page))
  const most = Math.min(mostOf(req, page), MOST_ROWS)
  // Read before anything is answered, so that what is wrong with the question can be said.
  const first = await read({ ...page, limit: Math.min(most, ROWS_AT_ONCE) })
  const at = await now()
  res.type('text/csv').attachment(`${name}-${at.slice(0, 10)}.csv`)
  await pipeline(Readable.from(linesOf(columns, read, first, most)), res)
}

async function* linesOf<Item>(
  columns: Columns<Item>,
  read: Table<Item>['read'],
  first: Listed<Item>,
  most: number,
): AsyncGenerator<string, void, undefined> {
  const cells = Object.values(columns)
  yield csvLine(Object.keys(columns))
  let left = most
  for (let page = first; ; ) {
    yield page.items.map((item) => csvLine(cells.map((cell) => cell(item)))).join('')
    left -= page.items.length
    if (page.next === null) return
    if (left <= 0) {
      // A table that ends early and does not say so would be read as all there is.
      if (most === MOST_ROWS)
        yield csvLine([`More lines follow: a table has at most ${MOST_ROWS}. Go on with cursor=${page.next}`])
      return
    }
    page = await read({ cursor: page.next, limit: Math.min(left, ROWS_AT_ONCE) })
  }
}
