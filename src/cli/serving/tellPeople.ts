/** What the engine and the workers need to tell people of alerts; nothing where there is no delivery file. */
import type { Logger } from 'pino'
import type { DeliveryPlan } from '../../../machines/rules/delivery/plan.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { EnginePorts } from '../../engine/createEngine.ts'
import type { TellingPorts } from '../../engine/telling/advance.ts'
import type { OnDuty } from '../../engine/telling/recipients.ts'
import type { TellingRows } from '../../engine/telling/rows.ts'
import { createTeller } from '../../engine/telling/teller.ts'

/** The delivery file with its overrides, as it is now. */
export interface DutyNow {
  planNow(): DeliveryPlan
  readonly onDuty: OnDuty
}

export interface TellPeoplePorts {
  readonly rows: TellingRows
  /** The roles of `escalation`. */
  readonly ladder: readonly Role[]
  /** Deliveries are on disk: somebody should carry them. Never throws, never waits. */
  readonly deliveriesWritten: () => void
  readonly log: Pick<Logger, 'error'>
}

/** @param duty null without a delivery file. */
export function tellPeople(
  duty: DutyNow | null,
  { rows, ladder, deliveriesWritten, log }: TellPeoplePorts,
): { readonly engine: Pick<EnginePorts, 'teller' | 'deliveriesWritten'>; readonly telling: TellingPorts | null } {
  if (duty === null) return { engine: {}, telling: null }
  const teller = createTeller(duty.planNow, duty.onDuty, (error) =>
    log.error({ err: error }, 'who is told of an alert could not be worked out; it is tried again'),
  )
  const { force } = duty.planNow()
  return { engine: { teller, deliveriesWritten }, telling: { force, ladder, teller, rows, deliveriesWritten } }
}
