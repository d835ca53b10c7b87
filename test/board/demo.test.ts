/** `start --demo` plays through the API into a record of its own, and never into a real one. */

import type { IncidentItem } from '../../src/engine/views/views.ts'
import { SECONDS } from '../journeys/policy.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { createPlace, type Place } from '../support/server.ts'

describe('a played evening', () => {
  const places: Place[] = []
  const placeOf = async (policy: string): Promise<Place> => {
    const place = await createPlace(policy)
    places.push(place)
    return place
  }
  afterAll(() => Promise.all(places.map((place) => place.remove())))

  it('comes in by itself, for a force of its own, and stops with the server', async () => {
    const place = await placeOf('')
    const server = await place.start({ POLICY_FILE: '' }, '--demo')
    const list = await eventually('somebody has called and was assessed', async () => {
      const items = await server.list<IncidentItem>('/v1/incidents')
      return items.some(({ priority }) => priority !== null) && items
    })
    expect(new Set(list.map(({ force }) => force))).toEqual(new Set(['demo']))
    expect(await server.stop()).toBe(0)
    // A busy machine makes the start wait, and it says so.
    const complaints = server.said().match(/.*"level":"(warn|error)".*/g) ?? []
    expect(complaints.filter((line) => !line.includes('start: waiting for'))).toEqual([])
  })

  it('is refused where real incidents are on record', async () => {
    const place = await placeOf(SECONDS)
    const server = await place.start()
    expect(await server.post('control-room', event('incident.reported', 'WK-1'))).toMatchObject({ code: 201 })
    await server.stop()
    const { code, stderr } = await place.run('start', '--demo')
    expect(code).toBe(1)
    expect(stderr).toContain('start --demo found incidents that were not played')
  })
})
