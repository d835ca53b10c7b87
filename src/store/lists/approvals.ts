/** What waits for a second person, and what became of it. */
import type { ApprovalContext } from '../../../machines/matters/approval.ts'
import { typeOf } from '../../../machines/rules/events.ts'
import type { ApprovalItem, ApprovalStatus, Listed, Page } from '../../engine/reads.ts'
import { ASKED } from '../../engine/registers/approvalRows.ts'
import type { Asked } from '../../engine/step/case.ts'
import type { MatterItem } from '../../engine/views/views.ts'
import type { Database } from '../connection/database.ts'
import { type AskedOfPeople, type AskedRow, pageOfAsked } from './askedOfPeople.ts'

const APPROVALS: AskedOfPeople = {
  ...{ name: 'approvals', kind: ASKED, over: 'decided' },
  answered: `t.type in ('approval.given', 'approval.lapsed') and k.content::json ->> 'approval' = c.reference || '-a' || r.name
       order by t.sequence desc`,
}

/** @throws BadCursor */
export const approvalsOf = (
  database: Database,
  force: string,
  status: ApprovalStatus,
  page: Page,
): Promise<Listed<ApprovalItem>> => pageOfAsked(database, APPROVALS, { force, state: status }, page, itemOf)

type Facts = Omit<ApprovalContext, 'name'> & Pick<ApprovalItem, 'status'>

function itemOf({ item, incident, name, type, content, answer }: AskedRow): ApprovalItem {
  const { of, asks, askedAt, askedBy, decides, level, dueAt, until, endedAt, decidedBy, lapsed, status } = (
    JSON.parse(item) as MatterItem
  ).facts as unknown as Facts
  const posted = content === null ? null : (JSON.parse(content) as unknown)
  const said = answer === null ? {} : (JSON.parse(answer) as { readonly reason?: string; readonly detail?: string })
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
