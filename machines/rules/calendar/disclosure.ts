/**
 * The clocks of a Clare's Law application (Domestic Violence Disclosure Scheme). 28 days in all is the scheme's limit; the
 * two stages are from a page of 2022, and those of the 2023 guidance are not verified, so that a policy may set them.
 * Source: docs/sources.md#calendars
 */
import { plus } from '../time/instants.ts'
import type { Instant } from '../vocabulary.ts'
import { dueInDays } from './dates.ts'
import type { ForceCalendar } from './days.ts'
import { addWorkingDays } from './workingDays.ts'

export interface DisclosureTimes {
  /** ISO 8601, elapsed: is anybody at risk now, does it go ahead. */
  readonly initialReviewWithin: string
  /** Face to face with the applicant. */
  readonly meetingWorkingDays: number
  readonly completeDays: number
}

export const DISCLOSURE_TIMES: DisclosureTimes = { initialReviewWithin: 'PT24H', meetingWorkingDays: 10, completeDays: 28 }

export interface DisclosureDue {
  readonly initialReviewBy: Instant
  readonly meetingBy: Instant
  readonly completeBy: Instant
}

export const disclosureDue = (appliedAt: Instant, force: ForceCalendar, times = DISCLOSURE_TIMES): DisclosureDue => ({
  initialReviewBy: plus(appliedAt, times.initialReviewWithin, force.timezone),
  meetingBy: addWorkingDays(appliedAt, times.meetingWorkingDays, force),
  completeBy: dueInDays(appliedAt, times.completeDays, force.timezone),
})
