import type { Role } from '../../machines/rules/vocabulary.ts'

/** Roles as people call them. */
export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  supervisor: 'Supervisor',
  'force-incident-manager': 'Force incident manager',
  'duty-superintendent': 'Duty superintendent',
  hau: 'Harm assessment unit',
  'control-room': 'Control room',
  officer: 'Officer',
  auditor: 'Auditor',
  admin: 'Administrator',
}
