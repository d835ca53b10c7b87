/** What the parts of a delivery file say of each other, and cannot mean. */
import { momentIn, NOT_A_MOMENT } from '../../../machines/rules/delivery/moment.ts'
import { NOBODY_NAMED, whyNotOnDuty } from '../../../machines/rules/delivery/named.ts'
import type { Mistake } from '../../../machines/rules/issue.ts'
import { personKey } from '../../../machines/rules/person.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { WAYS } from '../ways/index.ts'
import { whyNotUrl } from '../ways/posting.ts'
import type { WrittenFile } from './schema.ts'

type Path = Mistake['path']

export const mistakesIn = (file: WrittenFile): Mistake[] => [
  ...mistakesOfPeople(file),
  ...addressesOfNothing(file),
  ...notSecure(file),
  ...inSubscriptions(file),
]

/** Of people, and of when they are on duty. */
export const mistakesOfPeople = (file: Pick<WrittenFile, 'people' | 'rota'>): Mistake[] => [
  ...namesOfSeveral(file),
  ...inTheRota(file),
]

/** Whoever takes an alert is known by the id or the name: it belongs to one person. */
function namesOfSeveral({ people }: Pick<WrittenFile, 'people'>): Mistake[] {
  const owners = new Map<string, string>()
  const taken = (id: string, path: Path, word: string): Mistake[] => {
    const key = personKey(word)
    const owner = owners.get(key) ?? id
    owners.set(key, owner)
    return owner === id ? [] : [{ path, message: `is the id or the name of ${owner} too: tell them apart` }]
  }
  return Object.entries(people).flatMap(([id, { name }]) => [
    ...taken(id, ['people', id], id),
    ...taken(id, ['people', id, 'name'], name),
  ])
}

const addressesOfNothing = (file: WrittenFile): Mistake[] =>
  Object.entries(file.people).flatMap(([id, { ways }]) =>
    Object.entries(ways).flatMap(([way, address]) => {
      const section = WAYS.find(({ name }) => name === way)?.entryOf ?? null
      if (section === null || Object.hasOwn(file[section], address)) return []
      return [{ path: ['people', id, 'ways', way], message: `must be the name of an entry of ${section}` }]
    }),
  )

const inTheRota = ({ rota, people }: Pick<WrittenFile, 'people' | 'rota'>): Mistake[] =>
  Object.entries(rota).flatMap(([role, { zone, shifts, overrides } = { zone: '', shifts: [], overrides: [] }]) => {
    const strangers = (path: Path, ids: readonly string[]): Mistake[] =>
      ids.flatMap((id, place) => {
        const message = whyNotOnDuty(id, role as Role, people)
        return message === null ? [] : [{ path: [...path, place], message }]
      })
    const ofShift = ({ from, to, people: ids }: (typeof shifts)[number], place: number): Mistake[] => {
      const path = ['rota', role, 'shifts', place]
      const message = 'must be another time than from: a whole day is from "00:00" to "24:00", or two shifts'
      return [...(from === to ? [{ path: [...path, 'to'], message }] : []), ...strangers([...path, 'people'], ids)]
    }
    const ofOverride = ({ from, to, people: ids, instead }: (typeof overrides)[number], place: number): Mistake[] => {
      const path = ['rota', role, 'overrides', place]
      const [begins, ends] = [momentIn(from, zone), momentIn(to, zone)]
      return [
        ...(begins === null ? [{ path: [...path, 'from'], message: NOT_A_MOMENT }] : []),
        ...(ends === null ? [{ path: [...path, 'to'], message: NOT_A_MOMENT }] : []),
        ...(begins !== null && ends !== null && begins.first >= ends.last
          ? [{ path: [...path, 'to'], message: 'must be later than from' }]
          : []),
        ...(ids.length === 0 && instead === undefined ? [{ path: [...path, 'people'], message: NOBODY_NAMED }] : []),
        ...strangers([...path, 'people'], ids),
        ...strangers([...path, 'instead'], instead ?? []),
      ]
    }
    return [...shifts.flatMap(ofShift), ...overrides.flatMap(ofOverride)]
  })

const notSecure = (file: WrittenFile): Mistake[] =>
  (['webhooks', 'teams'] as const).flatMap((section) =>
    Object.entries(file[section]).flatMap(([id, { url }]) => {
      const message = whyNotUrl(url, file.allow)
      return message === null ? [] : [{ path: [section, id, 'url'], message }]
    }),
  )

const inSubscriptions = ({ subscriptions, webhooks }: WrittenFile): Mistake[] =>
  subscriptions.flatMap(({ id, webhook }, place) => {
    const path = ['subscriptions', place]
    return [
      ...(subscriptions.findIndex((other) => other.id === id) < place
        ? [{ path: [...path, 'id'], message: 'is the id of another subscription too' }]
        : []),
      ...(Object.hasOwn(webhooks, webhook)
        ? []
        : [{ path: [...path, 'webhook'], message: 'must be the name of an entry of webhooks' }]),
    ]
  })
