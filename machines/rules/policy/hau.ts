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
  /** What the HAU has to receive: each reviewed DASH; and whoever is flagged as vulnerable, once it is decided that there is no DASH. Absent: each reviewed DASH. */
  intake: words(['dash-reviewed', 'vulnerable-flag'], 'way in').optional(),
  /** Systems that are checked, each of them, by name, those of partners too; none named: the first check is enough. */
  checks: listOf(name).refine(eachOnce, 'must name each system once').default([]),
  /** Whether safeguarding is complete only once somebody has checked, or said why not. */
  checksRequired: z.boolean().default(false),
  /** After which news what was checked before is owed again. Absent: after none. */
  recheckOn: words(NEWS, 'kind of news').optional(),
  /** Of which risk only the HAU says that safeguarding is complete, and whether it has to confirm the risk first. Absent: it is complete once nothing is left. */
  completion: z
    .strictObject({
      of: words([...RISK_GRADES, 'not-graded'], 'risk'),
      riskConfirmed: z.boolean().default(true),
    })
    .optional(),
  /** Whether what was left undone at the closing is owed again once the incident is open again. */
  owedAgain: z.boolean().default(false),
})
