/** Who is named by an event, and who is named in two roles of one incident. */

import { dayOf } from '../calendar/days.ts'
import type { CaseEventData, EventName } from '../events.ts'
import type { Warning } from '../issue.ts'
import { personKey } from '../person.ts'
import type { Instant } from '../vocabulary.ts'
import { isNone, plain, withPlainDigits } from '../words.ts'
import { ADULT_FROM, PARTY_FROM, youngestOn } from './ages.ts'

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
  return withPlainDigits(personKey(written ?? '')).toUpperCase()
}

/** Whether somebody may be under so many years old at an instant; not where nobody has said when they were born. */
const mayBeUnder = (years: number, { dateOfBirth }: Somebody, at: Instant, zone: string): boolean =>
  dateOfBirth !== undefined && youngestOn(dayOf(at, zone), dateOfBirth) < years

/** Whether a victim is a child, and not only somebody beside whom a child lives. */
export const isChildVictim = (person: Somebody, at: Instant, zone: string): boolean =>
  person.role === 'victim' && mayBeUnder(ADULT_FROM, person, at, zone)
const isGrownUp = ({ dateOfBirth }: Somebody, at: Instant, zone: string): boolean =>
  dateOfBirth !== undefined && youngestOn(dayOf(at, zone), dateOfBirth) >= ADULT_FROM
/** Somebody to be safeguarded as a child, whether the child is there or is the victim. */
export const isChild = (person: Somebody, at: Instant, zone: string): boolean =>
  (person.role === 'child' && !isGrownUp(person, at, zone)) || isChildVictim(person, at, zone)
/** The flag of an incident whose victim is a child. */
export const CHILD_VICTIM = 'child-victim'

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

/** When the people were named, where, and who was known of the incident before. */
interface Named {
  readonly at: Instant
  readonly zone: string
  readonly before: readonly Pick<Somebody, 'role' | 'personRef'>[]
}

/** What whoever names people should look at again. @param pointerOf of the person at a place in the list. */
export const personWarnings = (
  persons: readonly Somebody[],
  pointerOf: (place: number) => string,
  named: Named,
): readonly Warning[] => [...inTwoRoles(persons, pointerOf, named), ...partiesUnderAge(persons, pointerOf, named)]

/** The same reference in two roles that do not go together: victim and suspect above all. */
function inTwoRoles(persons: readonly Somebody[], pointerOf: (place: number) => string, { before }: Named): readonly Warning[] {
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

/** Victims and suspects who are, or may be, under 16: child protection takes the lead. */
const partiesUnderAge = (
  persons: readonly Somebody[],
  pointerOf: (place: number) => string,
  { at, zone }: Named,
): readonly Warning[] =>
  persons.flatMap((person, place) => {
    const { role } = person
    if ((role !== 'victim' && role !== 'suspect') || !mayBeUnder(PARTY_FROM, person, at, zone)) return []
    const detail = `this ${role} is under 16, or may be: it is child abuse, so refer the child to children's services now`
    return [{ code: 'party-under-16', pointer: pointerOf(place), detail }]
  })
