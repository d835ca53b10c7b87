/** Whoever posts, as the record names them: a person who signed in need not write who they are. */
import type { Person } from '../../../machines/rules/vocabulary.ts'
import { mustBeYourself, personOf } from '../../engine/judge/yourself.ts'
import type { Caller } from '../../engine/reads.ts'
import { refusedBy } from '../problems.ts'

/** @returns what was posted, with the person who signed in where it does not say who acts; as it is, for a key. */
export function filledIn(said: unknown, field: string | null, caller: Caller): { said: unknown; isFilledIn: boolean } {
  const self = personOf(caller)
  const isObject = typeof said === 'object' && said !== null && !Array.isArray(said)
  return self === null || field === null || !isObject || Object.hasOwn(said, field)
    ? { said, isFilledIn: false }
    : { said: { ...said, [field]: self }, isFilledIn: true }
}

/** What is done about an alert is done now: nobody does it afterwards for somebody else. @throws Refused `not-yourself` */
export function mustBeTheirs(by: Person, caller: Caller): void {
  const problem = mustBeYourself(by, caller, '/by', 'have them do it themselves')
  if (problem !== null) throw refusedBy(problem)
}
