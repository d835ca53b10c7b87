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

/** Where a role has its work, for those whose work is not the wall. */
export const LANDINGS = { hau: '/registers/unit-queue', auditor: '/access' } as const satisfies Readonly<
  Partial<Record<Role, string>>
>

/** Where somebody comes who has signed in. @param asked the page that they wanted; `/` where they wanted none. */
export const landingOf = (role: Role, asked: string): string =>
  asked === '/' ? ((LANDINGS as Readonly<Partial<Record<Role, string>>>)[role] ?? '/') : asked
