/** Who is on duty in a force, role by role, and who is told where a role has nobody. */
import type { Instant, Role } from '../vocabulary.ts'
import type { DeliveryPlan, Rota } from './plan.ts'
import { type OnDuty, onDuty } from './rota.ts'

/** Of a role that the delivery file gives none. */
const NO_ROTA: Rota = { zone: 'Europe/London', shifts: [], overrides: [] }

export const rotaOf = ({ rota }: DeliveryPlan, role: Role): Rota => rota[role] ?? NO_ROTA

export const onDutyOf = (plan: DeliveryPlan, role: Role, at: Instant): readonly OnDuty[] => onDuty(rotaOf(plan, role), at)

/** The roles of the ladder, and after them the others that have a rota. */
export const rolesOnRota = ({ rota }: DeliveryPlan, ladder: readonly Role[]): readonly Role[] => [
  ...new Set([...ladder, ...(Object.keys(rota) as Role[])]),
]

export interface Fallen {
  /** The next role of the ladder that has somebody on duty; null where none has: then everybody of the first role is told. */
  readonly role: Role | null
  readonly people: readonly string[]
}

/** Who is told where a role has nobody on duty. From a role outside the ladder it goes to the beginning of the ladder. */
export function fallsTo(plan: DeliveryPlan, role: Role, ladder: readonly Role[], at: Instant): Fallen {
  for (const next of ladder.slice(ladder.indexOf(role) + 1)) {
    const people = onDutyOf(plan, next, at).map(({ person }) => person)
    if (people.length > 0) return { role: next, people }
  }
  return { role: null, people: Object.keys(plan.people).filter((person) => plan.people[person]?.roles.includes(role)) }
}

/**
 * The role that is told that another has nobody on duty: the next of the ladder that has somebody, after the top the first; where
 * no role has, the next one, of which everybody is told.
 */
export function toldOfHole(plan: DeliveryPlan, role: Role, ladder: readonly Role[], at: Instant): Role {
  const place = ladder.indexOf(role) + 1
  const others = [...ladder.slice(place), ...ladder.slice(0, place)].filter((other) => other !== role)
  return others.find((other) => onDutyOf(plan, other, at).length > 0) ?? others[0] ?? role
}
