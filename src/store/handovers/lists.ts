/** Hand-overs as they are read: newest first, and each with its list worst first. */
import type { HandoverAccepted, HandoverFilter, HandoverHead, HandoverItem, HandoverRead } from '../../engine/handover/ports.ts'
import type { Listed, Page } from '../../engine/reads.ts'
import type { Database } from '../connection/database.ts'
import { listed, readCursor, writeCursor } from '../lists/cursor.ts'
import { isStorable } from '../text.ts'
import { numbersIn, statusOf } from './accept.ts'

const HEAD = `
  select h.place, h.id as handover, h.at, h.from_shift as "from", h.to_shift as "to", h.by, h.note, h.accept_by as "acceptBy",
         h.done_at as "doneAt", i.count, i.left, c.incidents, c.recorded, c.refused
    from reassess.handovers h
   cross join lateral (
     select count(*) as count, count(*) filter (where accepted_at is null and settled_at is null) as left
       from reassess.handover_items i where i.handover = h.id
   ) i
   cross join lateral (
     select count(*) as incidents, count(*) filter (where try_at is null and problem is null) as recorded,
            count(*) filter (where try_at is null and problem is not null) as refused
       from reassess.handover_changes c where c.handover = h.id
   ) c`

interface HeadRow extends Omit<HandoverHead, 'by' | 'note' | 'doneAt' | 'shiftChanged'> {
  readonly place: number
  readonly by: string
  readonly note: string | null
  readonly doneAt: string | null
  readonly incidents: number
  readonly recorded: number
  readonly refused: number
}

const headOf = ({ place: _, by, note, doneAt, incidents, recorded, refused, ...head }: HeadRow): HandoverHead => ({
  ...head,
  by: JSON.parse(by),
  ...(note !== null && { note }),
  ...(doneAt !== null && { doneAt }),
  shiftChanged: { incidents, recorded, refused },
})

/** @throws BadCursor */
export async function handoversOf(
  database: Database,
  force: string,
  { open }: HandoverFilter,
  page: Page,
): Promise<Listed<HandoverHead>> {
  const scope = ['handovers', force, open]
  const values: unknown[] = [force, page.limit + 1]
  const conditions = ['h.force = $1']
  if (open !== undefined) conditions.push(`h.done_at is ${open ? '' : 'not '}null`)
  if (page.cursor !== undefined) conditions.push(`h.place < $${values.push(...readCursor(page.cursor, scope, ['bigint']))}`)
  const text = `${HEAD} where ${conditions.join(' and ')} order by h.place desc limit $2`
  return listed(await database.query<HeadRow>({ text }, values), page, headOf, ({ place }) => writeCursor(scope, [place]))
}

const ONE = { name: 'reassess-handover', text: `${HEAD} where h.force = $1 and h.id = $2` }

async function oneOf(database: Database, force: string, id: string): Promise<HandoverHead | null> {
  if (!isStorable(id)) return null
  const [row] = await database.query<HeadRow>(ONE, [force, id])
  return row === undefined ? null : headOf(row)
}

const ITEM = `
  select number, incident, what, kind, case_id, about, severity, level, due_at as "dueAt", has, accepted_by as "acceptedBy",
         accepted_at as "acceptedAt", settled_at is not null as settled
    from reassess.handover_items where force = $1 and handover = $2`
const ITEMS = { name: 'reassess-handover-items', text: `${ITEM} and number > $3 order by number limit $4` }
const NAMED = { name: 'reassess-handover-items-named', text: `${ITEM} and number = any($3::integer[]) order by number` }

interface ItemRow extends Pick<HandoverItem, 'incident' | 'what' | 'kind'> {
  readonly number: number
  readonly about: string
  readonly severity: NonNullable<HandoverItem['severity']> | null
  readonly level: number | null
  readonly dueAt: string | null
  readonly has: string | null
  readonly acceptedBy: string | null
  readonly acceptedAt: string | null
  readonly settled: boolean
}

const itemOf = ({ number, incident, what, kind, about, severity, level, dueAt, has, ...row }: ItemRow): HandoverItem => ({
  ...{ id: String(number), incident, what, kind },
  ...(severity !== null && { severity, alert: about }),
  ...(level !== null && { level }),
  ...(dueAt !== null && { dueAt }),
  ...(has !== null && { has: JSON.parse(has) }),
  status: statusOf({ accepted: row.acceptedAt !== null, settled: row.settled }),
  ...(row.acceptedBy !== null && { acceptedBy: JSON.parse(row.acceptedBy) }),
  ...(row.acceptedAt !== null && { acceptedAt: row.acceptedAt }),
})

/** Shown of one hand-over. */
const MOST_DEMANDS = 500
const DEMANDS = {
  name: 'reassess-handover-demands',
  text: `
    select incident, demand, count(*) over () as total
      from reassess.handover_changes where force = $1 and handover = $2 and demand is not null order by number limit ${MOST_DEMANDS}`,
}

/** @throws BadCursor */
export async function handoverOf(database: Database, force: string, id: string, page: Page): Promise<HandoverRead | null> {
  const scope = ['handover', force, id]
  const [after = 0] = page.cursor === undefined ? [] : readCursor(page.cursor, scope, ['integer'])
  const head = await oneOf(database, force, id)
  if (head === null) return null
  const rows = await database.query<ItemRow>(ITEMS, [force, id, after, page.limit + 1])
  const demands = await database.query<{ incident: string; demand: string; total: number }>(DEMANDS, [force, id])
  return {
    ...head,
    ...listed(rows, page, itemOf, ({ number }) => writeCursor(scope, [number])),
    demands: demands.map(({ incident, demand }) => ({ incident, demand })),
    demandCount: demands[0]?.total ?? 0,
  }
}

export async function handoverItemsOf(
  database: Database,
  force: string,
  id: string,
  items: readonly string[],
): Promise<HandoverAccepted | null> {
  const head = await oneOf(database, force, id)
  if (head === null) return null
  const rows = await database.query<ItemRow>(NAMED, [force, id, numbersIn(items)])
  return { ...head, items: rows.map(itemOf) }
}
