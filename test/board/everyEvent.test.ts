/** Every event that a person may post is posted once through its form, by plain HTTP, on a started process: nobody needs the API. */
import { EVENT_NAMES, EVENTS, type EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { actingFieldOf } from '../../machines/rules/whoActs.ts'
import { filledIn } from '../../src/board/forms/fill.ts'
import { shapesOfEvent } from '../../src/board/forms/formOf.ts'
import { writtenInLondon } from '../../src/board/forms/londonTime.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { fieldsOf } from './forms/asBrowser.ts'
import { POLICY, postedTable, type Row } from './forms/table.ts'
import { seen } from './read.ts'
import { type Visitor, visitorOf } from './visitor.ts'

const PEOPLE: Readonly<Record<string, readonly [Role, string]>> = {
  room: ['control-room', 'ch-1'],
  officer: ['officer', 'pc-1'],
  supervisor: ['supervisor', 'sup-1'],
  second: ['supervisor', 'sup-2'],
  hau: ['hau', 'hau-1'],
  commander: ['force-incident-manager', 'fim-1'],
}

describe('every event is recorded by its form', () => {
  let place: Place
  let server: Server
  const visitors = new Map<string, Visitor>()
  const posted = new Set<EventName>()

  beforeAll(async () => {
    place = await createPlace(POLICY, { madeBefore: true })
    server = await place.start()
    for (const [who, [role, name]] of Object.entries(PEOPLE)) visitors.set(who, await visitorOf(place, server, role, name))
  })
  afterAll(async () => place?.remove())

  it.each(postedTable())('$event on $on', async ({ event, on, who, at, data }: Row) => {
    const visitor = visitors.get(who) as Visitor
    const path = event === 'incident.reported' ? `/record/${event}` : `/incidents/${on}/record/${event}`
    const page = await visitor.get(path)
    expect([page.status, page.status === 200 ? '' : seen(page.html)]).toEqual([200, ''])
    const fields = fieldsOf(page.html)
    const example = shifted({ ...EVENTS[event].example, ...(await data(server)) }) as Record<string, unknown>
    const acting = actingFieldOf(event)
    for (const [name, values] of filledIn(shapesOfEvent(event), example)) {
      // Whoever is signed in, as the form says by itself.
      if (acting !== null && name.startsWith(`/data/${acting}/`) && !BY_RANK.has(event)) continue
      fields.delete(name)
      for (const value of values) fields.append(name, value)
    }
    if (event === 'incident.reported') fields.set('/subject', on)
    if (at !== undefined) fields.set('/time', writtenInLondon(String(shifted(at))).written)
    const sent: Record<string, string[]> = {}
    for (const [name, value] of fields) if (name !== 'csrf') sent[name] = [...(sent[name] ?? []), value]
    const answer = await visitor.post(path, sent)
    expect([answer.status, answer.status === 303 ? '' : seen(answer.html)]).toEqual([303, ''])
    expect(answer.to).toMatch(new RegExp(`^/incidents/${on}\\?(?:done|waits)=`))
    posted.add(event)
  })

  it('leaves none out', () => {
    expect(EVENT_NAMES.filter((name) => !posted.has(name))).toEqual([])
  })
})

const BY_RANK = new Set<EventName>(['order.authorised', 'disclosure.decided', 'transfer.acknowledged'])

const EXAMPLES_AT = Date.parse('2026-11-20T21:30:00Z')
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/

/** The examples happen on one evening: this is as if it were now. */
function shifted(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one) =>
    typeof one === 'string' && INSTANT.test(one)
      ? new Date(Math.floor((Date.parse(one) - EXAMPLES_AT + Date.now()) / 60_000) * 60_000).toISOString()
      : one,
  )
}
