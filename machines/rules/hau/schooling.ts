/** What a report says of where a child goes to school, and whether the scheme applies. Source: docs/sources.md#schools. */
import { dayOf } from '../calendar/days.ts'
import type { CaseEventData } from '../events.ts'
import type { Policy } from '../policy/policy.ts'
import { oldestOn } from '../report/ages.ts'
import type { Instant } from '../vocabulary.ts'
import { isSaid } from '../words.ts'

/** A child's school by its reference; null where nobody has said. No date of birth: only whether the child is too young for school. */
export interface Schooling {
  readonly school: string | null
  readonly preSchool: boolean
}

type Somebody = CaseEventData['person.identified']['person']

/** The age at which a child may be in reception, in years [verified: the scheme covers 4-5 up to 17]. */
const RECEPTION = 4

/** Whether the force is in Operation Encompass on the day of an instant. */
export const inEncompass = ({ school, timezone }: Policy, at: Instant): boolean =>
  school.encompass !== undefined && dayOf(at, timezone) >= school.encompass.from

/** @param at the instant whose day the age is counted to. */
export function schoolingOf({ schoolRef, dateOfBirth }: Somebody, at: Instant, timezone: string): Schooling {
  const school = schoolRef !== undefined && isSaid(schoolRef) ? schoolRef : null
  const preSchool = school === null && dateOfBirth !== undefined && oldestOn(dayOf(at, timezone), dateOfBirth) < RECEPTION
  return { school, preSchool }
}

/** Whether two references are of one school, however each was written. */
export const isSameSchool = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && plainly(one) === plainly(other)
const plainly = (school: string): string => school.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
