/**
 * The decision on a charge, once the prosecutors were asked: how long it takes stands beside the time that bail has left.
 * Source: docs/sources.md#investigation (seed 95).
 */

import { scheduleUpdate } from '../../rules/investigation/victimsCode.ts'
import type { Warning } from '../../rules/issue.ts'
import { known } from '../../rules/time/happened.ts'
import { plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { bailStanding, tellBail } from '../beside.ts'
import type { MatterEvent } from '../matter.ts'
import { type Any, type InvestigationContext, investigationSetup, type On } from './setup.ts'

type Remembered = { readonly context: InvestigationContext }

export const isPending = ({ context }: Remembered): boolean => context.charging === 'requested'
export const isNotPending = (it: Remembered): boolean => !isPending(it)

const obligation = ({ context }: Any) => ({ deadline: 'charging-decision' as const, of: context.name })

/** By when they are to decide; null under a policy that gives them no time. */
function dueBy(event: MatterEvent<'charging.requested'>): Instant | null {
  const { investigation, timezone } = event.incident.policy
  const within = investigation?.chargingWithin
  return within === undefined ? null : plus(known(event), within, timezone)
}

export const askCharging = [
  {
    type: 'remember' as const,
    params: ({ event }: On<'charging.requested'>) => ({
      charging: 'requested' as const,
      chargingSuspect: event.data.suspect ?? null,
      chargingRequestedAt: event.at,
      chargingBy: dueBy(event),
    }),
  },
  investigationSetup.enqueueActions(({ context, event, enqueue }) => {
    const { chargingBy: dueAt, name } = context
    const { investigation } = event.incident.policy
    if (dueAt === null || investigation === undefined) return
    enqueue({
      type: 'schedule',
      params: {
        ...obligation({ context, event }),
        dueAt,
        climbEvery: investigation.climbEvery,
        matter: `investigation/${name}`,
      },
    })
  }),
  tellBail,
]

/** More evidence is asked for: the file goes back to whoever investigates, and is sent again. */
export const decideCharging = [
  { type: 'complete' as const, params: obligation },
  {
    type: 'remember' as const,
    params: ({ event }: On<'charging.decided'>) => ({ charging: event.data.decision, chargingBy: null }),
  },
  investigationSetup.enqueueActions(({ context, event, enqueue }) => {
    const { decision } = (event as On<'charging.decided'>['event']).data
    const about = decision === 'no-charge' ? 'no-charge' : null
    for (const tell of scheduleUpdate(event.incident, about, context.chargingSuspect, 'crime')) enqueue(tell)
  }),
  tellBail,
]

/** Charged, or decided otherwise: nobody waits for them any more. */
export const endCharging = (how: 'complete' | 'cancel') => [
  { type: how, params: obligation },
  {
    type: 'remember' as const,
    params: (it: Any) => (isPending(it) ? { charging: how === 'complete' ? ('charge' as const) : null, chargingBy: null } : {}),
  },
]

/** Bail that ends before they have decided has to be extended by then, or it protects nobody. */
export function chargingWarnings(event: MatterEvent<'charging.requested'>): Warning[] {
  const dueAt = dueBy(event)
  const { suspect } = event.data
  return bailStanding(event).flatMap((bail) =>
    dueAt === null || bail.endsAt === null || dueAt <= bail.endsAt || (suspect ?? bail.suspect) !== bail.suspect
      ? []
      : [
          {
            code: 'decided-after-bail',
            pointer: '/data/crimeRef',
            detail: `The decision is due ${dueAt}, and bail ${bail.name} ends ${bail.endsAt}: review it before it does.`,
          },
        ],
  )
}
