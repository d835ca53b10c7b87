/**
 * Whether anybody spoke to those who are said to have done it: crimes were closed without that (IOPC, Northumbria, January 2022).
 * Source: docs/sources.md#investigation
 */
import type { CaseEventData } from '../events.ts'
import type { Policy } from '../policy/policy.ts'
import { isBlank } from '../words.ts'

type Person = CaseEventData['person.identified']['person']

/** Suspects by the references that a list of people gives them, where the policy keeps account of suspects. */
export const suspectsIn = ({ suspects }: Policy, persons: readonly Person[]): readonly string[] =>
  suspects === undefined
    ? []
    : [...new Set(persons.flatMap(({ role, personRef = '' }) => (role === 'suspect' && !isBlank(personRef) ? [personRef] : [])))]
