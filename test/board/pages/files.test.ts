/** The tables behind the pages: each asks why first, and has what its page shows. */
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { event } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { useDesk } from './desk.ts'

const desk = useDesk()
beforeAll(async () => {
  await desk.report('WK-1')
  await desk.server.post('control-room', event('incident.reported', 'WK-WRONG', { receivedAt: 'yesterday' }))
  await eventually('there is an alert', async () => (await desk.server.list('/v1/alerts?kind=report-refused')).length > 0)
})

const FILES: readonly (readonly [page: string, file: string, role: Role, header: string])[] = [
  ['/access?person=sup-9', '/access.csv?person=sup-9', 'auditor', 'at,key,person,role,action'],
  ['/refusals', '/refusals.csv', 'supervisor', 'refusal,at,incident,role,code'],
  ['/deliveries?status=all', '/deliveries.csv?status=all', 'supervisor', 'id,alert,incident,kind'],
  ['/alerts', '/alerts.csv', 'supervisor', 'id,incident,kind,severity'],
  ['/incidents/WK-1/timeline', '/incidents/WK-1/timeline.csv?order=newest', 'supervisor', 'sequence,type,at,recordedAt'],
]

it.each(FILES)('%s leads to %s, which asks why and is a table', async (page, file, role, header) => {
  const visitor = await desk.as(role)
  expect((await visitor.get(page)).html.replaceAll('&amp;', '&')).toContain(`href="${file}"`)
  expect((await visitor.get(file)).html).toContain('Why do you need this file?')
  const unsaid = await visitor.post(file, { reason: '' })
  expect([unsaid.status, unsaid.html]).toEqual([422, expect.stringContaining('The file was not made')])
  const { status, headers, html } = await visitor.post(file, { reason: 'For the meeting' })
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="?[\w.-]+-\d{4}-\d\d-\d\d\.csv"?$/)
  expect(html.split('\r\n')[0]).toContain(header)
})

it('has the lines that the page has', async () => {
  const visitor = await desk.as('supervisor')
  expect((await visitor.post('/refusals.csv', { reason: 'For the meeting' })).html).toContain('WK-WRONG')
  expect((await visitor.post('/refusals.csv?incident=WK-1', { reason: 'For the meeting' })).html).not.toContain('WK-WRONG')
  expect((await visitor.post('/incidents/WK-1/timeline.csv', { reason: 'For court' })).html).toContain('incident.reported')
})

it('is for nobody who may not read the page', async () => {
  const visitor = await desk.as('officer')
  for (const file of ['/access.csv', '/refusals.csv']) {
    expect((await visitor.get(file)).status).toBe(403)
    expect((await visitor.post(file, { reason: 'For the meeting' })).status).toBe(403)
  }
})
