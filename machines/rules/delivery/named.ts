/** Whom a shift or an override may name. */
import type { Role } from '../vocabulary.ts'
import type { DeliveryPlan } from './plan.ts'

/** Of an override without people. A sick person who stays on the rota would be waited for: it may be said, and the hole is an alert. */
export const NOBODY_NAMED = 'must name somebody: only with instead, of whoever is away without a stand-in, may it be empty'

/** @returns null for somebody who may be on duty in that role. */
export function whyNotOnDuty(id: string, role: Role, people: DeliveryPlan['people']): string | null {
  const person = Object.hasOwn(people, id) ? people[id] : undefined
  if (person === undefined) return 'must be the name of an entry of people in the delivery file'
  return person.roles.includes(role) ? null : `has not the role ${role}: give it in people, or name somebody who has it`
}
