/**
 * The closed vocabularies of the public contract (§3, §4). Later versions add words; none changes its meaning.
 */

export const ROLES = [
  'control-room',
  'officer',
  'supervisor',
  'force-incident-manager',
  'duty-superintendent',
  'hau',
  'auditor',
  'admin',
] as const
export type Role = (typeof ROLES)[number]

/** The roles that may lower a grade from the warning point on, with another person's name beside theirs. */
export const COMMAND_ROLES: readonly Role[] = ['force-incident-manager', 'duty-superintendent']

/** The roles that can say of an alert that they have it: every level of a ladder is one of them. */
export const ACKNOWLEDGING_ROLES: readonly Role[] = [
  'control-room',
  'supervisor',
  'force-incident-manager',
  'duty-superintendent',
  'hau',
]

/** THRIVE: threat, harm, risk, investigation, vulnerability, engagement, in the order of the word. */
export const ELEMENTS = ['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement'] as const

/** The flag that a vulnerability found in a THRIVE sets. */
export const VULNERABLE = 'vulnerable'

export const RISK_GRADES = ['standard', 'medium', 'high'] as const
export type RiskGrade = (typeof RISK_GRADES)[number]

/** How the harm assessment unit finds an assessment that it reads. */
export const DASH_QUALITIES = ['good', 'adequate', 'below-standard'] as const
export type DashQuality = (typeof DASH_QUALITIES)[number]

export const DEMAND_REASONS = [
  'attendance-overdue',
  'diverted',
  'attendance-failed',
  'cut-off',
  'further-call',
  'new-information',
  'unsafe-contact',
  'shift-change',
  'review-due',
  'reopened',
  'bail-breached',
  'order-breached',
] as const
export type DemandReason = (typeof DEMAND_REASONS)[number]

export const DEADLINES = [
  'thrive',
  'grading',
  'attendance-warning',
  'attendance',
  'answer',
  'next-review',
  'dash-submission',
  'dash-review',
  'hau-receipt',
  'hau-checks',
  'referral',
  'school',
  'victim-told',
  'transfer',
  'suspect-review',
  'rui-review',
  'rui-justification',
  'bail-decision',
  'bail-check',
  'allocation',
  'investigation-review',
  'digital-evidence',
  'charge-warning',
  'charge-limit',
  'charging-decision',
  'order-application',
  'order-hearing',
  'order-told',
  'order-tasking',
  'order-check',
  'order-breach-warning',
  'order-breach-court',
  'order-notification',
  'order-monitoring',
  'order-prosecutor',
  'disclosure-check',
  'disclosure-meeting',
  'disclosure-completion',
  'task-due',
  'plan-review',
  'plan-action',
  'marac-listing',
  'marac-hearing',
  'marac-action',
  'victim-update',
  'victim-support',
] as const
export type DeadlineName = (typeof DEADLINES)[number]

export const ALERT_KINDS = [
  'attendance-warning',
  'attendance-overdue',
  'reassessment-demanded',
  'reassessment-overdue',
  'downgraded',
  'thrive-inadequate',
  'thrive-overdue',
  'grading-overdue',
  'repeat-victim',
  'dash-missing',
  'dash-review-overdue',
  'dash-returned',
  'visible-high-risk',
  'hau-overdue',
  'referral-overdue',
  'school-notification-overdue',
  'referral-not-made',
  'referral-bounced',
  'referral-escalated',
  'school-conflict',
  'school-bounced',
  'school-first-day-back',
  'school-escalated',
  'suspect-outstanding',
  'victim-not-told',
  'transfer-unacknowledged',
  'marker-review-due',
  'suspect-review-overdue',
  'rui-review-overdue',
  'rui-unjustified',
  'bail-ending',
  'bail-lapsed',
  'bail-check-overdue',
  'bail-before-evidence',
  'allocation-overdue',
  'investigation-review-overdue',
  'digital-evidence-overdue',
  'charge-limit-near',
  'charge-limit-passed',
  'charging-decision-overdue',
  'no-activity',
  'order-in-force',
  'order-not-told',
  'order-not-tasked',
  'order-check-overdue',
  'order-not-applied-for',
  'order-hearing-overdue',
  'order-expiring',
  'order-breach-court-near',
  'order-breach-court-missed',
  'order-not-notified',
  'order-monitoring-ending',
  'order-prosecutor-silent',
  'order-unsupported',
  'disclosure-overdue',
  'task-overdue',
  'plan-review-overdue',
  'plan-action-overdue',
  'marac-unlisted',
  'marac-not-heard',
  'marac-action-overdue',
  'victim-update-overdue',
  'victim-support-overdue',
  'timers-stalled',
  'clock-ahead',
  'timer-unfireable',
  'report-refused',
] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** Who has no reference is one in the registers all the same. */
export const UNNAMED = 'unnamed'

/** What a case is referred to a MARAC for. Source: docs/sources.md#marac */
export const MARAC_CRITERIA = ['judgement', 'visible-high-risk', 'escalation', 'repeat'] as const
export type MaracCriterion = (typeof MARAC_CRITERIA)[number]

/** What an earlier incident may be recognised by, strongest first. `building`: another flat of it; `suspect`: the same one. */
export const CLUE_KINDS = ['person', 'phone', 'uprn', 'address', 'suspect', 'building'] as const
export type ClueKind = (typeof CLUE_KINDS)[number]

/** Notices of the Crime and Security Act 2010 and of the Domestic Abuse Act 2021; which one a force gives on a day is policy. */
export const ORDER_REGIMES = ['DVPN', 'DAPN'] as const
export type OrderRegime = (typeof ORDER_REGIMES)[number]

/** What one record is to another: `duplicate` and `related` are said by the incident that carries it, `duplicate-of` by the one that is carried. */
export const LINK_KINDS = ['duplicate', 'related', 'duplicate-of'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

export const ATTENTION = ['demanded', 'overdue', 'warning', 'unassessed', 'none'] as const
export type Attention = (typeof ATTENTION)[number]

/** An ISO 8601 instant in UTC with milliseconds, as `Date.prototype.toISOString` writes it; text order is time order. */
export type Instant = string

/** A named person as the record keeps them. Which roles may do what is decided by the key; a `role` here is checked only where a rule names a rank. */
export interface Person {
  readonly id: string
  readonly role: string
}
