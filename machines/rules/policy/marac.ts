/** What a policy says of MARAC referrals. Source of each number: the default policy, docs/sources.md#marac. */
import { z } from 'zod'
import { listOf, name } from '../fields.ts'
import { duration } from '../time/durations.ts'

export const maracPolicy = z.strictObject({
  /** The rule by which a referral is a repeat: it has changed before, so each referral keeps the version that it was judged by. */
  repeat: z
    .strictObject({
      version: name.max(64).default('any-instance-of-abuse'),
      /** By date, from the last referral: not from the meeting, and not from the incident. */
      months: z.int().min(1).max(24).default(12),
      /** Codes of what makes it one. Absent: any instance of abuse, also one that is no crime. */
      acts: listOf(name.max(64)).min(1).optional(),
    })
    .prefault({}),
  /** How soon somebody lists it for a meeting where the calendar of the area names none. */
  listWithin: duration.default('P2D'),
  /** How soon after the meeting somebody records that it was heard. */
  recordWithin: duration.default('P2D'),
  /** What is late returns at this pace. */
  climbEvery: duration.default('PT24H'),
})
