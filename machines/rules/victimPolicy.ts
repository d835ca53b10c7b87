/** What a force sets for tasks about a victim and for risk management plans. Source of each number: the default policy, docs/sources.md#victim. */
import { z } from 'zod'
import { VICTIM_UPDATE_TIMES } from './calendar/index.ts'
import { byRisk, duration, elapsed } from './durations.ts'
import { TASK_KINDS } from './schemas/task.ts'

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
  /** One that is late climbs at this pace. */
  climbEvery: elapsed.default('PT4H'),
})

export const plansSchema = z.strictObject({
  /** How soon a plan is looked at again. */
  reviewWithin: byRisk.default({ high: 'P7D', medium: 'P28D', standard: 'P3M' }),
  /** A review or an action that is late climbs at this pace. */
  climbEvery: elapsed.default('PT24H'),
})

const days = z.int().min(1).max(30)
/** By when a victim is told of what was done, in working days. */
export const victimsCodeSchema = z.strictObject({
  rights: z.enum(['enhanced', 'standard']).default('enhanced'),
  enhancedWorkingDays: days.default(VICTIM_UPDATE_TIMES.enhancedWorkingDays),
  standardWorkingDays: days.default(VICTIM_UPDATE_TIMES.standardWorkingDays),
  /** What she was not told in time climbs at this pace. */
  climbEvery: elapsed.default('PT24H'),
})
