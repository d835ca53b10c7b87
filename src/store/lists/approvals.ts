/** What waits for a second person, and what became of it, by the index of the registers. */
import type { ApprovalContext } from '../../../machines/matters/approval.ts'
import { typeOf } from '../../../machines/rules/events.ts'
import type { ApprovalItem, ApprovalStatus, Listed, Page } from '../../engine/reads.ts'
import { ASKED } from '../../engine/registers/approvalRows.ts'
import type { Asked } from '../../engine/step/case.ts'
import type { MatterItem } from '../../engine/views/views.ts'
import type { Database } from '../connection/database.ts'
import { DUE } from '../registers/registers.ts'
import { listed, readCursor, WITHOUT_CLOCK, writeCursor } from './cursor.ts'

/** What waits comes by when it lapses; what was decided comes newest first. */
const ORDERS = { waiting: { after: '>', order: '' }, decided: { after: '<', order: ' desc' } } as const
const BEGINNINGS = {
  waiting: ['0001-01-01T00:00:00.000Z', 0, ''],
  decided: [WITHOUT_CLOCK, 0, ''],
} as const

const approvalsIn = (status: ApprovalStatus): string => {
  const { after, order } = ORDERS[status]
  return `
  select r.due, r.case_id, r.name, r.item, c.reference as incident, e.type, s.content, v.content as decision
    from (
      select ${DUE} as due, r.case_id, r.name, r.item
        from reassess.registers r
       where r.force = $1 and r.kind = '${ASKED}' and r.state = '${status}' and r.weight = 0
         and (${DUE}, r.case_id, r.name) ${after} ($2::timestamptz, $3::bigint, $4::text)
       order by ${DUE}${order}, r.case_id${order}, r.name${order} limit $5
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
       where '${status}' = 'decided' and t.case_id = e.case_id and t.sequence > e.sequence
         and t.type in ('approval.given', 'approval.lapsed') and k.content::json ->> 'approval' = c.reference || '-a' || r.name
       order by t.sequence desc limit 1
    ) v on true
   order by r.due${order}, r.case_id${order}, r.name${order}`
}

interface Row {
  readonly due: string
  readonly case_id: number
  readonly name: string
  readonly item: string
  readonly incident: string
  readonly type: string
  readonly content: string | null
  readonly decision: string | null
}

/** @throws BadCursor */
export async function approvalsOf(
  database: Database,
  force: string,
  status: ApprovalStatus,
  page: Page,
): Promise<Listed<ApprovalItem>> {
  const scope = ['approvals', force, status]
  const after = page.cursor === undefined ? BEGINNINGS[status] : readCursor(page.cursor, scope, ['due', 'bigint', 'string'])
  const statement = { name: `reassess-approvals-${status}`, text: approvalsIn(status) }
  const rows = await database.query<Row>(statement, [force, ...after, page.limit + 1])
  return listed(rows, page, itemOf, ({ due, case_id, name }) => writeCursor(scope, [due, case_id, name]))
}

type Facts = Omit<ApprovalContext, 'name'> & Pick<ApprovalItem, 'status'>

function itemOf({ item, incident, name, type, content, decision }: Row): ApprovalItem {
  const { of, asks, askedAt, askedBy, decides, level, dueAt, until, endedAt, decidedBy, lapsed, status } = (
    JSON.parse(item) as MatterItem
  ).facts as unknown as Facts
  const posted = content === null ? null : (JSON.parse(content) as unknown)
  const said = decision === null ? {} : (JSON.parse(decision) as { readonly reason?: string; readonly detail?: string })
  const reason = said.reason ?? said.detail
  return {
    ...{ approval: `${incident}-a${name}`, incident, type: typeOf(of ?? 'incident.graded'), asks: asks ?? '', status },
    ...{ askedAt: askedAt ?? '', askedBy: askedBy ?? { id: '', role: '' }, decides: [...decides], level },
    ...(dueAt === null ? {} : { dueAt }),
    ...(until === null ? {} : { until }),
    ...(endedAt === null ? {} : { decidedAt: endedAt }),
    ...(decidedBy === null ? {} : { decidedBy }),
    ...(lapsed === null ? {} : { lapsed }),
    ...(reason === undefined ? {} : { reason }),
    data: type === 'approval.asked' ? ((posted as Asked | null)?.data ?? null) : (posted as ApprovalItem['data']),
  }
}
