/** The fictional people of the trial, for each role of a night: two where the rules ask for a second person. */
import type { Role } from '../../machines/rules/vocabulary.ts'

export interface TrialPerson {
  readonly id: string
  readonly role: Role
}

/** Whose subject and name are the id. */
export const TRIAL_ISSUER = 'urn:reassess:trial'

export const TRIAL_PEOPLE: readonly TrialPerson[] = [
  { id: 'sup-1', role: 'supervisor' },
  { id: 'sup-2', role: 'supervisor' },
  { id: 'fim-1', role: 'force-incident-manager' },
  { id: 'fim-2', role: 'force-incident-manager' },
  { id: 'ds-1', role: 'duty-superintendent' },
  { id: 'ch-1', role: 'control-room' },
  { id: 'ch-2', role: 'control-room' },
  { id: 'pc-1', role: 'officer' },
  { id: 'pc-2', role: 'officer' },
  { id: 'hau-1', role: 'hau' },
  { id: 'hau-2', role: 'hau' },
  { id: 'aud-1', role: 'auditor' },
]
