/**
 * A force's policy: every number the engine goes by (contract §5). Defaults are the contract's; they belong to
 * `reassess/policy/v1` and change with its version only, because cases pin a policy by its content.
 */
import { Duration, IANAZone } from 'luxon'
import { z } from 'zod'
import { listOf, name } from './fields.ts'
import { type Mistake, mistakesOf } from './gap.ts'
import { ROLES } from './vocabulary.ts'

/** Longest duration: a year and a month. What is longer is a slip of the pen (`P400M`). */
const MOST_DAYS = 400

const lengthOf = (iso: string): number => {
  const duration = Duration.fromISO(iso)
  return Object.values(duration.toObject()).every((count) => count >= 0) ? duration.toMillis() : Number.NaN
}
const isBounded = (iso: string): boolean => lengthOf(iso) >= 1 && lengthOf(iso) <= MOST_DAYS * 86_400_000

/** Any ISO 8601 duration; days and longer go by the calendar. */
const duration = z.string().refine(isBounded, `must be an ISO 8601 duration as PT15M or P7D, positive, at most ${MOST_DAYS} days`)
/** One that has a length of its own, because it is compared with another or taken in parts. */
const elapsed = duration.refine(
  (iso) => !/^P[^T]*[YM]/.test(iso),
  'must be in weeks, days, hours, minutes or seconds: months and years have no fixed length',
)

const priority = z
  .strictObject({
    /** 1 is the most urgent; equal ranks are equally urgent. */
    rank: z.int().min(1),
    attendWithin: z.strictObject({ urban: elapsed, rural: elapsed }),
    /** The part of the target after which a warning is raised. */
    warnAt: z.number().gt(0, 'must be above 0 and below 1').lt(1, 'must be above 0 and below 1').default(0.75),
    answerWithin: elapsed,
    repeatEvery: elapsed,
    repeatEveryHighRisk: elapsed.optional(),
  })
  .refine(({ repeatEvery, repeatEveryHighRisk }) => !(lengthOf(repeatEveryHighRisk ?? repeatEvery) > lengthOf(repeatEvery)), {
    path: ['repeatEveryHighRisk'],
    message: 'must not be longer than repeatEvery: a high risk is looked at sooner, never later',
  })
  .transform((settings) => ({ ...settings, repeatEveryHighRisk: settings.repeatEveryHighRisk ?? settings.repeatEvery }))

const role = z.enum(ROLES)
const eachOnce = (list: readonly unknown[]): boolean => new Set(list).size === list.length

const policySchema = z.strictObject({
  schema: z.literal('reassess/policy/v1'),
  id: name,
  version: z.int().min(1),
  timezone: z.string().refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone of the IANA database, as Europe/London'),
  priorities: z
    .record(name.max(64), priority)
    .refine((priorities) => Object.keys(priorities).length <= 20, 'must be at most 20 entries')
    .refine((priorities) => Object.values(priorities).some(({ rank }) => rank === 1), 'needs a priority of rank 1'),
  clock: z
    .strictObject({
      start: z.enum(['reported', 'graded', 'assigned']).default('reported'),
      stop: z.enum(['arrived', 'victim-seen']).default('arrived'),
    })
    .prefault({}),
  thrive: z.strictObject({ assessWithin: duration.default('PT10M'), gradeWithin: duration.default('PT15M') }).prefault({}),
  telephoneResolution: z
    .strictObject({
      allowed: z.boolean().default(false),
      override: z.array(role).max(10).refine(eachOnce, 'must name each role once').default(['force-incident-manager']),
    })
    .prefault({}),
  /** The audience of each level. */
  escalation: z.array(role).min(1).max(10).refine(eachOnce, 'must name each role once'),
  dash: z
    .strictObject({
      submitWithin: duration.default('PT8H'),
      reviewWithin: duration.default('PT4H'),
      modes: z
        .array(z.enum(['face-to-face', 'video', 'telephone', 'not-possible']))
        .min(1)
        .max(4)
        .refine(eachOnce, 'must name each mode once')
        .default(['face-to-face']),
      /** So many answers of yes are high risk to the eye, whatever the grade. */
      visibleHighRisk: z.int().min(1).default(14),
    })
    .prefault({}),
  /** Flags that make an incident high risk: it is looked at every `repeatEveryHighRisk` and its alerts speak louder. */
  highRiskFlags: listOf(name)
    .refine(eachOnce, 'must name each flag once')
    .default(['high-risk', 'weapons', 'strangulation', 'stalking', 'threat-to-kill']),
  repeat: z.strictObject({ window: duration.default('P12M'), escalationCount: z.int().min(1).default(3) }).prefault({}),
  hau: z
    .strictObject({
      receiveWithin: duration.default('PT12H'),
      checksWithin: z
        .strictObject({ high: duration.default('PT24H'), medium: duration.default('PT72H'), standard: duration.default('P7D') })
        .prefault({}),
    })
    .prefault({}),
  referrals: z
    .strictObject({
      acknowledgeWithin: duration.default('PT24H'),
      /** Partners a case must be referred to before it closes: for high risk, and for any child. */
      required: z
        .strictObject({
          high: z.array(name).max(20).default(['daro', 'marac', 'idva']),
          child: z.array(name).max(20).default(['childrens-services']),
        })
        .prefault({}),
    })
    .prefault({}),
  school: z
    .strictObject({
      /** Local time. */
      notifyBefore: z
        .string()
        .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes, as "08:00"')
        .default('08:00'),
    })
    .prefault({}),
})

export type Policy = z.output<typeof policySchema>
type PrioritySettings = Policy['priorities'][string]

/** Reads a policy with its defaults filled in, or names every mistake in it. */
export function parsePolicy(raw: unknown): { ok: true; policy: Policy } | { ok: false; mistakes: Mistake[] } {
  const read = policySchema.safeParse(raw)
  return read.success ? { ok: true, policy: read.data } : { ok: false, mistakes: mistakesOf(read.error, raw) }
}

/** 1 is the most urgent; null for a name that is no priority of this policy. */
export const rankOf = (policy: Policy, priority: string): number | null =>
  Object.hasOwn(policy.priorities, priority) ? (policy.priorities[priority]?.rank ?? null) : null

/** The settings that hold before the first grade: those of rank 1, and of several the one that waits the shortest for an answer. */
export function mostUrgent(policy: Policy): PrioritySettings {
  const [first] = Object.values(policy.priorities)
    .filter(({ rank }) => rank === 1)
    .sort((a, b) => lengthOf(a.answerWithin) - lengthOf(b.answerWithin))
  if (first === undefined) throw new RangeError('a policy has a priority of rank 1')
  return first
}
