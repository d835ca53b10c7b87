/** Which law a notice is given under, and what follows from it. Source: docs/sources.md#orders */
import {
  custodyDue,
  dayOf,
  daysBetween,
  dueInDays,
  type HearingDue,
  hearingDue,
  type LastSitting,
  lastSittingBefore,
} from '../calendar/index.ts'
import type { Policy } from '../policy/policy.ts'
import { before, plus } from '../time/instants.ts'
import type { Instant, OrderRegime } from '../vocabulary.ts'

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
 * Whether a DVPO that ends then is as long as the law lets it be: so many days at least and at most, beginning with the day on which
 * it is made (Crime and Security Act 2010 s.28(10)).
 */
export function isDvpoLong(madeAt: Instant, expiresAt: Instant, { orders, timezone }: Policy): boolean {
  const days = daysBetween(madeAt, expiresAt, timezone) + 1
  return days >= orders.dvpoDays.least && days <= orders.dvpoDays.most
}

interface CustodyTerms {
  /** By when who was arrested must be before the court. */
  readonly courtBy: Instant
  readonly leftOut: HearingDue['leftOut']
  readonly lastSitting: LastSitting
  /** When it is said that the time runs out. */
  readonly warnAt: Instant
}

/**
 * The court's clock after an arrest for a breach; null where the law, or an older policy, sets none.
 * @param what was in force: `DVPN`, `DVPO`, `DAPN` or `DAPO`
 * @param hearing `hearingAt`: when the application after the notice is listed; whoever is in custody is heard there, if that is sooner
 *   (2021 Act s.26(2)(b)). Until it is listed, the court hears it by `hearingBy`, the end of its 48 hours.
 */
export function custodyTerms(
  arrestedAt: Instant,
  what: string | null,
  hearing: { readonly hearingAt: Instant | null; readonly hearingBy: Instant | null; readonly court: string | null },
  policy: Policy,
): CustodyTerms | null {
  const rule = policy.orders.breachToCourt
  if (rule === undefined || !rule.of.some((one) => one === what)) return null
  const { dueBy, leftOut } = custodyDue(arrestedAt, rule.within, policy)
  const { hearingAt, hearingBy, court } = hearing
  const heardBy = hearingAt ?? hearingBy
  const courtBy = heardBy !== null && heardBy > arrestedAt && heardBy < dueBy ? heardBy : dueBy
  const lastSitting: LastSitting =
    courtBy === hearingAt
      ? { calendar: 'known', sitting: { from: courtBy, to: courtBy } }
      : lastSittingBefore(courtBy, arrestedAt, court, policy)
  const { from = courtBy, to = courtBy } = lastSitting.sitting ?? {}
  // He may be arrested while the last one sits.
  return { courtBy, leftOut, lastSitting, warnAt: before(from > arrestedAt ? from : to, rule.warnBefore) }
}

/** By when he has told the police, under a DAPO: the day counts on which the order is made, or the change happens. Null where nothing asks for it. */
export const notifyBy = (since: Instant, { orders: { dapo }, timezone }: Policy): Instant | null =>
  dapo === undefined ? null : dueInDays(since, dapo.notifyDays - 1, timezone)

/** How long a court that decides then may have him monitored; null where the policy says nothing of it. */
export const canBeMonitoredUntil = (decidedAt: Instant, { orders: { dapo }, timezone }: Policy): Instant | null =>
  dapo === undefined ? null : plus(decidedAt, dapo.monitorAtMost, timezone)
