/** A restricted incident on the board: a page that says what it is and what is asked, and a form that asks why before it is opened. */
import type { AlertItem, TimelineItem } from '../../src/engine/views/views.ts'
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { fieldsOf } from './forms/asBrowser.ts'
import { trialVisitor, type Visitor } from './visitor.ts'

const POLICY = policyText({
  id: 'restricted',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  escalation: ['supervisor', 'force-incident-manager'],
})
const SECRET = 'A secret.'
const PAGE = '/incidents/WK-1'

let place: Place
let server: Server
let commander: Visitor
let reader: Visitor
let stranger: Visitor
let officer: Visitor

beforeAll(async () => {
  place = await createPlace(POLICY, { madeBefore: true })
  server = await place.start()
  commander = await trialVisitor(server, 'fim-1')
  reader = await trialVisitor(server, 'sup-1')
  stranger = await trialVisitor(server, 'sup-2')
  officer = await trialVisitor(server, 'pc-1')
  await server.post('control-room', event('incident.reported', 'WK-1', { narrative: SECRET }))
  const by = { id: 'fim-1', role: 'force-incident-manager' }
  await commander.event(
    event('incident.restricted', 'WK-1', { by, people: ['sup-1'], reason: 'He is an officer of this force.' }),
  )
  await server.post('control-room', event('call.received', 'WK-1', { text: 'Another secret.' }))
})
afterAll(() => place?.remove())

const lines = async (): Promise<readonly TimelineItem[]> => {
  const answer = await commander.get('/v1/incidents/WK-1/timeline?limit=500', { 'x-reason': 'a test' })
  return (JSON.parse(answer.html) as { items: readonly TimelineItem[] }).items
}
/** What is hidden in the form of the page. */
const header = (html: string): string | undefined => /name="header" value="([a-z-]+)"/.exec(html)?.[1]

it('says to an officer that it exists, what is asked of it and whom to ask, and nothing more', async () => {
  for (const address of [PAGE, `${PAGE}/timeline`]) {
    const { status, html } = await officer.get(address)
    expect(status).toBe(403)
    expect(html).toContain('This incident is restricted')
    expect(html).toContain('Reassess: another call came, level 1.')
    expect(html).toContain('Ask a force incident manager who may read it.')
    expect(html).not.toContain('secret')
    expect(html.slice(html.indexOf('<main'))).not.toContain('<form')
  }
})

it('asks a reader why, and reads it with the reason', async () => {
  const asked = await reader.get(PAGE)
  expect(asked.status).toBe(422)
  expect(asked.html).toContain('You are named to read it.')
  expect(asked.html).not.toContain(SECRET)
  expect(header(asked.html)).toBe('x-reason')
  const { status, html } = await reader.post(PAGE, { header: 'x-reason', reason: 'She is on the line – now.' })
  expect(status).toBe(200)
  expect(html).toContain(SECRET)
  expect(html).toMatch(/Restricted by fim-1[\s\S]*also for: sup-1\. Reason: He is an officer of this force\./)
  const log = await server.get<{ items: readonly { reason?: string; person?: unknown }[] }>(
    '/v1/access-log?incident=WK-1',
    'auditor',
  )
  expect(JSON.stringify(log.items)).toContain('She is on the line – now.')
})

it('says so where a reason is not taken, keeps it, and asks again', async () => {
  const { status, html } = await reader.post(PAGE, { header: 'x-reason', reason: '??' })
  expect(status).toBe(422)
  expect(html).toMatch(/govuk-error-summary[\s\S]*href="#reason"/)
  expect(html).toContain('value="??"')
  expect(html).not.toContain(SECRET)
})

it('lets who is on the ladder open it, once they have said why: recorded once, with an alert to the next rank', async () => {
  const asked = await stranger.get(`${PAGE}/timeline`)
  expect(asked.status).toBe(403)
  expect(header(asked.html)).toBe('x-break-glass')
  expect(asked.html).toContain('an alert tells the rank above you')
  expect((await lines()).map(({ type }) => type)).not.toContain('glass.broken')

  // A form that was made for a reader opens nothing.
  const unasked = await stranger.post(PAGE, { header: 'x-reason', reason: 'I want to see it.' })
  expect([unasked.status, header(unasked.html)]).toEqual([403, 'x-break-glass'])
  const { status, html } = await stranger.post(PAGE, { header: 'x-break-glass', reason: 'She is on the line – now.' })
  expect(status).toBe(200)
  expect(html).toContain(SECRET)
  expect((await lines()).filter(({ type }) => type === 'glass.broken')).toMatchObject([
    { data: { reason: 'She is on the line – now.' } },
  ])
  const { items } = await server.get<{ items: readonly AlertItem[] }>('/v1/alerts?kind=break-glass', 'force-incident-manager')
  expect(items).toMatchObject([{ incident: 'WK-1', status: 'open', audience: 'force-incident-manager' }])
})

it('tells whoever comes second that somebody has it, and takes it over only when they press that', async () => {
  const takers = async () =>
    (await lines()).flatMap(({ type, data }) => (type === 'alert.acknowledged' ? [(data as { by: { id: string } }).by.id] : []))
  const press = (html: string) => /name="take" value="(WK-1 [^"]*)"/.exec(html)?.[1] ?? ''
  const { html: wall } = await stranger.get('/')
  await reader.post('/', { take: press((await reader.get('/')).html) })
  expect([...new Set(await takers())]).toEqual(['sup-1'])
  const second = await stranger.post('/', { take: press(wall) })
  const { html } = await stranger.get(String(second.to))
  expect(html).toContain('Somebody has WK-1 already, and nothing was changed.')
  expect([...new Set(await takers())]).toEqual(['sup-1'])
  await stranger.post('/', { take: press(html) })
  expect(new Set(await takers())).toEqual(new Set(['sup-1', 'sup-2']))
})

it('never opens it by a link, and needs the token of the form', async () => {
  expect((await stranger.get(`${PAGE}?reason=because&header=x-break-glass`)).status).toBe(403)
  const { html } = await stranger.get(PAGE)
  expect(html).not.toContain(SECRET)
})

const WHY = { header: 'x-reason', reason: 'She is on the line – now.' }

it('asks a reader why before a form, records what the form says, and shows after another reason what was recorded', async () => {
  const form = `${PAGE}/record/unit.assigned`
  expect(header((await reader.get(form)).html)).toBe('x-reason')
  const { status, html } = await reader.post(form, WHY)
  expect(status).toBe(200)
  const sent = { ...Object.fromEntries(fieldsOf(html)), '/data/unit': '' }
  expect(sent).toMatchObject(WHY)
  const refused = await reader.post(form, sent)
  expect(refused.status).toBe(422)
  expect(Object.fromEntries(fieldsOf(refused.html))).toMatchObject({ ...WHY, id: (sent as { id?: string }).id })
  const recorded = await reader.post(form, { ...sent, '/data/unit': 'B12' })
  expect(recorded).toMatchObject({ status: 303, to: expect.stringMatching(/^\/incidents\/WK-1\?done=/) })
  expect((await reader.post(form, { ...sent, '/data/unit': 'B12' })).to).toBe(recorded.to)
  expect((await lines()).filter(({ type }) => type === 'unit.assigned')).toHaveLength(1)
  const asked = await reader.get(String(recorded.to))
  expect(asked.html).toContain(`action="${String(recorded.to)}"`)
  expect((await reader.post(String(recorded.to), WHY)).html).toContain('Recorded')
})

it('records what a form says that was opened before the incident was restricted', async () => {
  const sent = { id: 'opened-before', '/data/text': 'He has left.' }
  expect(await reader.post(`${PAGE}/record/log.noted`, sent)).toMatchObject({ status: 303 })
})

it('lets a reader, and who breaks the glass, assess the risk again', async () => {
  const form = `${PAGE}/reassess`
  for (const [visitor, why] of [
    [reader, WHY],
    [stranger, { ...WHY, header: 'x-break-glass' }],
  ] as const) {
    expect(header((await visitor.get(form)).html)).toBe(why.header)
    const opened = await visitor.post(form, why)
    expect(opened.status).toBe(200)
    expect(opened.html).toContain('Another secret.')
    const [id = ''] = /(?<=name="id" value=")[^"]+/.exec(opened.html) ?? []
    const refused = await visitor.post(form, { ...why, id, '/data/demand': 'WK-1-d1' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('Another secret.')
    expect(header(refused.html)).toBe(why.header)
  }
})
