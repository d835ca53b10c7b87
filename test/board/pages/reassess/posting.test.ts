/** A reassessment without a script: every gap at once, an explanation refused by its sentences, nothing typed lost, sent twice recorded once. */
import { event } from '../../../support/client.ts'
import { policyText } from '../../../support/policies.ts'
import { createPlace, type Place, type Server } from '../../../support/server.ts'
import { type Visitor, visitorOf } from '../../visitor.ts'
import { COMPLETE, type Fields, ownFields, summaryOf } from './filled.ts'

const POLICY = policyText({
  id: 'reassess-by-post',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT30M, rural: PT30M }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P3: { rank: 3, attendWithin: { urban: PT4H, rural: PT4H }, answerWithin: PT1H, repeatEvery: PT1H }',
  ],
})

describe('the form of a reassessment, by POST', () => {
  let place: Place
  let server: Server
  let supervisor: Visitor

  beforeAll(async () => {
    place = await createPlace(POLICY, { madeBefore: true })
    server = await place.start()
    supervisor = await visitorOf(place, server, 'supervisor')
  })
  afterAll(() => place?.remove())

  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  /** Assessed, graded and called about again. @param age minutes since the report. */
  const asked = async (reference: string, age = 10) => {
    const time = minutesAgo(age)
    const said = { receivedAt: time }
    await server.post('control-room', { ...event('incident.reported', reference, said), time })
    await server.post('control-room', { ...event('thrive.assessed', reference), time: minutesAgo(age - 1) })
    await server.post('control-room', { ...event('incident.graded', reference, { priority: 'P2' }), time: minutesAgo(age - 1) })
    await server.post('control-room', event('call.received', reference, { text: 'He has kicked the door in.' }))
  }
  const pageOf = (reference: string) => `/incidents/${reference}/reassess`
  const opened = async (reference: string, by = supervisor): Promise<Fields> => ownFields((await by.get(pageOf(reference))).html)
  const recorded = async (reference: string) =>
    (await server.timeline(reference)).filter(({ type }) => type === 'risk.reassessed')

  it('shows what is asked and what was said, and fills in none of it', async () => {
    await asked('WK-1')
    const { html, status } = await supervisor.get(pageOf('WK-1'))
    expect(status).toBe(200)
    expect(html).toContain('He has kicked the door in.')
    expect(html).toMatch(/Last, <time[^>]*>\d\d:\d\d<\/time> \(\d+ min ago\), ch-1: <span class="said">/)
    const own = await opened('WK-1')
    expect(own['/data/demand']).toEqual(['WK-1-d1'])
    expect(own['/data/causesSeen/WK-1-d1']).toEqual(['1'])
    expect(own['/data/decision/priority']).toEqual(['P2'])
    const answers = Object.keys(own).filter((name) => name.startsWith('/data/situation') || name.startsWith('/data/thrive'))
    expect(answers).toEqual([])
  })

  it('says of a closed incident that it is closed, and what can be recorded still', async () => {
    await server.post('control-room', event('incident.reported', 'OVER', { persons: [], children: [], flags: [] }))
    await server.post(
      'control-room',
      event('thrive.assessed', 'OVER', { vulnerability: { level: 'none', rationale: 'Nothing is known of any.' } }),
    )
    await server.post('control-room', event('incident.graded', 'OVER'))
    await server.post('force-incident-manager', event('incident.resolved-by-telephone', 'OVER'))
    await server.post('supervisor', event('crime.not-recorded', 'OVER'))
    await server.post('force-incident-manager', event('dash.excepted', 'OVER'))
    expect(await server.post('supervisor', event('incident.closed', 'OVER'))).toMatchObject({ code: 201 })
    const { html, status } = await supervisor.get(pageOf('OVER'))
    expect(status).toBe(409)
    expect(html).toContain('This incident is closed')
    expect(html).toContain('href="/incidents/OVER/record/call.received"')
    expect(html).not.toContain('Record this reassessment')
    const briefing = await supervisor.get('/incidents/OVER/briefing')
    expect(briefing.html).toContain('This incident is closed.')
    expect(briefing.html).toContain('href="/incidents/OVER/record/call.received"')
    expect(briefing.html).not.toMatch(/be there by|no time to be there/)
  })

  it('names every gap at once, each with a link to its field, and keeps what was typed', async () => {
    await asked('WK-2')
    const typed = { ...(await opened('WK-2')), '/data/interimRisk': 'He could come back & <get> in.' }
    const { html, status } = await supervisor.post(pageOf('WK-2'), typed)
    const { hrefs, ids, text } = summaryOf(html)
    expect(status).toBe(422)
    expect(hrefs.length).toBeGreaterThan(20)
    expect(hrefs.filter((id) => !ids.has(id))).toEqual([])
    expect(hrefs).toEqual(
      expect.arrayContaining(['data.situation.suspect.where', 'data.decision.rationale', 'data.nextReviewAt', 'data.situation']),
    )
    expect(text).toContain('nobody has tried to reach the victim since')
    expect(text).not.toMatch(/\/data\//)
    expect(html).toContain('He could come back &amp; &lt;get&gt; in.')
    expect(html).toMatch(/<title>Error: /)
    expect(await recorded('WK-2')).toEqual([])
  })

  it('refuses an explanation, and quotes its sentences at their boxes', async () => {
    await asked('WK-3')
    const explained = {
      ...(await opened('WK-3')),
      ...COMPLETE,
      '/data/thrive/threat/change': 'unchanged',
      '/data/thrive/threat/rationale': '',
      '/data/interimRisk': 'No units available.',
      '/data/decision/rationale': 'All units committed. Will resource when available.',
    }
    const { html, status } = await supervisor.post(pageOf('WK-3'), explained)
    expect(status).toBe(422)
    expect(html).toContain('data-code="explains-delay-not-risk"')
    expect(summaryOf(html).text).toContain('“All units committed.” speaks of resources or procedure')
    const [, box = ''] = /data-field="\/data\/decision\/rationale"([\s\S]*?)<textarea/.exec(html) ?? []
    expect(box).toContain('“Will resource when available.”')
    expect(await recorded('WK-3')).toEqual([])
  })

  it('records a complete one with its demand and what its author had read, and says what became of it', async () => {
    await asked('WK-4')
    const { status, to } = await supervisor.post(pageOf('WK-4'), { ...(await opened('WK-4')), ...COMPLETE })
    expect([status, to]).toEqual([303, expect.stringMatching(/^\/incidents\/WK-4\/reassess\?recorded=\d+$/)])
    const [line] = await recorded('WK-4')
    expect(line?.data).toMatchObject({
      demand: 'WK-4-d1',
      causesSeen: { 'WK-4-d1': 1 },
      assessor: { id: 'sup-9', role: 'supervisor' },
      checksRepeated: ['markers', 'his brother’s address'],
      victimContact: { attempted: true, at: line?.at },
      interimSafeguarding: ['Behind locked doors', 'Handler stays on the line'],
      resourceAction: 'Neighbouring area asked',
      nextReviewAt: new Date(Date.parse(line?.at ?? '') + 15 * 60_000).toISOString(),
    })
    const { html } = await supervisor.get(String(to))
    expect(html).toContain('No demand is open now.')
    expect(html).toContain('The risk is assessed next by')
  })

  it('records a form that is sent twice once, though the clock has gone on', async () => {
    await asked('WK-5')
    const form = { ...(await opened('WK-5')), ...COMPLETE }
    const first = await supervisor.post(pageOf('WK-5'), form)
    const again = await supervisor.post(pageOf('WK-5'), form)
    expect([again.status, again.to]).toEqual([303, first.to])
    expect(await recorded('WK-5')).toHaveLength(1)
    const changed = await supervisor.post(pageOf('WK-5'), { ...form, '/data/interimRisk': 'He could get in with her keys.' })
    expect(changed.status).toBe(409)
    expect(changed.html).toContain('This form is recorded already, with other words')
    expect(changed.html).toContain('He could get in with her keys.')
    expect(await recorded('WK-5')).toHaveLength(1)
  })

  it('tells the second of two supervisors who answered, keeps the text, and takes it as unasked', async () => {
    await asked('WK-6')
    const other = await visitorOf(place, server, 'supervisor', 'sup-2')
    const [mine, theirs] = [await opened('WK-6'), await opened('WK-6', other)]
    await other.post(pageOf('WK-6'), { ...theirs, ...COMPLETE })
    const late = await supervisor.post(pageOf('WK-6'), {
      ...mine,
      ...COMPLETE,
      '/data/interimRisk': 'He has her keys and can get in.',
    })
    expect(late.status).toBe(409)
    expect(late.html).toMatch(/sup-2 answered it at <time/)
    expect(late.html).toContain('He has her keys and can get in.')
    const again = await supervisor.post(pageOf('WK-6'), {
      ...COMPLETE,
      ...ownFields(late.html),
      '/data/interimRisk': 'He has her keys and can get in.',
      '/data/victimContact/attempted': 'now',
    })
    expect(again.status).toBe(303)
    expect((await recorded('WK-6')).map(({ data }) => (data as { demand: string | null }).demand)).toEqual(['WK-6-d1', null])
  })

  it('answers no cause that its author had not read, and says what came while they wrote', async () => {
    await asked('WK-7')
    const form = { ...(await opened('WK-7')), ...COMPLETE, '/data/decision/rationale': '' }
    await server.post('control-room', event('call.received', 'WK-7', { text: 'Now she screams.' }))
    const refused = await supervisor.post(pageOf('WK-7'), form)
    expect(refused.html).toContain('Now she screams.')
    expect(refused.html).toContain('New since you opened this form')
    const own = ownFields(refused.html)
    expect(own['/data/causesSeen/WK-7-d1']).toEqual(['1'])
    const whole = { ...COMPLETE, ...own, '/data/victimContact/attempted': 'now' }
    const sent = await supervisor.post(pageOf('WK-7'), whole)
    expect(sent.status).toBe(303)
    const { html } = await supervisor.get(String(sent.to))
    expect(html).toContain('Still open: something came that this does not answer.')
    const rest = { ...(await opened('WK-7')), ...COMPLETE }
    expect((await supervisor.post(pageOf('WK-7'), rest)).status).toBe(303)
    expect((await server.incident('WK-7')).demands.filter(({ status }) => status === 'open')).toEqual([])
  })

  it('answers what is new too once its author has said that they read it', async () => {
    await asked('WK-8')
    const form = { ...(await opened('WK-8')), ...COMPLETE, '/data/decision/rationale': '' }
    await server.post('control-room', event('call.received', 'WK-8', { text: 'Now she screams.' }))
    const own = ownFields((await supervisor.post(pageOf('WK-8'), form)).html)
    const sent = await supervisor.post(pageOf('WK-8'), {
      ...COMPLETE,
      ...own,
      '/data/victimContact/attempted': 'now',
      '/read/WK-8-d1': '2',
    })
    expect(sent.status).toBe(303)
    expect((await server.incident('WK-8')).demands.filter(({ status }) => status === 'open')).toEqual([])
  })

  it('says of a time that it cannot read what to write, and keeps it', async () => {
    await asked('WK-9')
    const { html, status } = await supervisor.post(pageOf('WK-9'), {
      ...(await opened('WK-9')),
      ...COMPLETE,
      '/data/situation/suspect/knownAt': '25:10',
    })
    expect([status, await recorded('WK-9')]).toEqual([422, []])
    expect(summaryOf(html)).toMatchObject({
      hrefs: ['data.situation.suspect.knownAt'],
      text: expect.stringContaining('Enter a date and a time'),
    })
    expect(html).toContain('value="25:10"')
  })

  it('explains who may lower the grade once somebody is late', async () => {
    await asked('WK-10', 70)
    const lower = { ...COMPLETE, '/data/decision/priority': 'P3' }
    const page = await supervisor.get(pageOf('WK-10'))
    expect(page.html).toContain('name="/data/decision/approvedBy/id"')
    const { html, status } = await supervisor.post(pageOf('WK-10'), { ...ownFields(page.html), ...lower })
    expect(status).toBe(422)
    expect(html).toContain('takes two people')
    expect(html).toContain('You can record this reassessment with the grade as it is, and ask one of them.')
    const commander = await visitorOf(place, server, 'force-incident-manager', 'fim-1')
    const second = { '/data/decision/approvedBy/id': 'sup-4', '/data/decision/approvedBy/role': 'supervisor' }
    const form = { ...(await opened('WK-10', commander)), ...lower, ...second }
    expect((await commander.post(pageOf('WK-10'), form)).status).toBe(303)
    expect((await server.incident('WK-10')).priority).toBe('P3')
  })

  it('records at an earlier time what was looked at then', async () => {
    await asked('WK-11')
    const time = new Date(Date.now() - 1000)
    const { status } = await supervisor.post(pageOf('WK-11'), {
      ...(await opened('WK-11')),
      ...COMPLETE,
      '/data/demand': [],
      '/time': time.toISOString(),
    })
    expect(status).toBe(303)
    expect((await recorded('WK-11'))[0]).toMatchObject({ at: time.toISOString(), data: { demand: null } })
  })

  it('says that a delay note answers nothing, and still asks after one', async () => {
    await asked('WK-14')
    await server.post('supervisor', event('delay.noted', 'WK-14', { reason: 'All units committed.' }))
    const { html } = await supervisor.get(pageOf('WK-14'))
    expect(html).toMatch(/<a [^>]*\/incidents\/WK-14\/record\/delay\.noted">record a delay note<\/a>: it answers nothing/)
    expect(ownFields(html)['/data/demand']).toEqual(['WK-14-d1'])
  })

  it('is not for a controller, who is told whom to tell', async () => {
    await asked('WK-12')
    const { html, status } = await (await visitorOf(place, server, 'control-room', 'ch-1')).get(pageOf('WK-12'))
    expect(status).toBe(403)
    expect(html).toContain('A supervisor or a rank above reassesses the risk.')
  })

  it('says what is still missing while somebody writes, by the same rules, and records nothing', async () => {
    await asked('WK-13')
    const missing = async (fields: Fields) => {
      const { csrf } = (await (await fetch(`${server.url}/v1/me`, { headers: { cookie: supervisor.cookie } })).json()) as {
        csrf: string
      }
      const body = new URLSearchParams({ csrf })
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, String(one))
      const answer = await fetch(server.url + pageOf('WK-13'), {
        ...{ method: 'POST', body, headers: { cookie: supervisor.cookie, accept: 'application/json' } },
      })
      return ((await answer.json()) as { missing: { href: string }[] }).missing.map(({ href }) => href)
    }
    const own = await opened('WK-13')
    expect((await missing(own)).length).toBeGreaterThan(20)
    expect(await missing({ ...own, ...COMPLETE, '/data/interimRisk': '' })).toEqual(['#data.interimRisk'])
    expect(await missing({ ...own, ...COMPLETE })).toEqual([])
    expect(await recorded('WK-13')).toEqual([])
  })
})
