import { TooBusy } from '../../src/engine/engine.ts'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { rawConnection } from '../support/raw.ts'
import { type Api, event, keyOf, problemName, reported, said, startApi } from './harness.ts'

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

describe('bad input', () => {
  const good = JSON.stringify(reported('WK-1'))
  const nested = (levels: number) =>
    good.replace('"narrative":', `"colour":${'['.repeat(levels)}${']'.repeat(levels)},"narrative":`)

  it.each([
    ['not JSON', '{"specversion":', ''],
    ['nothing', '', ''],
    ['not an object', '[]', ''],
    ['null', 'null', ''],
    ['nesting without end', '['.repeat(250_000), ''],
    ['33 levels', nested(31), ''],
    ['a __proto__ field', good.replace('"narrative":', '"__proto__":{"force":"kent"},"narrative":'), ''],
    ['a disguised __proto__ field', good.replace('"narrative":', '"\\u005f_proto__":1,"narrative":'), ''],
    ['an unknown type', good.replace('incident.reported.v1', 'incident.imagined.v1'), '/type'],
    ['another version of a type', good.replace('.v1', '.v2'), '/type'],
    ['a wrong type of value', good.replace('"channel":"999"', '"channel":true'), '/data/channel'],
    ['a required field left out', good.replace('"channel":"999",', ''), '/data/channel'],
    ['a required field left empty', good.replace('"channel":"999"', '"channel":" "'), '/data/channel'],
    ['NUL', good.replace('shouting', 'shou\\u0000ting'), '/data/narrative'],
    ['a lone surrogate', good.replace('shouting', 'shou\\ud800ting'), '/data/narrative'],
    ['a subject with a space', good.replace('"WK-1"', '"WK 1"'), '/subject'],
    ['no subject', good.replace('"subject":"WK-1",', ''), '/subject'],
    ['a time without offset', good.replace('"time":"2026-11-20T21:30:00Z"', '"time":"2026-11-20T21:30:00"'), '/time'],
    ['a day that does not exist', good.replace('"time":"2026-11-20T21:30:00Z"', '"time":"2026-02-30T21:30:00Z"'), '/time'],
    [
      'received after it happened',
      good.replace('"receivedAt":"2026-11-20T21:00:00Z"', '"receivedAt":"2026-11-20T21:32:01Z"'),
      '/data/receivedAt',
    ],
    ['a field of the envelope misspelt', good.replace('"source"', '"Source"'), '/source'],
  ])('refuses %s, says where, and keeps it', async (_what, body, pointer) => {
    const answer = await api.post('control-room', body)
    const problem = await said(answer)
    expect([answer.status, problemName(problem)]).toEqual([422, 'invalid-event'])
    expect(problem.errors.map(({ pointer }) => pointer)).toContain(pointer)
    expect(api.state.kept.map(({ code, body }) => [code, body.length])).toEqual([
      ['invalid-event', Math.min(body.length, 64 * 1024)],
    ])
    expect(api.state.recorded).toEqual([])
  })

  it('refuses bytes that are not UTF-8', async () => {
    const latin1 = new Uint8Array(Buffer.from(good.replace('shouting', 'caf\u00e9'), 'latin1'))
    expect((await api.post('control-room', latin1)).status).toBe(422)
  })

  it.each(['application/json', 'text/plain', 'application/cloudevents+json; charset=latin1', 'multipart/form-data; boundary=x'])(
    'does not take %s',
    async (contentType) => {
      const answer = await api.post('control-room', good, contentType)
      expect([answer.status, problemName(await said(answer))]).toEqual([415, 'unsupported-media-type'])
      expect(String(api.state.kept[0]?.body)).toBe(good)
    },
  )

  it('does not inflate a compressed body', async () => {
    const headers = { 'content-type': 'application/cloudevents+json', 'content-encoding': 'gzip' }
    expect((await api.send('/v1/events', 'control-room', { method: 'POST', headers, body: good })).status).toBe(415)
  })

  it('answers ten megabytes with 413, keeps the beginning, and lives', async () => {
    const answer = await api.post('control-room', `{"a":"${'b'.repeat(10_000_000)}"}`)
    expect([answer.status, problemName(await said(answer))]).toEqual([413, 'payload-too-large'])
    expect(api.state.kept[0]?.body.length).toBe(64 * 1024)
    expect((await api.post('control-room', good)).status).toBe(201)
  })
})

it('says what is wrong with a type that lacks its version, and with the key of another force', async () => {
  const bare = await said(await api.post('control-room', { ...reported('WK-7'), type: 'uk.police.da.incident.reported' }))
  expect(bare.errors).toEqual([{ pointer: '/type', detail: 'lacks its version: uk.police.da.incident.reported.v1' }])
  const other = await said(await api.post('control-room', reported('WK-7', 'kent')))
  expect(other.detail).toBe('This key is of the force warwickshire; /data/force names another.')
})

describe('what is refused of a subject', () => {
  const large = { ...reported('WK-7'), data: { narrative: 'x'.repeat(300_000) } }

  it.each([
    ['a report that says too little', { ...reported('WK-7'), data: {} }, 422],
    ['a report of another force', reported('WK-7', 'kent'), 403],
    ['a report by a role that may not', event('incident.closed', 'WK-7'), 403],
    ['a report that is too large', large, 413],
    ['a report that breaks off', JSON.stringify(reported('WK-7')).slice(0, -2), 422],
    [
      'a report whose subject comes last',
      JSON.stringify({ data: { subject: 'FAKE-1', x: 'y'.repeat(300_000) }, subject: 'WK-7' }),
      413,
    ],
    ['a report with escapes in its subject', `{"x":"${'y'.repeat(300_000)}","subject":"\\u0057K-7"}`, 413],
    ['a report whose subject ends in a tab', { ...reported('WK-7'), subject: 'WK-7\t' }, 422],
    ['a report whose subject is long', { ...reported(`WK-7${'\u200b'.repeat(80)}`) }, 422],
    [
      'a report whose subject comes twice',
      JSON.stringify(reported('WK-7')).replace('"subject"', '"subject":"WK-7","subject"'),
      422,
    ],
    ['an event of what nobody reported', event('log.noted', 'WK-7'), 404],
    ['a type that nobody knows', { ...event('log.noted', 'WK-7'), type: 'uk.police.da.log.notd.v1' }, 422],
  ])('is told: %s', async (_what, body, status) => {
    const answer = await api.post(status === 403 && _what.includes('may not') ? 'officer' : 'control-room', body)
    expect(answer.status).toBe(status)
    expect(api.told).toEqual({ refused: ['WK-7'], reported: [] })
  })

  it('in a batch is told of each, and who was reported', async () => {
    await api.postBatch('control-room', [reported('WK-1'), { ...reported('WK-8'), data: {} }, large, event('log.noted', 'WK-9')])
    expect(api.told).toEqual({ refused: ['WK-8', 'WK-7', 'WK-9'], reported: ['WK-1'] })
  })

  it('in a batch that is refused as a whole is told of each, wherever it is', async () => {
    const many = Array.from({ length: 1_001 }, (_, n) => ({ ...reported(`WK-${n % 3}`), data: { x: 'y'.repeat(200) } }))
    expect((await api.postBatch('control-room', many)).status).toBe(413)
    expect(api.told.refused).toEqual(['WK-0', 'WK-1', 'WK-2'])
    const broken = `[${JSON.stringify(reported('WK-4'))},${' '.repeat(100_000)}${JSON.stringify(reported('WK-5'))},{]`
    expect((await api.postBatch('control-room', broken)).status).toBe(422)
    expect(api.told.refused.slice(3)).toEqual(['WK-4', 'WK-5'])
  })

  it('in binary mode is told by its headers', async () => {
    const headers = { 'content-type': 'application/json', 'ce-subject': 'WK-7', 'ce-specversion': '1.0' }
    const body = JSON.stringify({ x: 'y'.repeat(300_000) })
    expect((await api.send('/v1/events', 'control-room', { method: 'POST', headers, body })).status).toBe(413)
    const text = { ...headers, 'content-type': 'text/plain' }
    expect((await api.send('/v1/events', 'control-room', { method: 'POST', headers: text, body: '{}' })).status).toBe(415)
    expect(api.told.refused).toEqual(['WK-7', 'WK-7'])
  })

  it('is told for a number as it was written, and for both of a doubled subject', async () => {
    const written = JSON.stringify(reported('WK-7'))
    const numbered = (digits: string) => written.replace('"WK-7"', digits)
    const large = `{"x":"${'y'.repeat(300_000)}","subject":-12.50}`
    // `true` names nobody, and its `e` is no number.
    for (const body of [numbered('4711'), numbered('12345678901234567890'), large, numbered('true')])
      expect((await api.post('control-room', body)).status).toBeGreaterThanOrEqual(413)
    expect(api.told.refused.splice(0)).toEqual(['4711', '12345678901234567890', '-12.50'])
    expect(api.state.kept.map(({ incident }) => incident)).toEqual(['4711', '12345678901234567890', '-12.50', null])

    const doubled = written.replace('"subject"', '"subject" : 8 ,"subject"')
    expect((await api.post('control-room', doubled)).status).toBe(422)
    expect(api.told.refused.splice(0).sort()).toEqual(['8', 'WK-7'])
    await api.postBatch('control-room', `[${doubled},${numbered('9')}]`)
    expect(api.told.refused.splice(0).sort()).toEqual(['8', '9', 'WK-7'])
    expect(api.state.kept.at(-2)?.subjects).toEqual(['WK-7', '8'])

    const twice = ['WK-1', 'WK-2'].map((subject) => `ce-subject: ${subject}`).join('\r\n')
    const head = `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n`
    const caller = await rawConnection(api.url)
    caller.send(`${head}ce-specversion: 1.0\r\n${twice}\r\nAuthorization: Bearer ${keyOf('control-room')}\r\n\r\n{}`)
    await caller.ended
    expect(api.told.refused).toEqual(['WK-1', 'WK-2'])
  })

  it('has a name of its own however long it is, the same in every way to send it', async () => {
    const long = `WK-${'7'.repeat(70)}`
    const subjects = [`${long}-1`, `${long}-2`, `x${'é'.repeat(600)}`]
    const asked: string[] = []
    for (const subject of subjects) {
      const sent = { ...reported('WK-1'), subject }
      await api.post('control-room', sent)
      await api.post('control-room', JSON.stringify(sent).replaceAll('é', '\\u00e9'))
      await api.post('control-room', { ...sent, data: { x: 'y'.repeat(300_000) } })
      await api.postBatch('control-room', [sent])
      const headers = { 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-subject': encodeURIComponent(subject) }
      await api.send('/v1/events', 'control-room', { method: 'POST', headers, body: '{}' })
      const told = new Set(api.told.refused.splice(0))
      expect(told.size).toBe(1)
      const [name = ''] = told
      expect(name).toMatch(/^.{51}~[0-9a-f]{12}$/)
      // Found by its name, and by what was written.
      for (const looked of [name, subject]) {
        expect((await api.get(`/v1/alerts?incident=${encodeURIComponent(looked)}`)).status).toBe(200)
        expect(api.state.alertsAsked?.incident).toBe(name)
      }
      asked.push(name)
    }
    expect(new Set(asked).size).toBe(3)
  })

  it('is found by whatever it names, line ends and controls as well', async () => {
    for (const [written, shown] of [
      ['a b', 'a b'],
      ['Wärwick–7', 'Wärwick–7'],
      ['4711', '4711'],
      ['WK\n7', 'WK 7'],
      [' WK\t\r\n 7\u0000\u0085', 'WK 7'],
      ['WK\u20287\u200b', 'WK 7'],
    ] as const) {
      expect((await api.post('control-room', { ...reported('WK-1'), subject: written, data: {} })).status).toBe(422)
      expect(api.told.refused.splice(0)).toEqual([shown])
      expect(api.state.kept.at(-1)?.incident).toBe(shown)
      for (const looked of [written, shown]) {
        expect((await api.get(`/v1/refusals?incident=${encodeURIComponent(looked)}`, 'auditor')).status).toBe(200)
        expect((await api.get(`/v1/alerts?incident=${encodeURIComponent(looked)}`)).status).toBe(200)
        expect(api.state.alertsAsked?.incident).toBe(shown)
      }
    }
    for (const incident of ['', '%09', '%E2%80%8B', 'x'.repeat(1_025)])
      expect((await api.get(`/v1/refusals?incident=${incident}`, 'auditor')).status).toBe(422)
    for (const path of ['/v1/refusals?incident=%FF', '/v1/alerts?incident=%E2%82&limit=1', '/v1/incidents?pri%C3ority=P1']) {
      const answer = await api.get(path)
      expect([answer.status, (await said(answer)).errors[0]?.detail]).toEqual([422, 'is not UTF-8, percent-encoded'])
    }
  })

  it('without a subject tells nobody, and is kept', async () => {
    const { subject: _, ...nameless } = reported('WK-7')
    for (const body of [nameless, { ...nameless, subject: [7] }, '{'])
      expect((await api.post('control-room', body)).status).toBe(422)
    expect(api.told.refused).toEqual([])
    expect(api.state.kept).toHaveLength(3)
  })

  it('is dismissed by a supervisor, with a reason', async () => {
    const post = (role: 'control-room' | 'supervisor', id: string, body: object) =>
      api.send(`/v1/alerts/${id}/dismiss`, role, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const said = { by: { id: 'sup-1', role: 'supervisor' }, reason: 'On paper, WK-4711.' }
    expect(await (await post('supervisor', 'refused-1', said)).json()).toMatchObject({ dismissed: said })
    expect((await post('supervisor', 'refused-2', said)).status).toBe(404)
    expect((await post('control-room', 'refused-1', said)).status).toBe(403)
    expect((await post('supervisor', 'refused-1', { by: said.by, reason: ' ' })).status).toBe(422)
    // A `subject` that should not be there reports nobody.
    expect((await post('supervisor', 'refused-1', { ...said, subject: 'WK-9' })).status).toBe(422)
    expect(api.told.refused).toEqual([])
  })
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

describe('never a 2xx for what is not on disk', () => {
  it.each([
    ['the record is away', new RecordUnavailable('down'), 503, 'record-unavailable', '2'],
    ['too much waits', new TooBusy('full'), 429, 'too-busy', '1'],
    ['something breaks', new Error('personal words'), 500, 'internal-error', null],
  ])('says so when %s, for one event and for a batch', async (_when, error, status, name, retryAfter) => {
    api.state.fails = error
    for (const answer of [
      await api.post('control-room', reported('WK-1')),
      await api.postBatch('control-room', [reported('WK-1'), 'nonsense']),
    ]) {
      const body = await answer.text()
      expect([answer.status, problemName(JSON.parse(body)), answer.headers.get('retry-after')]).toEqual([
        status,
        name,
        retryAfter,
      ])
      expect(body).not.toContain('personal words')
    }
    expect(api.state.kept).toEqual([])
    expect(api.logged.join()).not.toContain('personal words')
  })

  it('asks for it again when a refusal cannot be kept', async () => {
    api.state.keepFails = true
    const single = await api.post('control-room', '{')
    const batch = await api.postBatch('control-room', [reported('WK-1'), 'nonsense'])
    expect([single.status, batch.status]).toEqual([503, 503])
    expect([single, batch].map(({ headers }) => headers.get('retry-after'))).toEqual(['2', '2'])
  })
})

it('holds no more bodies than it may, and lets go of them', async () => {
  const small = await startApi({ limits: { heldBytes: 2000 } })
  const body = JSON.stringify(reported('WK-1'))
  const large = await small.post('control-room', body + ' '.repeat(3000))
  expect([large.status, large.headers.get('retry-after')]).toEqual([429, '1'])
  for (let n = 0; n < 5; n++) expect((await small.post('control-room', body)).ok).toBe(true)
  await small.stop()
})

it('logs a refusal in one line without what was sent', async () => {
  await api.post('control-room', event('incident.closed', 'WK-1'))
  const lines = api.logged.map((line) => JSON.parse(line))
  expect(lines).toEqual([
    expect.objectContaining({
      method: 'POST',
      route: '/v1/events',
      status: 403,
      code: 'forbidden',
      key: 'key-of-control-room',
      ms: expect.any(Number),
    }),
  ])
  expect(api.logged.join()).not.toMatch(/DASH accepted|WK-1|sup-1/)
})
