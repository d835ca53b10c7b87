/** Who has an incident: its alerts that nobody has, those that somebody has, and whose they are. */
import type { AlertContext } from '../../../machines/alert/setup.ts'
import { personKey } from '../../../machines/rules/person.ts'
import type { LiveCase } from '../step/live.ts'
import type { IncidentItem } from './views.ts'

/** Of the people who have alerts of one incident. Project default. */
const MOST_PEOPLE = 5

export function whoHas({ alerts }: Pick<LiveCase, 'alerts'>): IncidentItem['alerts'] {
  const all = Object.values(alerts).map(({ value, context }) => ({ value, ...(context as unknown as AlertContext) }))
  const open = all.filter(({ value }) => value === 'open')
  const taken = all.filter(({ value }) => value === 'acknowledged')
  const people = new Map<string, IncidentItem['alerts']['takenBy'][number]>()
  for (const { acknowledgedBy: by, takenAt } of taken) {
    if (by === null) continue
    const since = takenAt ?? null
    const had = people.get(personKey(by.id))
    if (had === undefined || (since !== null && (had.since === null || since < had.since)))
      people.set(personKey(by.id), { ...by, since })
  }
  const newestFirst = [...people.values()].sort((a, b) => ((a.since ?? '') > (b.since ?? '') ? -1 : 1))
  return {
    open: open.length,
    taken: taken.length,
    takenBy: newestFirst.slice(0, MOST_PEOPLE),
    oldestOpenAt: open.map(({ raisedAt }) => raisedAt).sort()[0] ?? null,
  }
}
