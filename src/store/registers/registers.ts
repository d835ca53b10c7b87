import type { Listed, Page } from '../../engine/reads.ts'
import type { DueWithin, RegisterItem, RegisterPart } from '../../engine/registers/views.ts'
import type { IncidentItem, MatterItem } from '../../engine/views/views.ts'
import { columnsOf } from '../columns.ts'
import type { Database } from '../connection/database.ts'
import { type Key, WITHOUT_CLOCK } from '../lists/cursor.ts'
import { BEGAN, type MovingList, movedSince, snapshotKept, walk } from '../lists/walk.ts'

/**
 * As the index has it: rows without a clock come last. Under row-level security PostgreSQL uses an index only for what leaks
 * nothing, and counts `case` among it, not `coalesce`.
 */
export const DUE = `case when r.due_at is null then timestamptz '${WITHOUT_CLOCK}' else r.due_at end`
const EARLIEST = '0001-01-01T00:00:00.000Z'
const LATEST = '9999-12-31T23:59:59.999Z'

/**
 * Reads each part from its own place in the index, and of all parts the first page: at most a page of rows for each part,
 * whatever the register holds.
 */
export const REGISTER = `
  select m.place, m.due, m.case_id, m.kind, m.name, m.item, c.item as incident, ${BEGAN}
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

/** Finds those that moved first, by their own index: they are few beside the whole register. */
export const REGISTER_MOVED = `
  with moved as materialized (
    select case_id, kind, name from reassess.registers
     where force = $1 and ${movedSince('moved_up', '$7')} and (case_id, kind, name) > ($8::bigint, $9::text, $10::text)
  )
  select p.place, ${DUE} as due, r.case_id, r.kind, r.name, r.item, c.item as incident, '' as began
    from moved m
   cross join lateral (
     select * from reassess.registers r where r.case_id = m.case_id and r.kind = m.kind and r.name = m.name limit 1
   ) r
    join unnest($2::text[], $3::text[], $4::integer[], $5::integer[]) as p(kind, state, weight, place)
      on p.kind = r.kind and p.state = r.state and p.weight = r.weight
   cross join lateral (select item from reassess.cases c where c.id = r.case_id limit 1) c
   where ${DUE} >= $6 and ${DUE} < $11
   order by r.case_id, r.kind, r.name limit $12`

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
  readonly began: string
}

const PLACED = ['kind', 'state', 'weight', 'place'] as const
const [EVERYTHING, NOTHING_YET] = [
  [-1, EARLIEST, 0, '', ''],
  [0, '', ''],
] as const

/** In its order, then what moved up or came into it during the walk. @throws BadCursor */
export async function registerOf(
  database: Database,
  force: string,
  parts: readonly RegisterPart[],
  within: DueWithin,
  page: Page,
): Promise<Listed<RegisterItem>> {
  const { from = EARLIEST, to = LATEST } = within
  const list: MovingList<Row, RegisterItem> = {
    scope: ['register', force, parts, within.from, within.to],
    began: { kinds: ['snapshot'], of: ({ began }) => [snapshotKept(began)] },
    place: {
      kinds: ['integer', 'due', 'bigint', 'string', 'string'],
      of: (row) => [row.place, row.due, row.case_id, row.kind, row.name],
    },
    name: { kinds: ['bigint', 'string', 'string'], of: (row) => [row.case_id, row.kind, row.name], first: NOTHING_YET },
    itemOf,
    inOrder: (after, limit) => {
      const [place, due, caseId, ...name] = (after ?? EVERYTHING) as [number, string, number, string, string]
      const left = parts.filter((part) => part.place >= place)
      const onward = ({ place: own }: RegisterPart): boolean => own === place && due > from
      return database.query<Row>({ name: 'reassess-register', text: REGISTER }, [
        ...[force, ...columnsOf(left, ...PLACED)],
        left.map((part) => (onward(part) ? due : from)),
        left.map((part) => (onward(part) ? caseId : 0)),
        ...[to, place, due, caseId, ...name, limit],
      ])
    },
    movedUp: ([since], after: Key, limit) =>
      database.query<Row>({ name: 'reassess-register-moved', text: REGISTER_MOVED }, [
        ...[force, ...columnsOf(parts, ...PLACED), from, since, ...after, to, limit],
      ]),
  }
  return walk(database, list, page)
}

/** How many rows there are, counted no further than `most`. */
export async function registerCount(
  database: Database,
  force: string,
  parts: readonly RegisterPart[],
  { from = EARLIEST, to = LATEST }: DueWithin,
  most: number,
): Promise<number> {
  const [row] = await database.query<{ count: number }>({ name: 'reassess-register-count', text: REGISTER_COUNT }, [
    force,
    ...columnsOf(parts, 'kind', 'state', 'weight'),
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
