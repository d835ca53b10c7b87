/** Reassessments that wait for a second person, and those that one has read. */
import type { CaseEventData } from '../../../machines/rules/events.ts'
import type { Reading } from '../../../machines/rules/reassessment/reading.ts'
import type { Listed, Page, ReassessmentItem, ReassessmentState } from '../../engine/reads.ts'
import { READING } from '../../engine/registers/readingRows.ts'
import type { MatterItem } from '../../engine/views/views.ts'
import type { Database } from '../connection/database.ts'
import { type AskedOfPeople, type AskedRow, pageOfAsked } from './askedOfPeople.ts'

const REASSESSMENTS: AskedOfPeople = {
  ...{ name: 'reassessments', kind: READING, over: 'read' },
  answered: `t.type = 'reassessment.checked' and (k.content::json ->> 'reassessment')::integer = e.sequence
       order by t.sequence`,
}

/** @throws BadCursor */
export const reassessmentsOf = (
  database: Database,
  force: string,
  state: ReassessmentState,
  page: Page,
): Promise<Listed<ReassessmentItem>> =>
  pageOfAsked(database, REASSESSMENTS, { force, state }, page, state === 'read' ? wasRead : waits)

/** Blind: nothing of what the detector found, nor whether it was drawn. */
const waits = ({ incident, sequence, at, recordedAt, content }: AskedRow): ReassessmentItem => ({
  ...{ incident, sequence, at, recordedAt },
  timeline: `/v1/incidents/${encodeURIComponent(incident)}/timeline`,
  reassessment: content === null ? null : (JSON.parse(content) as CaseEventData['risk.reassessed']),
  check: null,
  detector: null,
})

function wasRead(row: AskedRow): ReassessmentItem {
  const { due: at, item, consequences, answer } = row
  const { verdict, by } = (JSON.parse(item) as MatterItem).facts as Pick<CaseEventData['reassessment.checked'], 'verdict' | 'by'>
  const said = answer === null ? null : (JSON.parse(answer) as CaseEventData['reassessment.checked'])
  const { reading } = JSON.parse(consequences) as { readonly reading?: Reading }
  return {
    ...waits(row),
    check: { at, by, verdict, note: said?.note ?? null },
    detector: reading === undefined ? null : { verdict: reading.verdict, doubts: [...reading.doubts] },
  }
}
