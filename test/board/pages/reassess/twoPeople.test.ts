/** Where the second person signs in: the reassessment counts at once, its lowering waits, and nobody is told that it is done. */
import { event } from '../../../support/client.ts'
import { policyText } from '../../../support/policies.ts'
import { createPlace, type Place, type Server } from '../../../support/server.ts'
import { trialVisitor } from '../../visitor.ts'
import { COMPLETE, type Fields, ownFields } from './filled.ts'

const POLICY = policyText({
  id: 'reassess-two-people',
  priorities: [
    'P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P3: { rank: 2, attendWithin: { urban: PT4H, rural: PT4H }, answerWithin: PT1H, repeatEvery: PT1H }',
  ],
  escalation: ['supervisor', 'force-incident-manager', 'duty-superintendent'],
  more: ['approvals: { secondPerson: signed-in, within: PT1H }'],
})

describe('a lowering by two people who sign in', () => {
  let place: Place
  let server: Server

  beforeAll(async () => {
    place = await createPlace(POLICY, { madeBefore: true })
    server = await place.start()
  })
  afterAll(() => place?.remove())

  it('leads to the incident, which says that it waits, and keeps the grade', async () => {
    const late = new Date(Date.now() - 70 * 60_000).toISOString()
    await server.post('control-room', { ...event('incident.reported', 'WK-1', { receivedAt: late }), time: late })
    await server.post('control-room', { ...event('thrive.assessed', 'WK-1'), time: late })
    await server.post('control-room', { ...event('incident.graded', 'WK-1', { priority: 'P2' }), time: late })
    const commander = await trialVisitor(server, 'fim-1')
    const { html } = await commander.get('/incidents/WK-1/reassess')
    expect(html).toContain('The second person decides under Approvals.')
    expect(html).not.toContain('name="/data/decision/approvedBy/id"')
    const form: Fields = { ...ownFields(html), ...COMPLETE, '/data/decision/priority': 'P3' }
    const { status, to } = await commander.post('/incidents/WK-1/reassess', form)
    expect([status, to]).toEqual([303, expect.stringMatching(/^\/incidents\/WK-1\?waits=./)])
    const { priority, demands, approvals } = await server.incident('WK-1')
    expect([priority, demands.filter((demand) => demand.status === 'open'), approvals.length]).toEqual(['P2', [], 1])
    expect(to).toBe(`/incidents/WK-1?waits=${encodeURIComponent(String(approvals[0]?.approval))}&done=${String(form.id)}`)
    // Sent twice it waits once.
    expect((await commander.post('/incidents/WK-1/reassess', form)).to).toBe(to)
  })
})
