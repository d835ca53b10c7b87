/**
 * A force's policy: every number that the engine uses (contract §5). Defaults are the contract's; they belong to
 * `reassess/policy/v1` and change with its version only, because cases pin a policy by its content.
 */
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { calendarsSchema, localDate } from '../calendar/schema.ts'
import { SCHOOL_HOLIDAYS } from '../calendar/schoolHolidays.ts'
import { listOf, name } from '../fields.ts'
import { THRIVE_CHECKS, THRIVE_VARIANT_NAMES, THRIVE_VARIANTS } from '../grading/thriveVariants.ts'
import { referralRules } from '../hau/referralRules.ts'
import { toolsSchema } from '../hau/tools.ts'
import { type Mistake, mistakesOf } from '../issue.ts'
import { duration, elapsed, lengthOf } from '../time/durations.ts'
import { CLUE_KINDS, COMMAND_ROLES, ROLES } from '../vocabulary.ts'
import { DOUBT_BELOW, detectorSchema } from './detector.ts'
import { disclosuresPolicy } from './disclosure.ts'
import { hauPolicy } from './hau.ts'
import { bailPolicy, investigationPolicy, suspectsPolicy } from './investigation.ts'
import { maracPolicy } from './marac.ts'
import { ordersSchema } from './orders.ts'
import { rankHeld, ranksSchema } from './ranks.ts'
import { plansSchema, tasksSchema, victimsCodeSchema } from './victim.ts'

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
const matchKeys = z.array(z.enum(CLUE_KINDS)).max(CLUE_KINDS.length).refine(eachOnce, 'must name each kind once')

const elementNames = z
  .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40'))
  .max(20)
  .refine(eachOnce, 'must name each element once')

/** Read a policy with `parsePolicy`. */
export const policySchema = z
  .strictObject({
    schema: z.literal('reassess/policy/v1'),
    id: name,
    version: z.int().min(1),
    timezone: z
      .string()
      .refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone of the IANA database, as Europe/London'),
    priorities: z
      .record(name.max(64), priority)
      .refine((priorities) => Object.keys(priorities).length <= 20, 'must be at most 20 entries')
      .refine((priorities) => Object.values(priorities).some(({ rank }) => rank === 1), 'needs a priority of rank 1'),
    clock: z
      .strictObject({
        start: z.enum(['reported', 'graded', 'assigned']).default('reported'),
        stop: z.enum(['arrived', 'victim-seen']).default('arrived'),
        /** News, after an arrival, of a higher grade that was given before it: whether somebody has to go again, or that arrival is judged by it. */
        upgradeBeforeArrival: z.enum(['reopens', 'judged']).default('reopens'),
      })
      .prefault({}),
    /** How long a unit at the scene has to see the victim; then the attendance has failed. Source: the public contract, section 5. */
    attendance: z.strictObject({ seenWithin: elapsed.default('PT15M') }).prefault({}),
    /** How the text of a reassessment is judged. Source: the public contract, sections 4a and 5. */
    reassessment: z
      .strictObject({
        /** A text that scores below is put before a second person. */
        doubtBelow: z.number().min(0).max(1).default(DOUBT_BELOW),
        /** The part of all others that is drawn for a blind reading, and how long that may take. */
        sample: z.number().min(0).max(1).default(0.05),
        sampleWithin: duration.default('PT24H'),
      })
      .prefault({}),
    /**
     * What lets pass what only two people may decide: the name of a second person, or an act of theirs; and how long each rank of the
     * ladder has for that act. Source: the public contract, sections 5 and 8.
     */
    approvals: z
      .strictObject({ secondPerson: z.enum(['named', 'signed-in']).default('named'), within: elapsed.default('PT15M') })
      .prefault({}),
    /** What a hand-over of the shift records and lists. Source: the public contract, sections 5 and 7; `ahead` is a project default. */
    handover: z
      .strictObject({
        /** Which incidents are told of the change of shift: those that ask for attention now, or every open incident that nobody has attended too. */
        demands: z.enum(['attention', 'all']).default('attention'),
        /** How long whoever takes over has to accept each item. */
        acceptWithin: elapsed.default('PT15M'),
        /** How far ahead the list shows what falls due. */
        ahead: elapsed.default('PT4H'),
      })
      .prefault({}),
    thrive: z
      .strictObject({
        assessWithin: duration.default('PT10M'),
        gradeWithin: duration.default('PT15M'),
        /** How long the author of an inadequate one has to mend it before the supervisor is told; PT0S tells at once. */
        inadequateAfter: z.union([z.literal('PT0S'), duration]).default('PT0S'),
        /** The elements beyond the six that must be assessed: names, or those of a published variant. */
        elements: z
          .union([z.enum(THRIVE_VARIANT_NAMES).transform((variant) => [...THRIVE_VARIANTS[variant]]), elementNames])
          .default([]),
        /** Checks of the rubric that are asked beside those that always are. */
        checks: z
          .array(z.enum(THRIVE_CHECKS))
          .max(THRIVE_CHECKS.length)
          .refine(eachOnce, 'must name each check once')
          .default([]),
        /** What the check `history-each` asks for. */
        historyChecks: listOf(name).default(['repeat', 'markers', 'orders', 'marac']),
        /** A vulnerability found at this level or above sets the flag `vulnerable`. */
        vulnerableFrom: z.enum(['low', 'medium', 'high', 'never']).default('never'),
      })
      .prefault({}),
    /** From this rank on a grade is low: beside a high risk it asks why that is enough. */
    lowGradeFromRank: z.int().min(2).default(3),
    /** The obligation to tell the victim of the delay: counted from the breach, or from the warning. Absent: not asked for. */
    victimTold: z
      .strictObject({
        within: duration,
        from: z.enum(['breach', 'warning']).default('breach'),
        /** Whether she is told again after a visit that did not see her, and an arrival ends the obligation only if it did. */
        afterFailedVisit: z.boolean().default(false),
      })
      .optional(),
    telephoneResolution: z
      .strictObject({
        allowed: z.boolean().default(false),
        /** Whose key may do it all the same, with a reason. */
        override: z.array(role).max(10).refine(eachOnce, 'must name each role once').default(['force-incident-manager']),
        /** Whether a DASH is still owed when nobody went, or left out as an exception that the record shows. */
        dash: z.enum(['required', 'excepted']).default('required'),
      })
      .prefault({}),
    /** Whether a victim may be seen by video until officers come. It stops no clock and answers no demand. */
    videoResponse: z.strictObject({ allowed: z.boolean().default(false) }).prefault({}),
    /** The audience of each level. */
    escalation: z.array(role).min(1).max(10).refine(eachOnce, 'must name each role once'),
    dash: z
      .strictObject({
        submitWithin: duration.default('PT8H'),
        reviewWithin: duration.default('PT4H'),
        /** The same for a DASH that its author grades high; `reviewWithin` when absent. */
        reviewWithinHigh: duration.optional(),
        modes: z
          .array(z.enum(['face-to-face', 'video', 'telephone', 'not-possible']))
          .min(1)
          .max(4)
          .refine(eachOnce, 'must name each mode once')
          .default(['face-to-face']),
        /** So many topics found by DASH are high risk to the eye, whatever the grade. */
        visibleHighRisk: z.int().min(1).default(14),
        /** The same for other tools, by name: counts of different tools are never compared, so none has a default. */
        visibleHighRiskByTool: z.record(name.max(40), z.int().min(1)).default({}),
        /** Whether lowering the risk at review has to quote the original rationale and say what changed. */
        downgradeQuotes: z.boolean().default(false),
        /** Whose key may record that there will be no DASH, with a second person's name. */
        exceptionBy: z
          .array(role)
          .min(1)
          .max(10)
          .refine(eachOnce, 'must name each role once')
          .default([...COMMAND_ROLES]),
      })
      .refine(({ reviewWithin, reviewWithinHigh }) => !(lengthOf(reviewWithinHigh ?? reviewWithin) > lengthOf(reviewWithin)), {
        path: ['reviewWithinHigh'],
        message: 'must not be longer than reviewWithin: a high risk is looked at sooner, never later',
      })
      .transform((settings) => ({ ...settings, reviewWithinHigh: settings.reviewWithinHigh ?? settings.reviewWithin }))
      .prefault({}),
    /** How long somebody who opened a restricted incident may read on until that is another opening [project default]. */
    breakGlass: z.strictObject({ coversReadsFor: elapsed.default('PT1H') }).prefault({}),
    /** The risk tools that this force uses. The start lays those that come with the service under a file that names none. */
    tools: toolsSchema.default({}),
    /** Judges the texts of reassessments. Absent: every reassessment is put before a second person. */
    detector: detectorSchema.optional(),
    /** Holidays, school terms, sittings and meetings, laid in at the start like the tools. Absent from a policy that is older. */
    calendars: calendarsSchema.optional(),
    /** Flags that make an incident high risk: it is looked at every `repeatEveryHighRisk` and its alerts speak louder. */
    highRiskFlags: listOf(name)
      .refine(eachOnce, 'must name each flag once')
      .default(['high-risk', 'weapons', 'strangulation', 'stalking', 'threat-to-kill']),
    repeat: z
      .strictObject({
        window: duration.default('P12M'),
        /** Call-outs within the window, the present one included. */
        escalationCount: z.int().min(1).default(3),
        /** What an earlier incident must be recognised by to count, for the criterion and for a high risk before. */
        countBy: matchKeys.default(['person', 'role-reversed', 'phone', 'uprn']),
        /** What it must be recognised by to be an alert; whatever it is, it is shown. */
        alertBy: matchKeys.default(['person', 'role-reversed', 'phone', 'uprn', 'address', 'perhaps-the-same']),
      })
      .prefault({}),
    /** How far away the review and the end of a location marker may be put [project default]. */
    markers: z.strictObject({ reviewWithin: duration.default('P6M'), expireWithin: duration.default('P12M') }).prefault({}),
    /** Absent: suspects are not kept account of one by one. */
    suspects: suspectsPolicy.optional(),
    /** Who holds which rank, where a law asks for one. */
    ranks: ranksSchema.prefault({}),
    bail: bailPolicy.prefault({}),
    /** Absent: investigations are not followed beyond their allocation. */
    investigation: investigationPolicy.optional(),
    orders: ordersSchema.prefault({}),
    disclosures: disclosuresPolicy.prefault({}),
    tasks: tasksSchema.prefault({}),
    plans: plansSchema.prefault({}),
    marac: maracPolicy.prefault({}),
    /** Absent: nobody is reminded of what the Victims' Code asks to tell her. */
    victimsCode: victimsCodeSchema.optional(),
    hau: hauPolicy.prefault({}),
    /** The log of who read what. */
    accessLog: z
      .strictObject({
        /** Years that a line is kept before the owner's command may remove it. */
        keepYears: z.int().min(1).max(100).default(8),
        /** Reading that auditors are shown: more than so many times the median of the same role on that day, and at least so many incidents. */
        unusual: z
          .strictObject({ times: z.number().gt(1).max(100).default(5), incidents: z.int().min(1).default(20) })
          .prefault({}),
      })
      .prefault({}),
    /** By when, from the report, a crime is recorded or somebody has decided that no crime happened. Absent: nobody is reminded. */
    crimeRecording: z.strictObject({ within: elapsed }).optional(),
    /** How long another force has to say that it has what was handed over to it [project default]. */
    transfers: z.strictObject({ acknowledgeWithin: duration.default('PT5M') }).prefault({}),
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
        /** What asks for a referral beside a person's judgement. Absent: nothing does. */
        rules: referralRules.optional(),
        /** How long a referral may go unmade, or unacknowledged, after it was due until it is told above the unit [project default]. */
        escalateWithin: duration.default('PT24H'),
        /** What a referral may be based on; none named: whatever code the force writes. */
        legalBases: listOf(name).refine(eachOnce, 'must name each basis once').default([]),
        /** Partners that have nobody where referrals are decided, each with who is asked instead. */
        notRepresented: z
          .record(name, name)
          .refine((partners) => Object.keys(partners).length <= 100, 'must be at most 100 entries')
          .refine(
            (partners) => Object.entries(partners).every(([partner, instead]) => partner !== instead),
            'must name another partner',
          )
          .default({}),
      })
      .prefault({}),
    /** What closing asks for beside what it always asks for. */
    closure: z
      .strictObject({
        /** A crime, or the decision that there is no crime. */
        crimeDecision: z.boolean().default(false),
        /** That who called before was looked at: a review or a reassessment after it came to light. */
        historyReviewed: z.boolean().default(false),
        /** That a high risk is referred to a MARAC, or somebody says why not. */
        maracReferred: z.boolean().default(false),
        /** That every partner has acknowledged its referral. */
        referralsAcknowledged: z.boolean().default(true),
      })
      .prefault({}),
    school: z
      .strictObject({
        /** Local time. */
        notifyBefore: z
          .string()
          .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes, as "08:00"')
          .default('08:00'),
        /** From which day of the force's calendar on it is in Operation Encompass: each child's telling is then followed to its end. Absent: it is not. */
        encompass: z.strictObject({ from: localDate }).optional(),
        /** How long a school may go untold, or a bounced telling unmended, until it is told above the unit [project default]. */
        escalateWithin: duration.default('PT4H'),
        /** The longest holidays in days, weekends included. Longer gaps between terms are unknown, and longer closings are no holidays. */
        holidays: z
          .strictObject({
            halfTermDays: z.int().min(1).max(100).default(SCHOOL_HOLIDAYS.halfTermDays),
            otherDays: z.int().min(1).max(100).default(SCHOOL_HOLIDAYS.otherDays),
            summerDays: z.int().min(1).max(100).default(SCHOOL_HOLIDAYS.summerDays),
          })
          .prefault({}),
      })
      .prefault({}),
  })
  .superRefine(({ ranks, orders }, context) => {
    for (const [notice, rank] of Object.entries(orders.authorisedBy))
      if (rankHeld(rank, { ranks }) === null)
        context.addIssue({ code: 'custom', path: ['orders', 'authorisedBy', notice], message: 'must be a rank of `ranks`' })
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
