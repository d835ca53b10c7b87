/** Right 6 of the Victims' Code: of what she has to be told, and by when. Source: docs/sources.md#victim (seed 103). */
import { DateTime } from 'luxon'
import type { Effects } from '../effects.ts'
import { victimToldBy } from './calendar/index.ts'
import type { CaseEventData } from './events.ts'
import type { Policy } from './policy.ts'
import type { Update } from './schemas/victim.ts'
import type { Instant } from './vocabulary.ts'
import { zoneOf } from './zone.ts'

/** What was done with a suspect that she has to be told; the rest is not in right 6. */
export const UPDATE_AFTER: Partial<Record<CaseEventData['suspect.dealt-with']['how'], Update>> = {
  arrested: 'arrest',
  'voluntary-attendance': 'interview',
  bailed: 'bail',
  'released-under-investigation': 'release',
}

/** One duty for each thing and suspect: told of the arrest she has not been told of the release. */
export const updateOf = (about: Update, suspect: string | null | undefined) => ({
  deadline: 'victim-update' as const,
  of: `${about}/${suspect ?? 'unnamed'}`,
})

/** What is owed to her from an instant on; null under a policy that does not ask for it. */
export function updateOwed(
  about: Update,
  suspect: string | null | undefined,
  at: Instant,
  policy: Policy,
): Effects['owe'] | null {
  const { victimsCode } = policy
  if (victimsCode === undefined) return null
  return {
    ...updateOf(about, suspect),
    dueAt: victimToldBy(at, victimsCode.rights, policy, victimsCode),
    late: 'victim-update-overdue',
    climbEvery: victimsCode.climbEvery,
    base: 'occurred',
    outlives: true,
  }
}

/** Whether an instant is between two times of day where the force is, both included. */
export function isWithinHours(at: Instant, { from, to }: { readonly from: string; readonly to: string }, zone: string): boolean {
  const local = DateTime.fromISO(at, { zone: zoneOf(zone) }).toFormat('HH:mm')
  return from <= local && local <= to
}
