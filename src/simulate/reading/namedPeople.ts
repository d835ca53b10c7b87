/** Names of people and ways in a scenario: each must be in its delivery file. */
import type { Mistake as Found } from '../../../machines/rules/issue.ts'
import type { ByHand, Mistake } from '../../files/byHand.ts'
import type { Delivery, Failing } from '../messages.ts'
import type { RawScenario } from './schema.ts'
import { BadTime, instantOf, type Night } from './times.ts'

/** When nothing arrives. */
export function readFailing(
  raws: RawScenario['fails'],
  night: Night,
  yaml: ByHand,
): { readonly fails: readonly Failing[]; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = []
  const time = (place: number, field: 'from' | 'to', written: string): string => {
    try {
      return instantOf(written, night)
    } catch (error) {
      if (!(error instanceof BadTime)) throw error
      mistakes.push({ ...yaml.placeOf(['fails', place, field]), message: `${written} ${error.message}` })
      return ''
    }
  }
  const fails = raws.map((raw, place) => ({ ...raw, from: time(place, 'from', raw.from), to: time(place, 'to', raw.to) }))
  for (const [place, { from, to }] of fails.entries())
    if (mistakes.length === 0 && from >= to)
      mistakes.push({ ...yaml.placeOf(['fails', place, 'to']), message: 'must be later than from' })
  return { fails, mistakes }
}

/** Whom and what the delivery file does not have. */
export function strangers({ fails, steps }: RawScenario, plan: Delivery['plan'] | null): Found[] {
  const people = plan?.people ?? {}
  const unknownPerson = (id: string, path: Found['path']): Found[] =>
    Object.hasOwn(people, id) ? [] : [{ path, message: `the delivery file has no person ${id}` }]
  const unknownWay = (way: string, persons: readonly string[], path: Found['path']): Found[] =>
    persons.some((id) => Object.hasOwn(people[id]?.ways ?? {}, way))
      ? []
      : [{ path, message: `the delivery file has no way ${way} to ${persons.length === 1 ? persons[0] : 'anybody'}` }]
  const needed = (path: Found['path']): Found[] => [{ path, message: 'needs `delivery`, which says who is told' }]

  const expected = steps.flatMap(({ expect }, step) =>
    (['delivered', 'undelivered'] as const).flatMap((about) => {
      const path = ['steps', step, 'expect', about]
      const messages = expect?.[about]
      if (messages === undefined) return []
      if (plan === null) return needed(path)
      return messages.flatMap(({ to, by }, place) => {
        const unknown = unknownPerson(to, [...path, place, 'to'])
        return unknown.length > 0 ? unknown : by.flatMap((way) => unknownWay(way, [to], [...path, place, 'by']))
      })
    }),
  )
  const failing = fails.flatMap(({ person, way }, place) => {
    const path = ['fails', place]
    if (plan === null) return needed(path)
    const unknown = person === undefined ? [] : unknownPerson(person, [...path, 'person'])
    if (unknown.length > 0 || way === undefined) return unknown
    return unknownWay(way, person === undefined ? Object.keys(people) : [person], [...path, 'way'])
  })
  return [...failing, ...expected]
}
