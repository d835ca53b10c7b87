/**
 * The law's time to charge a crime. A charge of that crime meets it. A charge that names no crime meets it only for the only
 * crime there is, because a limit that is wrongly taken for met watches nobody.
 *
 * Source: docs/sources.md#investigation (seed 110).
 */

import { chargeBy } from '../../rules/calendar/index.ts'
import { isOffence } from '../../rules/investigation/allocation.ts'
import { earlier, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import { crimesOpen } from '../beside.ts'
import type { Told } from '../matter.ts'
import { act, type InvestigationContext, type OnCrime, remember, schedule, settings } from './setup.ts'

/** The last day to charge any of the offences, by what the policy says of their codes; null where none has a limit that it knows. */
function chargeLimitOf(
  { incident: { policy, receivedAt } }: Told,
  offences: readonly string[],
  offenceAt: Instant,
): Instant | null {
  const charge = policy.investigation?.charge
  if (charge === undefined) return null
  const { limits, times } = charge
  const kinds = Object.keys(limits).flatMap((code) =>
    offences.some((offence) => isOffence(code, offence)) ? (limits[code] ?? []) : [],
  )
  return [...new Set(kinds)].reduce<Instant | null>((first, kind) => {
    const last = chargeBy({ kind, offenceAt, reportedAt: receivedAt }, policy.timezone, times)
    return first === null || last === null ? (first ?? last) : earlier(first, last)
  }, null)
}

/** The same of what nobody was charged with yet. */
export function limitLeft(
  event: Told,
  { offences, charged }: Pick<InvestigationContext, 'offences' | 'charged'>,
  offenceAt: Instant,
): Instant | null {
  const left = offences.filter((offence) => !charged.some((code) => isOffence(code, offence)))
  return chargeLimitOf(event, left, offenceAt)
}

export const limitMet = [complete('charge-limit'), complete('charge-warning')]
export const limitCancelled = [cancel('charge-limit'), cancel('charge-warning')]

/** The limit is one of the law and not of a person: it counts from what happened, and a charge in time that is told late settles it. */
export const scheduleLimit = act(({ context: { chargeBy: dueAt }, event }) => {
  if (dueAt === null) return []
  const warnAt = plus(dueAt, `-${settings(event).charge.warnBefore}`, event.incident.policy.timezone)
  return [schedule('charge-warning', warnAt, { climbEvery: null }), schedule('charge-limit', dueAt, { climbEvery: null })]
})

export const isOfThisCrime = ({ event }: OnCrime<'suspect.charged'>): boolean => event.named || crimesOpen(event).length === 1

export const chargedWith = act(({ context, event }) => [
  ...limitMet,
  remember({ chargedAt: event.at, charged: context.offences, chargeBy: null }),
])
