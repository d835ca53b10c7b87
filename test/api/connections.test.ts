/** Who dawdles and who comes too often: limits that are kept, beside a server with longer ones on which the same callers stay. */
import { eventually } from '../support/eventually.ts'
import { type Raw, rawConnection, rawRequest } from '../support/raw.ts'
import { type Api, keyOf, startApi } from './harness.ts'

/** Far above the limits of the strict server below, and below the 30 s after which Node looks for itself. */
const PATIENCE = { giveUpMs: 28_000 }

const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost`
const POST = 'POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cloudevents+json'
const KEY = `Authorization: Bearer ${keyOf('control-room')}`

/** Said by Node, where its own limit ended the connection; what our own look ends, ends without a word. */
const TOO_SLOW = /^HTTP\/1\.1 408 /
const SERVED = /^HTTP\/1\.1 200 /
const UNREAD = /^$/

describe('a connection that never comes to an end', () => {
  let strict: Api
  let patient: Api
  beforeAll(async () => {
    const connections = { headersMs: 200, requestMs: 400, keepAliveMs: 300, unreadMs: 400, lookMs: 50 }
    ;[strict, patient] = await Promise.all([startApi({ connections }), startApi()])
  })
  afterAll(() => Promise.all([strict.stop(), patient.stop()]))

  it.each([
    ['says nothing', '', '', TOO_SLOW],
    ['drips its headers', `${GET('/healthz')}\r\nX-Slow: `, 'a', TOO_SLOW],
    ['drips its body', `${POST}\r\n${KEY}\r\nContent-Length: 100000\r\n\r\n`, 'a', TOO_SLOW],
    ['drips its body in chunks', `${POST}\r\n${KEY}\r\nTransfer-Encoding: chunked\r\n\r\n`, '1\r\na\r\n', TOO_SLOW],
    ['drips a body that was refused already', `${POST}\r\nContent-Length: 100000\r\n\r\n`, 'a', /^HTTP\/1\.1 401 /],
    ['drips the headers of its second request', `${GET('/healthz')}\r\n\r\n${GET('/healthz')}\r\nX-Slow: `, 'a', SERVED],
    ['drips line ends after an answer', `${GET('/healthz')}\r\n\r\n`, '\r\n', SERVED],
    ['reads none of its answers', `${GET('/openapi.json')}\r\n\r\n`.repeat(60), '\r\n', UNREAD],
  ])('is ended when it %s', async (_, head, more, answer) => {
    const reads = answer !== UNREAD
    const callers = await Promise.all([strict, patient].map(({ url }) => rawConnection(url, { reads })))
    const [caller, control] = callers as [Raw, Raw]
    for (const each of callers) {
      each.send(head)
      each.drip(more)
    }
    await eventually('it is ended', async () => !caller.isOpen(), undefined, PATIENCE)
    expect(caller.said()).toMatch(answer)
    expect(control.isOpen()).toBe(true)
    control.end()
  })

  it.each([
    ['is no HTTP', 'HELLO\r\n\r\n', 400, 'malformed-request'],
    ['names no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400, 'malformed-request'],
    ['expects what nobody meets', `${GET('/healthz')}\r\nExpect: beer\r\n\r\n`, 417, 'expectation-failed'],
    ['has headers without end', `${GET('/healthz')}\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['comes too slowly', `${POST}\r\n${KEY}\r\nContent-Length: 10\r\n\r\n`, 408, 'request-timeout'],
  ])('is told in a problem document when it %s', async (_, sent, status, problem) => {
    const caller = await rawConnection(strict.url)
    caller.send(sent)
    await eventually('it is told', async () => caller.said().includes('}'), undefined, PATIENCE)
    const [head = '', body = ''] = caller.said().split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(head).toMatch(/^Content-Type: application\/problem\+json/im)
    expect(JSON.parse(body)).toMatchObject({ status, type: expect.stringMatching(new RegExp(`/${problem}$`)) })
    caller.end()
  })

  it('is told to send its body only when that is about to be read', async () => {
    const ask = async (lines: string) => {
      const caller = await rawConnection(patient.url)
      caller.send(`POST /v1/events HTTP/1.1\r\n${lines}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`)
      await eventually('it is told something', async () => caller.said().includes('\r\n\r\n'))
      return caller
    }
    const type = 'Content-Type: application/cloudevents+json'
    for (const [lines, status] of [
      [`Host: evil.example\r\n${type}\r\n${KEY}`, 421],
      [`Host: localhost\r\n${type}`, 401],
      [`Host: localhost\r\n${type}\r\nAuthorization: Bearer rk_guess`, 401],
    ] as const) {
      const caller = await ask(lines)
      // Nobody can tell whether what follows is the body.
      await caller.ended
      expect(caller.said()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*^Connection: close`, 'ms'))
    }
    const known = await ask(`Host: localhost\r\n${type}\r\n${KEY}`)
    expect(known.said()).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    known.send('{}')
    await eventually('it is answered', async () => known.said().includes('invalid-event'))
    known.send(`${GET('/healthz')}\r\n\r\n`)
    await eventually('the connection goes on', async () => known.said().includes('HTTP/1.1 200'))
    known.end()
  })

  it('is let be while it listens to the stream, however long that is', async () => {
    const listener = await rawConnection(strict.url)
    listener.send(`${GET('/v1/stream')}\r\nAuthorization: Bearer ${keyOf('supervisor')}\r\n\r\n`)
    const dawdler = await rawConnection(strict.url)
    dawdler.send(`${GET('/healthz')}\r\n\r\n`)
    dawdler.drip('\r\n')
    await dawdler.ended
    expect([listener.isOpen(), listener.said()]).toEqual([true, expect.stringMatching(/^HTTP\/1\.1 200 .*^id: /ms)])
    listener.end()
  })
})

describe('connections', () => {
  const metric = async (api: Api, name: string) =>
    Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\d+)`, 'm').exec((await api.metrics.scrape()).text)?.[1])
  const connected = (api: Api, open: number) =>
    eventually(`${open} connections are open`, async () => (await metric(api, 'reassess_connections')) === open)

  it('have an end in all, beyond which health is answered and everything else is told to come again', async () => {
    const api = await startApi({ connections: { connections: 3, connectionsEach: 3, spare: 2, spareMs: 2_000, lookMs: 50 } })
    const taken = await Promise.all([1, 2, 3].map((end) => rawConnection(api.url, { from: `127.0.0.${end}` })))
    await connected(api, 3)

    expect((await rawRequest(api.url, GET('/healthz'), '127.0.0.4')).status).toBe(200)
    const refused = await rawRequest(api.url, `${POST}\r\n${KEY}\r\nContent-Length: 2\r\n\r\n{}`, '127.0.0.4')
    expect(refused).toEqual({
      status: 429,
      text: expect.stringMatching(/^Connection: close.*^Retry-After: 1.*problems\/too-busy/ims),
    })

    await connected(api, 3)
    const silent = await Promise.all([1, 2].map(() => rawConnection(api.url, { from: '127.0.0.4' })))
    await connected(api, 5)
    await (await rawConnection(api.url)).ended
    expect(silent.every((one) => one.isOpen())).toBe(true)
    await Promise.all(silent.map(({ ended }) => ended))
    expect(taken.every((one) => one.isOpen())).toBe(true)
    expect(await metric(api, 'reassess_connections_refused_total{why="all"}')).toBeGreaterThanOrEqual(5)
    expect(api.logged.filter((line) => line.includes('connections: this process is full'))).toHaveLength(1)

    taken[0]?.end()
    await connected(api, 2)
    const next = await rawRequest(api.url, GET('/v1/incidents'))
    expect(next.status).toBe(401)
    for (const one of taken) one.end()
    await api.stop()
  })

  it('of one address are a share that leaves room for others', async () => {
    const api = await startApi({ connections: { connections: 4, connectionsEach: 2 } })
    const taken = await Promise.all([1, 2].map(() => rawConnection(api.url)))
    await connected(api, 2)
    for (let more = 0; more < 5; more++) await (await rawConnection(api.url)).ended
    expect(taken.every((one) => one.isOpen())).toBe(true)
    expect((await rawRequest(api.url, GET('/openapi.json'), '127.0.0.2')).status).toBe(200)
    expect(await metric(api, 'reassess_connections_refused_total{why="address"}')).toBe(5)
    expect(api.logged.filter((line) => line.includes('"from":"127.0.0.1"'))).toHaveLength(1)
    for (const one of taken) one.end()
    await connected(api, 0)
    expect((await rawRequest(api.url, GET('/openapi.json'))).status).toBe(200)
    await api.stop()
  })
})
