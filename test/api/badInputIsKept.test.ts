import { TooBusy } from '../../src/engine/engine.ts'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { type Api, event, problemName, reported, said, startApi } from './harness.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.stop())

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
