/** Signing in with a key, or as a person of the trial; over which connection, and to where. */
import type { SessionKind } from '../../src/engine/reads.ts'
import { sessionsOf } from '../../src/people/ofMode.ts'
import { ownPath } from '../../src/people/ownPath.ts'
import { TRIAL_PEOPLE } from '../../src/people/trialPeople.ts'
import { type Api, keyOf, startApi } from '../api/harness.ts'
import { createBrowser, fieldIn, type Seen } from '../support/browse.ts'
import { rawConnection } from '../support/raw.ts'

let api: Api
/** The whole answer to a request that no HTTP client sends. */
const sendRaw = async (text: string): Promise<string> => {
  const raw = await rawConnection(api.url)
  raw.send(text)
  await raw.ended
  return raw.said()
}
const start = async (...options: Parameters<typeof startApi>) => {
  api = await startApi(...options)
}
afterEach(() => api.stop())

const COOKIE = '__Host-reassess'
const titleOf = ({ text }: Seen) => /<h1[^>]*>(.*?)<\/h1>/.exec(text)?.[1]
const KEY = { key: keyOf('supervisor'), id: 'sup-9', role: 'supervisor' }
const signIn = (fields: Record<string, string> = KEY, headers: Record<string, string> = {}, browser = createBrowser()) =>
  browser.post(`${api.url}/sign-in`, { to: '/docs', ...fields }, headers).then((seen) => ({ browser, seen }))
const meOf = async (browser: ReturnType<typeof createBrowser>) =>
  JSON.parse((await browser.go(`${api.url}/v1/me`)).text) as Record<string, string>

describe('with a key', () => {
  beforeEach(() => start({ people: {} }))

  it('opens a session that acts as the key, and names who uses it', async () => {
    const { browser, seen } = await signIn()
    expect([seen.status, seen.url.pathname]).toEqual([200, '/docs'])
    expect(await meOf(browser)).toMatchObject({
      ...{ key: 'key-of-supervisor', role: 'supervisor', force: 'warwickshire', person: null, roles: ['supervisor'] },
      ...{ named: { id: 'sup-9', role: 'supervisor' }, authMode: 'key', vouches: false },
    })
  })

  it('asks again for what is missing or wrong, keeps the rest, and never shows the key', async () => {
    const { browser, seen } = await signIn({ key: 'a b', id: 'sup-<9>', role: 'boss' })
    expect([seen.status, browser.cookies(api.url).has(COOKIE)]).toEqual([422, false])
    for (const said of ['This is not a key.', 'Choose your role.', 'value="sup-&lt;9&gt;"']) expect(seen.text).toContain(said)
    const unknown = await signIn({ ...KEY, key: 'rk_unknown' })
    expect([unknown.seen.status, unknown.browser.cookies(api.url).has(COOKIE)]).toEqual([401, false])
    expect(unknown.seen.text).toContain('This server does not know the key: check it')
    expect(unknown.seen.text).not.toContain('rk_unknown')
    const expired = await signIn({ ...KEY, key: `${KEY.key}~expired` })
    expect([expired.seen.status, expired.seen.text.includes('This key expired on 2026-11-01')]).toEqual([401, true])
    expect((await signIn({ ...KEY, id: ' \u200b' })).seen.text).toContain('Say who you are.')
  })

  it('takes no role that the key has not, and says at the field which it has', async () => {
    const { browser, seen } = await signIn({ ...KEY, role: 'officer' })
    expect([seen.status, browser.cookies(api.url).has(COOKIE)]).toEqual([422, false])
    expect(seen.text).toContain(
      '<a href="#role">This key is for the role supervisor: choose that role, or give the key of yours.</a>',
    )
    expect(seen.text).toMatch(/<select[^>]* id="role"[^>]* aria-describedby="[^"]*role-error"/)
    expect(seen.text).toContain('value="sup-9"')
  })

  it('counts wrong keys with those of the API, and still takes a right one', async () => {
    for (let n = 0; n < 12; n++) await signIn({ ...KEY, key: `rk_${n}` })
    for (let n = 0; n < 8; n++) await api.send('/v1/incidents', null, { headers: { authorization: `Bearer rk_${n}` } })
    const { seen } = await signIn({ ...KEY, key: 'rk_again' })
    expect([seen.status, Number(seen.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect((await signIn()).seen.status).toBe(200)
  })

  it('refuses a form that another site sends: nobody works under a name that is not theirs', async () => {
    for (const said of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.example' }, { origin: 'null' }]) {
      const { seen } = await signIn(KEY, said)
      expect([seen.status, titleOf(seen)]).toEqual([403, 'This did not come from a page of Reassess'])
    }
    expect((await signIn(KEY, { 'sec-fetch-site': 'same-origin', origin: api.url })).seen.status).toBe(200)
  })

  it('signs out with the form of its own page alone', async () => {
    const { browser } = await signIn()
    const page = await browser.go(`${api.url}/sign-in?to=/docs`)
    expect([titleOf(page), page.text.includes('sup-9 (supervisor)')]).toEqual(['You are signed in', true])
    expect((await browser.post(`${api.url}/sign-out`, {})).status).toBe(403)
    // The browser sends no cookie with what another site posts; the answer must not take it away.
    const elsewhere = await createBrowser().post(`${api.url}/sign-out`, {}, { 'sec-fetch-site': 'cross-site' })
    expect([elsewhere.status, elsewhere.headers.getSetCookie()]).toEqual([403, []])
    const out = await browser.post(`${api.url}/sign-out`, { csrf: fieldIn(page, 'csrf') })
    expect([out.status, titleOf(out), browser.cookies(api.url).has(COOKIE)]).toEqual([200, 'You are signed out', false])
    expect((await browser.go(`${api.url}/v1/me`)).status).toBe(401)
    // Whose session is over already is signed out all the same.
    expect((await browser.post(`${api.url}/sign-out`, {})).status).toBe(200)
  })

  it('has no fictional people, also for who asks for one', async () => {
    expect((await createBrowser().go(`${api.url}/sign-in`)).text).not.toContain('name="person"')
    expect((await signIn({ person: 'sup-1' })).seen.status).toBe(403)
  })

  it('is a page without a script of anybody else, and takes no other method', async () => {
    const page = await createBrowser().go(`${api.url}/sign-in?to=${encodeURIComponent('/#/incident/WK-1"><script>')}`)
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'")
    expect(page.headers.get('referrer-policy')).toBe('same-origin')
    expect(page.text).not.toContain('"><script>')
    expect(fieldIn(page, 'to')).toBe('/#/incident/WK-1%22%3E%3Cscript%3E')
    expect((await createBrowser().go(`${api.url}/sign-in`, { method: 'PUT' })).status).toBe(405)
  })
})

describe('in the trial', () => {
  beforeEach(() => start({ people: { trialForce: 'warwickshire' } }))

  it('offers somebody for each role of a night, with two supervisors, and the key form below', async () => {
    const { text } = await createBrowser().go(`${api.url}/sign-in`)
    for (const { id } of TRIAL_PEOPLE) expect(text).toContain(`name="person" value="${id}"`)
    expect(TRIAL_PEOPLE.filter(({ role }) => role === 'supervisor')).toHaveLength(2)
    expect(text).toContain('API key')
  })

  it('signs a fictional person in by a button', async () => {
    const { browser, seen } = await signIn({ person: 'fim-1' })
    expect(seen.url.pathname).toBe('/docs')
    expect(await meOf(browser)).toMatchObject({
      role: 'force-incident-manager',
      person: { id: 'fim-1', name: 'fim-1', issuer: 'urn:reassess:trial', subject: 'fim-1' },
    })
    expect((await signIn({ person: 'nobody-1' })).seen.status).toBe(403)
  })

  it('is refused to whoever comes through a proxy, whatever name they ask for', async () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']) {
      expect((await signIn({ person: 'sup-1' }, { [name]: '10.0.0.9' })).seen.status).toBe(403)
      expect((await createBrowser().go(`${api.url}/sign-in`, { headers: { [name]: '10.0.0.9' } })).text).not.toContain('"person"')
    }
  })
})

describe('over plain HTTP by another name than loopback', () => {
  const asked = (host: string, more: readonly string[] = [], path = '/sign-in') =>
    sendRaw([`GET ${path} HTTP/1.1`, `Host: ${host}`, ...more, 'Connection: close', '', ''].join('\r\n'))
  const REFUSED = 'Nobody can sign in over this connection'

  it('nobody signs in, and the page says why', async () => {
    await start({ people: {}, allowedHosts: ['reassess.example.org'] })
    const page = await asked('reassess.example.org')
    expect(page).toMatch(/^HTTP\/1\.1 403 /)
    expect(page).toContain(REFUSED)
    expect(page).toContain('TLS_CERT')
    const form = new URLSearchParams(KEY).toString()
    const posted = await sendRaw(
      `POST /sign-in HTTP/1.1\r\nHost: reassess.example.org\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\nConnection: close\r\n\r\n${form}`,
    )
    expect(posted).toMatch(/^HTTP\/1\.1 403 /)
    expect(posted).not.toMatch(/set-cookie/i)
  })

  it('people sign in behind a proxy that is trusted and has TLS, and behind no other', async () => {
    const publicUrl = new URL('https://reassess.example.org')
    const hosts = { allowedHosts: ['reassess.example.org', 'other.example.org'] }
    await start({ people: { publicUrl }, ...hosts })
    // Nobody listed the proxy: what it says counts for nothing.
    expect(await asked('reassess.example.org', ['X-Forwarded-Proto: https'])).toContain(REFUSED)
    expect(await asked('reassess.example.org')).toContain(REFUSED)
    await api.stop()
    await start({ people: { publicUrl }, ...hosts, trustedProxies: ['127.0.0.1'] })
    expect(await asked('reassess.example.org', ['X-Forwarded-Proto: https'])).toMatch(/^HTTP\/1\.1 200 /)
    expect(await asked('reassess.example.org')).toMatch(/^HTTP\/1\.1 200 /)
    expect(await asked('reassess.example.org', ['X-Forwarded-Proto: http'])).toContain(REFUSED)
    expect(await asked('other.example.org')).toContain(REFUSED)
    await api.stop()
    await start({ people: { publicUrl: new URL('http://reassess.example.org') }, ...hosts, trustedProxies: ['127.0.0.1'] })
    expect(await asked('reassess.example.org')).toContain(REFUSED)
  })
})

it('takes no session of a trial where people sign in at a provider', async () => {
  await start({})
  const { token } = await api.signedIn('supervisor', { issuer: 'https://id.example', subject: 's-1', name: 'sup-1' })
  const found = async (kind: SessionKind) => (await sessionsOf(api.sessions, [kind]).find(token, true)) !== null
  expect([await found('oidc'), await found('trial'), await found('key')]).toEqual([true, false, false])
})

describe('after signing in', () => {
  it.each(['/', '/docs', '/#/incident/WK-1', '/incidents/WK-1/reassess?x=1', '/approvals'])('leads to %s', (path) => {
    expect(ownPath(path)).toBe(path)
  })

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example/',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '/\t/elsewhere.example',
    '/.//elsewhere.example',
    '/x/..//elsewhere.example',
    'javascript:alert(1)',
    '/sign-in/start',
    '/sign-out',
    '/v1/me',
    'docs',
    '',
    `/${'x'.repeat(600)}`,
    ['/docs'],
    undefined,
  ])('leads to the board and not to %s', (asked) => {
    expect(ownPath(asked)).toBe('/')
  })
})
