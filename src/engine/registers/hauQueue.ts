/**
 * The queue of the harm assessment unit: one line for each incident that it has to receive, or works on. It ends with its part of the
 * work, and with the closing. Source: docs/sources.md#registers (seed 51, 55).
 */

import type { IncidentContext } from '../../../machines/incident/setup.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
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

/** What the HAU itself owes, and whose clock says that it is late. */
const ITS_OWN = ['hau-receipt', 'hau-checks'] as const
const ITS_WORK: readonly string[] = [...ITS_OWN, 'referral', 'school']

const obligationOf = ({ duties }: Worked, deadline: string): ObligationContext | null =>
  (duties[deadline]?.context as unknown as ObligationContext | undefined) ?? null
const isOwed = ({ duties }: Worked, deadline: string): boolean => {
  const obligation = duties[deadline]
  return obligation !== undefined && isUndone(obligation)
}

/** @returns null where the HAU has nothing to do. */
export function hauRow(reference: string, worked: Worked): RegisterRow | null {
  const { safeguarding, closure } = worked.incident.value as Regions
  const context = worked.incident.context as Pick<IncidentContext, 'received' | 'riskGrade' | 'reportedAt'>
  const state = stepOf(worked, String(safeguarding))
  if (closure !== 'open' || state === null) return null
  const since = obligationOf(worked, state === 'toReceive' ? 'hau-receipt' : 'hau-checks')?.startedAt ?? context.reportedAt
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
    const obligation = duties[deadline]
    return obligation !== undefined && isUndone(obligation) && obligation.value !== 'pending'
  })

/** Of the work that is left, nearest first. */
const deadlinesOf = ({ duties }: Worked): RegisterRow['deadlines'] =>
  Object.values(duties)
    .filter((obligation) => isUndone(obligation) && ITS_WORK.includes(String(obligation.context.deadline)))
    .map(({ context }) => context as unknown as ObligationContext)
    .map(({ deadline, dueAt }) => ({ name: deadline, dueAt }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
