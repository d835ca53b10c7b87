import { chargeBy } from '../rules/calendar/index.ts'
import { earlier } from '../rules/time.ts'
import type { Instant } from '../rules/vocabulary.ts'
import type { Told } from './matter.ts'

/** The last day to charge any of the offences, by what the policy says of their codes; null where none has a limit that it knows. */
export function chargeLimitOf(
  { incident: { policy, receivedAt } }: Told,
  offences: readonly string[],
  offenceAt: Instant,
): Instant | null {
  const charge = policy.investigation?.charge
  if (charge === undefined) return null
  const { limits, times } = charge
  return offences.reduce<Instant | null>((first, offence) => {
    const kind = Object.hasOwn(limits, offence) ? limits[offence] : undefined
    const last = kind === undefined ? null : chargeBy({ kind, offenceAt, reportedAt: receivedAt }, policy.timezone, times)
    return first === null || last === null ? (first ?? last) : earlier(first, last)
  }, null)
}
