/** What every answer tells a browser: each header by name, on each kind of answer. */
import { Socket } from 'node:net'
import { ASSETS } from '../../src/frame/assets.ts'
import { NOTHING, securityHeaders } from '../../src/headers/securityHeaders.ts'
import { rawConnection, rawRequest } from '../support/raw.ts'
import { type Api, startApi } from './harness.ts'

const NOTHING_AT_ALL = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'"

const ALWAYS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}
const DATA = { ...ALWAYS, 'content-security-policy': NOTHING_AT_ALL, 'cache-control': 'no-store' }
/** JSON is UTF-8 by itself. */
const PROBLEM = expect.stringMatching(/^application\/problem\+json(; charset=utf-8)?$/)
const PAGE_POLICY = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types reassess',
  "connect-src 'self'",
].join(';')
const NO_DEVICES = { 'permissions-policy': 'camera=(), microphone=(), geolocation=()' }

const told = (headers: Headers) => Object.fromEntries(headers)
/** As they stand in the bytes of an answer. */
const written = (text: string) => told(new Headers((text.split('\r\n\r\n')[0] ?? '').split('\r\n').slice(1).map(pairOf)))
const pairOf = (line: string): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]

describe('an answer of the API', () => {
  let api: Api
  beforeAll(async () => {
    api = await startApi()
  })
  afterAll(() => api.stop())

  it.each([
    ['JSON', '/v1/incidents', 200, 'application/json; charset=utf-8'],
    ['a problem of the reader', '/v1/incidents/nobody-reported', 404, PROBLEM],
    ['an address that is not there', '/v1/nothing', 404, PROBLEM],
    ['health', '/healthz', 200, 'application/json; charset=utf-8'],
    ['metrics', '/metrics', 200, expect.stringMatching(/^text\/plain;.*charset=utf-8/)],
    ['the description', '/openapi.json', 200, 'application/json; charset=utf-8'],
    ['a table', '/v1/registers/suspects-outstanding?format=csv', 200, 'text/csv; charset=utf-8'],
  ])('that is %s is kept by no browser and loads nothing', async (_, path, status, type) => {
    // A table leaves only with a reason.
    const answer = await api.send(path, 'supervisor', { headers: { 'x-reason': 'Inspection' } })
    expect(answer.status).toBe(status)
    expect(told(answer.headers)).toMatchObject({ ...DATA, 'content-type': type })
    await answer.text()
  })

  it('that says nothing but its head has the same', async () => {
    expect(told((await api.send('/v1/incidents', 'supervisor', { method: 'HEAD' })).headers)).toMatchObject(DATA)
  })

  it('that refuses a caller has the same', async () => {
    const answers = [await api.get('/v1/incidents', null), await api.post('supervisor', '{'), await api.post(null, 'x')]
    expect(answers.map(({ status }) => status)).toEqual([401, 422, 401])
    for (const { headers } of answers) expect(told(headers)).toMatchObject(DATA)
  })

  it('that is a stream has the same, and no proxy may change it', async () => {
    const stop = new AbortController()
    const answer = await api.send('/v1/stream', 'supervisor', { signal: stop.signal })
    expect(told(answer.headers)).toMatchObject({ ...DATA, 'cache-control': 'no-store, no-transform' })
    stop.abort()
  })

  it('that a browser may keep and must ask for again is the detector alone, which tells of nobody', async () => {
    await api.report('WK-1')
    const kept = { ...DATA, 'cache-control': 'private, no-cache', etag: '"f00d"' }
    const path = '/v1/incidents/WK-1/detector'
    expect(told((await api.get(path)).headers)).toMatchObject(kept)
    const again = await api.send(path, 'supervisor', { headers: { 'if-none-match': '"f00d"' } })
    expect(again.status).toBe(304)
    expect(told(again.headers)).toMatchObject(kept)
  })

  it('that is the page of the API has a style of its own and nothing else', async () => {
    const { headers } = await api.get('/docs', null)
    expect(told(headers)).toMatchObject({ ...DATA, ...NO_DEVICES, 'content-security-policy': expect.any(String) })
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none';style-src 'sha256-[\w+/]{43}='$/,
    )
  })
})

it('a page of signing in is kept by no browser, runs our files alone, and sends its forms to us with their origin', async () => {
  const api = await startApi({ people: {} })
  const { headers } = await api.get('/sign-in', null)
  expect(told(headers)).toMatchObject({
    ...{ ...DATA, ...NO_DEVICES, 'content-security-policy': PAGE_POLICY, 'referrer-policy': 'same-origin' },
    'content-type': 'text/html; charset=utf-8',
  })
  await api.stop()
})

describe('an answer that no route gives', () => {
  it('has the same: bytes that are not HTTP', async () => {
    const api = await startApi()
    const { text } = await rawRequest(api.url, 'HELLO')
    expect(text).toMatch(/problems\/malformed-request/)
    expect(written(text)).toMatchObject({ ...ALWAYS, 'content-security-policy': NOTHING_AT_ALL, 'cache-control': 'no-store' })
    await api.stop()
  })

  it('has the same: a connection beyond those that the process holds', async () => {
    const api = await startApi({ connections: { connections: 1, spare: 1 } })
    const first = await rawConnection(api.url)
    const { text } = await rawRequest(api.url, 'GET /v1/incidents HTTP/1.1\r\nHost: localhost')
    expect(text).toMatch(/problems\/too-busy/)
    expect(written(text)).toMatchObject(DATA)
    first.end()
    await api.stop()
  })
})

describe('the board', () => {
  let api: Api
  let cookie: Readonly<Record<string, string>>
  beforeAll(async () => {
    api = await startApi({ people: {} })
    const person = { issuer: 'urn:test', subject: 'ann', name: 'ann' }
    cookie = (await api.signedIn('supervisor', person)).cookie
  })
  afterAll(() => api.stop())

  const PAGE = {
    ...ALWAYS,
    ...NO_DEVICES,
    'cache-control': 'no-store',
    'content-security-policy': PAGE_POLICY,
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'same-origin',
  }
  const get = (path: string, headers = {}) => fetch(api.url + path, { redirect: 'manual', headers })

  it('is kept by no browser, runs its own files only, and makes markup by one named policy', async () => {
    const answer = await get('/', cookie)
    expect(answer.status).toBe(200)
    expect(told(answer.headers)).toMatchObject(PAGE)
  })

  it('says no less of itself where it refuses', async () => {
    const answer = await get('/incidents/nobody-reported', cookie)
    expect(answer.status).toBe(404)
    expect(told(answer.headers)).toMatchObject(PAGE)
  })

  it.each(['board.css', 'govuk.css', 'icon.svg'])('loads %s, which is the same for as long as the release', async (file) => {
    const answer = await get(`${ASSETS}/${file}`)
    expect(answer.status).toBe(200)
    expect(told(answer.headers)).toMatchObject({
      ...ALWAYS,
      'content-security-policy': NOTHING_AT_ALL,
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  it('keeps no way to its page where nobody is signed in', async () => {
    const { status, headers } = await get('/')
    expect(status).toBe(303)
    expect(told(headers)).toMatchObject({ ...ALWAYS, 'cache-control': 'no-store', location: '/sign-in?to=%2F' })
  })

  it.each(['', '/', '/../assets.ts', '/%2e%2e/assets.ts', '/styles/../../assets.ts', '/board.css/', '/__proto__'])(
    'gives no file and no list of files for %s',
    async (path) => expect((await rawRequest(api.url, `GET ${ASSETS}${path} HTTP/1.1\r\nHost: localhost`)).status).toBe(404),
  )
})

describe('a browser is told to use https alone', () => {
  const HSTS = 'strict-transport-security'
  const always = 'max-age=31536000; includeSubDomains'

  it('where the request came over TLS', () => {
    const headers = securityHeaders(NOTHING)
    expect(headers(Object.assign(new Socket(), { encrypted: true })).get('Strict-Transport-Security')).toBe(always)
    expect(headers(new Socket()).has('Strict-Transport-Security')).toBe(false)
  })

  it('where PUBLIC_URL says that callers come by https, and not in a trial on loopback', async () => {
    const [trial, behind] = await Promise.all([startApi(), startApi({ publicHttps: true })])
    for (const path of ['/v1/incidents', '/v1/nothing', '/docs', '/healthz']) {
      expect((await trial.get(path)).headers.get(HSTS)).toBeNull()
      expect((await behind.get(path)).headers.get(HSTS)).toBe(always)
    }
    expect(written((await rawRequest(trial.url, 'HELLO')).text)).not.toHaveProperty(HSTS)
    expect(written((await rawRequest(behind.url, 'HELLO')).text)).toHaveProperty(HSTS, always)
    await Promise.all([trial.stop(), behind.stop()])
  })
})
