/** What waits for a second person, and what became of it. It is in no register: `GET /v1/approvals` lists it. Only what changed. */
import { APPROVAL, type ApprovalContext } from '../../../machines/matters/approval.ts'
import type { StoredMachine } from '../step/case.ts'
import type { RegisterRow } from './views.ts'

export const ASKED = 'asked-for'

type Matters = Readonly<Record<string, StoredMachine>>

export const approvalRows = (incident: string, before: Matters, now: Matters): RegisterRow[] =>
  Object.entries(now).flatMap(([id, matter]) =>
    id.startsWith(`${APPROVAL}/`) && matter !== before[id] ? [rowOf(incident, matter)] : [],
  )

/** Named by the line that asked for it. What waits lies by when it lapses, what is over by when it ended. */
function rowOf(incident: string, { value, context }: StoredMachine): RegisterRow {
  const { name, ...facts } = context as unknown as ApprovalContext
  const waits = value === 'waiting'
  return {
    ...{ incident, kind: ASKED, name: name.slice(`${incident}-a`.length), state: waits ? 'waiting' : 'decided', ended: !waits },
    ...{ weight: 0, dueAt: waits ? facts.until : facts.endedAt, deadlines: [] },
    facts: { ...facts, status: value },
  }
}
