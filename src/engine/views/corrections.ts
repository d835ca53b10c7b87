/** The report after its corrections, and what each of them replaced. */
import type { CaseEventData } from '../../../machines/rules/events.ts'
import { reference, type Somebody } from '../../../machines/rules/report/persons.ts'
import type { briefing } from '../answers/briefing.ts'
import type { Answer } from '../answers/shapes.ts'

type Report = Pick<CaseEventData['incident.reported'], 'location' | 'persons'>
type Replaced = Answer<typeof briefing>['corrected'][number]

export interface Correction {
  readonly at: string
  readonly data: CaseEventData['incident.corrected']
}

/** @param corrections in order of recording. */
export function afterCorrections(
  { location = {}, persons = [] }: Report,
  corrections: readonly Correction[],
): {
  readonly location: NonNullable<Report['location']>
  readonly persons: readonly Somebody[]
  readonly corrected: readonly Replaced[]
} {
  const corrected: Replaced[] = []
  let place: object = location
  const people = [...persons]
  for (const { at, data } of corrections) {
    const replace = <Told extends object>(named: string, was: Told, is: Told): Told => {
      for (const [field, value] of Object.entries(is)) {
        const before = (was as Readonly<Record<string, unknown>>)[field] ?? null
        if (before !== value) corrected.push({ at, by: data.by, field: `${named}${field}`, was: before, is: value })
      }
      return { ...was, ...is }
    }
    place = replace('location.', place, data.location ?? {})
    for (const person of data.persons ?? []) {
      const known = placeOf(people, person)
      const named = [person.role, person.personRef].filter(Boolean).join(' ')
      const was = people[known] ?? { role: person.role }
      people[known] = replace(`${named} `, was, person)
    }
  }
  return { location: place, persons: people, corrected }
}

/** The same reference in the same role, or the only one of that role; a new person otherwise. */
function placeOf(people: readonly Somebody[], { role, personRef }: Somebody): number {
  const inRole = people.flatMap((one, place) => (one.role === role ? [place] : []))
  const who = reference(personRef)
  const same = inRole.find((place) => who !== null && reference(people[place]?.personRef) === who)
  const [only] = inRole.filter((place) => who === null || reference(people[place]?.personRef) === null)
  return same ?? (inRole.length === 1 ? (inRole[0] as number) : (only ?? people.length))
}
