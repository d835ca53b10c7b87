/** Lengths of time in a policy, as ISO 8601 writes them. */
import { Duration } from 'luxon'
import { z } from 'zod'

/** Longest duration: a year and a month. What is longer is a slip of the pen (`P400M`). */
const MOST_DAYS = 400

/** In milliseconds, for comparing two; not a number for text that is no duration. */
export const lengthOf = (iso: string): number => {
  const duration = Duration.fromISO(iso)
  return Object.values(duration.toObject()).every((count) => count >= 0) ? duration.toMillis() : Number.NaN
}
const isBounded = (iso: string): boolean => lengthOf(iso) >= 1 && lengthOf(iso) <= MOST_DAYS * 86_400_000

const NOT_A_DURATION = `must be an ISO 8601 duration as PT15M or P7D, positive, at most ${MOST_DAYS} days`
/** Any ISO 8601 duration; days and longer count on the calendar. */
export const duration = z.string(NOT_A_DURATION).refine(isBounded, NOT_A_DURATION)
/** A duration with a length of its own, because it is compared with another or taken in parts. */
export const elapsed = duration.refine(
  (iso) => !/^P[^T]*[YM]/.test(iso),
  'must be in weeks, days, hours, minutes or seconds: months and years have no fixed length',
)

/** One for each risk. A risk that nobody has graded yet uses `high`. */
export const byRisk = z.strictObject({ high: duration, medium: duration, standard: duration })
