/** Reassessments that a second person has to read, or has read. What was drawn as a sample is in no answer before its verdict. */
import type { Check, Checked } from '../../../machines/incident/risk/memory.ts'
import type { ObligationContext } from '../../../machines/obligation/setup.ts'
import type { LiveCase } from '../step/live.ts'
import { stored } from '../step/live.ts'
import type { IncidentView } from './views.ts'

type CheckItem = IncidentView['checks'][number]

export function checksOf({ incident, duties }: LiveCase): CheckItem[] {
  const { checks, checked } = incident.context
  const waits = ({ reassessment }: Check): CheckItem => {
    const { dueAt, climbAt, level } = stored(duties, `reassessment-check/${reassessment}`).context as unknown as ObligationContext
    return { reassessment, verdict: null, dueAt: climbAt ?? dueAt, level }
  }
  const wasRead = ({ reassessment, verdict, at, by }: Checked): CheckItem => ({ reassessment, verdict, at, by })
  return [...checks.filter(({ why }) => why === 'doubtful').map(waits), ...[...checked].reverse().map(wasRead)]
}
