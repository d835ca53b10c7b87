/** Which law a notice is given under, and what follows from it. Source: docs/sources.md#orders */
import { dayOf, type HearingDue, hearingDue, type LastSitting, lastSittingBefore } from './calendar/index.ts'
import type { Policy } from './policy.ts'
import { before } from './time.ts'
import type { Instant, OrderRegime } from './vocabulary.ts'

/** The order that a court may make on a notice. */
export const ORDER_AFTER: Readonly<Record<OrderRegime, 'DVPO' | 'DAPO'>> = { DVPN: 'DVPO', DAPN: 'DAPO' }

/** The notice that a force gives on the day of an instant. */
export function regimeAt(at: Instant, { orders, timezone }: Policy): OrderRegime {
  const day = dayOf(at, timezone)
  return (orders.regime.findLast(({ from }) => from <= day) ?? orders.regime[0])?.regime ?? 'DVPN'
}

interface HearingTerms {
  readonly hearingBy: Instant
  /** The days that did not count. */
  readonly leftOut: HearingDue['leftOut']
  readonly lastSitting: LastSitting
  /** By when the application should be filed, so that it can be heard. */
  readonly applyBy: Instant
}

/** What the court's calendar says of a notice. @param court as the calendars name it; null for one not named. */
export function hearingTerms(servedAt: Instant, court: string | null, policy: Policy): HearingTerms {
  const { dueBy, leftOut } = hearingDue(servedAt, policy)
  const lastSitting = lastSittingBefore(dueBy, servedAt, court, policy)
  const applyBy = before(lastSitting.sitting?.from ?? dueBy, policy.orders.applyBefore)
  return { hearingBy: dueBy, leftOut, lastSitting, applyBy }
}

/**
 * Whether a DVPO that ends then is as long as the law lets it be. A period "of days" may be counted with or without the day on
 * which it was made: what either way of counting allows is taken [derived].
 */
export function isDvpoLong(madeAt: Instant, expiresAt: Instant, { orders, timezone }: Policy): boolean {
  const days = (Date.parse(dayOf(expiresAt, timezone)) - Date.parse(dayOf(madeAt, timezone))) / 86_400_000
  return days >= orders.dvpoDays.least - 1 && days <= orders.dvpoDays.most
}
