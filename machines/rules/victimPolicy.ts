/** What a force sets for tasks about a victim and for risk management plans. Source of each number: the default policy, docs/sources.md#victim. */
import { z } from 'zod'
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
