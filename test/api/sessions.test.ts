/** What a session may do at the API, and what a page of another site makes of its cookie: nothing. */
import { csrfToken, isFromHere } from '../../src/api/session/csrf.ts'
import { type Api, event, problemName, startApi } from './harness.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.stop())

const ANN = { issuer: 'https://id.example', subject: 's-1', name: 'sup-1' }
const note = () => JSON.stringify(event('log.noted', 'WK-1'))
const posts = (headers: Record<string, string>) =>
  api.send('/v1/events', null, {
    method: 'POST',
    body: note(),
    headers: { 'content-type': 'application/cloudevents+json', ...headers },
  })
const problem = async (answer: Response) => {
  const body = (await answer.json()) as { type: string; detail: string }
  return [answer.status, problemName(body), body.detail]
}

it('reads and posts as the person who signed in', async () => {
  await api.report('WK-1')
  const { cookie, page } = await api.signedIn('supervisor', ANN)
  const read = await api.send('/v1/incidents/WK-1', null, { headers: cookie })
  expect([read.status, read.headers.get('x-session')]).toEqual([200, 'session-1'])
  expect((await api.send('/v1/incidents/WK-1', null, { method: 'HEAD', headers: cookie })).status).toBe(200)
  expect((await posts(page)).status).toBe(201)
})

it('refuses what is posted without the token of this session', async () => {
  await api.report('WK-1')
  const ours = await api.signedIn('supervisor', ANN)
  const theirs = await api.signedIn('supervisor', { ...ANN, subject: 's-2' })
  const refused = [403, 'forbidden', expect.stringContaining('This session needs its token')]
  expect(await problem(await posts(ours.cookie))).toEqual(refused)
  for (const wrong of ['', 'x', csrfToken(theirs.token), csrfToken(ours.token).slice(1)])
    expect(await problem(await posts({ ...ours.cookie, 'x-csrf-token': wrong }))).toEqual(refused)
  // Its token is in the header, so the body is not read as the form of a page.
  expect((await posts({ ...ours.page, 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  expect((await posts(ours.page)).status).toBe(201)
})

it('is kept open by a person alone, not by what a page asks for by itself', async () => {
  const { cookie } = await api.signedIn('supervisor', ANN)
  const { find } = api.sessions
  const attended: boolean[] = []
  api.sessions.find = async (token, isAttended) => {
    attended.push(isAttended)
    return find(token, isAttended)
  }
  await api.send('/v1/incidents', null, { headers: cookie })
  await api.send('/v1/incidents', null, { headers: { ...cookie, 'x-unattended': '1' } })
  const stream = await api.send('/v1/stream', null, { headers: cookie })
  await stream.body?.cancel()
  expect(attended).toEqual([true, false, false])
})

it('masks the token anew in each answer', async () => {
  const { token } = await api.signedIn('supervisor', ANN)
  expect(csrfToken(token)).not.toBe(csrfToken(token))
})

it.each([
  ['cross-site', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbour of the site', { 'sec-fetch-site': 'same-site' }],
  ['another origin', { origin: 'https://elsewhere.example' }],
  ['an origin that is hidden', { origin: 'null' }],
  ['another origin, whatever else is said', { 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example' }],
])('refuses what a page of another site sends: %s', async (_, said) => {
  await api.report('WK-1')
  const { page } = await api.signedIn('supervisor', ANN)
  expect(await problem(await posts({ ...page, ...said }))).toEqual([
    403,
    'forbidden',
    'A page of another site sent this. Nothing was done.',
  ])
  expect((await posts({ ...page, 'sec-fetch-site': 'same-origin', origin: api.url })).status).toBe(201)
})

it.each<[string, Record<string, string>]>([
  ['a page that the person loads again', { 'sec-fetch-site': 'none' }],
  ['a host that is written in capitals', { origin: 'http://reassess.example' }],
])('takes what our own page sends: %s', (_, said) => {
  const headers: Record<string, string> = { host: 'Reassess.EXAMPLE', ...said }
  expect(isFromHere({ headers, get: (name: string) => headers[name] } as never)).toBe(true)
})

it('judges a request with a key by its key alone, whatever cookie it has', async () => {
  await api.report('WK-1')
  const { cookie } = await api.signedIn('auditor', ANN)
  expect(
    (
      await api.send('/v1/events', 'control-room', {
        method: 'POST',
        body: note(),
        headers: { 'content-type': 'application/cloudevents+json', ...cookie },
      })
    ).status,
  ).toBe(201)
  const wrong = await api.send('/v1/incidents', null, { headers: { ...cookie, authorization: 'Bearer rk_wrong' } })
  expect(await problem(wrong)).toEqual([401, 'unauthorized', expect.stringMatching(/^Send `Authorization/)])
})

it('says that somebody is signed out, however often a page asks, and fills no log with it', async () => {
  const { token, cookie } = await api.signedIn('supervisor', ANN)
  await api.sessions.end(token)
  for (let n = 0; n < 30; n++)
    expect(await problem(await api.send('/v1/incidents', null, { headers: cookie }))).toEqual([
      401,
      'unauthorized',
      'You are signed out: sign in at /sign-in.',
    ])
  const lines = api.logged.filter((line) => line.includes('request refused')).length
  expect(lines).toBeGreaterThan(0)
  expect(lines).toBeLessThan(25)
})

it('does nothing for a person who has not chosen a role', async () => {
  const opener = { openedBy: 'oidc', force: 'warwickshire', roles: ['supervisor', 'auditor'], person: ANN, key: null } as const
  const token = await api.sessions.open(opener)
  const answer = await api.send('/v1/incidents', null, { headers: { cookie: `__Host-reassess=${token}` } })
  expect(await problem(answer)).toEqual([401, 'unauthorized', 'Choose your role at /sign-in first.'])
})

it('ends the live stream when its session is over, and does not take it up again', async () => {
  const quick = await startApi({ limits: { keyAgainMs: 50 } })
  try {
    const { token, cookie } = await quick.signedIn('supervisor', ANN)
    const stream = await quick.send('/v1/stream', null, { headers: cookie })
    expect(stream.status).toBe(200)
    await quick.sessions.end(token)
    // Reads on until the server ends it.
    expect(await stream.text()).toContain('retry:')
    expect((await quick.send('/v1/stream', null, { headers: cookie })).status).toBe(401)
  } finally {
    await quick.stop()
  }
})

it('says who the caller is: a key, a vouching system, a person', async () => {
  const me = async (answer: Promise<Response>) => (await answer).json()
  expect(await me(api.get('/v1/me'))).toEqual({
    ...{ key: 'key-of-supervisor', role: 'supervisor', force: 'warwickshire', person: null },
    ...{ roles: ['supervisor'], authMode: 'key', vouches: false, posts: expect.any(Array), reads: expect.any(Object) },
  })
  const { cookie } = await api.signedIn('hau', ANN)
  expect(await me(api.send('/v1/me', null, { headers: cookie }))).toMatchObject({
    ...{ key: 'session-1', role: 'hau', person: { id: 'sup-1', ...ANN }, csrf: expect.stringMatching(/^[\w-]{86}$/) },
    ...{ endsAt: expect.any(String), idleEndsAt: expect.any(String) },
  })
  expect((await api.get('/v1/me?x=1')).status).toBe(422)
})
