/** A form on a started process, by plain HTTP: what is refused comes back with what was typed, and what is sent twice is recorded once. */

import { event } from '../../support/client.ts'
import { policyText } from '../../support/policies.ts'
import { createPlace, type Place, type Server } from '../../support/server.ts'
import { fieldsOf } from '../forms/asBrowser.ts'
import { type Answered, type Visitor, visitorOf } from '../visitor.ts'

const POLICY = policyText({
  id: 'forms',
  priorities: [
    'P1: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }',
    'P2: { rank: 2, attendWithin: { urban: PT2H, rural: PT2H }, answerWithin: PT1H, repeatEvery: PT1H }',
  ],
})

describe('a form of the board', () => {
  let place: Place
  let server: Server
  let room: Visitor
  let officer: Visitor
  let supervisor: Visitor

  beforeAll(async () => {
    place = await createPlace(POLICY, { madeBefore: true })
    server = await place.start()
    room = await visitorOf(place, server, 'control-room', 'ch-1')
    officer = await visitorOf(place, server, 'officer', 'pc-1')
    supervisor = await visitorOf(place, server, 'supervisor', 'sup-1')
    await server.post('control-room', event('incident.reported', 'WK-1'))
    await server.post('control-room', event('incident.graded', 'WK-1'))
  })
  afterAll(async () => place?.remove())

  type Fields = Readonly<Record<string, string | readonly string[]>>
  /** Opens the form, types into it and sends it. */
  async function fill(visitor: Visitor, path: string, typed: Fields): Promise<{ sent: Fields; answer: Answered }> {
    const page = await visitor.get(path)
    expect(page.status).toBe(200)
    const sent: Record<string, string | readonly string[]> = {}
    for (const [name, value] of fieldsOf(page.html)) if (name !== 'csrf') sent[name] = value
    Object.assign(sent, typed)
    return { sent, answer: await visitor.post(path, sent) }
  }
  const lines = async (type: string) => (await server.timeline('WK-1')).filter((line) => line.type === type)

  it('records once what is sent twice, in the name of who signed in, now', async () => {
    const path = '/incidents/WK-1/record/unit.assigned'
    const { sent, answer } = await fill(room, path, { '/data/unit': 'B12' })
    expect(answer).toMatchObject({ status: 303, to: `/incidents/WK-1?done=${sent.id}` })
    const again = await room.post(path, sent)
    expect(again).toMatchObject({ status: 303, to: answer.to })
    expect(await lines('unit.assigned')).toMatchObject([
      { id: sent.id, source: 'urn:reassess:board', data: { unit: 'B12', by: { id: 'ch-1', role: 'control-room' } } },
    ])
  })

  it('says that a change to what is recorded already was not recorded', async () => {
    const path = '/incidents/WK-1/record/unit.en-route'
    const { sent } = await fill(room, path, { '/data/unit': 'B12' })
    const changed = await room.post(path, { ...sent, '/data/unit': 'B13' })
    expect(changed.status).toBe(409)
    expect(changed.html).toContain('This form was recorded before')
    expect(fieldsOf(changed.html).get('/data/unit')).toBe('B13')
    expect(await lines('unit.en-route')).toHaveLength(1)
  })

  it('records a night from paper by its true time and for whoever did it', async () => {
    const { answer } = await fill(officer, '/incidents/WK-1/record/log.noted', {
      '/time': '2025-07-01T22:15',
      '/data/text': 'Rang the bell; nobody came.',
      '/data/by/id': 'pc-7',
      '/data/by/role': 'officer',
    })
    expect(answer.status).toBe(303)
    expect(await lines('log.noted')).toMatchObject([{ at: '2025-07-01T21:15:00.000Z', data: { by: { id: 'pc-7' } } }])
  })

  it('comes back with what was typed, and leads from each mistake to its field', async () => {
    const { answer } = await fill(room, '/incidents/WK-1/record/unit.diverted', { '/data/unit': 'B12', '/data/reason': '' })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('<title>Error: Unit diverted, WK-1')
    expect(answer.html).toContain('<a href="#data.reason">Enter an answer: Why the unit was diverted</a>')
    expect(answer.html).toMatch(/<textarea class="govuk-textarea govuk-textarea--error" id="data\.reason" name="\/data\/reason"/)
    expect(fieldsOf(answer.html).get('/data/unit')).toBe('B12')
    expect(await lines('unit.diverted')).toEqual([])
  })

  it('says at a field what cannot be read, without asking the API', async () => {
    const { answer } = await fill(room, '/incidents/WK-1/record/call.cut-off', { '/time': '2026-03-29T01:30' })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('<a href="#time">When did it happen? – No clock showed this time'.replace(' – ', ': '))
    expect(fieldsOf(answer.html).get('/time')).toBe('2026-03-29T01:30')
  })

  it('asks which of the two hours it was, and takes the answer', async () => {
    const { sent, answer } = await fill(room, '/incidents/WK-1/record/call.cut-off', { '/time': '2025-10-26T01:30' })
    expect(answer.html).toContain('name="clocks:/time"')
    const which = await room.post('/incidents/WK-1/record/call.cut-off', { ...sent, 'clocks:/time': 'second' })
    expect(which.status).toBe(303)
    expect(await lines('call.cut-off')).toMatchObject([{ at: '2025-10-26T01:30:00.000Z' }])
  })

  it('adds a row without a script, with all that was typed', async () => {
    const { answer } = await fill(room, '/incidents/WK-1/record/incident.corrected', {
      '/data/location/address': '11 Fictional Row',
      add: '/data/persons',
    })
    expect(answer.status).toBe(200)
    const fields = fieldsOf(answer.html)
    expect(fields.get('/data/location/address')).toBe('11 Fictional Row')
    expect(fields.has('/data/persons/0/name')).toBe(true)
    expect(await lines('incident.corrected')).toEqual([])
  })

  it('reports a new incident, in the words of the force, and tells what is missing', async () => {
    const typed = { '/subject': 'WK 7', '/data/channel': '999' }
    const { answer, sent } = await fill(room, '/record/incident.reported', typed)
    expect(answer.status).toBe(422)
    expect(answer.html).toContain(
      '<a href="#subject">Incident number: take out the spaces, or put hyphens in their place, like WK-7</a>',
    )
    expect(answer.html).toContain('<h1 class="govuk-heading-l">Report an incident</h1>')
    expect(answer.html).toMatch(/type TEMP-\d{8}-\d{6}, and record the right number as a note/)
    expect(sent).toMatchObject({ '/data/force': 'warwickshire', '/data/persons/0/name': '' })
    expect(sent['/data/receivedAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/)
    const right = await room.post('/record/incident.reported', { ...sent, '/subject': 'WK-7' })
    expect(right).toMatchObject({ status: 303, to: `/incidents/WK-7?done=${sent.id}` })
    const told = /__Host-told=([^;]+)/.exec(right.headers.get('set-cookie') ?? '')?.[1] ?? ''
    const { warnings } = JSON.parse(Buffer.from(told, 'base64url').toString()) as { warnings: string[] }
    expect(warnings.length).toBeGreaterThan(2)
    expect(warnings.join(' ')).not.toMatch(/\/data|uk\.police/)
    const shown = await room.get(right.to ?? '', { cookie: `${room.cookie}; __Host-told=${told}` })
    expect(shown.html).toContain('data-kind="done"')
    expect(shown.html).toContain(warnings[0])
    // Told once.
    expect(shown.headers.get('set-cookie')).toContain('__Host-told=;')
  })

  it('offers the grades of the policy, and the open demands by why they are open', async () => {
    const graded = await supervisor.get('/incidents/WK-1/record/incident.graded')
    expect([...graded.html.matchAll(/name="\/data\/priority" type="radio" value="(\w+)"/g)].map(([, grade]) => grade)).toEqual([
      'P1',
      'P2',
    ])
    const { demands } = await server.incident('WK-1')
    const reassess = await supervisor.get('/incidents/WK-1/record/risk.reassessed')
    for (const { id, causeCount } of demands) {
      expect(reassess.html).toContain(`name="/data/demand" type="radio" value="${id}"`)
      expect(fieldsOf(reassess.html).get(`/data/causesSeen/${id}`)).toBe(String(causeCount))
    }
  })

  it('says to a role that may not, or at a moment that does not allow it, why and what there is instead', async () => {
    const notTheirs = await officer.get('/incidents/WK-1/record/incident.closed')
    expect(notTheirs.status).toBe(403)
    const notNow = await supervisor.get('/incidents/WK-1/record/dash.reviewed')
    expect(notNow.status).toBe(409)
    for (const { html } of [notTheirs, notNow]) {
      expect(html).toContain('href="/incidents/WK-1"')
      expect(html).toContain('href="/incidents/WK-1/record/log.noted"')
      expect(html).not.toContain('class="record"')
    }
    expect((await officer.get('/incidents/WK-1/record/no.such')).status).toBe(404)
    expect((await officer.get('/incidents/WK-404/record/log.noted')).status).toBe(404)
  })

  it('keeps the longest text and the id of the form when it is refused', async () => {
    const path = '/incidents/WK-1/record/call.received'
    const { sent, answer } = await fill(room, path, { '/data/caller': 'neighbour', '/data/text': 'x'.repeat(20_001) })
    expect(answer.status).toBe(422)
    expect(fieldsOf(answer.html).get('/data/text')).toHaveLength(20_001)
    expect(fieldsOf(answer.html).get('id')).toBe(sent.id)
  })

  describe('of an assessment', () => {
    let hau: Visitor
    beforeAll(async () => {
      hau = await visitorOf(place, server, 'hau', 'hau-1')
      for (const name of ['incident.reported', 'thrive.assessed'] as const) await server.post('control-room', event(name, 'WK-8'))
      await server.post('control-room', event('incident.graded', 'WK-8'))
      await server.post('control-room', event('unit.arrived', 'WK-8'))
    })
    const choices = (html: string, field: string) =>
      [...html.matchAll(new RegExp(`name="/data/${field}" type="radio" value="([^"]+)"`, 'g'))].map(([, value]) => value)

    it('keeps what was typed when another tool is chosen', async () => {
      const path = '/incidents/WK-8/record/dash.submitted'
      const typed = { '/data/judgement': 'He will not let go.', '/data/answers/injury/answer': 'yes' }
      const { answer, sent } = await fill(officer, path, { ...typed, tool: 'DARA' })
      expect(answer.status).toBe(200)
      expect(answer.html).toContain('Questions of DARA<')
      expect(answer.html).toContain('Question 5 of DARA, on your paper form')
      const fields = fieldsOf(answer.html)
      expect(['id', '/data/tool', '/data/judgement'].map((name) => fields.get(name))).toEqual([
        sent.id,
        'DARA',
        'He will not let go.',
      ])
      expect(await lines('dash.submitted')).toEqual([])
      const back = await officer.post(path, { ...Object.fromEntries(fields), ...typed, tool: 'DASH' })
      expect(fieldsOf(back.html).get('/data/answers/injury/answer')).toBe('yes')
    })

    it('asks by topics in words, and names all of them where none is answered', async () => {
      const path = '/incidents/WK-8/record/dash.submitted'
      const { html } = await officer.get(path)
      expect(html).toContain('3. What the victim fears')
      expect(html).not.toMatch(/Fear of what|Drugs alcohol mh/)
      const { answer } = await fill(officer, path, { '/data/mode': 'face-to-face' })
      expect(answer.status).toBe(422)
      for (const topic of ['injury', 'criminal-history'])
        expect(answer.html).toContain(`<a href="#data.answers.${topic}.answer" aria-label=`)
      expect(answer.html.match(/nothing is filled in yet/g)).toHaveLength(1)
    })

    it('ticks what the policy knows, and takes other words beside it', async () => {
      const { answer, sent } = await fill(room, '/incidents/WK-1/record/thrive.assessed', {
        '/data/historyChecks/done': ['markers', 'firearms register'],
        '/time': 'soon',
      })
      expect(answer.status).toBe(422)
      expect(answer.html).toMatch(/name="\/data\/historyChecks\/done" type="checkbox" value="markers" checked/)
      expect(fieldsOf(answer.html).getAll('/data/historyChecks/done')).toEqual(['markers', 'firearms register'])
      expect((await room.post('/incidents/WK-1/record/thrive.assessed', { ...sent, '/time': '' })).status).toBe(303)
      const said = (await server.timeline('WK-1')).filter(({ type }) => type === 'thrive.assessed').at(-1)
      expect(said).toMatchObject({ data: { historyChecks: { done: ['markers', 'firearms register'] } } })
    })

    it('offers the assessments and THRIVEs that there are', async () => {
      const scoring = await supervisor.get('/incidents/WK-8/record/thrive.scored')
      expect(choices(scoring.html, 'thrive')).toEqual(['2'])
      expect(scoring.html).toMatch(/THRIVE of (\d+ \w+ )?(\d{4} )?\d\d:\d\d/)
      expect((await server.post('officer', event('dash.submitted', 'WK-8'))).code).toBe(201)
      expect(choices((await hau.get('/incidents/WK-8/record/hau.feedback')).html, 'assessment')).toContain('WK-8-as1')
    })
  })
})
