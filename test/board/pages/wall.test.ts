/** The wall over plain HTTP: nothing here needs a script. */
import type { AlertItem } from '../../../src/engine/views/views.ts'
import { event } from '../../support/client.ts'
import { policyText } from '../../support/policies.ts'
import { createPlace, type Place, type Server } from '../../support/server.ts'
import { textOf, unescaped } from '../read.ts'
import { type Visitor, visitorOf } from '../visitor.ts'

/** Late within seconds, and then time enough: nothing here escalates while a test reads. */
const POLICY = policyText({
  id: 'wall',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT2S, rural: PT1H }, warnAt: 0.5, answerWithin: PT1H, repeatEvery: PT1H }',
  ],
  escalation: ['supervisor', 'force-incident-manager'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})

describe('the wall', () => {
  let place: Place
  let server: Server
  let sup1: Visitor
  let sup2: Visitor
  beforeAll(async () => {
    place = await createPlace(POLICY, { madeBefore: true })
    server = await place.start()
    sup1 = await visitorOf(place, server, 'supervisor', 'sup-1')
    sup2 = await visitorOf(place, server, 'supervisor', 'sup-2')
  })
  afterAll(() => place?.remove())

  const graded = async (reference: string, priority: string, receivedAt?: string) => {
    await server.post('control-room', event('incident.reported', reference, receivedAt === undefined ? {} : { receivedAt }))
    await server.post('control-room', event('thrive.assessed', reference))
    await server.post('control-room', event('incident.graded', reference, { priority }))
  }
  const breached = async (reference: string) => {
    await graded(reference, 'P2')
    await server.incidentIs(reference, 'has a demand', ({ demands }) => demands.length > 0)
  }
  /** The row of an incident, as text. */
  const row = (html: string, reference: string): string =>
    textOf(html.split(`data-incident="${reference}"`)[1]?.split('</li>\n')[0] ?? '')
  const take = (html: string, reference: string): string =>
    unescaped(new RegExp(`name="take" value="(${reference} [^"]*)"`).exec(html)?.[1] ?? '')

  it('tells an empty night apart from a list that nobody has read', async () => {
    const { html, status } = await sup1.get('/')
    expect([status, textOf(html)]).toEqual([200, expect.stringContaining('No incident is open.')])
  })

  it('says why an incident is there, how long she has waited since first contact, and who has it', async () => {
    const receivedAt = new Date(Date.now() - 3 * 3_600_000 - 12 * 60_000).toISOString()
    await graded('WK-1', 'P1', receivedAt)
    await server.post('control-room', event('call.received', 'WK-1'))
    await server.incidentIs('WK-1', 'has a demand', ({ demands }) => demands.length > 0)
    const { html } = await sup1.get('/')
    const text = row(html, 'WK-1')
    expect(html).toContain('data-incident="WK-1" data-demand="WK-1-d1" data-attention="demanded"')
    expect(text).toContain('Reassess now: attendance is overdue')
    expect(text).toContain('Also to be answered: another call came, level 1')
    expect(text).toMatch(
      /Level 1 of 2: supervisor asked since \d\d:\d\d\. Answer by \d\d:\d\d, in (1 h|59 min), or level 2 is asked too\./,
    )
    expect(text).toMatch(
      /Waited 3 h 12 min since first contact at .*P1 since \d\d:\d\d: the target passed at \d\d:\d\d, before the grade was given\. Overdue, no unit\./s,
    )
    expect(text).toContain('Nobody has it.')
  })

  it('says of an incident that nobody has assessed or graded what is owed, until it is there', async () => {
    await server.post('control-room', event('incident.reported', 'WK-8'))
    const before = row((await sup1.get('/')).html, 'WK-8')
    expect(before).toMatch(/No THRIVE recorded: due .*No grade given: due/s)
    expect(before).toContain('Nobody has assessed the risk yet.')
    await server.post('control-room', event('thrive.assessed', 'WK-8'))
    const after = row((await sup1.get('/')).html, 'WK-8')
    expect([after.includes('No THRIVE recorded'), after.includes('No grade given')]).toEqual([false, true])
  })

  it('says of a unit at the scene that nobody has seen the victim yet', async () => {
    await graded('WK-D', 'P1')
    await server.post('officer', event('unit.arrived', 'WK-D', { victimSeen: null }))
    expect(row((await sup1.get('/')).html, 'WK-D')).toContain('At the scene, nobody has seen the victim yet')
  })

  it('takes all of an incident and comes back to the same filter, with what is so now', async () => {
    await breached('WK-2')
    const { html } = await sup1.get('/?attention=demanded')
    const { status, to } = await sup1.post('/?attention=demanded', { take: take(html, 'WK-2') })
    expect([status, to]).toEqual([303, '/?attention=demanded&did=took&about=WK-2'])
    const back = await sup1.get(to ?? '')
    expect(textOf(back.html)).toMatch(/You have WK-2 now: \d alerts?\./)
    expect(row(back.html, 'WK-2')).toContain('You have it since')
    expect(await alertsOf('WK-2')).toEqual(expect.arrayContaining([['reassessment-demanded', 'acknowledged', 'sup-1']]))
  })

  it('tells whoever is second who has it, and takes nothing from them unasked', async () => {
    await breached('WK-3')
    const seen = take((await sup2.get('/')).html, 'WK-3')
    await sup1.post('/', { take: take((await sup1.get('/')).html, 'WK-3') })
    const { to } = await sup2.post('/', { take: seen })
    const back = await sup2.get(to ?? '')
    expect(textOf(back.html)).toContain('sup-1 took WK-3 before you. Nothing was changed')
    expect((await alertsOf('WK-3')).every(([, , by]) => by === 'sup-1')).toBe(true)

    const over = await sup2.post('/', { take: take(back.html, 'WK-3') })
    expect(textOf((await sup2.get(over.to ?? '')).html)).toMatch(
      /You have WK-3 now: \d alerts?\. sup-1 had it before, and no message tells them: speak to them\./,
    )
    expect(textOf((await sup1.get('/?did=took&about=WK-3')).html)).toContain('sup-2 took WK-3 over after you, and has it now.')
  })

  it('gives an incident back to everybody', async () => {
    await breached('WK-4')
    await sup1.post('/', { take: take((await sup1.get('/')).html, 'WK-4') })
    const { to } = await sup1.post('/', { release: 'WK-4' })
    expect(textOf((await sup1.get(to ?? '')).html)).toMatch(/You released WK-4\. \d alerts? waits? for somebody again\./)
    expect((await alertsOf('WK-4')).map(([, status]) => status)).not.toContain('acknowledged')
  })

  it('finds what the reader has, an area, a grade and what is asked, with the numbers of each', async () => {
    const mine = await sup1.get('/?mine=true')
    expect([mine.html.includes('data-incident="WK-2"'), mine.html.includes('data-incident="WK-8"')]).toEqual([true, false])
    const urgent = await sup1.get('/?priority=P1')
    expect([urgent.html.includes('data-incident="WK-1"'), urgent.html.includes('data-incident="WK-2"')]).toEqual([true, false])
    expect(textOf(urgent.html)).toMatch(/P1 2 .*P2 3 /s)
    expect(textOf((await sup1.get('/?area=rural')).html)).toContain('No open incident matches what you chose.')
  })

  it('says how many alerts wait, and how many of them are about no incident of this page', async () => {
    const { html } = await sup1.get('/?priority=P1')
    expect(textOf(html)).toMatch(
      /All alerts: \d+ alerts wait for somebody, the longest for .*\. \d+ of them are not about an incident on this page\./,
    )
  })

  it('answers the rows and what counts them, for the part of the page that is fetched again', async () => {
    const { html, headers } = await sup1.get('/?attention=demanded&fragment=rows')
    expect(html).not.toContain('<html')
    const whole = await sup1.get('/?attention=demanded')
    for (const part of ['places', 'filters']) expect(partOf(html, part) ?? 'none').toBe(partOf(whole.html, part))
    expect(html).toContain('data-incident="WK-1"')
    expect(html).toContain('<div id="rows">')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('shows each role what it may do, and leads none to a refusal', async () => {
    const officer = await visitorOf(place, server, 'officer', 'pc-1')
    const { html } = await officer.get('/')
    expect(html).toContain('data-incident="WK-1"')
    expect(html).not.toMatch(/name="take"|\/alerts"|\/reassess"/)
    const auditor = await visitorOf(place, server, 'auditor', 'aud-1')
    const read = await auditor.get('/')
    expect(read.html).not.toMatch(/name="take"|\/reassess"/)
    expect(textOf(read.html)).toContain('sup-1 (supervisor) has it since')
  })

  it('shows an administrator what they can do instead of a refusal', async () => {
    const admin = await visitorOf(place, server, 'admin', 'adm-1')
    const { status, html } = await admin.get('/')
    expect([status, textOf(html)]).toEqual([200, expect.stringContaining('An administrator reads no incidents and no alerts.')])
  })

  const alertsOf = async (reference: string) =>
    (await server.list<AlertItem>(`/v1/alerts?incident=${reference}`))
      .filter(({ status }) => status !== 'resolved')
      .map(({ kind, status, acknowledgedBy }) => [kind, status, acknowledgedBy?.id])
})

const partOf = (html: string, id: string): string | undefined => new RegExp(`<nav [^>]*id="${id}"[^]*?</nav>`).exec(html)?.[0]
