/** What the CloudEvents HTTP binding and its JSON format let a sender do, and what of it is refused, with the pointer. */
import { request } from 'node:http'
import { type Api, reported, said, startApi } from './harness.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.stop())

type Sent = Record<string, string | string[]>

const { data: DATA, ...ATTRIBUTES } = reported('WK-1')
const HEADERS: Sent = Object.fromEntries(Object.entries(ATTRIBUTES).map(([name, value]) => [`ce-${name}`, String(value)]))

interface Answered {
  readonly code: number
  /** Of a 422: what is wrong, each with its pointer. */
  readonly wrong: readonly [string, string][]
}

const answered = async (answer: Response | { status: number; json(): Promise<unknown> }): Promise<Answered> => {
  const { errors = [] } = (await answer.json()) as { errors?: { pointer: string; detail: string }[] }
  return { code: answer.status, wrong: errors.map(({ pointer, detail }) => [pointer, detail]) }
}

/** In binary mode; `fetch` would join headers of one name and refuse odd ones. */
const binary = (more: Sent = {}, body: string | Buffer = JSON.stringify(DATA)): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: 'Bearer control-room~warwickshire',
      'content-type': 'application/json',
      ...HEADERS,
      ...more,
    }
    const sent = request(`${api.url}/v1/events`, { method: 'POST', headers }, async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk as Buffer)
      const json = async () => JSON.parse(Buffer.concat(chunks).toString()) as unknown
      resolve(await answered({ status: answer.statusCode ?? 0, json }))
    })
    sent.once('error', reject)
    sent.end(body)
  })

const structured = async (body: unknown, contentType?: string) =>
  answered(await api.post('control-room', typeof body === 'string' ? body : JSON.stringify(body), contentType))
const pointers = ({ wrong }: Answered) => wrong.map(([pointer]) => pointer)

describe('binary mode', () => {
  it('is the same event as in structured mode, and a duplicate of it', async () => {
    expect(await binary()).toEqual({ code: 201, wrong: [] })
    const inBinary = api.state.recorded[0]
    expect(await structured(reported('WK-1'))).toEqual({ code: 200, wrong: [] })
    expect(inBinary).toEqual(api.state.recorded[1])
  })

  it('reads headers as the binding writes them: percent-encoded, quoted, with extensions and media type parameters', async () => {
    const answer = await binary({
      'CE-ID': 'Euro%20%E2%82%AC%20%f0%9f%98%80',
      'ce-source': '"urn:a:\\b"',
      'ce-traceparent': '00-aa-bb-01',
      'content-type': 'application/vnd.control-room+json; charset="UTF-8"',
    })
    expect(answer).toEqual({ code: 201, wrong: [] })
    expect(api.state.recorded[0]).toMatchObject({ id: 'Euro € 😀', source: 'urn:a:b' })
  })

  it.each<[string, Sent, string]>([
    ['bytes that are no UTF-8', { 'ce-id': '%C0%A0' }, '/id'],
    ['a per cent sign that begins nothing', { 'ce-id': '100%' }, '/id'],
    ['what is not encoded', { 'ce-id': 'Caf\u00e9' }, '/id'],
    ['an attribute twice', { 'ce-id': ['a', 'b'] }, '/id'],
    ['the media type in a second place', { 'ce-datacontenttype': 'application/json' }, '/datacontenttype'],
    ['data in a header', { 'ce-data': '{}' }, '/data'],
    ['an attribute that there is not', { 'ce-my-extension': 'x' }, '/my-extension'],
    ['no time', { 'ce-time': '' }, '/time'],
    ['another version', { 'ce-specversion': '0.3' }, '/specversion'],
    ['a name that would reach into every object', { 'ce-__proto__': 'x' }, ''],
    ['33 extensions', Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`ce-x${n}`, 'x'])), ''],
  ])('refuses %s', async (_, headers, pointer) => {
    const answer = await binary(headers)
    expect([answer.code, pointers(answer)]).toEqual([422, [pointer]])
    expect(api.state.recorded).toEqual([])
  })

  it('points into the data of a body that is wrong, and keeps headers and body of what it refuses', async () => {
    for (const [body, pointer] of [
      ['{', '/data'],
      ['', '/data'],
      ['{"force":1,"force":2}', '/data/force'],
      [Buffer.from('{"force":"\xff"}', 'latin1'), '/data'],
    ] as const)
      expect([body, pointers(await binary({}, body))]).toEqual([body, [pointer]])
    expect(api.state.kept[0]).toMatchObject({ incident: 'WK-1', id: ATTRIBUTES.id, code: 'invalid-event' })
    expect(String(api.state.kept[0]?.body)).toMatch(/^ce-[\s\S]*ce-subject: WK-1\r\n[\s\S]*\r\n\r\n\{$/)
  })

  it('takes JSON alone', async () => {
    for (const type of ['application/xml', 'text/plain', 'application/json; charset=utf-16', 'application/cloudevents+xml'])
      expect([type, (await binary({ 'content-type': type })).code]).toEqual([type, 415])
    expect((await structured(DATA, 'application/json')).code).toBe(415)
  })
})

describe('the JSON format', () => {
  it('leaves an attribute out by null', async () => {
    const nulls = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`x${n}`, null]))
    const sent = { ...reported('WK-1'), ...nulls, datacontenttype: null, dataschema: null, data_base64: null, Odd: null }
    expect((await structured(sent)).code).toBe(201)
    expect((await structured({ ...reported('WK-2'), time: null })).wrong).toEqual([['/time', 'is required']])
    const nothing = [['/data', 'is required, as JSON: `data_base64` is not taken']]
    expect((await structured({ ...reported('WK-2'), data: null })).wrong).toEqual(nothing)
    expect((await structured({ ...reported('WK-2'), data: null, data_base64: 'e30=' })).wrong).toEqual(nothing)
  })

  it('takes any way to say JSON, and any schema of it; nothing else', async () => {
    const types = [
      'application/json; charset=UTF-8',
      'Application/JSON;charset="utf-8";v=1',
      'application/vnd.a+json',
      'text/json',
    ]
    for (const [n, datacontenttype] of types.entries())
      expect([
        datacontenttype,
        (await structured({ ...reported(`WK-${n}`), datacontenttype, dataschema: 'urn:x' })).code,
      ]).toEqual([datacontenttype, 201])
    for (const datacontenttype of ['application/xml', 'application/json; charset=latin1', '', 7])
      expect(pointers(await structured({ ...reported('WK-1'), datacontenttype }))).toEqual(['/datacontenttype'])
    const base64 = await structured({ ...reported('WK-1'), data_base64: 'e30=' })
    expect(base64.wrong).toEqual([['/data_base64', 'is not taken: send the data as JSON, in `data`']])
  })

  it('names an incident that an address can name', async () => {
    for (const subject of ['.', '..']) expect(pointers(await structured({ ...reported('WK-1'), subject }))).toEqual(['/subject'])
    for (const subject of ['...', '.a', 'a.']) expect((await structured(reported(subject))).code).toBe(201)
  })

  it('has each name once in an object, also in another spelling; the same name elsewhere is another', async () => {
    const text = JSON.stringify(reported('WK-1'))
    const twice = (from: string, to: string) => structured(text.replace(from, to))
    expect((await twice('"channel":', '"channel":"101","channel":')).wrong).toEqual([
      ['/data/channel', 'is twice in this object'],
    ])
    expect(pointers(await twice('"channel":', '"ch\\u0061nnel":"101","channel":'))).toEqual(['/data/channel'])
    expect(pointers(await twice('"id":', '"id":"first","id":'))).toEqual(['/id'])
    expect(pointers(await twice('"force":', '"more":[0,{"a/b":{},"a/b":1}],"force":'))).toEqual(['/data/more/1/a~1b'])
    expect(pointers(await twice('"force":', '"__proto__":1,"__proto__":2,"force":'))).toEqual(['/data/__proto__'])
    const many = Object.fromEntries(Array.from({ length: 2_100 }, (_, nth) => [`k${nth}`, nth]))
    const deep = `${'['.repeat(40)}${']'.repeat(40)}`
    for (const first of [JSON.stringify(many), deep]) {
      const hidden = await twice('"data":', `"data":${first},"data":`)
      expect(hidden.wrong).toEqual([['', expect.stringContaining('may have a name twice')]])
    }
    expect(api.state.recorded).toEqual([])
    const colons = { ...reported('WK-1'), data: { ...(DATA as object), narrative: 'He said: "a":1, \\"b\\":{' } }
    expect((await structured(colons)).code).toBe(201)
  })

  it('is refused in its place in a batch, when it has a name twice or is not UTF-8', async () => {
    const [first, second, third, fourth] = [1, 2, 3, 4].map((n) => JSON.stringify(reported(`WK-${n}`)))
    const twice = second?.replace('"channel":', '"channel":"101","channel":')
    const latin1 = third?.replace('"channel":"', '"channel":"\xe9')
    const body = Buffer.from(`[${[first, twice, latin1, fourth].join()}]`, 'latin1')
    const answer = await api.post('control-room', body, 'application/cloudevents-batch+json')
    const { results } = await said(answer)
    expect(results.map(({ code, errors }) => [code, (errors as { pointer: string }[] | undefined)?.[0]?.pointer])).toEqual([
      [201, undefined],
      [422, '/data/channel'],
      [422, ''],
      [201, undefined],
    ])
    expect(api.state.kept.map(({ incident }) => incident)).toEqual(['WK-2', 'WK-3'])
  })
})
