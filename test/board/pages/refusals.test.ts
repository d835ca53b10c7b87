/** `/refusals`: what was refused, whom to ring because of it, and the alert that ends with a reason. */
import type { AlertItem } from '../../../src/engine/views/views.ts'
import { event } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { nextIn, seen } from '../read.ts'
import { HOSTILE, useDesk } from './desk.ts'

const desk = useDesk()
const wrong = (reference: string, narrative = 'x') =>
  event('incident.reported', reference, { receivedAt: 'yesterday', narrative })
const ids = (html: string): string[] => [...html.matchAll(/data-refusal="([^"]+)"/g)].map(([, id = '']) => id)
const isRaised = (incident: string) =>
  eventually(`${incident} is not reported`, async () =>
    (await desk.server.list<AlertItem>('/v1/alerts?kind=report-refused&status=open')).find(
      (alert) => alert.incident === incident,
    ),
  )

it.each(['supervisor', 'auditor'] as const)('tells a %s that nothing was refused', async (role) => {
  const { status, html } = await (await desk.as(role)).get('/refusals')
  expect([status, seen(html)]).toEqual([200, expect.stringContaining('Nothing was refused.')])
})

it.each(['officer', 'control-room', 'hau', 'admin'] as const)('is not for a %s', async (role) => {
  const visitor = await desk.as(role)
  expect((await visitor.get('/refusals')).status).toBe(403)
  expect((await visitor.get('/refusals/1')).status).toBe(403)
})

it('says who sent what, what was wrong, and that nobody has reported it', async () => {
  const answer = await desk.server.post('control-room', wrong('WK-REFUSED', HOSTILE))
  expect(answer.code).toBe(422)
  await isRaised('WK-REFUSED')
  const visitor = await desk.as('supervisor')
  const { html } = await visitor.get('/refusals?incident=WK-REFUSED')
  expect(seen(html)).toContain('The event is not valid')
  expect(seen(html)).toContain('nobody has reported it')
  const one = await visitor.get(`/refusals/${ids(html)[0]}`)
  expect(one.status).toBe(200)
  const text = seen(one.html)
  expect(text).toContain('Nobody has reported this incident. No clock runs for it.')
  expect(text).toContain('What it was Reported')
  expect(text).toContain('Received at')
  expect(text).toContain('[U+202E]right to left[U+202C]')
  expect(one.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(one.html).not.toContain('<script>alert')
})

it('says that its incident has been reported since', async () => {
  await desk.server.post('control-room', wrong('WK-SINCE'))
  await desk.report('WK-SINCE')
  const visitor = await desk.as('auditor')
  const { html } = await visitor.get('/refusals?incident=WK-SINCE')
  const one = await visitor.get(`/refusals/${ids(html)[0]}`)
  expect(seen(one.html)).toContain('Its incident is on record now.')
})

it('ends the alert with a reason, for whoever may', async () => {
  await desk.server.post('control-room', wrong('WK-TEST'))
  const alert = await isRaised('WK-TEST')
  expect((await (await desk.as('auditor')).get('/refusals')).html).not.toContain('/refusals/dismiss')
  const visitor = await desk.as('supervisor')
  expect((await visitor.get('/refusals')).html).toContain('Nobody will report WK-TEST')
  const blank = await visitor.post('/refusals/dismiss', { alert: alert.id, '/reason': '' })
  expect(blank.status).toBe(422)
  expect(blank.html).toContain(`href="#reason-${alert.id}"`)
  const ended = await visitor.post('/refusals/dismiss', { alert: alert.id, '/reason': 'A test of the feed.' })
  expect(ended).toMatchObject({ status: 303, to: '/refusals?done=ended' })
  const after = await visitor.get(ended.to ?? '')
  expect(seen(after.html)).toContain('The alert is ended.')
  expect(after.html).not.toContain(`data-alert="${alert.id}"`)
  const one = await visitor.get(`/refusals/${ids((await visitor.get('/refusals?incident=WK-TEST')).html)[0]}`)
  expect(seen(one.html)).toContain('sup-9 ended the alert: A test of the feed.')
})

it('pages through five hundred', async () => {
  const before = (await desk.server.list<object>('/v1/refusals')).length
  const many = Array.from({ length: 100 }, (_, n) => wrong(`WK-MANY-${n}`, 'y'.repeat(100)))
  for (let batch = 0; batch < 5; batch++)
    await desk.server.postBatch(
      'control-room',
      many.map((one) => ({ ...one, id: `${one.id}-${batch}` })),
    )
  const visitor = await desk.as('supervisor')
  const all: string[] = []
  for (let path: string | undefined = '/refusals'; path !== undefined; ) {
    const page: string = (await visitor.get(path)).html
    all.push(...ids(page))
    path = nextIn(page)
  }
  expect([all.length, new Set(all).size]).toEqual([500 + before, 500 + before])
  // Each that waits for a place is counted.
  expect(seen((await visitor.get('/refusals')).html)).toContain('more incidents have no alert of their own yet')
}, 60_000)

it('answers for a refusal that is not there', async () => {
  expect((await (await desk.as('supervisor')).get('/refusals/999999')).status).toBe(404)
})
