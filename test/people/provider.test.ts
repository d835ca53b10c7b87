/** People sign in at a real OpenID Connect provider, over HTTP, with the cookies of a browser. */
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { begun, proofsOf } from '../../src/people/beginning.ts'
import { createProvider } from '../../src/people/provider.ts'
import { type Api, event, startApi } from '../api/harness.ts'
import { createBrowser, fieldIn, type Seen } from '../support/browse.ts'
import { CLIENT, startProvider, type TestProvider } from '../support/oidcProvider.ts'

const NAMES = { name: 'preferred_username', roles: 'groups', force: 'org' }
const ANN = { sub: 'u-1', claims: { preferred_username: 'sup-1', groups: ['supervisor', 'staff'], org: 'warwickshire' } }

let provider: TestProvider
let api: Api
const time = { ms: Date.parse('2026-03-01T20:00:00.000Z') }
const settings = () => ({ issuer: provider.issuer, ...CLIENT, claims: NAMES })

beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.stop())
beforeEach(async () => {
  api = await startApi({ people: { provider: createProvider(settings()), nowMs: () => time.ms } })
  provider.origin = api.url
  provider.account = ANN
})
afterEach(() => api.stop())

const isOurs = (path: string) => (url: URL) => url.origin === api.url && url.pathname === path
/** Signs in, as far as the address that the provider sends the browser back to. */
const toCallback = (browser = createBrowser(), to = '/') =>
  browser.go(`${api.url}/sign-in/start?to=${encodeURIComponent(to)}`, {}, isOurs('/sign-in/callback'))
/** Signed in, and led to where they wanted to go: the board is not served here. */
const signedIn = async () => {
  const browser = createBrowser()
  const seen = await browser.go(`${api.url}/sign-in/start?to=/docs`)
  expect([seen.status, seen.url.pathname]).toEqual([200, '/docs'])
  const me = await browser.go(`${api.url}/v1/me`)
  return { browser, me: JSON.parse(me.text) as Record<string, string>, session: me.headers.get('x-session') }
}
const titleOf = ({ text }: Seen) => /<h1[^>]*>(.*?)<\/h1>/.exec(text)?.[1]
const COOKIE = '__Host-reassess'
const BEGUN = '__Host-reassess-sign-in'

it('signs a person in: role and force from the claims, the person by issuer and subject', async () => {
  const { me, session } = await signedIn()
  expect(me).toEqual({
    ...{ key: session, role: 'supervisor', force: 'warwickshire', roles: ['supervisor'], authMode: 'oidc', vouches: false },
    person: { id: 'sup-1', name: 'sup-1', issuer: provider.issuer, subject: 'u-1' },
    csrf: expect.stringMatching(/^[\w-]{86}$/),
    ...{ endsAt: expect.any(String), idleEndsAt: expect.any(String) },
  })
})

it('asks for a code with PKCE, state and nonce, and keeps a cookie that no script reads', async () => {
  const start = await createBrowser().go(`${api.url}/sign-in/start`, {}, () => true)
  const answer = await fetch(`${api.url}/sign-in/start`, { redirect: 'manual' })
  expect(answer.headers.get('set-cookie')).toMatch(
    /^__Host-reassess-sign-in=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  const asked = Object.fromEntries(start.url.searchParams)
  expect(start.url.origin).toBe(provider.issuer)
  expect(asked).toMatchObject({
    ...{ response_type: 'code', client_id: 'reassess', code_challenge_method: 'S256', scope: 'openid profile groups org' },
    redirect_uri: `${api.url}/sign-in/callback`,
    ...{ state: expect.stringMatching(/^[\w-]{43}$/), nonce: expect.any(String), code_challenge: expect.any(String) },
  })
  const browser = createBrowser()
  const back = await toCallback(browser)
  const done = await browser.go(back.url, {}, isOurs('/'))
  expect(done.headers.getSetCookie().find((line) => line.startsWith(`${COOKIE}=`))).toMatch(
    /^__Host-reassess=rs_[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
})

it('begins at a press on our own page: a link of another site leads there', async () => {
  const ledTo = async (site: string) => {
    const headers = { 'sec-fetch-site': site }
    const { headers: told } = await fetch(`${api.url}/sign-in/start?to=/docs`, { headers, redirect: 'manual' })
    return told.get('location')
  }
  expect(await ledTo('cross-site')).toBe('/sign-in?to=%2Fdocs')
  expect(await ledTo('same-origin')).toMatch(new RegExp(`^${provider.issuer}/`))
})

it('posts with the token of the session, as that person', async () => {
  await api.report('WK-1')
  const { browser, me, session } = await signedIn()
  const body = JSON.stringify(event('log.noted', 'WK-1'))
  const post = (headers: Record<string, string>) =>
    browser.go(`${api.url}/v1/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/cloudevents+json', ...headers },
    })
  expect((await post({})).status).toBe(403)
  expect((await post({ 'x-csrf-token': me.csrf ?? '' })).status).toBe(201)
  expect(api.state.recorded.at(-1)?.actor).toMatchObject({ role: 'supervisor', key: session })
})

describe('refuses', () => {
  const refused = (seen: Seen, why: string) => {
    expect([seen.status, titleOf(seen)]).toEqual([400, 'You are not signed in'])
    expect(seen.text).toContain(`<code>${why}</code>`)
  }
  const changed = (url: URL, name: string, value: string) => {
    const other = new URL(url)
    other.searchParams.set(name, value)
    return other
  }

  it('an answer with another state', async () => {
    const browser = createBrowser()
    const { url } = await toCallback(browser)
    refused(await browser.go(changed(url, 'state', 'x'.repeat(43))), 'oauth_invalid_response')
    expect([...browser.cookies(api.url).keys()]).toEqual([])
  })

  it('an answer that another browser began: nobody can sign somebody else in as themselves', async () => {
    const { url } = await toCallback()
    refused(await createBrowser().go(url), 'not-begun')
    const other = createBrowser()
    await toCallback(other)
    // Anybody may send what nobody began, so the log has no line of it.
    expect(api.logged.join('\n')).not.toContain('people: a sign-in failed')
    refused(await other.go(url), 'oauth_invalid_response')
    expect(api.logged.join('\n')).toContain('people: a sign-in failed')
  })

  it('a code that was used before, also with the cookie of that sign-in', async () => {
    const browser = createBrowser()
    const { url } = await toCallback(browser)
    const before = new Map(browser.cookies(api.url))
    expect((await browser.go(url, {}, isOurs('/'))).status).toBe(303)
    for (const [name, value] of before) browser.cookies(api.url).set(name, value)
    refused(await browser.go(url), 'invalid_grant')
  })

  it('a sign-in that has opened a session already', async () => {
    const opened: unknown[] = []
    api.sessions.open = async ({ signIn }) => {
      opened.push(signIn)
      return null
    }
    const browser = createBrowser()
    const { url } = await toCallback(browser)
    const signIn = browser.cookies(api.url).get(BEGUN)
    refused(await browser.go(url), 'not-begun')
    expect([opened, browser.cookies(api.url).has(COOKIE)]).toEqual([[signIn], false])
  })

  it('a cookie that it did not make, and makes another secret of it for each proof', () => {
    const to = Buffer.from('/docs').toString('base64url')
    const random = 'r'.repeat(43)
    expect(begun(`${random}.100.${to}`, 100_000)).toEqual({ signIn: `${random}.100.${to}`, to: '/docs' })
    for (const wrong of [
      `r.100.${to}`,
      `${random}.102.${to}`,
      `${random}..${to}`,
      `${random}.100.`,
      `${random}.100.${'x'.repeat(801)}`,
    ])
      expect(begun(wrong, 100_000)).toBeNull()
    const away = Buffer.from('//elsewhere.example').toString('base64url')
    expect(begun(`${random}.100.${away}`, 100_000)?.to).toBe('/')
    expect(new Set(Object.values(proofsOf(random))).size).toBe(3)
  })

  it('an id token for another nonce, and a code for another verifier', async () => {
    for (const [name, why] of [
      ['nonce', 'oauth_jwt_claim_comparison_failed'],
      ['code_challenge', 'invalid_grant'],
    ] as const) {
      const browser = createBrowser()
      const { url: there } = await browser.go(`${api.url}/sign-in/start`, {}, () => true)
      const { url } = await browser.go(changed(there, name, 'x'.repeat(43)), {}, isOurs('/sign-in/callback'))
      refused(await browser.go(url), why)
    }
  })

  it('an id token that the provider has not signed', async () => {
    provider.forges = true
    const browser = createBrowser()
    refused(await browser.go((await toCallback(browser)).url), 'oauth_invalid_response')
    provider.forges = false
    expect(browser.cookies(api.url).has(COOKIE)).toBe(false)
  })

  it('an answer after ten minutes, and takes it just before', async () => {
    const late = createBrowser()
    const { url } = await toCallback(late)
    time.ms += 10 * 60_000
    refused(await late.go(url), 'not-begun')
    const inTime = createBrowser()
    const second = await toCallback(inTime)
    time.ms += 10 * 60_000 - 1
    expect((await inTime.go(second.url, {}, isOurs('/'))).status).toBe(303)
  })

  it('what the provider refuses, by its code alone', async () => {
    const browser = createBrowser()
    const { url } = await toCallback(browser)
    const denied = changed(changed(url, 'error', 'access_denied'), 'error_description', '<b>no</b>')
    denied.searchParams.delete('code')
    const seen = await browser.go(denied)
    refused(seen, 'access_denied')
    expect(seen.text).not.toContain('no</b>')
  })

  it.each([
    ['no role of ours', { groups: ['staff'] }, ['The claim groups holds no role of this service.']],
    ['no force', { org: undefined }, ['The claim org does not hold the short name of a force']],
    ['a force in another shape', { org: 'West Mercia' }, ['The claim org does not hold the short name of a force']],
    ['two forces', { org: ['warwickshire', 'kent'] }, ['The claim org names several forces']],
    ['no name', { preferred_username: ' ' }, ['The claim preferred_username does not hold a name']],
    ['nothing', { groups: [], org: [], preferred_username: 7 }, ['claim groups', 'claim org', 'claim preferred_username']],
  ])('a person with %s, and says what is missing and who must mend it', async (_, claims, said) => {
    provider.account = { ...ANN, claims: { ...ANN.claims, ...claims } }
    const browser = createBrowser()
    const seen = await browser.go((await toCallback(browser)).url)
    expect([seen.status, titleOf(seen)]).toEqual([403, 'You may not use Reassess yet'])
    for (const line of said) expect(seen.text).toContain(line)
    expect(seen.text).toContain('must put this right')
    expect(browser.cookies(api.url).has(COOKIE)).toBe(false)
  })
})

it('lets a person with several roles choose one, once, under a new token', async () => {
  provider.account = { ...ANN, claims: { ...ANN.claims, groups: ['auditor', 'supervisor', 'boss'] } }
  const browser = createBrowser()
  const choice = await browser.go(`${api.url}/sign-in/start?to=${encodeURIComponent('/docs')}`)
  expect(titleOf(choice)).toBe('Choose your role')
  const before = browser.cookies(api.url).get(COOKIE)
  expect((await browser.go(`${api.url}/v1/me`)).status).toBe(401)
  const fields = { csrf: fieldIn(choice, 'csrf'), to: fieldIn(choice, 'to') }

  expect((await browser.post(`${api.url}/sign-in/role`, { ...fields, role: 'supervisor', csrf: '' })).status).toBe(403)
  expect((await browser.post(`${api.url}/sign-in/role`, { ...fields, role: 'duty-superintendent' })).status).toBe(403)
  const chosen = await browser.post(`${api.url}/sign-in/role`, { ...fields, role: 'auditor' })
  expect([chosen.status, chosen.url.pathname]).toEqual([200, '/docs'])
  expect(browser.cookies(api.url).get(COOKIE)).not.toBe(before)
  const me = await browser.go(`${api.url}/v1/me`)
  expect(JSON.parse(me.text)).toMatchObject({ role: 'auditor', roles: ['supervisor', 'auditor'] })
  expect((await browser.go(`${api.url}/v1/me`, { headers: { cookie: `${COOKIE}=${before}` } })).status).toBe(401)
  // Another role is another sign-in.
  const again = await browser.post(`${api.url}/sign-in/role`, {
    csrf: (JSON.parse(me.text) as { csrf: string }).csrf,
    role: 'supervisor',
  })
  expect(again.status).toBe(403)
})

it('gives another session at each sign-in, and ends the one that this browser had', async () => {
  const { browser, session } = await signedIn()
  const before = browser.cookies(api.url).get(COOKIE)
  await browser.go(`${api.url}/sign-in/start?to=/docs`)
  expect((await browser.go(`${api.url}/v1/me`)).headers.get('x-session')).not.toBe(session)
  expect((await browser.go(`${api.url}/v1/me`, { headers: { cookie: `${COOKIE}=${before}` } })).status).toBe(401)
})

it('signs out here and at the provider', async () => {
  const { browser } = await signedIn()
  const page = await browser.go(`${api.url}/sign-in`)
  expect(titleOf(page)).toBe('You are signed in')
  expect((await browser.post(`${api.url}/sign-out`, {})).status).toBe(403)
  const out = await browser.post(`${api.url}/sign-out`, { csrf: fieldIn(page, 'csrf') })
  expect([out.status, titleOf(out)]).toEqual([200, 'You are signed out'])
  expect(browser.cookies(api.url).has(COOKIE)).toBe(false)
  const there = new URL((/url=([^"]+)"/.exec(out.text)?.[1] ?? '').replaceAll('&amp;', '&'))
  expect(Object.fromEntries(there.searchParams)).toMatchObject({
    post_logout_redirect_uri: `${api.url}/sign-in`,
    id_token_hint: expect.any(String),
  })
  const asked = await browser.go(there)
  const action = /action="([^"]+)"/.exec(asked.text)?.[1] ?? ''
  const done = await browser.post(action, { xsrf: fieldIn(asked, 'xsrf'), logout: 'yes' })
  expect([done.url.origin, titleOf(done)]).toEqual([api.url, 'Sign in'])
})

it.each([
  [8_192, true],
  [8_193, false],
])('an ID token of %i characters is kept for the sign-out: %s', async (length, isKept) => {
  await api.stop()
  const answered = { issuer: provider.issuer, subject: 'u-1', claims: ANN.claims, idToken: 'x'.repeat(length) }
  const stub = { ...createProvider(settings()), complete: async () => answered }
  api = await startApi({ people: { provider: stub } })
  provider.origin = api.url
  const { browser } = await signedIn()
  const ended = await api.sessions.end(browser.cookies(api.url).get(COOKIE) ?? '')
  expect(ended?.idToken).toBe(isKept ? answered.idToken : null)
})

it('says that the provider does not answer, keeps taking keys and sessions, and works once it is back', async () => {
  await api.stop()
  await provider.stop()
  // A start needs no provider.
  api = await startApi({ people: { provider: createProvider(settings()) } })
  provider.origin = api.url
  const away = await createBrowser().go(`${api.url}/sign-in/start?to=/docs`)
  expect([away.status, titleOf(away)]).toEqual([502, `${new URL(provider.issuer).host} does not answer`])
  expect((await api.get('/v1/incidents')).status).toBe(200)
  expect((await createBrowser().go(`${api.url}/sign-in`)).status).toBe(200)
  expect(api.logged.join('\n')).toContain('people: the provider does not answer')
  await provider.start()
  expect((await createBrowser().go(`${api.url}/sign-in/start?to=/docs`)).url.pathname).toBe('/docs')
})

it('says so when the provider goes away on the way back', async () => {
  const browser = createBrowser()
  const { url } = await toCallback(browser)
  await provider.stop()
  const seen = await browser.go(url)
  await provider.start()
  expect([seen.status, titleOf(seen)]).toEqual([502, `${new URL(provider.issuer).host} does not answer`])
  expect(browser.cookies(api.url).has(COOKIE)).toBe(false)
})

it('gives up on a provider that takes the connection and says nothing', async () => {
  const held: Socket[] = []
  const silent = createServer((socket) => held.push(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as { port: number }
  const quiet = createProvider({ ...settings(), issuer: `http://127.0.0.1:${port}` })
  const began = performance.now()
  await expect(quiet.begin('x', api.url)).rejects.toMatchObject({ code: 'provider-away' })
  expect(performance.now() - began).toBeLessThan(8_000)
  for (const socket of held) socket.destroy()
  silent.close()
}, 15_000)

it('asks the provider what it can do once an hour, and uses what it said while it is away', async () => {
  const time = { ms: 0, asked: 0, away: false }
  const server = createHttpServer((_req, res) => {
    time.asked += 1
    if (time.away) return res.destroy()
    const { port } = server.address() as { port: number }
    const issuer = `http://127.0.0.1:${port}`
    res.setHeader('content-type', 'application/json')
    return res.end(JSON.stringify({ issuer, authorization_endpoint: `${issuer}/auth` }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const hourly = createProvider({ ...settings(), issuer: `http://127.0.0.1:${port}` }, () => time.ms)
  const askedAt = async (ms: number) => {
    time.ms = ms
    expect((await hourly.begin('x', api.url)).pathname).toBe('/auth')
    return time.asked
  }
  expect([await askedAt(0), await askedAt(3_599_999), await askedAt(3_600_000)]).toEqual([1, 1, 2])
  time.away = true
  expect(await askedAt(7_200_000)).toBe(3)
  server.close()
})

it('writes no name, subject or token into the log', async () => {
  await signedIn()
  const log = api.logged.join('\n')
  expect(log).toMatch(/"from":"127\.0\.0\.1","msg":"people: signed in"/)
  for (const secret of ['sup-1', 'u-1', 'rs_']) expect(log).not.toContain(secret)
})
