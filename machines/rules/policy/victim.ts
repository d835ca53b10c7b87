/** What a force sets for tasks about a victim and for risk management plans. Source of each number: the default policy, docs/sources.md#victim. */
import { z } from 'zod'
import { VICTIM_UPDATE_TIMES } from '../calendar/index.ts'
import { outcomeCode } from '../catalogue/matters/investigation.ts'
import { TASK_KINDS } from '../catalogue/matters/task.ts'
import { listOf, name } from '../fields.ts'
import { byRisk, duration, elapsed } from '../time/durations.ts'

const eachOnce = (list: readonly unknown[]): boolean => new Set(list).size === list.length

export const tasksSchema = z.strictObject({
  /** How far away a task may be put. */
  setWithin: duration.default('P3M'),
  /** Tasks that are done only once the victim was seen or spoken with. */
  mustSee: z
    .array(z.enum(TASK_KINDS))
    .max(TASK_KINDS.length)
    .refine(eachOnce, 'must name each once')
    .default(['welfare-check', 'visit', 'joint-visit']),
  /** A late task escalates at this pace. */
  climbEvery: elapsed.default('PT4H'),
})

export const plansSchema = z.strictObject({
  /** How soon a plan is looked at again. */
  reviewWithin: byRisk.default({ high: 'P7D', medium: 'P28D', standard: 'P3M' }),
  /** A late review or action escalates at this pace. */
  climbEvery: elapsed.default('PT24H'),
})

const days = z.int().min(1).max(30)
const outcomes = z.array(outcomeCode).max(99).refine(eachOnce, 'must name each once').default([])
const flags = listOf(name).refine(eachOnce, 'must name each once')
/** By when a victim is told of what was done, and is referred to support, in working days. */
export const victimsCodeSchema = z.strictObject({
  /** Everybody's; or, where they are standard, enhanced for whom one of the flags stands. */
  rights: z.enum(['enhanced', 'standard']).default('enhanced'),
  enhancedFlags: flags.default(['domestic-abuse', 'vulnerable', 'intimidated']),
  enhancedWorkingDays: days.default(VICTIM_UPDATE_TIMES.enhancedWorkingDays),
  standardWorkingDays: days.default(VICTIM_UPDATE_TIMES.standardWorkingDays),
  /** Outcomes of a crime, by their Home Office codes, of which she is told, and as what. Absent: of no outcome, nor that no crime was recorded. */
  decisions: z.strictObject({ charge: outcomes, noCharge: outcomes, noInvestigation: outcomes }).optional(),
  /** Absent: nobody is reminded of support. */
  support: z
    .strictObject({
      workingDays: days.default(2),
      /** A referral to any of them is one to support. */
      partners: listOf(name).min(1),
    })
    .optional(),
  /** What the victim was not told in time escalates at this pace. */
  climbEvery: elapsed.default('PT24H'),
})
