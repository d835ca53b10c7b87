/**
 * When the time of bail runs. While the prosecutors have the file it does not (PACE 1984 s.47ZL), and bail that a court was asked in
 * time to extend goes on until the court has decided (s.47ZJ(3)). Source: docs/sources.md#calendars
 */
import { dayOf, daysBetween, endOfDay } from '../../rules/calendar/index.ts'
import { later, plus } from '../../rules/time/instants.ts'
import type { Instant } from '../../rules/vocabulary.ts'
import { chargingOf } from '../beside.ts'
import type { On } from '../defineMatter.ts'
import type { Told } from '../matter.ts'
import type { BailContext } from './memory.ts'

type Running = On<BailContext, Told>

const inDays = (at: Instant, days: number, zone: string): Instant => (days === 0 ? at : plus(at, `P${days}D`, zone))

/** When bail ends whose period ends then, had its time always run. */
export const endOf = (periodEndsAt: Instant, suspendedDays: number, zone: string): Instant =>
  inDays(periodEndsAt, suspendedDays, zone)
/** The other way: the end of the period of which bail ends then. */
export const periodOf = (endsAt: Instant, suspendedDays: number, zone: string): Instant => inDays(endsAt, -suspendedDays, zone)

/** Since when the prosecutors have the file of this suspect; null while they do not have it. */
export function withProsecutor(event: Told, suspect: string | null): Instant | null {
  const { charging, chargingRequestedAt } = chargingOf(event, suspect)
  return charging === 'requested' ? (chargingRequestedAt ?? event.at) : null
}

/**
 * Since when the time of bail that is entered now does not run, because the file had gone before its end; null where it runs. A file that
 * went before the release stops the period before it begins (s.47ZL(2)(a)).
 */
export function sentBeforeEnd(
  event: Told,
  { suspect, arrestedAt, endsAt }: { readonly suspect: string; readonly arrestedAt: Instant; readonly endsAt: Instant },
) {
  const sentAt = withProsecutor(event, suspect)
  if (sentAt === null || sentAt > endsAt) return null
  return sentAt <= event.at ? arrestedAt : sentAt
}

export const isSuspended = ({ context }: Pick<Running, 'context'>): boolean => context.suspendedAt !== null
export const isWithCourt = ({ context }: Pick<Running, 'context'>): boolean => context.courtAppliedAt !== null

/** The file went to the prosecutors, while bail stood. Bail that a court has to decide on has no end before which it went. */
export const isSent = ({ context, event }: Running): boolean => {
  const sentAt = withProsecutor(event, context.suspect)
  return context.suspendedAt === null && sentAt !== null && (context.endsAt === null || sentAt <= context.endsAt)
}
export const isBack = ({ context, event }: Running): boolean =>
  context.suspendedAt !== null && withProsecutor(event, context.suspect) === null

/** What is remembered once the file is back: the days that bail had left are what it has, and some days at least (s.47ZL(7), (8)). */
export function resumed({
  context,
  event,
}: Running): Pick<BailContext, 'suspendedAt' | 'suspendedDays'> & { readonly endsAt: Instant } {
  const { timezone, bail } = event.incident.policy
  const period = context.periodEndsAt ?? event.at
  const away = Math.max(0, daysBetween(context.suspendedAt ?? event.at, event.at, timezone))
  const endsAt = endOf(period, context.suspendedDays + away, timezone)
  const least = endOfDay(dayOf(inDays(event.at, bail.daysAfterProsecutor - 1, timezone), timezone), timezone)
  const more = Math.max(0, daysBetween(endsAt, least, timezone))
  const suspendedDays = context.suspendedDays + away + more
  return { suspendedAt: null, suspendedDays, endsAt: more === 0 ? endsAt : endOf(period, suspendedDays, timezone) }
}

/** Of this suspect, and before the bail had ended. */
export const isAskedInTime = ({
  context,
  event,
}: On<BailContext, Told & { readonly data: { readonly suspect: string; readonly appliedAt: Instant } }>): boolean =>
  event.data.suspect === context.suspect &&
  !((context.grantedAt ?? '') > event.data.appliedAt) &&
  (isSuspended({ context }) || isWithCourt({ context }) || (context.endsAt !== null && event.data.appliedAt <= context.endsAt))

/** A court that has not decided may be asked again: bail was extended by the first application, and may go on by the last. */
export function askedAt(
  { courtAppliedAt, courtAskedAgainAt }: BailContext,
  appliedAt: Instant,
): Pick<BailContext, 'courtAppliedAt' | 'courtAskedAgainAt'> {
  if (courtAppliedAt === null) return { courtAppliedAt: appliedAt, courtAskedAgainAt: null }
  const known = [courtAppliedAt, courtAskedAgainAt ?? courtAppliedAt, appliedAt].sort()
  const [first = appliedAt, last = appliedAt] = [known[0], known.at(-1)]
  return { courtAppliedAt: first, courtAskedAgainAt: last === first ? null : last }
}

/** When it ends once a court has refused to extend it: as before, or with the refusal, until which it was extended (s.47ZJ(3)). */
export const endsAfterRefusal = ({ context: { periodEndsAt, suspendedDays }, event }: Running): Instant =>
  later(event.at, endOf(periodEndsAt ?? event.at, suspendedDays, event.incident.policy.timezone))
/** It was asked again since, while bail still stood. */
export const isAskedAgain = (it: Running): boolean => {
  const { courtAskedAgainAt } = it.context
  if (courtAskedAgainAt === null || courtAskedAgainAt <= it.event.at) return false
  return isSuspended(it) || courtAskedAgainAt <= endsAfterRefusal(it)
}
export const isOverByRefusal = (it: Running): boolean => !isSuspended(it) && endsAfterRefusal(it) === it.event.at

/** By when somebody asks what the court has decided. */
export const courtAskedBy = (event: Told, { endsAt }: Pick<BailContext, 'endsAt'>): Instant => {
  const { timezone, bail } = event.incident.policy
  return plus(later(endsAt ?? event.at, later(event.at, event.recordedAt)), bail.courtWithin, timezone)
}
