/** What somebody has to look down a list for each day: a page as JSON, or all of it as CSV. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { REGISTER_NAMES, REGISTERS, type RegisterName } from '../../../machines/rules/catalogue/registers.ts'
import type { Issue } from '../../../machines/rules/issue.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { register as answered } from '../../engine/answers/registers.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { Listed, Page, Reads } from '../../engine/reads.ts'
import { partsOf, type RegisterFilter } from '../../engine/registers/registers.ts'
import type { RegisterItem, RestrictedLine } from '../../engine/registers/views.ts'
import { registerLineSeen } from '../../engine/views/hidden.ts'
import type { Hidden } from '../../engine/views/readers.ts'
import { discloseItems } from '../access/references.ts'
import { invalidQuery } from '../problems.ts'
import { csvLine } from './csv.ts'
import { format, pageQuery, queryInstant, queryOf } from './query.ts'
import { nameIn, readerOf } from './reads.ts'
import { hiddenFor } from './restricted.ts'
import { sendList } from './sendList.ts'
import { leavesAsCsv, mostOf, ROWS_AT_ONCE } from './sendTable.ts'

interface RegisterPorts {
  readonly reads: Pick<Reads, 'now' | 'register' | 'restricted'>
}

const word = (what: string) => z.string().regex(/^[A-Za-z][A-Za-z./-]{0,99}$/, `must be the name of a ${what}`)

export const registerQuery = pageQuery.extend({
  kind: word('kind').describe('Only those of this kind.').optional(),
  state: word('state').describe('Only those in this state, or in a state within it.').optional(),
  from: queryInstant.describe('Due at or after this instant.').optional(),
  to: queryInstant.describe('Due before this instant; those without a clock are left out.').optional(),
  format,
})

/** An empty list would be read as nothing to do. */
function narrowedToNothing(name: RegisterName, { kind, state }: RegisterFilter): Issue[] {
  const listed = (filter: RegisterFilter, of: 'kind' | 'state') =>
    [...new Set(partsOf(name, filter).map((part) => part[of]))].join(', ')
  return kind !== undefined && partsOf(name, { kind }).length === 0
    ? [{ pointer: '/kind', detail: `is not in this register; in it are ${listed({}, 'kind')}` }]
    : [{ pointer: '/state', detail: `${state} is not in this register; in it are ${listed({ kind }, 'state')}` }]
}

const backwards = (from: Instant | undefined, to: Instant | undefined): Issue[] =>
  from !== undefined && to !== undefined && from > to ? [{ pointer: '/to', detail: 'must not be before `from`' }] : []

type Line = RegisterItem | RestrictedLine
type ReadPage = (page: Page) => Promise<Listed<Line>>

export const register =
  ({ reads }: RegisterPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'registers')
    const name = nameIn(req, REGISTER_NAMES, 'register')
    const { kind, state, from, to, format: wanted, ...page } = queryOf(req, registerQuery)
    const parts = partsOf(name, { kind, state })
    const errors = [...(parts.length === 0 ? narrowedToNothing(name, { kind, state }) : []), ...backwards(from, to)]
    if (errors.length > 0) throw invalidQuery(errors)
    const read: ReadPage = async (asked) => {
      const { listed, hidden } = await pageSeen(
        asked,
        (page) => reads.register(caller.force, parts, { from, to }, page),
        () => hiddenFor(reads, caller),
      )
      // Their kind and state are not told: neither by what finds them.
      const found = kind === undefined && state === undefined ? listed.items : listed.items.filter(isSeenBy(hidden))
      discloseItems(res, found)
      return { ...listed, items: found.map((line) => registerLineSeen(line, hidden)) }
    }
    const at = await reads.now()
    res.vary('Accept')
    if (!leavesAsCsv(req, res, wanted)) {
      const { items, next } = await read(page)
      await sendList(res, { register: name, at, items: items.map(lateBy(at)), next } satisfies Answer<typeof answered>)
      return
    }
    const most = mostOf(req, page)
    const first = { ...page, limit: Math.min(most, ROWS_AT_ONCE) }
    // Read before anything is answered, so that what is wrong with the question can be said.
    const lines = csvOf(name, at, read, await read(first), most)
    res.type('text/csv').attachment(`${name}-${at.slice(0, 10)}.csv`)
    await pipeline(Readable.from(lines), res)
  }

/**
 * A cursor names the line that it follows, so a page ends with a line that its reader may see. Where a whole page may not be seen, it is
 * longer by the next.
 */
async function pageSeen(
  asked: Page,
  read: (page: Page) => Promise<Listed<RegisterItem>>,
  readHidden: () => Promise<Hidden>,
): Promise<{ readonly listed: Listed<RegisterItem>; readonly hidden: Hidden }> {
  const before: RegisterItem[] = []
  for (let { cursor, limit } = asked; ; ) {
    const { items, next } = await read({ cursor, limit })
    const hidden = await readHidden()
    const seen = items.findLastIndex(isSeenBy(hidden)) + 1
    if (next === null || seen === items.length) return { listed: { items: [...before, ...items], next }, hidden }
    if (seen > 0) {
      limit = seen
      continue
    }
    before.push(...items)
    cursor = next
    limit = asked.limit
  }
}

/** A line with whether its clock has run out. */
export const lateBy =
  (at: Instant) =>
  <Item extends Line>(item: Item): Item & { readonly late: boolean } => ({
    ...item,
    late: item.dueAt !== null && item.dueAt < at,
  })

const isSeenBy =
  (hidden: Hidden) =>
  ({ incident }: Line): boolean =>
    !hidden.has(incident)

/** What moves while it is written comes again at the end. Of so many lines it is known that they stand in the table: 100 bytes each. */
const REMEMBERED = 100_000
const COLUMNS = ['incident', 'kind', 'name', 'state', 'dueAt', 'deadline', 'late', 'priority', 'riskGrade'] as const
/** The state of a line whose incident is restricted to others; its other cells are empty. */
const RESTRICTED = { kind: null, name: null, state: 'restricted', deadline: null, priority: null, riskGrade: null, facts: {} }

/** Lines of a restricted incident are told apart by nothing. */
const nameOf = (line: Line): string | null => ('restricted' in line ? null : `${line.incident} ${line.kind} ${line.name}`)

async function* csvOf(
  name: RegisterName,
  at: Instant,
  read: ReadPage,
  first: Listed<Line>,
  most: number,
): AsyncGenerator<string, void, undefined> {
  const facts: readonly string[] = REGISTERS[name].columns
  yield csvLine([...COLUMNS, ...facts])
  let left = most
  const written = new Set<string>()
  for (let page = first; ; ) {
    const items = page.items.filter((item) => !written.has(nameOf(item) ?? '')).map(lateBy(at))
    for (const item of items) {
      const own = nameOf(item)
      if (own !== null && written.size < REMEMBERED) written.add(own)
    }
    yield items
      .map((item) => ({ ...RESTRICTED, ...item }))
      .map((item) =>
        csvLine([...COLUMNS.map((column) => item[column]), ...facts.map((fact) => (item.facts as RegisterItem['facts'])[fact])]),
      )
      .join('')
    left -= items.length
    if (page.next === null || left <= 0) return
    page = await read({ cursor: page.next, limit: Math.min(left, ROWS_AT_ONCE) })
  }
}
