/** Who is told of an alert, and who comes next: people on duty, one after the other, role after role. */
import type { DeliveryPlan, Route, WayName } from '../../../machines/rules/delivery/plan.ts'
import { samePerson } from '../../../machines/rules/person.ts'
import type { Instant, Person, Role } from '../../../machines/rules/vocabulary.ts'

/** Names of the delivery file, in the order in which they are told. */
export type OnDuty = (role: Role, at: Instant) => readonly string[]

export interface Recipient {
  /** As the delivery file calls the person. */
  readonly person: string
  /** As which the person is told. */
  readonly role: Role
  readonly ways: readonly WayName[]
}

export interface Recipients {
  /**
   * The next people on duty: the first, or everybody of that role where the route gives no time to take the alert.
   *
   * @param roles to go through. @param told who is not told again.
   * @returns them, with the roles from theirs on; nobody and no role where nobody is left.
   */
  onDuty(
    roles: readonly Role[],
    told: readonly string[],
  ): { readonly next: readonly Recipient[]; readonly roles: readonly Role[] }
  /**
   * Nobody is on duty: everybody who has the first of the roles that anybody has, then whoever is on duty below them; at last by ways
   * that the route does not name.
   *
   * @param below roles of the ladder below the audience, the nearest first.
   */
  whoever(roles: readonly Role[], below: readonly Role[], told: readonly string[]): readonly Recipient[]
  /** Somebody who took the alert, by id or name; null for somebody whom the file does not have, or has no way for. */
  holder(person: Person | undefined, roles: readonly Role[]): Recipient | null
}

export function recipientsOf(
  { people }: Pick<DeliveryPlan, 'people'>,
  route: Route,
  onDutyAt: (role: Role) => readonly string[],
  avoided: readonly WayName[] = [],
): Recipients {
  const waysOf = (person: string): readonly WayName[] => {
    const known = Object.hasOwn(people, person) ? people[person]?.ways : undefined
    return known === undefined ? [] : Object.keys(known)
  }
  const routed = (person: string): readonly WayName[] => {
    const ways = waysOf(person).filter((way) => route.ways.includes(way))
    const others = ways.filter((way) => !avoided.includes(way))
    return others.length > 0 ? others : ways
  }
  const reached = (names: readonly string[], role: Role, told: readonly string[], ways = routed): readonly Recipient[] =>
    [...new Set(names)]
      .filter((person) => !told.includes(person) && ways(person).length > 0)
      .map((person) => ({ person, role, ways: ways(person) }))
  const everybody = (role: Role) => Object.keys(people).filter((person) => people[person]?.roles.includes(role))

  const onDuty: Recipients['onDuty'] = (roles, told) => {
    for (const [at, role] of roles.entries()) {
      const there = reached(onDutyAt(role), role, told)
      if (there.length > 0) return { next: route.ackWithin === null ? there : there.slice(0, 1), roles: roles.slice(at) }
    }
    return { next: [], roles: [] }
  }
  const firstOf = (tries: readonly (() => readonly Recipient[])[]): readonly Recipient[] => {
    for (const find of tries) {
      const found = find()
      if (found.length > 0) return found
    }
    return []
  }
  return {
    onDuty,
    whoever: (roles, below, told) =>
      firstOf([
        ...roles.map((role) => () => reached(everybody(role), role, told)),
        () => onDuty(below, told).next,
        ...below.map((role) => () => reached(everybody(role), role, told)),
        ...[...roles, ...below].map((role) => () => reached(everybody(role), role, told, waysOf)),
      ]),
    holder(holder, roles) {
      if (holder === undefined) return null
      const names = Object.keys(people)
      const person =
        names.find((name) => samePerson(name, holder.id)) ?? names.find((name) => samePerson(people[name]?.name ?? '', holder.id))
      if (person === undefined) return null
      const theirs = people[person]?.roles ?? []
      const role = roles.find((one) => theirs.includes(one)) ?? theirs[0] ?? roles[0]
      const ways = routed(person).length > 0 ? routed(person) : waysOf(person)
      return role === undefined || ways.length === 0 ? null : { person, role, ways }
    },
  }
}
