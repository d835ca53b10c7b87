import type { Listed, Page } from '../engine/reads.ts'
import type { DueWithin, RegisterItem, RegisterPart } from '../engine/registerViews.ts'
import type { IncidentItem, MatterItem } from '../engine/views.ts'
import { listed, readCursor } from './cursor.ts'
import type { Database } from './database.ts'

/** As the index has it: what runs no clock comes last. */
const DUE = "coalesce(r.due_at, timestamptz '9999-12-31 00:00:00+00')"
const EARLIEST = '0001-01-01T00:00:00.000Z'
const LATEST = '9999-12-31T23:59:59.999Z'

/**
 * Each part from its own place in the index, and of all of them the first page: whatever the register holds, no more rows are
 * read than a page for each part.
 */
export const REGISTER = `
  select m.place, m.due, m.case_id, m.kind, m.name, m.item, c.item as incident
    from (
      select m.*
        from unnest($2::text[], $3::text[], $4::integer[], $5::integer[], $6::timestamptz[], $7::bigint[])
          as p(kind, state, weight, place, from_due, from_case)
       cross join lateral (
         select p.place, ${DUE} as due, r.case_id, r.kind, r.name, r.item
           from reassess.registers r
          where r.force = $1 and r.kind = p.kind and r.state = p.state and r.weight = p.weight
            and (${DUE}, r.case_id) >= (p.from_due, p.from_case) and ${DUE} < $8
            and (p.place, ${DUE}, r.case_id, r.kind, r.name) > ($9::bigint, $10::timestamptz, $11::bigint, $12::text, $13::text)
          order by ${DUE}, r.case_id, r.name limit $14
       ) m
       order by m.place, m.due, m.case_id, m.kind, m.name limit $14
    ) m
   cross join lateral (select item from reassess.cases c where c.id = m.case_id limit 1) c
   order by m.place, m.due, m.case_id, m.kind, m.name`

export const REGISTER_COUNT = `
  select count(*) as count
    from (
      select from unnest($2::text[], $3::text[], $4::integer[]) as p(kind, state, weight)
       cross join lateral (
         select from reassess.registers r
          where r.force = $1 and r.kind = p.kind and r.state = p.state and r.weight = p.weight and ${DUE} >= $5 and ${DUE} < $6
          limit $7
       ) r
       limit $7
    ) r`

interface Row {
  readonly place: number
  readonly due: string
  readonly case_id: number
  readonly kind: string
  readonly name: string
  readonly item: string
  readonly incident: string
}

/** @throws BadCursor */
export async function registerOf(
  database: Database,
  force: string,
  parts: readonly RegisterPart[],
  { from = EARLIEST, to = LATEST }: DueWithin,
  page: Page,
): Promise<Listed<RegisterItem>> {
  const after = page.cursor === undefined ? [-1, EARLIEST, 0, '', ''] : readCursor(page.cursor, KEY)
  const [place, due, caseId] = after as [number, string, number]
  const left = parts.filter((part) => part.place >= place)
  const onward = ({ place: own }: RegisterPart): boolean => own === place && due > from
  const rows = await database.query<Row>({ name: 'reassess-register', text: REGISTER }, [
    force,
    left.map(({ kind }) => kind),
    left.map(({ state }) => state),
    left.map(({ weight }) => weight),
    left.map((part) => part.place),
    left.map((part) => (onward(part) ? due : from)),
    left.map((part) => (onward(part) ? caseId : 0)),
    to,
    ...after,
    page.limit + 1,
  ])
  return listed(rows, page, itemOf, (row) => [row.place, row.due, row.case_id, row.kind, row.name])
}
const KEY = ['number', 'instant', 'number', 'string', 'string'] as const

/** How many there are, counted no further than to `most`. */
export async function registerCount(
  database: Database,
  force: string,
  parts: readonly RegisterPart[],
  { from = EARLIEST, to = LATEST }: DueWithin,
  most: number,
): Promise<number> {
  const [row] = await database.query<{ count: number }>({ name: 'reassess-register-count', text: REGISTER_COUNT }, [
    force,
    parts.map(({ kind }) => kind),
    parts.map(({ state }) => state),
    parts.map(({ weight }) => weight),
    from,
    to,
    most,
  ])
  return row?.count ?? 0
}

function itemOf({ item, incident }: Row): RegisterItem {
  const { incident: reference, kind, name, state, deadlines, facts } = JSON.parse(item) as MatterItem
  const [next] = deadlines
  const { priority, risk } = JSON.parse(incident) as IncidentItem
  return {
    incident: reference,
    kind,
    name,
    state,
    dueAt: next?.dueAt ?? null,
    deadline: next?.name ?? null,
    priority,
    riskGrade: risk.grade,
    facts,
  }
}
