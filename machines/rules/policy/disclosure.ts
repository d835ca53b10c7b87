/** What a force sets for Clare's Law. Source: docs/sources.md#disclosures */
import { z } from 'zod'
import { DISCLOSURE_TIMES } from '../calendar/index.ts'
import { duration, elapsed } from '../time/durations.ts'

export const disclosuresPolicy = z.strictObject({
  initialReviewWithin: duration.default(DISCLOSURE_TIMES.initialReviewWithin),
  meetingWorkingDays: z.int().min(1).max(60).default(DISCLOSURE_TIMES.meetingWorkingDays),
  completeDays: z.int().min(1).max(180).default(DISCLOSURE_TIMES.completeDays),
  /** What is late comes back to the harm assessment unit at this pace. */
  remindEvery: elapsed.default('PT24H'),
})
