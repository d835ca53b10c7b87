/** `/deliveries`: whether anybody was reached, and what somebody does about it. */
import type { DeliveryItem } from '../../../src/engine/notifications/seen.ts'
import type { AlertItem } from '../../../src/engine/views/views.ts'
import { event } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { criticalAlert, deliver } from '../../support/toldRows.ts'
import { nextIn, seen } from '../read.ts'
import { HOSTILE, useDesk } from './desk.ts'

const desk = useDesk()

const rows = (html: string): number => html.split('data-delivery="').length - 1
const alertsOf = (kind: string) => desk.server.list<AlertItem>(`/v1/alerts?kind=${kind}`)

it.each(['supervisor', 'auditor', 'control-room', 'hau'] as const)('tells a %s that there are no messages', async (role) => {
  const { status, html } = await (await desk.as(role)).get('/deliveries?person=nobody-here')
  expect(status).toBe(200)
  expect(seen(html)).toContain('No messages.')
})

it('shows each role what it may do, and no form besides', async () => {
  const forms = async (role: Parameters<typeof desk.as>[0]) => {
    const { html } = await (await desk.as(role)).get('/deliveries')
    return ['/deliveries/test', '/deliveries/subscriptions/desk-1'].map((path) => html.includes(`action="${path}"`))
  }
  expect(await forms('supervisor')).toEqual([true, true])
  expect(await forms('admin')).toEqual([true, true])
  expect(await forms('auditor')).toEqual([false, false])
  expect(await forms('control-room')).toEqual([false, false])
  const { html } = await (await desk.as('auditor')).get('/deliveries')
  expect(seen(html)).toContain('Systems that are told desk-1')
})

it('says what failed and why, what nobody tries any more first, and pages through the rest', async () => {
  await desk.report('WK-FULL')
  for (const status of ['dead', 'failed', 'delivered'])
    await deliver({ query: desk.sql }, criticalAlert('WK-FULL', { id: `WK-FULL-${status}` }), {
      status,
      way: 'email',
      person: 'sup-1',
      problem: HOSTILE,
      tried: 30,
      tryIn: 3_600,
    })
  const visitor = await desk.as('supervisor')
  const { html } = await visitor.get('/deliveries')
  const text = seen(html)
  expect(text.indexOf('Not reached, given up')).toBeLessThan(text.indexOf('The newest'))
  expect(text).toContain('Why not: <script>alert(1)</script>')
  expect(html).not.toContain('<script>alert')
  expect(text).toContain('sup-1 (Supervisor) by e-mail · 1 try')

  await desk.sql(
    `insert into reassess.deliveries (force, case_id, alert, incident, kind, severity, level, count, turn, about, person, way, role, status, written_at, try_at, tries)
     select force, case_id, alert || '-' || n, incident, kind, severity, level, count, turn, about, person, way, role, 'withdrawn', written_at - n * interval '1 second', try_at, tries
       from reassess.deliveries, generate_series(1, 500) as n where incident = 'WK-FULL' and status = 'delivered'`,
  )
  const seenRows: number[] = []
  for (let path: string | undefined = '/deliveries?status=withdrawn&person=sup-1&incident=WK-FULL'; path !== undefined; ) {
    const page: string = (await visitor.get(path)).html
    seenRows.push(rows(page))
    path = nextIn(page)
    if (path !== undefined) expect(path).toContain('person=sup-1')
  }
  expect(seenRows).toEqual([100, 100, 100, 100, 100])
  expect(rows((await visitor.get('/deliveries?status=dead&person=nobody-of-that-name')).html)).toBe(0)
})

it('sends one again, then all that match, and says what became of it', async () => {
  const visitor = await desk.as('supervisor')
  const [dead] = await desk.server.list<DeliveryItem>('/v1/deliveries?status=dead&incident=WK-FULL')
  const one = await visitor.post(`/deliveries/${dead?.id}/replay`, { incident: 'WK-FULL' })
  expect(one.status).toBe(303)
  expect(one.to).toMatch(/^\/deliveries\?incident=WK-FULL&done=replayed-/)
  expect(seen((await visitor.get(one.to ?? '')).html)).toMatch(/(is|are) sent again now|Nothing is sent again/)
  const all = await visitor.post('/deliveries/replay', { '/status': 'failed', person: 'sup-1' })
  expect([all.status, all.to]).toEqual([303, expect.stringMatching(/person=sup-1&done=replayed-/)])
  // What an address says was done is not shown as if the page said it.
  expect(seen((await visitor.get('/deliveries?done=All+is+well')).html)).not.toContain('All is well')
})

it('shows a refusal above the page, with the status of the API', async () => {
  const visitor = await desk.as('supervisor')
  const none = await visitor.post('/deliveries/999999/replay', {})
  expect(none.status).toBe(404)
  expect(seen(none.html)).toContain('There is a problem There is no such delivery')
  const stranger = await visitor.post('/deliveries/test', { '/person': `<b>${HOSTILE.slice(0, 60)}` })
  expect(stranger.status).toBe(422)
  expect(stranger.html).toContain('href="#/person"')
  expect(stranger.html).not.toContain('<b><script>')
  const position = await visitor.post('/deliveries/subscriptions/desk-1', { '/from': 'yesterday' })
  expect(position.status).toBe(422)
  expect(position.html).toContain('href="#from-desk-1"')
  expect(position.html).toContain('value="yesterday"')
})

it('sends a test, and sets a subscribed system back', async () => {
  const visitor = await desk.as('supervisor')
  const tested = await visitor.post('/deliveries/test', { '/person': 'sup-1' })
  expect(tested).toMatchObject({ status: 303, to: '/deliveries?status=all&person=sup-1&done=tested' })
  expect(seen((await visitor.get(tested.to ?? '')).html)).toContain('A test message')
  const told = await visitor.post('/deliveries/subscriptions/desk-1', { '/from': '0.0' })
  expect(told).toMatchObject({ status: 303, to: '/deliveries?done=told' })
  expect(seen((await visitor.get(told.to ?? '')).html)).toContain('Last set back by')
})

it('ends the alert that nobody was reached, with who was told another way', async () => {
  await desk.report('WK-LATE')
  await desk.server.post('control-room', event('incident.graded', 'WK-LATE', { priority: 'P1' }))
  const alert = await eventually('nobody was reached', async () =>
    (await alertsOf('delivery-failed')).find(({ status, incident }) => status === 'open' && incident === 'WK-LATE'),
  )
  const visitor = await desk.as('supervisor')
  const { html } = await visitor.get('/deliveries')
  expect(html).toContain(`data-alert="${alert.id}"`)
  expect(html).toContain('Somebody was told by other means')
  expect((await visitor.get('/incidents/WK-LATE')).html).toContain(`data-alert="${alert.id}"`)
  expect((await (await desk.as('auditor')).get('/deliveries')).html).not.toContain('/deliveries/dismiss')

  const blank = await visitor.post('/deliveries/dismiss', { alert: alert.id, '/reason': ' ' })
  expect(blank.status).toBe(422)
  expect(blank.html).toContain(`href="#reason-${alert.id}"`)
  const ended = await visitor.post('/deliveries/dismiss', { alert: alert.id, '/reason': 'Rang the duty superintendent.' })
  expect(ended).toMatchObject({ status: 303, to: '/deliveries?done=ended' })
  const found = (await alertsOf('delivery-failed')).find(({ id }) => id === alert.id)
  expect(found).toMatchObject({ status: 'resolved', dismissed: { by: { id: 'sup-9' }, reason: 'Rang the duty superintendent.' } })
}, 60_000)

it('leads to no page of an incident that nobody has reported, also once its refused report is dismissed', async () => {
  const UNKNOWN = 'WK-NOBODY'
  await desk.server.post('control-room', event('unit.arrived', UNKNOWN))
  await eventually('nobody was told of the refused report', async () =>
    (await alertsOf('delivery-failed')).find(({ of = '' }) => of.startsWith('report-refused-')),
  )
  await eventually('somebody else is told', () =>
    desk.sql(`select from reassess.deliveries where kind = 'delivery-failed' and incident = $1`, [UNKNOWN]).then(([one]) => one),
  )
  const visitor = await desk.as('supervisor')
  const shown = async () => (await visitor.get(`/deliveries?status=all&incident=${UNKNOWN}`)).html
  const before = await shown()
  expect(seen(before)).toContain(`${UNKNOWN}, which nobody has reported`)
  const [refused] = (await alertsOf('report-refused')).filter(({ incident }) => incident === UNKNOWN)
  await visitor.post('/refusals/dismiss', { alert: refused?.id ?? '', '/reason': 'Entered under another number.' })
  const after = await shown()
  expect(rows(after)).toBeGreaterThan(1)
  for (const html of [before, after]) expect(html).not.toContain(`href="/incidents/${UNKNOWN}"`)
}, 60_000)
