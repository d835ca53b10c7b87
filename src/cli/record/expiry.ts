import { DateTime } from 'luxon'
import { duration } from '../../../machines/rules/time/durations.ts'
import { plus } from '../../../machines/rules/time/instants.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'

/** Where the forces are: a day begins at midnight there. */
const ZONE = 'Europe/London'

/**
 * When a key expires: at the beginning of a day, `2027-01-31`, or after a duration, `P90D`.
 *
 * @returns null for what is neither, and for what has passed.
 */
export function readExpiry(written: string, now: Instant): Instant | null {
  if (duration.safeParse(written).success) return plus(now, written, ZONE)
  const day = /^\d{4}-\d\d-\d\d$/.test(written) ? DateTime.fromISO(written, { zone: ZONE }).toUTC().toISO() : null
  return day !== null && day > now ? day : null
}
