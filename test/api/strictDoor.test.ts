/** What the door refuses before any route looks at it, and what the log says of whoever was refused. */
import { rawRequest } from '../support/raw.ts'
import { type Api, keyOf, problemName, startApi } from './harness.ts'

const SUPERVISOR = `Host: localhost\r\nAuthorization: Bearer ${keyOf('supervisor')}`
const POST = `POST /v1/events HTTP/1.1\r\n${SUPERVISOR}\r\nContent-Type: application/cloudevents+json`

let api: Api
beforeAll(async () => {
  api = await startApi({ trustedProxies: ['127.0.0.1'] })
})
afterAll(() => api.stop())

/** A proxy and this process must agree where a request ends, or a second request hides in its body. */
it.each([
  ['a length and chunks', `${POST}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked`],
  ['two lengths', `${POST}\r\nContent-Length: 5\r\nContent-Length: 6`],
  ['chunks under another name', `${POST}\r\nTransfer-Encoding: xchunked`],
  ['chunks that are not last', `${POST}\r\nTransfer-Encoding: chunked, identity`],
  ['a header that goes on in the next line', `${POST}\r\nX-Folded: a\r\n b`],
  ['a blank before the colon', 'GET /v1/incidents HTTP/1.1\r\nHost : localhost'],
])('does not read a request that has %s', async (_, head) => {
  const { status, text } = await rawRequest(api.url, head)
  expect(status).toBe(400)
  expect(text).toContain('/malformed-request"')
})

it('sends no request back, and lets no other origin read', async () => {
  const asked = `\r\n${SUPERVISOR}\r\nOrigin: https://elsewhere.example`
  for (const line of ['TRACE /v1/incidents HTTP/1.1', 'OPTIONS /v1/incidents HTTP/1.1\r\nAccess-Control-Request-Method: GET']) {
    const { status, text } = await rawRequest(api.url, line + asked)
    expect(status).toBe(405)
    expect(text).not.toMatch(/access-control|elsewhere/i)
  }
  const { status, text } = await rawRequest(api.url, `GET /v1/incidents HTTP/1.1${asked}`)
  expect(status).toBe(200)
  expect(text).not.toMatch(/access-control/i)
})

it('takes a parameter once, and as a text', async () => {
  for (const query of ['limit=1&limit=2', 'limit[]=1', 'limit[a]=1', 'no-such=1']) {
    const answer = await api.get(`/v1/incidents?${query}`)
    expect([query, answer.status, problemName((await answer.json()) as { type: string })]).toEqual([query, 422, 'invalid-query'])
  }
})

it('logs who was refused: the key, the address, the route and the reason, and nothing of what was asked', async () => {
  const before = api.logged.length
  const headers = { 'x-forwarded-for': '10.9.8.7' }
  const { headers: answered } = await api.send('/v1/refusals?incident=WK-secret', 'officer', { headers })
  expect(api.logged.slice(before).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      msg: 'request refused',
      status: 403,
      code: 'forbidden',
      key: 'key-of-officer',
      from: '10.9.8.7',
      method: 'GET',
      route: '/v1/refusals',
      request: answered.get('x-request-id'),
    }),
  ])
  expect(api.logged.slice(before).join('')).not.toContain('WK-secret')
})
