/**
 * How loudly an alert speaks: its kind, raised by the most urgent grade, by high risk, by repeated calls and by each level
 * that was left unanswered. Order matters here, not the words: the board sorts by it. Source: docs/sources.md#alert-severity (seed 4, 25).
 */
import { ALERTS, type AlertKind, SEVERITIES, type Severity } from '../catalogue/alerts.ts'
import type { Policy } from '../policy/policy.ts'
import { rankOf } from '../policy/policy.ts'
import { type Earlier, repeatOf } from '../report/repeatCallers.ts'
import type { RiskGrade } from '../vocabulary.ts'

interface Weighed {
  readonly policy: Policy
  readonly priority: string | null
  readonly riskGrade: RiskGrade | null
  readonly flags: readonly string[]
  /** Earlier incidents of the same people or place. */
  readonly repeat: readonly Earlier[]
}

/** A risk assessed as high, a flag that the policy names as high, or either of them on an earlier incident. */
export const isHighRisk = ({ policy, riskGrade, flags, repeat }: Weighed): boolean =>
  riskGrade === 'high' ||
  flags.some((flag) => policy.highRiskFlags.includes(flag)) ||
  repeatOf({ policy, repeat }).highestRisk === 'high'

export function severityOf(kind: AlertKind, level: number, weighed: Weighed): Severity {
  const rank = weighed.priority === null ? 1 : (rankOf(weighed.policy, weighed.priority) ?? 1)
  const raised = (rank === 1 ? 1 : 0) + (isHighRisk(weighed) ? 1 : 0) + (repeatOf(weighed).escalation ? 1 : 0) + (level - 1)
  return SEVERITIES[Math.min(SEVERITIES.indexOf(ALERTS[kind].severity) + raised, SEVERITIES.length - 1)] ?? 'critical'
}
