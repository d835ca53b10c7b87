/**
 * The decision on a charge, once the prosecutors were asked: how long it takes is shown with the time that bail has left.
 * Source: docs/sources.md#investigation (seed 95).
 */

import { scheduleUpdate } from '../../rules/investigation/victimsCode.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { cancel, complete } from '../asks.ts'
import { tellBail } from '../beside.ts'
import { type MatterEvent, within } from '../matter.ts'
import { act, type OnCrime, remember, schedule, settings } from './setup.ts'

type Standing = Pick<OnCrime<'activity'>, 'context'>

export const isPending = ({ context }: Standing): boolean => context.charging === 'requested'
export const isNotPending = (it: Standing): boolean => !isPending(it)

/** The deadline for their decision; null under a policy without one. */
function dueBy(event: MatterEvent<'charging.requested'>): Instant | null {
  const given = settings(event).chargingWithin
  return given === undefined ? null : within(event, given)
}

export const askCharging = act<'charging.requested'>(({ event, event: { at, data } }) => {
  const chargingBy = dueBy(event)
  return [
    remember({ charging: 'requested', chargingSuspect: data.suspect ?? null, chargingRequestedAt: at, chargingBy }),
    ...(chargingBy === null ? [] : [schedule('charging-decision', chargingBy)]),
    tellBail,
  ]
})

/** More evidence is asked for: the file goes back to whoever investigates, and is sent again. */
export const decideCharging = act<'charging.decided'>(({ context, event: { data, incident } }) => [
  complete('charging-decision'),
  remember({ charging: data.decision, chargingBy: null }),
  ...scheduleUpdate(incident, data.decision === 'no-charge' ? 'no-charge' : null, context.chargingSuspect, 'crime'),
  tellBail,
])

/** The outcome was decided without them: nobody waits for them any more. */
export const chargingCancelled = act((it) => [
  cancel('charging-decision'),
  remember(isPending(it) ? { charging: null, chargingBy: null } : {}),
])
/** The suspect was charged, whatever the prosecutors were asked. */
export const chargingMet = act((it) => [
  complete('charging-decision'),
  remember(isPending(it) ? { charging: 'charge', chargingBy: null } : {}),
])
