/**
 * How loudly an alert speaks: its kind, raised by the most urgent grade, by high risk, by repeated calls and by each level
 * that was left unanswered. Order matters here, not the words: the board sorts by it. Source: docs/sources.md#alert-severity (seed 4, 25).
 */
import { type Earlier, repeatOf } from './history.ts'
import type { Policy } from './policy.ts'
import { rankOf } from './policy.ts'
import { type AlertKind, type RiskGrade, SEVERITIES, type Severity } from './vocabulary.ts'

/** 0 low, 1 medium, 2 high, 3 critical [project default]. */
const BASE: Readonly<Record<AlertKind, number>> = {
  'attendance-warning': 1,
  'attendance-overdue': 2,
  'reassessment-demanded': 2,
  'reassessment-overdue': 2,
  downgraded: 1,
  'thrive-inadequate': 0,
  'thrive-overdue': 1,
  'grading-overdue': 2,
  'repeat-victim': 1,
  'dash-missing': 1,
  'dash-review-overdue': 1,
  'dash-returned': 0,
  'visible-high-risk': 2,
  'hau-overdue': 1,
  'referral-overdue': 1,
  'school-notification-overdue': 1,
  'referral-not-made': 1,
  'referral-bounced': 1,
  'referral-escalated': 1,
  'school-conflict': 1,
  'school-bounced': 1,
  'school-first-day-back': 0,
  'school-escalated': 1,
  'suspect-outstanding': 1,
  'victim-not-told': 1,
  'transfer-unacknowledged': 2,
  'marker-review-due': 0,
  'suspect-review-overdue': 1,
  'rui-review-overdue': 1,
  'rui-unjustified': 1,
  'bail-ending': 1,
  'bail-lapsed': 2,
  'bail-check-overdue': 1,
  'bail-before-evidence': 1,
  'allocation-overdue': 1,
  'investigation-review-overdue': 1,
  'digital-evidence-overdue': 0,
  'charge-limit-near': 1,
  'charge-limit-passed': 2,
  'charging-decision-overdue': 1,
  'no-activity': 0,
  'order-in-force': 1,
  'order-not-told': 1,
  'order-not-tasked': 1,
  'order-check-overdue': 1,
  'order-not-applied-for': 2,
  'order-hearing-overdue': 2,
  'order-expiring': 1,
  'order-breach-court-near': 2,
  'order-breach-court-missed': 2,
  'order-not-notified': 1,
  'order-monitoring-ending': 1,
  'order-prosecutor-silent': 0,
  'order-unsupported': 1,
  'disclosure-overdue': 1,
  'task-overdue': 1,
  'plan-review-overdue': 1,
  'plan-action-overdue': 1,
  'marac-unlisted': 1,
  'marac-not-heard': 1,
  'marac-action-overdue': 1,
  'victim-update-overdue': 1,
  'victim-support-overdue': 1,
  'timers-stalled': 3,
  'clock-ahead': 3,
  'timer-unfireable': 2,
  'report-refused': 3,
}

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
  return SEVERITIES[Math.min(BASE[kind] + raised, SEVERITIES.length - 1)] ?? 'critical'
}
