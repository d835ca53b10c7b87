import { type Api, event, problemName, reported, said, startApi } from './harness.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.stop())

describe('one event', () => {
  it('answers 201 with what follows from it, and 200 when it was seen before', async () => {
    const first = await api.post('control-room', reported('WK-1'))
    expect(first.status).toBe(201)
    expect(await first.json()).toEqual({
      incident: 'WK-1',
      sequence: 1,
      status: 'accepted',
      state: expect.objectContaining({ attendance: 'overdue.unassigned', closure: 'open' }),
      deadlines: [expect.objectContaining({ name: 'attendance' })],
      demands: [expect.objectContaining({ id: 'WK-1-d1' })],
      alerts: [],
      warnings: [],
      ...{ endedDemands: 0, endedDeadlines: 0, endedAlerts: 0, endedMatters: 0 },
    })
    const again = await api.post('control-room', reported('WK-1'))
    expect([again.status, (await said(again)).status]).toEqual([200, 'duplicate'])
    expect(api.state.kept).toEqual([])
  })

  it('hands the engine the short name, the instant in UTC, the force and the key', async () => {
    await api.post('control-room', { ...reported('WK-1'), time: '2026-11-20T22:30:00.5+01:00' })
    expect(api.state.recorded[0]).toMatchObject({
      force: 'warwickshire',
      reference: 'WK-1',
      type: 'incident.reported',
      at: '2026-11-20T21:30:00.500Z',
      actor: { key: 'key-of-control-room', role: 'control-room' },
    })
  })

  it('takes extension attributes and a charset, and any case of the scheme', async () => {
    const answer = await fetch(`${api.url}/v1/events`, {
      method: 'POST',
      headers: {
        authorization: 'bEARER control-room~warwickshire',
        'content-type': 'Application/CloudEvents+JSON; charset=UTF-8',
      },
      body: JSON.stringify({ ...reported('WK-1'), traceparent: '00-aa-bb-01' }),
    })
    expect(answer.status).toBe(201)
  })

  it('does not take brackets inside a text for nesting', async () => {
    const narrative = `He wrote "${'['.repeat(50)} on the door.`
    const example = reported('WK-1')
    expect((await api.post('control-room', { ...example, data: { ...example.data, narrative } })).status).toBe(201)
  })

  it.each([
    ['not-accepted-now', 409, { accepts: ['log.noted'] }],
    ['event-id-reused', 409, {}],
    ['reassessment-incomplete', 422, { errors: [{ pointer: '/data/interimRisk', detail: 'is missing' }] }],
    ['explains-delay-not-risk', 422, {}],
    ['downgrade-not-approved', 422, {}],
    ['closure-blocked', 422, { blockers: [{ code: 'not-attended', detail: 'Nobody has seen the victim.' }] }],
  ] as const)('answers what the engine refuses as %s, and keeps it', async (code, status, facts) => {
    const note = event('log.noted', 'WK-1')
    api.refuse(note.id, { code, detail: 'Because.', ...facts })
    const answer = await api.post('supervisor', note)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    const body = await answer.json()
    expect(body).toMatchObject({ type: expect.stringMatching(new RegExp(`/${code}$`)), status, detail: 'Because.', ...facts })
    expect(api.state.kept).toMatchObject([
      { code, incident: 'WK-1', type: note.type, source: note.source, id: note.id, problem: body },
    ])
    expect(JSON.parse(String(api.state.kept[0]?.body))).toEqual(note)
  })
})

describe('checks come in the order of the contract', () => {
  const tooLarge = 'x'.repeat(256 * 1024 + 1)
  const noChannel = { ...reported('WK-1'), data: { ...(reported('WK-1').data as object), channel: true } }
  const otherForce = reported('WK-1', 'kent')

  it.each([
    ['no key before anything', null, tooLarge, 'text/plain', 401, 'unauthorized'],
    ['content type before size', 'admin', tooLarge, 'text/plain', 415, 'unsupported-media-type'],
    ['size before form', 'admin', tooLarge, undefined, 413, 'payload-too-large'],
    ['envelope before role', 'admin', { ...noChannel, time: 'soon' }, undefined, 422, 'invalid-event'],
    ['role before schema', 'admin', noChannel, undefined, 403, 'forbidden'],
    [
      'schema before force',
      'supervisor',
      { ...otherForce, data: { ...otherForce.data, channel: true } },
      undefined,
      422,
      'invalid-event',
    ],
    ['role before force', 'officer', otherForce, undefined, 403, 'forbidden'],
    ['force before existence', 'supervisor', otherForce, undefined, 403, 'forbidden'],
    ['role before existence', 'officer', event('incident.closed', 'WK-9'), undefined, 403, 'forbidden'],
    ['existence last', 'supervisor', event('incident.closed', 'WK-9'), undefined, 404, 'unknown-incident'],
  ] as const)('%s', async (_rule, role, body, contentType, status, name) => {
    const answer = await api.post(role, body, contentType)
    expect([answer.status, problemName(await said(answer))]).toEqual([status, name])
    expect(api.state.kept.map(({ code }) => code)).toEqual(role === null ? [] : [name])
  })

  it('tells how to authenticate', async () => {
    const answers = await Promise.all(
      ['', 'Basic abc', 'Bearer', 'Bearer nobody~', `Bearer ${'k'.repeat(5000)}`].map((authorization) =>
        fetch(`${api.url}/v1/events`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/cloudevents+json' },
          body: '{}',
        }),
      ),
    )
    expect(answers.map(({ status, headers }) => [status, headers.get('www-authenticate')])).toEqual(
      answers.map(() => [401, 'Bearer']),
    )
  })
})

it('says in the API description what an arrival without a word about the victim is, and what a correction replaces', async () => {
  const { components } = (await (await fetch(`${api.url}/openapi.json`)).json()) as {
    components: { schemas: Record<string, { description?: string; properties?: Record<string, { description?: string }> }> }
  }
  const data = (name: string) => components.schemas[`${name}.data`]
  expect(data('unit.arrived')?.properties?.victimSeen?.description).toMatch(/nobody has seen her yet/)
  expect(data('victim.contacted')?.properties?.safe?.description).toMatch(/not reached/)
  expect(data('log.noted')?.properties?.newInformation?.description).toMatch(/demands a reassessment/)
  expect(data('incident.reported')?.properties?.flags?.description).toMatch(/highRiskFlags/)
  expect(data('incident.corrected')?.description).toMatch(/field by field; the rest stays/)
})

it('says how a type is written, and who may post it', async () => {
  const typed = async (type: string) =>
    (await said(await api.post('control-room', { ...reported('WK-70'), type }))).errors.map(({ detail }) => detail)
  const inFull = ['must be written in full: uk.police.da.incident.reported.v1']
  expect(await Promise.all(['incident.reported', 'incident.reported.v1', 'uk.police.da.unit.arived.v1'].map(typed))).toEqual([
    inFull,
    inFull,
    ['is not an event type of this service: /openapi.json names them all'],
  ])
  const closed = await said(await api.post('control-room', event('incident.closed', 'WK-70')))
  expect(closed.detail).toBe(
    'The role control-room may not post incident.closed. Roles that may: supervisor, force-incident-manager, duty-superintendent.',
  )
})

it('says what is wrong with a type that lacks its version, and with the key of another force', async () => {
  const bare = await said(await api.post('control-room', { ...reported('WK-7'), type: 'uk.police.da.incident.reported' }))
  expect(bare.errors).toEqual([{ pointer: '/type', detail: 'lacks its version: uk.police.da.incident.reported.v1' }])
  const other = await said(await api.post('control-room', reported('WK-7', 'kent')))
  expect(other.detail).toBe('This key is of the force warwickshire; /data/force names another.')
})

describe('a batch', () => {
  it('answers each event for itself, in order', async () => {
    const wrong = event('log.noted', 'WK-1', { id: 'wrong', data: { text: 5 } })
    const noted = event('log.noted', 'WK-1')
    const blocked = event('incident.closed', 'WK-1', { id: 'blocked' })
    api.refuse('blocked', { code: 'closure-blocked', detail: 'Not yet.', blockers: [] })
    const batch = [reported('WK-1'), wrong, noted, event('hau.received', 'WK-1'), 'nonsense', blocked, noted]
    const answer = await api.postBatch('supervisor', batch)
    expect(answer.status).toBe(200)
    const { results } = await said(answer)
    expect(results.map(({ code, status, type }) => [code, type ? problemName({ type }) : status])).toEqual([
      [201, 'accepted'],
      [422, 'invalid-event'],
      [201, 'accepted'],
      [403, 'forbidden'],
      [422, 'invalid-event'],
      [422, 'closure-blocked'],
      [200, 'duplicate'],
    ])
    expect(results[1]?.errors).toContainEqual(expect.objectContaining({ pointer: '/data/text' }))
    expect(api.state.kept.map(({ code, id }) => [code, id])).toEqual([
      ['invalid-event', 'wrong'],
      ['forbidden', 'WK-1-hau.received'],
      ['invalid-event', null],
      ['closure-blocked', 'blocked'],
    ])
    expect(JSON.parse(String(api.state.kept[0]?.body))).toEqual(wrong)
  })

  it('changes nothing when it is sent twice', async () => {
    const batch = [reported('WK-1'), event('log.noted', 'WK-1')]
    await api.postBatch('supervisor', batch)
    const { results } = await said(await api.postBatch('supervisor', batch))
    expect(results.map(({ code }) => code)).toEqual([200, 200])
  })

  it.each([
    ['no list', {}, 422, 'invalid-event'],
    ['an empty list', [], 422, 'invalid-event'],
    ['1,001 events', Array.from({ length: 1001 }, () => 1), 413, 'payload-too-large'],
    ['more than 4 MiB', `["${'b'.repeat(4 * 1024 * 1024)}"]`, 413, 'payload-too-large'],
    ['brackets only', '['.repeat(4_000_000), 422, 'invalid-event'],
  ])('is refused as a whole for %s', async (_what, body, status, name) => {
    const answer = await api.postBatch('supervisor', body)
    expect([answer.status, problemName(await said(answer))]).toEqual([status, name])
    expect(api.state.kept.map(({ code }) => code)).toEqual([name])
  })

  it('takes a thousand events', async () => {
    const batch = [reported('WK-1'), ...Array.from({ length: 999 }, (_, n) => event('log.noted', 'WK-1', { id: `n${n}` }))]
    const { results } = await said(await api.postBatch('supervisor', batch))
    expect(results.map(({ code }) => code)).toEqual(Array(1000).fill(201))
  })
})
