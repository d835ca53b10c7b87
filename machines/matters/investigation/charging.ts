/**
 * The decision on a charge, once the prosecutors were asked: how long it takes is shown with the time that bail has left.
 * Source: docs/sources.md#investigation (seed 95).
 */

import { scheduleUpdate } from '../../rules/investigation/victimsCode.ts'
import { type Issue, issueIf } from '../../rules/issue.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import { bailStanding, tellBail } from '../beside.ts'
import type { On } from '../defineMatter.ts'
import { type MatterEvent, type Told, within } from '../matter.ts'
import {
  type Asked,
  act,
  type ChargingState,
  type InvestigationContext,
  type OnCrime,
  remember,
  schedule,
  settings,
} from './setup.ts'

type Standing = Pick<OnCrime<'activity'>, 'context'>

const isRequested = ({ charging }: Pick<Asked, 'charging'>): boolean => charging === 'requested'
export const isPending = ({ context }: Standing): boolean => isRequested(context)

/** Of this suspect, or without a name of each: what they have already is not asked again. */
export const isAskedAnew = ({ context, event: { data } }: OnCrime<'charging.requested'>): boolean =>
  !context.chargingOf.some((one) => isRequested(one) && (one.suspect === null || one.suspect === (data.suspect ?? null)))

/** The deadline for their decision; null under a policy without one. */
function dueBy(event: MatterEvent<'charging.requested'>): Instant | null {
  const given = settings(event).chargingWithin
  return given === undefined ? null : within(event, given)
}

/** The first request that is undecided sets the deadline; another suspect's file has a day of its own. */
export const askCharging = act<'charging.requested'>((it) => {
  const { context, event } = it
  const suspect = event.data.suspect ?? null
  const chargingOf = [
    ...context.chargingOf.filter((one) => one.suspect !== suspect),
    { suspect, charging: 'requested' as const, requestedAt: event.at },
  ]
  if (isPending(it)) return [remember({ chargingOf }), tellBail]
  const chargingBy = dueBy(event)
  return [
    remember({ charging: 'requested', chargingOf, chargingRequestedAt: event.at, chargingBy }),
    ...(chargingBy === null ? [] : [schedule('charging-decision', chargingBy)]),
    tellBail,
  ]
})

/** A request about each suspect becomes a request about every one of them, once something is said of one alone. */
function byName(asked: readonly Asked[], event: Told, suspect: string | null): readonly Asked[] {
  if (suspect === null) return asked
  const names = new Set([suspect, ...event.incident.suspects, ...bailStanding(event).map((bail) => bail.suspect)])
  return asked.flatMap((one) =>
    one.suspect === null && isRequested(one) ? [...names].map((name) => ({ ...one, suspect: name })) : [one],
  )
}

/** What is left to decide once something was decided of one suspect, or of all. @param charging null where it was left undecided. */
function settle({ context, event }: On<InvestigationContext, Told>, suspect: string | null, charging: ChargingState) {
  const chargingOf = byName(context.chargingOf, event, suspect).map((one) =>
    isRequested(one) && (suspect === null || one.suspect === suspect) ? { ...one, charging } : one,
  )
  const isLeft = chargingOf.some(isRequested)
  return { isLeft, kept: remember(isLeft ? { chargingOf } : { chargingOf, charging, chargingBy: null }) }
}

export const decidedIssues = (event: MatterEvent<'charging.decided'>, { chargingOf }: InvestigationContext): Issue[] => {
  const { suspect } = event.data
  const isWithThem = byName(chargingOf, event, suspect ?? null).some((one) => isRequested(one) && one.suspect === suspect)
  return issueIf(suspect !== undefined && !isWithThem, '/data/suspect', 'the prosecutors have no file of this suspect')
}

/** More evidence is asked for: the file goes back to whoever investigates, and is sent again. */
export const decideCharging = act<'charging.decided'>((it) => {
  const { context, event } = it
  const { decision, suspect } = event.data
  const { isLeft, kept } = settle(it, suspect ?? null, decision)
  const told = suspect === undefined ? context.chargingOf.filter(isRequested).map((one) => one.suspect) : [suspect]
  return [
    ...(isLeft ? [] : [complete('charging-decision')]),
    kept,
    ...told.flatMap((name) => scheduleUpdate(event.incident, decision === 'no-charge' ? 'no-charge' : null, name, 'crime')),
    tellBail,
  ]
})

/** The outcome was decided without them: nobody waits for them any more. */
export const chargingCancelled = act((it) => [
  cancel('charging-decision'),
  ...(isPending(it) ? [settle(it, null, null).kept] : []),
])
/** A suspect was charged, whatever the prosecutors were asked; what they were asked of another is still to be decided. */
export const chargingMet = act((it) => {
  const { event } = it
  const { isLeft, kept } = settle(it, event.type === 'suspect.charged' ? event.suspect : null, 'charge')
  return isPending(it) && isLeft ? [kept] : [complete('charging-decision'), ...(isPending(it) ? [kept] : [])]
})
