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
    const waits = await commander.get(to ?? '')
    expect(waits.html).toContain('All else that the reassessment says counts already.')
    expect(waits.html.replaceAll(/<[^>]*>/g, '')).not.toMatch(/Everything of this|T\d\d:\d\d:/)
    expect(waits.html).not.toMatch(/What you had read|wK-1|investigation, vulnerability and engagement|repeat, markers/)
    // Sent twice it waits once.
    expect((await commander.post('/incidents/WK-1/reassess', form)).to).toBe(to)
  })

  it('tells on the forms that would end it that it waits, and afterwards truly why it ended', async () => {
    const supervisor = await trialVisitor(server, 'sup-1')
    const { html } = await supervisor.get('/incidents/WK-1/reassess')
    const grading = await supervisor.get('/incidents/WK-1/record/incident.graded')
    const note = await supervisor.get('/incidents/WK-1/record/delay.noted')
    const text = (page: string) => page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
    const asked = /fim-1 has asked to lower the grade from P2 to P3\. That waits for a second person until \d\d:\d\d \./
    expect(text(html)).toMatch(asked)
    expect(text(html)).toContain('If you record this reassessment, that request ends, whatever grade you choose')
    expect(text(grading.html)).toMatch(asked)
    expect(text(grading.html)).toContain('If you record this grade, that request ends')
    expect(text(note.html)).not.toMatch(asked)
    const second = await trialVisitor(server, 'ds-1')
    const page = text((await second.get('/approvals')).html)
    expect(page).toMatch(/Why: .* Grade now P2 .*has waited 1 h \d+ min.* Warning flags .* A THRIVE, made at/)
    expect(page).not.toMatch(/What you had read|causesSeen|WK-1 \d/)
    const form: Fields = { ...ownFields(html), ...COMPLETE, '/data/decision/priority': 'P2' }
    expect((await supervisor.post('/incidents/WK-1/reassess', form)).status).toBe(303)
    expect(text((await second.get('/approvals')).html)).toContain(
      'the incident was graded or reassessed again after it was asked for, so nobody decided it',
    )
  })
})
