/**
 * What a policy says of suspects, bail and investigations. The first and the last are asked for only where they are written:
 * cases that pinned a policy without them go on as they did. Source of each number: the default policy, docs/sources.md#investigation.
 */
import { z } from 'zod'
import { BAIL_MONTHS, CHARGE_TIMES, OFFENCE_KINDS } from '../calendar/index.ts'
import { outcomeCode } from '../catalogue/matters/investigation.ts'
import { listOf, name } from '../fields.ts'
import { byRisk, duration } from '../time/durations.ts'
import { RISK_GRADES } from '../vocabulary.ts'

const code = name.max(64)
const codes = listOf(code)
const months = z.int().min(1).max(24)

/** Suspects of which account is kept one by one: those outstanding, and those released under investigation. */
export const suspectsPolicy = z.strictObject({
  /** How soon a supervisor looks again at one who is outstanding. */
  reviewWithin: byRisk,
  /** The same for one released under investigation: the law sets no date, so the policy does. */
  ruiReviewWithin: byRisk,
  /** By when a supervisor says why a suspect of high risk was released under investigation and not on bail. */
  justifyRuiWithin: duration,
  /** Late work escalates at this pace. */
  climbEvery: duration,
})

export type SuspectsPolicy = z.output<typeof suspectsPolicy>

export const bailPolicy = z.strictObject({
  /** In all, from the day after the arrest, by who authorised it; the last in a case that is designated as exceptionally complex. */
  months: z
    .strictObject({
      'custody-officer': months.default(BAIL_MONTHS['custody-officer']),
      inspector: months.default(BAIL_MONTHS.inspector),
      superintendent: months.default(BAIL_MONTHS.superintendent),
      'assistant-chief-constable': months.default(BAIL_MONTHS['assistant-chief-constable']),
    })
    .prefault({}),
  /** What a court may give at most: in all the first time, also in a designated case, and each further time from the end that it has. */
  courtMonths: z
    .strictObject({ first: months.default(18), designated: months.default(24), further: months.default(6) })
    .prefault({}),
  /** So long after the end that it would have had, a court that was asked in time is asked again what it decided. */
  courtWithin: duration.default('P14D'),
  /** Bail whose time did not run while the prosecutors had the file lasts at least so many days from the day on which it comes back, that day included. */
  daysAfterProsecutor: z.int().min(1).max(28).default(7),
  /** So long before it ends somebody is told that it does. */
  warnBefore: duration.default('P14D'),
  /** How often somebody checks that the conditions are kept. */
  checkWithin: z
    .strictObject({ high: duration.default('P7D'), medium: duration.default('P14D'), standard: duration.default('P28D') })
    .prefault({}),
  /** Whether a grant says why bail is necessary and proportionate. */
  grantRationale: z.boolean().default(false),
  /** Bail that ended without a decision escalates at this pace. */
  climbEvery: duration.default('PT24H'),
})

/** Who investigates what. The first rule that fits counts; a rule fits when everything that it names does. */
const allocationRule = z.strictObject({
  rule: code,
  /** Any of these offences; `sexual-*` is all that begin so. */
  offences: codes.min(1).optional(),
  risk: z.array(z.enum(RISK_GRADES)).min(1).max(RISK_GRADES.length).optional(),
  /** Any of these flags. */
  flags: codes.min(1).optional(),
  /** The first is where it goes; the others may have it too. */
  teams: z.array(code).min(1).max(10),
  /** The officer in the case has any of these. */
  accreditation: codes.min(1).optional(),
})
export type AllocationRule = z.output<typeof allocationRule>

export const investigationPolicy = z.strictObject({
  allocateWithin: duration,
  allocate: z.array(allocationRule).max(50).default([]),
  reviewWithin: byRisk,
  climbEvery: duration,
  /** Without any event about the crime for so long, somebody is told. */
  noActivityWithin: duration,
  digitalEvidenceWithin: duration,
  /** How long the prosecutors have to decide on a charge, from when they are asked. Absent: nobody is reminded. */
  chargingWithin: duration.optional(),
  /** What a handover package holds, or says why not. */
  handover: codes.default([]),
  outcomes: z
    .strictObject({
      /** Codes that need an evidence-led review, contact with the victim and a supervisor's agreement. */
      reviewed: z.array(outcomeCode).max(20).default([14, 15, 16]),
      /** Of those, the ones that rest on what the victim wants: her reason is kept. */
      victimsChoice: z.array(outcomeCode).max(20).default([14, 16]),
      /** What the review looks at, each with what came of it. */
      evidence: codes.default([]),
    })
    .prefault({}),
  charge: z
    .strictObject({
      /** Offence codes that must be charged within a time. */
      limits: z
        .record(code, z.enum(OFFENCE_KINDS))
        .refine((limits) => Object.keys(limits).length <= 200, 'must be at most 200 entries')
        .default({}),
      warnBefore: duration.default('P28D'),
      times: z
        .strictObject({
          summaryMonths: months.default(CHARGE_TIMES.summaryMonths),
          fromStatementMonths: months.default(CHARGE_TIMES.fromStatementMonths),
          atMostMonths: months.default(CHARGE_TIMES.atMostMonths),
        })
        .prefault({}),
    })
    .prefault({}),
})
export type InvestigationPolicy = z.output<typeof investigationPolicy>
