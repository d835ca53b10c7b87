/** What a force expects of its harm assessment unit. Source: docs/sources.md#safeguarding */
import { z } from 'zod'
import { DEMAND_REASONS, type DemandReason, REASONS } from '../catalogue/reasons.ts'
import { listOf, name } from '../fields.ts'
import { duration } from '../time/durations.ts'
import { RISK_GRADES } from '../vocabulary.ts'

const eachOnce = (list: readonly unknown[]): boolean => new Set(list).size === list.length
const words = <const Word extends string>(known: readonly Word[], what: string) =>
  z.array(z.enum(known)).min(1).max(known.length).refine(eachOnce, `must name each ${what} once`)

export const isNewsToHau = (reason: DemandReason): boolean => REASONS[reason].mayAskForChecks
const NEWS = DEMAND_REASONS.filter(isNewsToHau)

export const hauPolicy = z.strictObject({
  receiveWithin: duration.default('PT12H'),
  checksWithin: z
    .strictObject({ high: duration.default('PT24H'), medium: duration.default('PT72H'), standard: duration.default('P7D') })
    .prefault({}),
  /** What the HAU must receive: each reviewed DASH, and each person flagged as vulnerable once somebody decides that there is no DASH. Absent: each reviewed DASH. */
  intake: words(['dash-reviewed', 'vulnerable-flag'], 'way in').optional(),
  /** The systems to check, by name, of the police and of partners: each needs a check. Empty: the first check is enough. */
  checks: listOf(name).refine(eachOnce, 'must name each system once').default([]),
  /** Whether safeguarding is complete only once somebody has checked, or said why not. */
  checksRequired: z.boolean().default(false),
  /** The news after which earlier checks are owed again. Absent: no news. */
  recheckOn: words(NEWS, 'kind of news').optional(),
  /** The risks for which the HAU must say that safeguarding is complete, and whether it must confirm the risk first. Absent: safeguarding is complete once nothing is left. */
  completion: z
    .strictObject({
      of: words([...RISK_GRADES, 'not-graded'], 'risk'),
      riskConfirmed: z.boolean().default(true),
    })
    .optional(),
  /** Whether work that was unfinished at the closing is owed again when the incident reopens. */
  owedAgain: z.boolean().default(false),
})
