/** Lists as tables: every line once, in pieces, with an end that is said. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'csv-parse/sync'
import express from 'express'
import { MOST_ROWS, sendPageOrTable, type Table } from '../../src/api/reads/sendTable.ts'
import type { Listed, Page } from '../../src/engine/reads.ts'

interface Line {
  readonly at: number
  readonly text: string
}

const PATH = '/list'
let lines = 0
let asked: Page[] = []
const table: Table<Line> = {
  ...{ name: 'lines', columns: { at: ({ at }) => at, text: ({ text }) => text } },
  now: async () => '2026-11-20T21:00:00.000Z',
  read: async (page): Promise<Listed<Line>> => {
    asked.push(page)
    const from = Number(page.cursor ?? 0)
    const to = Math.min(from + page.limit, lines)
    const items = Array.from({ length: to - from }, (_, at) => ({ at: from + at, text: '=1+1' }))
    return { items, next: to < lines ? String(to) : null }
  },
}

const app = express().get(PATH, async (req, res) => {
  res.locals.reason = 'for the meeting'
  const limit = Number(req.query.limit ?? 50)
  await sendPageOrTable(req, res, { limit, format: req.query.format as 'csv' | undefined }, table)
})
const server = createServer(app)
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  asked = []
})

const rowsOf = async (query: string): Promise<string[][]> =>
  parse(await (await fetch(`${url}${PATH}?format=csv${query}`)).text(), { relax_column_count: true })

it('gives every line of a long list, 500 at a time, and no cell that a spreadsheet runs', async () => {
  lines = 1_201
  const [header, ...rows] = await rowsOf('')
  expect(header).toEqual(['at', 'text'])
  expect(rows.map(([at]) => Number(at))).toEqual(Array.from({ length: lines }, (_, at) => at))
  expect(new Set(rows.map(([, text]) => text))).toEqual(new Set(["'=1+1"]))
  expect(asked.map(({ limit }) => limit)).toEqual([500, 500, 500])
})

it('gives the first lines where a limit is asked for, and says nothing of others', async () => {
  lines = 1_201
  expect(await rowsOf('&limit=2')).toHaveLength(3)
})

it('says in its last line that it ends before the list does', async () => {
  lines = MOST_ROWS + 1
  const rows = await rowsOf('')
  expect(rows).toHaveLength(MOST_ROWS + 2)
  expect(rows.at(-1)).toEqual([`More lines follow: a table has at most ${MOST_ROWS}. Go on with cursor=${MOST_ROWS}`])
})

it('is a page of JSON for everybody else', async () => {
  const answer = await fetch(`${url}${PATH}`)
  expect(((await answer.json()) as Listed<Line>).items).toHaveLength(50)
})
