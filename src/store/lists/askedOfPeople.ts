/**
 * What waits for a person, and what became of it, by the index of the registers: each row is named by the sequence of the line that
 * asked. What waits comes by weight and due time; what is over comes newest first. Rows hardly ever move, and never up within a state.
 */
import type { Listed, Page } from '../../engine/reads.ts'
import type { Database } from '../connection/database.ts'
import { DUE } from '../registers/registers.ts'
import { listed, readCursor, WITHOUT_CLOCK, writeCursor } from './cursor.ts'

const WAITING = { after: '>', order: '', beginning: [-1, '0001-01-01T00:00:00.000Z', 0, ''] } as const
const OVER = { after: '<', order: ' desc', beginning: [1, WITHOUT_CLOCK, 0, ''] } as const

export interface AskedOfPeople {
  /** Of the statement and the cursors. */
  readonly name: string
  /** As its rows of the registers have it. */
  readonly kind: string
  /** The state of what is over. */
  readonly over: string
  /** SQL: which lines `t` with the content `k` answer the line `e` of the case `c`, and which of them counts first. */
  readonly answered: string
}

export interface AskedRow {
  readonly weight: number
  readonly due: string
  readonly case_id: number
  readonly name: string
  /** Of the registers. */
  readonly item: string
  readonly incident: string
  readonly sequence: number
  readonly type: string
  readonly at: string
  readonly recordedAt: string
  readonly consequences: string
  /** Of the line that asked. */
  readonly content: string | null
  /** The content of the line that answered; null for what waits. */
  readonly answer: string | null
}

/** @throws BadCursor */
export async function pageOfAsked<Item>(
  database: Database,
  list: AskedOfPeople,
  { force, state }: { readonly force: string; readonly state: string },
  page: Page,
  itemOf: (row: AskedRow) => Item,
): Promise<Listed<Item>> {
  const scope = [list.name, force, state]
  const { beginning } = state === list.over ? OVER : WAITING
  const after = page.cursor === undefined ? beginning : readCursor(page.cursor, scope, ['integer', 'due', 'bigint', 'string'])
  const statement = { name: `reassess-${list.name}-${state}`, text: rowsIn(list, state) }
  const rows = await database.query<AskedRow>(statement, [force, ...after, page.limit + 1])
  return listed(rows, page, itemOf, ({ weight, due, case_id, name }) => writeCursor(scope, [weight, due, case_id, name]))
}

function rowsIn({ kind, over, answered }: AskedOfPeople, state: string): string {
  const { after, order } = state === over ? OVER : WAITING
  return `
  select r.weight, r.due, r.case_id, r.name, r.item, c.reference as incident, e.sequence, e.type, e.at, e.recorded_at as "recordedAt",
         e.consequences, s.content, v.content as answer
    from (
      select r.weight, ${DUE} as due, r.case_id, r.name, r.item
        from reassess.registers r
       where r.force = $1 and r.kind = '${kind}' and r.state = '${state}'
         and (r.weight, ${DUE}, r.case_id, r.name) ${after} ($2::integer, $3::timestamptz, $4::bigint, $5::text)
       order by r.weight${order}, ${DUE}${order}, r.case_id${order}, r.name${order} limit $6
    ) r
   cross join lateral (select reference from reassess.cases c where c.id = r.case_id limit 1) c
   cross join lateral (
     select * from reassess.entries e where e.case_id = r.case_id and e.sequence = r.name::integer limit 1
   ) e
    left join reassess.contents s on s.case_id = e.case_id and s.sequence = e.sequence
    left join lateral (
      select k.content
        from reassess.entries t
        join reassess.contents k on k.case_id = t.case_id and k.sequence = t.sequence
       where '${state}' = '${over}' and t.case_id = e.case_id and t.sequence > e.sequence and ${answered} limit 1
    ) v on true
   order by r.weight${order}, r.due${order}, r.case_id${order}, r.name${order}`
}
