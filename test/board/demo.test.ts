/** `start --demo` plays through the API into a record of its own, and never into a real one. */

import type { IncidentItem, RestrictedItem } from '../../src/engine/views/views.ts'
import { SECONDS } from '../journeys/policy.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'

/** What the night leaves people to decide. */
async function waitingIn(server: Server): Promise<object> {
  const items = await server.list<IncidentItem | RestrictedItem>('/v1/incidents')
  const open = items.flatMap((item) => ('restricted' in item ? [] : [item]))
  const doubtful = await server.list('/v1/alerts?kind=reassessment-doubtful')
  const approvals = await server.list<{ asks: string }>('/v1/approvals')
  const handovers = await server.list<{ from: string; to: string }>('/v1/handover?open=true')
  const refusals = await server.list<{ code: string }>('/v1/refusals')
  return {
    demands: open.flatMap(({ priority, demands }) =>
      demands.map(({ reason, causeCount }) => `${priority} ${reason} ${causeCount}`),
    ),
    restricted: items.length - open.length,
    closed: open.filter(({ state }) => state.closure === 'closed').length,
    doubtful: doubtful.length,
    approvals: approvals.map(({ asks }) => asks),
    handovers: handovers.map(({ from, to }) => `${from} to ${to}`),
    refused: refusals.map(({ code }) => code),
    dashDue: open.filter(({ deadlines }) => deadlines.some(({ name }) => name === 'dash-submission')).length,
  }
}

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
    await eventually('the night is on record', async () => (await server.list('/v1/refusals')).length > 0)
    expect(await waitingIn(server)).toEqual({
      demands: expect.arrayContaining(['P2 attendance-overdue 1', 'P2 diverted 1', 'P3 further-call 3']),
      restricted: 1,
      closed: 1,
      doubtful: 1,
      approvals: ['P2 to P3'],
      handovers: ['sup-2 to sup-1'],
      refused: ['explains-delay-not-risk'],
      dashDue: 1,
    })
    expect(await server.stop()).toBe(0)
    // A busy machine makes the start wait, and it says so.
    const complaints = server.said().match(/.*"level":"(warn|error)".*/g) ?? []
    expect(complaints.filter((line) => !line.includes('start: waiting for'))).toEqual([])
  })

  it('goes on after a crash with the same night, and touches nothing that a visitor reported', async () => {
    const [place] = places as [Place]
    const before = await place.start({ POLICY_FILE: '' }, '--demo')
    await before.post('control-room', event('incident.reported', 'MINE-1', { force: 'demo' }))
    const listed = async (server: Server) => (await server.list<IncidentItem>('/v1/incidents')).map(({ incident }) => incident)
    const there = await listed(before)
    await before.kill9()
    const after = await place.start({ POLICY_FILE: '' }, '--demo')
    await eventually('the evening goes on', async () => (await listed(after)).length > there.length + 1)
    expect(await after.incident('MINE-1')).toMatchObject({ version: 1, state: { closure: 'open' } })
    expect(await waitingIn(after)).toMatchObject({ restricted: 1, closed: 1, handovers: ['sup-2 to sup-1'] })
    expect(await after.stop()).toBe(0)
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
