/**
 * The queue of the harm assessment unit: one line for each incident that it has to receive, or works on. It ends with its part of the
 * work, and with the closing. Source: docs/sources.md#registers (seed 51, 55).
 */
import type { DutyContext } from '../../../machines/duty/setup.ts'
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import { UNIT } from '../../../machines/rules/catalogue/registers.ts'
import type { StoredMachine } from '../step/case.ts'
import { isUndone } from '../views/items.ts'
import { weightOf } from './registers.ts'
import type { RegisterRow } from './views.ts'

/** As it was loaded, or as it is. */
export interface Worked {
  readonly incident: { readonly value: unknown; readonly context: object }
  readonly duties: Readonly<Record<string, StoredMachine>>
}

interface Regions {
  readonly safeguarding?: unknown
  readonly closure?: unknown
}

/** What the unit itself is waited for, and whose clock says that it is late. */
const ITS_OWN = ['hau-receipt', 'hau-checks'] as const
const ITS_WORK: readonly string[] = [...ITS_OWN, 'referral', 'school']

const dutyOf = ({ duties }: Worked, deadline: string): DutyContext | null =>
  (duties[deadline]?.context as unknown as DutyContext | undefined) ?? null
const isOwed = ({ duties }: Worked, deadline: string): boolean => {
  const duty = duties[deadline]
  return duty !== undefined && isUndone(duty)
}

/** @returns null where the unit has nothing to do. */
export function unitRow(reference: string, worked: Worked): RegisterRow | null {
  const { safeguarding, closure } = worked.incident.value as Regions
  const context = worked.incident.context as Pick<IncidentContext, 'received' | 'riskGrade' | 'reportedAt'>
  const state = stepOf(worked, String(safeguarding))
  if (closure !== 'open' || state === null) return null
  const since = dutyOf(worked, state === 'toReceive' ? 'hau-receipt' : 'hau-checks')?.startedAt ?? context.reportedAt
  const facts = { since, reportedAt: context.reportedAt, risk: context.riskGrade }
  return {
    ...{ kind: UNIT, name: '', incident: reference, ended: false, facts },
    state: `${state}.${isLate(worked) ? 'overdue' : 'inTime'}`,
    weight: weightOf({ facts }),
    // In the order of age: how long it is due says the state.
    dueAt: since,
    deadlines: deadlinesOf(worked),
  }
}

function stepOf(worked: Worked, safeguarding: string): string | null {
  if (safeguarding === 'waiting') return isOwed(worked, 'hau-receipt') ? 'toReceive' : null
  return safeguarding === 'complete' ? null : safeguarding
}

const isLate = ({ duties }: Worked): boolean =>
  ITS_OWN.some((deadline) => {
    const duty = duties[deadline]
    return duty !== undefined && isUndone(duty) && duty.value !== 'pending'
  })

/** Of the work that is left, nearest first. */
const deadlinesOf = ({ duties }: Worked): RegisterRow['deadlines'] =>
  Object.values(duties)
    .filter((duty) => isUndone(duty) && ITS_WORK.includes(String(duty.context.deadline)))
    .map(({ context }) => context as unknown as DutyContext)
    .map(({ deadline, dueAt }) => ({ name: deadline, dueAt }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
