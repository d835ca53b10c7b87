/** From the outside: a second contact makes a record of its own, and the incident that it is about hears of it before that is closed. */
import { event } from '../support/client.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

describe('a record that repeats another', () => {
  let place: Place
  let server: Server
  beforeAll(async () => {
    place = await createPlace(SECONDS, { madeBefore: true })
    server = await place.start()
  })
  afterAll(() => place.remove())

  const graded = (reference: string) => [
    event('incident.reported', reference),
    event('thrive.assessed', reference),
    // Time enough: the clocks of other grades are seconds long.
    event('incident.graded', reference, { priority: 'P3' }),
  ]
  const linked = (reference: string, incident: string, as: string) => event('incident.linked', reference, { incident, as })

  it('is closed once the original carries it; that is open again, and a supervisor is asked', async () => {
    const closed = [
      ...graded('WK-1'),
      event('unit.arrived', 'WK-1'),
      event('dash.submitted', 'WK-1', { children: [] }),
      event('dash.reviewed', 'WK-1'),
      event('incident.closed', 'WK-1'),
    ]
    const before = await server.postBatch('supervisor', closed)
    expect(before.body.results?.map(({ code }) => code)).toEqual(closed.map(() => 201))
    await server.postBatch('control-room', graded('WK-2'))

    const early = await server.post('control-room', linked('WK-2', 'WK-1', 'duplicate-of'))
    expect(early).toMatchObject({ code: 201, body: { warnings: [{ code: 'original-does-not-carry-it' }] } })
    const refused = await server.post('supervisor', event('incident.closed', 'WK-2'))
    expect(refused).toMatchObject({
      problem: 'closure-blocked',
      body: { blockers: [{ code: 'not-attended', detail: expect.stringContaining('on WK-1 first') }, { code: 'dash-missing' }] },
    })

    const told = await server.post('control-room', linked('WK-1', 'WK-2', 'duplicate'))
    expect(told).toMatchObject({
      code: 201,
      body: { state: { closure: 'open', risk: 'demanded' }, demands: [{ reason: 'further-call', status: 'open' }] },
    })
    const again = await server.post('control-room', linked('WK-2', 'WK-1', 'duplicate-of'))
    expect(again).toMatchObject({ code: 201, body: { warnings: [], state: { attendance: 'duplicate' } } })
    expect((await server.post('supervisor', event('incident.closed', 'WK-2'))).code).toBe(201)
    expect((await server.post('supervisor', event('incident.closed', 'WK-1'))).problem).toBe('closure-blocked')
  })

  it('shows on both, and in the briefing', async () => {
    const ways = (links: readonly { incident: string; as: string; direction: string }[]) =>
      links.map(({ incident, as, direction }) => `${direction} ${incident} ${as}`).sort()
    expect(ways((await server.incident('WK-1')).links)).toEqual(['from WK-2 duplicate-of', 'to WK-2 duplicate'])
    expect(ways((await server.incident('WK-2')).links)).toEqual(['from WK-1 duplicate', 'to WK-1 duplicate-of'])
    const briefing = await server.get<{ links: [] }>('/v1/incidents/WK-1/briefing')
    expect(ways(briefing.links)).toEqual(['from WK-2 duplicate-of', 'to WK-2 duplicate'])
  })

  it('is named by a reference that is on record, and is another', async () => {
    for (const incident of ['WK-404', 'WK-1'])
      expect(await server.post('control-room', linked('WK-1', incident, 'related'))).toMatchObject({
        code: 422,
        problem: 'invalid-event',
        body: { errors: [{ pointer: '/data/incident' }] },
      })
  })

  it('is opened again by a call, which the original has to hear of too', async () => {
    const call = await server.post('control-room', event('call.received', 'WK-2'))
    expect(call).toMatchObject({ code: 201, body: { state: { closure: 'open', attendance: expect.stringMatching(/^waiting/) } } })
    const said = await server.post('control-room', linked('WK-2', 'WK-1', 'duplicate-of'))
    expect(said).toMatchObject({ code: 201, body: { warnings: [{ code: 'original-does-not-carry-it' }] } })
  })

  it('goes in one batch with the record that it repeats, and the record proves all of it', async () => {
    const batch = [
      ...graded('WK-3'),
      ...graded('WK-4'),
      linked('WK-3', 'WK-4', 'duplicate'),
      linked('WK-4', 'WK-3', 'duplicate-of'),
      event('incident.closed', 'WK-4'),
    ]
    const { body } = await server.postBatch('supervisor', batch)
    expect(body.results?.map(({ code }) => code)).toEqual(batch.map(() => 201))
    expect((await server.incident('WK-4')).state.closure).toBe('closed')
    await server.stop()
    await verifies(place)
  })
})
