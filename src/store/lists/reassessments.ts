/** Reassessments that wait for a second person, and those that one has read, by the index of the registers. */
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { Reading } from '../../../machines/rules/reassessment/reading.ts'
import type { Listed, Page, ReassessmentItem, ReassessmentState } from '../../engine/reads.ts'
import { READING } from '../../engine/registers/readingRows.ts'
import type { MatterItem } from '../../engine/views/views.ts'
import type { Database } from '../connection/database.ts'
import { DUE } from '../registers/registers.ts'
import { listed, readCursor, WITHOUT_CLOCK, writeCursor } from './cursor.ts'

/** What waits comes by weight and due time; what was read comes newest first. Rows hardly ever move, and never up within a state. */
const ORDERS = { waiting: { after: '>', order: '' }, read: { after: '<', order: ' desc' } } as const
const BEGINNINGS = {
  waiting: [-1, '0001-01-01T00:00:00.000Z', 0, ''],
  read: [1, WITHOUT_CLOCK, 0, ''],
} as const

const reassessmentsIn = (state: ReassessmentState): string => {
  const { after, order } = ORDERS[state]
  return `
  select r.weight, r.due, r.case_id, r.name, r.item, c.reference as incident, e.sequence, e.at, e.recorded_at as "recordedAt",
         e.consequences, s.content, v.content as verdict
    from (
      select r.weight, ${DUE} as due, r.case_id, r.name, r.item
        from reassess.registers r
       where r.force = $1 and r.kind = '${READING}' and r.state = '${state}'
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
       where '${state}' = 'read' and t.case_id = e.case_id and t.sequence > e.sequence and t.type = 'reassessment.checked'
         and (k.content::json ->> 'reassessment')::integer = e.sequence
       order by t.sequence limit 1
    ) v on true
   order by r.weight${order}, r.due${order}, r.case_id${order}, r.name${order}`
}

interface Row extends Pick<ReassessmentItem, 'incident' | 'sequence' | 'at' | 'recordedAt'> {
  readonly weight: number
  readonly due: string
  readonly case_id: number
  readonly name: string
  readonly item: string
  readonly consequences: string
  readonly content: string | null
  readonly verdict: string | null
}

/** @throws BadCursor */
export async function reassessmentsOf(
  database: Database,
  force: string,
  state: ReassessmentState,
  page: Page,
): Promise<Listed<ReassessmentItem>> {
  const scope = ['reassessments', force, state]
  const after =
    page.cursor === undefined ? BEGINNINGS[state] : readCursor(page.cursor, scope, ['integer', 'due', 'bigint', 'string'])
  const statement = { name: `reassess-reassessments-${state}`, text: reassessmentsIn(state) }
  const rows = await database.query<Row>(statement, [force, ...after, page.limit + 1])
  return listed(rows, page, state === 'read' ? wasRead : waits, ({ weight, due, case_id, name }) =>
    writeCursor(scope, [weight, due, case_id, name]),
  )
}

/** Blind: nothing of what the detector found, nor whether it was drawn. */
const waits = ({ incident, sequence, at, recordedAt, content }: Row): ReassessmentItem => ({
  ...{ incident, sequence, at, recordedAt },
  timeline: `/v1/incidents/${encodeURIComponent(incident)}/timeline`,
  reassessment: content === null ? null : (JSON.parse(content) as CaseEventData['risk.reassessed']),
  check: null,
  detector: null,
})

function wasRead(row: Row): ReassessmentItem {
  const { due: at, item, consequences, verdict: content } = row
  const { verdict, by } = (JSON.parse(item) as MatterItem).facts as Pick<CaseEventData['reassessment.checked'], 'verdict' | 'by'>
  const said = content === null ? null : (JSON.parse(content) as CaseEventData['reassessment.checked'])
  const { reading } = JSON.parse(consequences) as { readonly reading?: Reading }
  return {
    ...waits(row),
    check: { at, by, verdict, note: said?.note ?? null },
    detector: reading === undefined ? null : { verdict: reading.verdict, doubts: [...reading.doubts] },
  }
}
