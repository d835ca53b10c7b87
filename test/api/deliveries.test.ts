/** What became of deliveries, over HTTP: the list, replay, and beside alerts and the lines of an incident. */
import type { DeliveryItem } from '../../src/engine/notifications/seen.ts'
import { wrongWith } from '../support/answers.ts'
import * as happens from '../support/happenings.ts'
import { policyWith } from '../support/incident.ts'
import { startNights } from '../support/listing.ts'
import { type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'
import { deliver } from '../support/toldRows.ts'
import { type Api, problemName, startApi } from './harness.ts'

const delivery: DeliveryItem = {
  ...{ id: '1', alert: 'WK-1-a1', incident: 'WK-1', kind: 'attendance-overdue', severity: 'high', level: 1, count: 1 },
  ...{ about: 'raised', person: 'sup-1', way: 'sms', role: 'supervisor', status: 'dead', tries: 9 },
  writtenAt: '2026-11-20T22:00:00.000Z',
}

describe('over a record in memory', () => {
  let api: Api
  beforeEach(async () => {
    api = await startApi()
    await api.report('WK-1')
    api.state.deliveries.push(delivery)
  })
  afterEach(() => api.stop())
  const post = (path: string, body: unknown, as: Parameters<Api['send']>[1] = 'supervisor') =>
    api.send(path, as, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  it('lists them by what is asked for, the open incidents only for a control room', async () => {
    const answer = await api.get('/v1/deliveries?status=dead&person=sup-1&way=sms&alert=WK-1-a1&incident=WK-1', 'control-room')
    const body = await answer.json()
    expect([answer.status, wrongWith('DeliveryPage', body), body]).toEqual([200, null, { items: [delivery], next: null }])
    expect(api.state.deliveriesAsked).toEqual({
      ...{ status: 'dead', person: 'sup-1', way: 'sms', alert: 'WK-1-a1', incident: 'WK-1' },
      openOnly: true,
    })
    await (await api.get('/v1/deliveries')).text()
    expect(api.state.deliveriesAsked).toEqual({ openOnly: false })
  })

  it.each(['status=lost', 'way=%0a', 'alert=%20', 'cursor=x', 'to=me'])('refuses the query %s', async (query) => {
    const answer = await api.get(`/v1/deliveries?${query}`)
    expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([422, 'invalid-query'])
  })

  it('tells of a restricted incident whether somebody was reached, and not who; and nobody is found by who was told', async () => {
    api.state.restricted.add('WK-1')
    const { person: _, ...told } = delivery
    expect(await (await api.get('/v1/deliveries')).json()).toEqual({ items: [{ ...told, restricted: true }], next: null })
    expect(await (await api.get('/v1/deliveries?person=sup-1')).json()).toEqual({ items: [], next: null })
  })

  it('replays one or all that are asked for, in the name of whoever does it', async () => {
    const by = { id: 'sup-9', role: 'supervisor' }
    const answer = await post('/v1/deliveries/replay', { alert: 'WK-1-a1', person: 'sup-1', by })
    const body = await answer.json()
    expect([answer.status, wrongWith('Replayed', body)]).toEqual([200, null])
    await post('/v1/deliveries/1/replay', {})
    const actor = { key: 'key-of-supervisor', role: 'supervisor' }
    expect(api.state.replays).toEqual([
      ['warwickshire', { alert: 'WK-1-a1', status: 'dead', person: 'sup-1' }, { by, actor }],
      ['warwickshire', { id: '1' }, { by: null, actor }],
    ])
    expect(api.logged.filter((line) => line.includes('deliveries are replayed'))).toHaveLength(2)
  })

  it('knows by the session who replays, and takes no other name', async () => {
    const jane = { issuer: 'https://id.example', subject: 'jane', name: 'jane' }
    const { page } = await api.signedIn('supervisor', jane)
    const postAs = (body: object) =>
      fetch(`${api.url}/v1/deliveries/replay`, {
        method: 'POST',
        headers: { ...page, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await postAs({})).status).toBe(200)
    expect(api.state.replays).toMatchObject([
      ['warwickshire', {}, { by: { id: 'jane', role: 'supervisor' }, actor: { person: jane } }],
    ])
    expect((await postAs({ by: { id: 'joe', role: 'supervisor' } })).status).toBe(422)
  })

  it.each([
    ['/v1/deliveries/2/replay', {}, 404, 'not-found'],
    ['/v1/deliveries/1/replay', { status: 'dead' }, 422, 'invalid-event'],
    ['/v1/deliveries/replay', { status: 'sent' }, 422, 'invalid-event'],
    ['/v1/deliveries/replay', { incident: 'WK-1' }, 422, 'invalid-event'],
    ['/v1/deliveries/replay', { alert: '' }, 422, 'invalid-event'],
    ['/v1/deliveries/replay', [], 422, 'invalid-event'],
  ])('refuses to post %s %j, and keeps the refusal', async (path, body, status, code) => {
    const answer = await post(path, body)
    expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([status, code])
    expect(api.state.kept).toMatchObject([{ code, subjects: [] }])
  })

  it('says nothing of deliveries where nobody is told of alerts', async () => {
    for (const path of ['/v1/alerts', '/v1/incidents/WK-1', '/v1/incidents/WK-1/timeline'])
      expect(await (await api.get(path)).text()).not.toMatch(/deliveries|toldTo/)
  })
})

describe('over a real record', () => {
  const $ = useStore()
  const pinned = policyWith({})
  let served: ServedRecord
  beforeAll(async () => {
    const nights = startNights($.store, pinned)
    await nights.post('WK-1', ...happens.gradedP2('20:00'), happens.callReceived('20:10'), happens.callReceived('20:20'))
    served = await serveRecord($.store, pinned, { supervisor: 'warwickshire' }, { tellsPeople: () => true })
  })
  afterAll(() => served.stop())

  interface Alert {
    readonly id: string
    readonly kind: string
    readonly toldTo?: unknown
    readonly deliveries?: unknown
  }
  interface Line {
    readonly sequence: number
    readonly recordedAt: string
    readonly deliveries?: readonly DeliveryItem[]
    readonly moreDeliveries?: number
    readonly consequences: { readonly alerts: readonly { readonly id: string; readonly status: string }[] }
  }
  const get = async <Answer>(path: string) => (await (await served.accepting('application/json', path)).json()) as Answer
  const lines = async () => (await get<{ items: Line[] }>('/v1/incidents/WK-1/timeline?limit=100')).items

  it('shows on its alert, in every list of alerts, what became of it', async () => {
    const [alert] = (await $.store.alerts('warwickshire', { kind: 'reassessment-demanded', openOnly: false }, { limit: 1 })).items
    if (alert === undefined) throw new Error('the call raises it')
    await deliver($.database, alert, { status: 'delivered', tried: 5, sent: 5 })
    await deliver($.database, alert, { status: 'failed', way: 'email', tried: 4 })
    // With its alert.
    await $.database.query('update reassess.deliveries set written_at = $1', [alert.raisedAt])
    const deliveries = { pending: 0, sent: 0, delivered: 1, failed: 1, dead: 0, withdrawn: 0 }
    const at = expect.any(String)
    const toldTo = [
      { person: 'sup-1', way: 'email', status: 'failed', at },
      { person: 'sup-1', way: 'sms', status: 'delivered', at },
    ]
    for (const path of ['/v1/alerts', '/v1/incidents/WK-1/alerts']) {
      const body = await get<{ items: Alert[] }>(path)
      expect(wrongWith('AlertPage', body)).toBeNull()
      expect(body.items.find(({ id }) => id === alert.id)).toMatchObject({ deliveries, toldTo })
      expect(body.items.filter(({ toldTo }) => toldTo !== undefined)).toHaveLength(1)
    }
    const incident = await get<{ alerts: Alert[] }>('/v1/incidents/WK-1')
    expect(wrongWith('Incident', incident)).toBeNull()
    expect(incident.alerts.find(({ id }) => id === alert.id)).toMatchObject({ deliveries, toldTo })
  })

  it('shows in the timeline who was told, under the line that raised the alert, and nowhere else', async () => {
    const told = await lines()
    expect(wrongWith('TimelinePage', { items: told, next: null })).toBeNull()
    const [alert] = (await $.store.alerts('warwickshire', { kind: 'reassessment-demanded', openOnly: false }, { limit: 1 })).items
    const raised = told.find(({ consequences }) => consequences.alerts.some(({ id }) => id === alert?.id))
    expect(told.flatMap(({ sequence, deliveries = [] }) => deliveries.map(({ way }) => [sequence, way]))).toEqual([
      [raised?.sequence, 'sms'],
      [raised?.sequence, 'email'],
    ])
    // The record itself is as it was.
    const kept = (await $.store.timeline({ force: 'warwickshire', reference: 'WK-1' }, { limit: 100 })).items
    expect(told.map(({ deliveries: _, moreDeliveries: __, ...line }) => line)).toEqual(kept)
  })

  it('takes a dismissal of the alert that a delivery failed', async () => {
    const [alert] = (await $.store.alerts('warwickshire', { kind: 'reassessment-demanded', openOnly: false }, { limit: 1 })).items
    if (alert === undefined) throw new Error('the call raises it')
    await $.database.query('delete from reassess.deliveries')
    await deliver($.database, { ...alert, severity: 'critical' }, { status: 'dead' })
    await $.store.tellUnreached('supervisor')
    const { items } = await get<{ items: Alert[] }>('/v1/alerts?kind=delivery-failed&incident=WK-1')
    const answer = await served.api.ask(`/v1/alerts/${items[0]?.id}/dismiss`, 'supervisor', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: { id: 'sup-1', role: 'supervisor' }, reason: 'Rang them.' }),
    })
    expect(await answer.json()).toMatchObject({ status: 'resolved', of: alert.id, dismissed: { reason: 'Rang them.' } })
  })
})
