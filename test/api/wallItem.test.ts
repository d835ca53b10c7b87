/** What a line of the list of incidents tells the wall: how long she has waited, who has it, when it was looked at. */
import type { IncidentItem } from '../../src/engine/views/views.ts'
import { wrongWith } from '../support/answers.ts'
import { JANE, STRANGERS, useRestricted } from '../support/restrictedReaders.ts'
import { callerOf, OTHER, RESTRICTED } from '../support/restrictedRecord.ts'

const $ = useRestricted()
const JOE = callerOf('supervisor', 'joe')
const ROOM = callerOf('control-room')

const itemAs = async (who: string, incident: string) => {
  const items = (await $.itemsOf('/v1/incidents?limit=500', who)) as unknown as IncidentItem[]
  return items.find((item) => item.incident === incident)
}
const listed = async (query: string, who: string) =>
  (await $.itemsOf(`/v1/incidents?${query}`, who)).map(({ incident }) => incident)
const take = async (incident: string, who: string, by?: object) =>
  (await $.post(`/v1/incidents/${incident}/alerts/take`, who, by === undefined ? {} : { by })).status

it('tells how long she has waited over all grades, her area, and when it was last assessed', async () => {
  const item = await itemAs(ROOM, OTHER)
  expect(item).toMatchObject({
    waiting: { since: '2026-11-20T20:00:00.000Z', until: '2026-11-20T20:10:00.000Z', underGradeSince: expect.any(String) },
    area: expect.stringMatching(/^(urban|rural|unknown)$/),
    lastAssessedAt: expect.stringMatching(/^2026-11-20T20:/),
  })
  expect(wrongWith('IncidentItem', item)).toBeNull()
  const whole = (await (await $.get(`/v1/incidents/${OTHER}`, ROOM)).json()) as IncidentItem
  expect([whole.waiting, whole.area, whole.lastAssessedAt]).toEqual([item?.waiting, item?.area, item?.lastAssessedAt])
})

it('tells who has it, each person once, and what nobody has', async () => {
  const before = await itemAs(ROOM, OTHER)
  expect(before?.alerts).toMatchObject({ taken: 0, takenBy: [], oldestOpenAt: expect.any(String) })
  expect(before?.alerts.open).toBeGreaterThan(0)
  expect(await listed('mine=true', JOE)).toEqual([])
  expect(await take(OTHER, JOE)).toBe(200)
  const after = await itemAs(ROOM, OTHER)
  expect(after?.alerts).toEqual({
    open: 0,
    taken: expect.any(Number),
    takenBy: [{ id: 'joe', role: 'supervisor', since: expect.stringMatching(/Z$/) }],
    oldestOpenAt: null,
  })
  expect(wrongWith('IncidentItem', after)).toBeNull()
  expect(await listed('mine=true', JOE)).toEqual([OTHER])
  expect(await listed('mine=JOE', ROOM)).toEqual([OTHER])
  await take(OTHER, ROOM, { id: 'ch-1', role: 'call-handler' })
  expect(await listed('mine=true', JOE)).toEqual([])
  expect(await listed('mine=ch-1', ROOM)).toEqual([OTHER])
  expect((await $.get('/v1/incidents?mine=true', ROOM)).status).toBe(422)
  expect((await $.get('/v1/incidents?mine=somebody', JOE)).status).toBe(422)
})

it('tells the stream the same', async () => {
  await $.tellListeners()
  const listener = await $.listenAs(ROOM)
  await take(OTHER, JOE)
  await $.tellListeners()
  await listener.hears('who has it', ({ data }) => 'alerts' in data && data.alerts.takenBy[0]?.id === 'joe')
  listener.close()
})

describe('of a restricted incident', () => {
  it.each(Object.entries(STRANGERS))('shows %s no taker, and does not find it by area', async (_, who) => {
    await take(RESTRICTED, JANE)
    const item = await itemAs(who, RESTRICTED)
    expect(item).toMatchObject({ restricted: true })
    for (const field of ['alerts', 'waiting', 'area', 'lastAssessedAt']) expect(item).not.toHaveProperty(field)
    for (const area of ['urban', 'rural', 'unknown']) expect(await listed(`area=${area}`, who)).not.toContain(RESTRICTED)
  })

  it('is found by its taker for that person alone, once they signed in', async () => {
    expect(await listed('mine=Jane', ROOM)).not.toContain(RESTRICTED)
    expect(await listed('mine=true', JANE)).toContain(RESTRICTED)
    expect((await itemAs(JANE, RESTRICTED))?.alerts.takenBy).toMatchObject([{ id: 'Jane' }])
  })
})

it('lists alerts by how long they wait, without those that are over', async () => {
  const alerts = await $.itemsOf('/v1/alerts?order=waiting&limit=500', ROOM)
  const raised = alerts.map(({ raisedAt }) => String(raisedAt))
  expect(raised.length).toBeGreaterThan(1)
  expect(raised).toEqual([...raised].sort())
  expect(alerts.filter(({ status }) => status === 'resolved')).toEqual([])
  expect((await $.get('/v1/alerts?order=newest', ROOM)).status).toBe(422)
})
