/**
 * The law's time to charge a crime. It is met by a charge of that crime: one that names none is that of the only crime there is,
 * because a limit that is taken for met watches nobody. Source: docs/sources.md#investigation (seed 110).
 */

import { chargeBy } from '../../rules/calendar/index.ts'
import { isOffence } from '../../rules/investigation/allocation.ts'
import { earlier, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { crimesOpen } from '../beside.ts'
import type { Told } from '../matter.ts'
import { type Any, type Charged, type InvestigationContext, investigationSetup } from './setup.ts'

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

const limit = ({ context }: Any) => ({ deadline: 'charge-limit' as const, of: context.name })
const soon = ({ context }: Any) => ({ deadline: 'charge-warning' as const, of: context.name })
export const endLimit = (how: 'complete' | 'cancel') => [
  { type: how, params: limit },
  { type: how, params: soon },
]

/** The limit is one of the law and not of a person: it counts from what happened, and a charge in time that is told late settles it. */
export const scheduleLimit = investigationSetup.enqueueActions(({ context, event, enqueue }) => {
  const { chargeBy: dueAt, name } = context
  const { investigation, timezone } = event.incident.policy
  if (dueAt === null || investigation === undefined) return
  const it = { context, event }
  const owed = { climbEvery: null, matter: `investigation/${name}` }
  const warnAt = plus(dueAt, `-${investigation.charge.warnBefore}`, timezone)
  enqueue({ type: 'schedule', params: { ...soon(it), dueAt: warnAt, ...owed } })
  enqueue({ type: 'schedule', params: { ...limit(it), dueAt, ...owed } })
})

export const isOfThisCrime = ({ event }: { readonly event: Charged }): boolean => event.named || crimesOpen(event).length === 1

export const chargedWith = [
  ...endLimit('complete'),
  {
    type: 'remember' as const,
    params: ({ context, event }: Any): Partial<InvestigationContext> => ({
      chargedAt: event.at,
      charged: context.offences,
      chargeBy: null,
    }),
  },
]
