import { rawConnection } from '../support/raw.ts'
import { type Api, event, keyOf, reported, said, startApi } from './harness.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.stop())

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
    expect(api.told).toMatchObject({ refused: ['WK-7'], reported: [] })
  })

  it('in a batch is told of each, and who was reported', async () => {
    await api.postBatch('control-room', [reported('WK-1'), { ...reported('WK-8'), data: {} }, large, event('log.noted', 'WK-9')])
    expect(api.told).toMatchObject({ refused: ['WK-8', 'WK-7', 'WK-9'], reported: ['WK-1'] })
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
