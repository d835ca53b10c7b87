import type { Effects } from '../../effects.ts'
import type { AlertKind } from '../../rules/catalogue/alerts.ts'
import type { DeadlineName } from '../../rules/catalogue/deadlines.ts'
import { type Happened, known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import type { IncidentContext } from '../setup.ts'

interface Owed {
  readonly deadline: DeadlineName
  /** Whose, where several may run at once. */
  readonly of?: string
  /** ISO 8601, from the policy. */
  readonly within: string
  /** Where it is not the alert that the catalogue names. */
  readonly late?: AlertKind
}

/**
 * What a person has to do after an event: the clock runs from when they could be told of it, and lateness is one alert, which
 * does not escalate.
 */
export const owedAfter = (
  { context, event }: { readonly context: IncidentContext; readonly event: Happened },
  { deadline, of, within, ...otherwise }: Owed,
): Effects['schedule'] => ({
  deadline,
  of: of ?? null,
  dueAt: plus(known(event), within, context.policy.timezone),
  climbEvery: null,
  ...otherwise,
})
