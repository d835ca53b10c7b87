/** Lists of every event: which are wrong when nothing is in them, and that a single entry is enough; and words that no example says. */
import { expect, it } from '@jest/globals'
import { EVENT_NAMES, EVENTS, type EventName, parseData } from '../../machines/rules/events.ts'

/** Where nothing in the list would say nothing in the event. */
const NEED_AN_ENTRY = [
  'crime.recorded/data/offences',
  'suspect.circulated/data/on',
  'bail.breached/data/conditions',
  'order.proposed/data/protects',
  'order.authorised/data/prohibitions',
  'order.granted/data/prohibitions',
  'order.sought/data/protects',
  'order.varied/data/prohibitions',
  'order.notified/data/what',
  'order.recorded/data/protects',
  'order.recorded/data/prohibitions',
  'order.tasked/data/prohibitions',
  'disclosure.checked/data/systems',
  'plan.made/data/actions',
  'marac.referred/data/criteria',
  'marac.heard/data/agencies',
  'victim.preferred/data/channels',
]

const lists = EVENT_NAMES.flatMap((name) =>
  Object.entries(EVENTS[name].example).flatMap(([field, value]) => (Array.isArray(value) ? [{ name, field, value }] : [])),
)
const wrong = (name: EventName, changes: object): readonly string[] => {
  const read = parseData(name, { ...EVENTS[name].example, ...changes })
  return read.ok ? [] : read.issues.map(({ pointer }) => name + pointer)
}

it('an empty list is wrong where an event says nothing without an entry, and nowhere else', () =>
  expect(lists.flatMap(({ name, field }) => wrong(name, { [field]: [] })).sort()).toEqual([...NEED_AN_ENTRY].sort()))

it('a single entry is enough in every list', () =>
  expect(lists.flatMap(({ name, field, value }) => wrong(name, { [field]: value.slice(0, 1) }))).toEqual([]))

it('a prosecutor may charge, charge nobody, or ask for more evidence', () => {
  for (const decision of ['charge', 'no-charge', 'more-evidence']) expect(wrong('charging.decided', { decision })).toEqual([])
  expect(wrong('charging.decided', { decision: 'later' })).toEqual(['charging.decided/data/decision'])
})
