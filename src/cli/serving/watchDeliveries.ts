/**
 * Each process raises and ends the alerts of critical alerts that have reached nobody, and knows which ways fail now. It asks nothing
 * where there is no delivery file.
 */
import type { DeliveryPlan, WayName } from '../../../machines/rules/delivery/plan.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { DeliveriesSeen, DeliveryHealth } from '../../engine/notifications/seen.ts'
import type { UnreachedAlerts } from '../../store/watch/deliveryFailed.ts'
import { inRounds } from './rounds.ts'

/** Project default. */
const EVERY_MS = 3_000

export interface WatchDeliveriesPorts {
  readonly seen: UnreachedAlerts & Pick<DeliveriesSeen, 'isStuck' | 'failingWays'>
  /** What the delivery file says now; null without one. */
  readonly plan: () => DeliveryPlan | null
  /** Whether nobody is on duty in any role. */
  readonly isNobodyOnDuty: () => boolean | Promise<boolean>
  /** Whom `delivery-failed` is for. */
  readonly audience: Role
}

export interface WatchDeliveries {
  /** Of the last round. An alert about a failed delivery takes other ways. */
  failingWays(): readonly WayName[]
  /** For the heartbeat; null without a delivery file. */
  health(): DeliveryHealth | null
  stop(): Promise<void>
}

/** The ways of all people on file, in order. */
export const waysOf = (plan: DeliveryPlan | null): readonly WayName[] =>
  plan === null
    ? []
    : [
        ...new Set([
          ...plan.routes.flatMap(({ ways }) => ways),
          ...Object.values(plan.people).flatMap(({ ways }) => Object.keys(ways)),
        ]),
      ].sort()

export function watchDeliveries({ seen, plan, isNobodyOnDuty, audience }: WatchDeliveriesPorts): WatchDeliveries {
  let failing: readonly WayName[] = []

  const look = async (): Promise<void> => {
    const now = plan()
    if (now === null) return
    failing = await seen.failingWays(now.force, waysOf(now))
    await seen.tellUnreached(audience)
  }
  const stop = inRounds(EVERY_MS, look, { atOnce: true })
  return {
    failingWays: () => failing,
    health() {
      const now = plan()
      return now === null ? null : { isStuck: () => seen.isStuck(now.force), isNobodyOnDuty }
    },
    stop,
  }
}
