/** Who is named by an event, and who is named in two roles of one incident. */
import type { CaseEventData, EventName } from '../events.ts'
import type { Warning } from '../issue.ts'
import { personKey } from '../person.ts'
import { isNone, plain } from '../words.ts'

export type Somebody = CaseEventData['person.identified']['person']

/** The people that an event names; empty for an event that names nobody. */
export function personsIn(name: string, data: CaseEventData[EventName]): readonly Somebody[] {
  if (name === 'person.identified') return [(data as CaseEventData['person.identified']).person]
  const named = name === 'incident.reported' || name === 'incident.corrected'
  return (named && (data as CaseEventData['incident.reported']).persons) || []
}

const UNKNOWN = new Set(['unknown', 'not known', 'withheld', 'tbc', 'anonymous', 'private'])
/** What stands where nobody knows: it would make strangers of one another's history. */
export const saysNothing = (said: string): boolean => isNone(said) || UNKNOWN.has(said)

/** References differ in case and blanks by who typed them, and in nothing else. Null for an empty reference. */
export function reference(written: string | undefined): string | null {
  if (saysNothing(plain(written))) return null
  return personKey(written ?? '').toUpperCase()
}

type Role = Somebody['role']
/** A victim rings for herself, and a child may be a victim: nobody has to look again at those. */
const GO_TOGETHER: readonly (readonly [Role, Role])[] = [
  ['victim', 'child'],
  ['victim', 'witness'],
]
const mayBeBoth = (a: Role, b: Role): boolean =>
  a === b ||
  [a, b].some((role) => role === 'caller' || role === 'unknown') ||
  GO_TOGETHER.some((pair) => pair.includes(a) && pair.includes(b))

/**
 * Warnings of the people whose reference stands in two roles that do not go together: victim and suspect above all.
 * @param pointerOf of the person at a place in the list.
 * @param before whoever is known of the incident already.
 */
export function inTwoRoles(
  persons: readonly Somebody[],
  pointerOf: (place: number) => string,
  before: readonly Pick<Somebody, 'role' | 'personRef'>[] = [],
): readonly Warning[] {
  const known = before.map(({ role, personRef }) => ({ role, who: reference(personRef) }))
  return persons.flatMap(({ role, personRef }, place) => {
    const who = reference(personRef)
    if (who === null) return []
    const other = known.find((one) => one.who === who && !mayBeBoth(one.role, role))
    known.push({ role, who })
    if (other === undefined) return []
    const detail = `the same person is ${other.role} and ${role} of this incident: look who is who before anybody is arrested`
    return [{ code: 'person-in-two-roles', pointer: pointerOf(place), detail }]
  })
}
