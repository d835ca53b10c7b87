/** From the outside: somebody calls again, and the answer to the report says so. */
import { event } from '../support/client.ts'
import type { Server } from '../support/server.ts'
import { verifies } from './holds.ts'
import { SECONDS } from './policy.ts'
import { useServer } from './served.ts'

describe('somebody who called before', () => {
  const $ = useServer(SECONDS)

  const from = (reference: string, phone: string, daysAgo = 0) => {
    const time = new Date(Date.now() - daysAgo * 86_400_000).toISOString()
    return event('incident.reported', reference, { persons: [{ role: 'caller', phone }] }, { time })
  }
  const repeatOf = ({ body }: Awaited<ReturnType<Server['post']>>) => body.alerts?.filter(({ kind }) => kind === 'repeat-victim')

  it('is told in the answer, is on the incident and in the list', async () => {
    expect(repeatOf(await $.server.post('control-room', from('WK-1', '07700 900007', 30)))).toEqual([])
    const again = await $.server.post('control-room', from('WK-2', '+44 7700 900007'))
    expect(again).toMatchObject({ code: 201, body: { sequence: 1 } })
    expect(repeatOf(again)).toMatchObject([{ status: 'open', audience: 'supervisor', severity: 'high' }])
    const found = { count: 1, by: ['phone'], escalation: false, incidents: [{ incident: 'WK-1' }] }
    expect((await $.server.incident('WK-2')).risk.repeat).toMatchObject(found)
    const listed = await $.server.list<{ incident: string; risk: { repeat: object } }>('/v1/incidents')
    expect(listed.find(({ incident }) => incident === 'WK-2')?.risk.repeat).toMatchObject(found)
    const [report] = await $.server.timeline('WK-2')
    expect(report).toMatchObject({ type: 'incident.reported', consequences: { earlier: [{ incident: 'WK-1' }] } })
    expect((await $.server.incident('WK-2')).version).toBe(1)
  })

  it('sees the call before it in the same batch', async () => {
    const batch = [from('WK-3', '07700 900008'), from('WK-4', '07700 900008')]
    const { body } = await $.server.postBatch('control-room', batch)
    expect(body.results?.map(({ alerts }) => alerts?.map(({ kind }) => kind))).toEqual([[], ['repeat-victim']])
  })

  it('the first assessment is compared with the last of the same pair, in the record of another incident', async () => {
    const persons = [{ role: 'victim', personRef: 'P-70' }]
    const form = { tool: 'DASH', answers: { injury: { answer: 'yes' } } }
    const visit = async (reference: string, grade: string, daysAgo: number) => {
      const time = new Date(Date.now() - daysAgo * 86_400_000).toISOString()
      for (const [role, name, data] of [
        ['control-room', 'incident.reported', { persons, receivedAt: time }],
        ['officer', 'unit.arrived', {}],
        ['officer', 'dash.submitted', { ...form, grade }],
      ] as const)
        expect(await $.server.post(role, event(name, reference, data, { time }))).toMatchObject({ code: 201 })
    }
    await visit('WK-5', 'standard', 30)
    await visit('WK-6', 'high', 0)
    const { items } = await $.server.get<{ items: { difference: object }[] }>('/v1/incidents/WK-6/assessments')
    expect(items[0]?.difference).toMatchObject({ incident: 'WK-5', grade: { was: 'standard', is: 'high' }, comparable: true })
  })

  it('is in no log, and the record proves it', async () => {
    expect($.server.said()).not.toMatch(/900007|900008/)
    await $.server.stop()
    await verifies($.place)
  })
})
