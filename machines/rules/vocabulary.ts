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

/** The short name of a force, such as warwickshire. */
export const FORCE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** The roles that may lower a grade from the warning point on, with another person's name beside theirs. */
export const COMMAND_ROLES: readonly Role[] = ['force-incident-manager', 'duty-superintendent']

/** Who supervises. */
export const SUPERVISING: readonly Role[] = ['supervisor', ...COMMAND_ROLES]

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

/** Who has no reference is one in the registers all the same. */
export const UNNAMED = 'unnamed'

/** What a case is referred to a MARAC for. Source: docs/sources.md#marac */
export const MARAC_CRITERIA = ['judgement', 'visible-high-risk', 'escalation', 'repeat'] as const
export type MaracCriterion = (typeof MARAC_CRITERIA)[number]

/** What an earlier incident may be recognised by, strongest first. `building`: another flat of it; `suspect`: the same one. */
export const CLUE_KINDS = [
  'person',
  'role-reversed',
  'phone',
  'uprn',
  'address',
  'perhaps-the-same',
  'suspect',
  'building',
] as const
export type MatchKeyKind = (typeof CLUE_KINDS)[number]

/** Notices of the Crime and Security Act 2010 and of the Domestic Abuse Act 2021; which one a force gives on a day is policy. */
export const ORDER_REGIMES = ['DVPN', 'DAPN'] as const
export type OrderRegime = (typeof ORDER_REGIMES)[number]

/** What one record is to another: `duplicate` and `related` are said by the incident that carries it, `duplicate-of` by the one that is carried. */
export const LINK_KINDS = ['duplicate', 'related', 'duplicate-of'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

export const ATTENTION = ['demanded', 'overdue', 'warning', 'unassessed', 'none'] as const
export type Attention = (typeof ATTENTION)[number]

/** The part of a place that decides between the targets of its grade. */
export const AREAS = ['urban', 'rural', 'unknown'] as const
export type Area = (typeof AREAS)[number]

/** Who gives a grade back that nobody decided anew. */
export const ENGINE: Person = { id: 'engine', role: 'engine' }

/** An ISO 8601 instant in UTC with milliseconds, as `Date.prototype.toISOString` writes it; text order is time order. */
export type Instant = string

/** A named person as the record keeps them. Which roles may do what is decided by the key; a `role` here is checked only where a rule names a rank. */
export interface Person {
  readonly id: string
  readonly role: string
}
