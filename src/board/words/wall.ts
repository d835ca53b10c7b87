/** What the wall and the list of alerts call the API's codes. */
import type { Severity } from '../../../machines/rules/catalogue/alerts.ts'
import type { Attention, Role } from '../../../machines/rules/vocabulary.ts'
import { ROLE_LABELS } from '../../frame/roles.ts'
import { capital, plain } from './words.ts'

/** `force incident manager`, in the middle of a sentence. */
export const roleWords = (role: string): string => {
  const label = ROLE_LABELS[role as Role]
  return label === undefined ? plain(role) : label.charAt(0).toLowerCase() + label.slice(1)
}

/** What nobody knows, in the order in which it decides what to do. */
export const UNKNOWN = {
  suspect: 'where the suspect is',
  victim: 'where the victim is',
  canReach: 'whether the suspect can reach the victim',
  protects: 'what protects the victim',
} as const

/** What is asked of an incident on which no demand is open. */
export const ATTENTION_WORDS: Readonly<Record<Attention, string>> = {
  demanded: 'Reassess now',
  overdue: 'Attendance overdue',
  warning: 'Attendance soon overdue',
  unassessed: 'Not assessed or not graded',
  none: 'No reassessment owed',
}

export const AREA_WORDS: Readonly<Record<string, string>> = { urban: 'Urban', rural: 'Rural', unknown: 'Area not known' }

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

export const RISK_WORDS: Readonly<Record<string, string>> = {
  high: 'High risk',
  medium: 'Medium risk',
  standard: 'Standard risk',
}
export const riskWords = (grade: string): string => RISK_WORDS[grade] ?? capital(plain(grade))

export const RESTRICTED =
  'Restricted. You are not among its readers: you are told that it exists and what is asked of it, and nothing else.'
