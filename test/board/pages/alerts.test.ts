/** The list of alerts over plain HTTP: every alert is there, and what may be done about it. */
import type { AlertItem } from '../../../src/engine/views/views.ts'
import { event } from '../../support/client.ts'
import { policyText } from '../../support/policies.ts'
import { createPlace, type Place, type Server } from '../../support/server.ts'
import { nextIn, textOf } from '../read.ts'
import { type Visitor, visitorOf } from '../visitor.ts'

const POLICY = policyText({
  id: 'alerts',
  priorities: ['P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  escalation: ['supervisor', 'force-incident-manager'],
})
/** More than a page holds. */
const MANY = 60

describe('the list of alerts', () => {
  let place: Place
  let server: Server
  let sup1: Visitor
  let sup2: Visitor
  beforeAll(async () => {
    place = await createPlace(POLICY, { madeBefore: true })
    server = await place.start()
    sup1 = await visitorOf(place, server, 'supervisor', 'sup-1')
    sup2 = await visitorOf(place, server, 'supervisor', 'sup-2')
    const references = Array.from({ length: MANY }, (_, index) => `WK-${index + 1}`)
    await server.postBatch(
      'control-room',
      references.map((reference) => event('incident.reported', reference)),
    )
    await server.postBatch(
      'control-room',
      references.map((reference) => event('call.received', reference)),
    )
  })
  afterAll(() => place?.remove())

  const open = async () => server.list<AlertItem>('/v1/alerts?order=waiting&status=open')
  const alertOf = async (incident: string, kind = 'reassessment-demanded') =>
    (await server.list<AlertItem>(`/v1/alerts?incident=${incident}&kind=${kind}`))[0]
  const line = (html: string, id: string): string => textOf(html.split(`data-alert="${id}"`)[1]?.split('</li>\n')[0] ?? '')
  const fieldsOf = (alert: AlertItem | undefined, act: string, more = {}) => ({
    ...{ act, alert: alert?.id ?? '', incident: alert?.incident ?? '', kind: alert?.kind ?? '' },
    ...{ seen: alert?.acknowledgedBy?.id ?? '', '/note': '', ...more },
  })

  it('shows every alert that is not resolved, page by page, the longest waiting first', async () => {
    const seen: string[] = []
    for (let to: string | undefined = '/alerts'; to !== undefined; ) {
      const { html } = await sup1.get(to)
      seen.push(...[...html.matchAll(/data-alert="([^"]+)"/g)].map(([, id = '']) => id))
      to = nextIn(html)
    }
    const all = await server.list<AlertItem>('/v1/alerts?order=waiting')
    expect(all.length).toBeGreaterThanOrEqual(MANY)
    expect(seen).toEqual(all.map(({ id }) => id))
  })

  it('says what each asks, for how long, for whom and at which level', async () => {
    const [first] = await open()
    const text = line((await sup1.get('/alerts')).html, first?.id ?? '')
    expect(text).toMatch(
      /Reassessment demanded Critical WK-\d+ Waited \d+ s, since \d\d:\d\d\. For the supervisor, level 1\..*Nobody has it\..*Reassess WK-\d+/s,
    )
  })

  it('takes and releases an alert with a note, and tells whoever is second who has it', async () => {
    const before = await alertOf('WK-7')
    const { to } = await sup1.post('/alerts?severity=high', fieldsOf(before, 'take', { '/note': 'Ringing her now.' }))
    expect(to).toMatch(/^\/alerts\?severity=high&did=took/)
    expect(textOf((await sup1.get(to ?? '')).html)).toContain('You have “Reassessment demanded” of WK-7 now.')
    expect(JSON.stringify(await server.timeline('WK-7'))).toContain('Ringing her now.')

    const second = await sup2.post('/alerts', fieldsOf(before, 'take'))
    expect(textOf((await sup2.get(second.to ?? '')).html)).toContain(
      'sup-1 took “Reassessment demanded” of WK-7 before you. Nothing was changed',
    )
    expect(await alertOf('WK-7')).toMatchObject({ acknowledgedBy: { id: 'sup-1' } })

    const released = await sup1.post('/alerts', fieldsOf(await alertOf('WK-7'), 'release'))
    expect(textOf((await sup1.get(released.to ?? '')).html)).toContain(
      '“Reassessment demanded” of WK-7 waits for somebody again.',
    )
  })

  it('finds alerts by their taker, severity, audience and kind', async () => {
    await sup1.post('/alerts', fieldsOf(await alertOf('WK-9'), 'take'))
    const ids = async (query: string) =>
      [...(await sup1.get(`/alerts?${query}`)).html.matchAll(/data-alert="([^"]+)"/g)].map(([, id]) => id)
    expect(await ids('mine=true')).toEqual([(await alertOf('WK-9'))?.id])
    expect(await ids('status=acknowledged')).toEqual([(await alertOf('WK-9'))?.id])
    expect(await ids('audience=hau')).toEqual([])
    expect(await ids('severity=low')).toEqual([])
    expect((await ids('kind=reassessment-demanded&severity=critical')).length).toBe(50)
    expect(textOf((await sup1.get('/alerts?severity=low')).html)).toContain('No alert matches what you chose.')
  })

  it('shows what was refused of an incident that nobody has reported, and takes a reason why nobody will', async () => {
    await server.post('supervisor', event('log.noted', 'WK-404'))
    const { html } = await sup1.get('/alerts?kind=report-refused')
    const refused = await alertOf('WK-404', 'report-refused')
    const text = line(html, refused?.id ?? '')
    expect(text).toContain('no clock runs for it Critical WK-404, which nobody has reported')
    expect(text).toContain('No incident WK-404 has been reported.')
    expect(html).toContain('href="/refusals?incident=WK-404"')
    expect(text).toContain('Nobody will report WK-404 Why will nobody report it?')

    const empty = await sup1.post(
      '/alerts?kind=report-refused',
      fieldsOf(refused, 'dismiss', { '/reason': ' ', '/note': 'Kept.' }),
    )
    expect(empty.status).toBe(422)
    expect(empty.html).toContain(`href="#alert-${refused?.id}/reason"`)
    expect(empty.html).toContain('Kept.')
    expect(await alertOf('WK-404', 'report-refused')).toMatchObject({ status: 'open' })

    const { to } = await sup1.post('/alerts', fieldsOf(refused, 'dismiss', { '/reason': 'Entered under WK-1.' }))
    expect(textOf((await sup1.get(to ?? '')).html)).toContain('It is kept, with your reason.')
    expect(await alertOf('WK-404', 'report-refused')).toMatchObject({
      status: 'resolved',
      dismissed: { reason: 'Entered under WK-1.' },
    })
  })

  it('lets a role only take what it may, and shows an auditor alerts without buttons', async () => {
    const room = await visitorOf(place, server, 'control-room', 'ch-1')
    const { html } = await room.get('/alerts')
    expect([html.includes('value="take"'), html.includes('value="dismiss"'), html.includes('/reassess"')]).toEqual([
      true,
      false,
      false,
    ])
    const auditor = await visitorOf(place, server, 'auditor', 'aud-1')
    expect((await auditor.get('/alerts')).html).not.toMatch(/name="act"/)
    const officer = await visitorOf(place, server, 'officer', 'pc-1')
    expect((await officer.get('/')).html).not.toContain('href="/alerts"')
  })
})
