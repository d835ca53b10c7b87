/** Pages that cannot be answered, as a browser without a script has them: in words, with what to do, and with what was written. */
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { ASSETS } from '../../src/frame/assets.ts'
import { type Api, keyOf, startApi } from '../api/harness.ts'

const ANN = { issuer: 'urn:test', subject: 'ann', name: 'ann' }
let api: Api
let cookie: Readonly<Record<string, string>>
beforeEach(async () => {
  api = await startApi({ people: {} })
  cookie = (await api.signedIn('supervisor', ANN)).cookie
})
afterEach(() => api.stop())

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
async function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const answer = await fetch(api.url + path, { method, redirect: 'manual', headers: { ...HTML, ...headers } })
  const text = await answer.text()
  return { status: answer.status, text, title: /<h1[^>]*>(.*?)<\/h1>/.exec(text)?.[1], headers: answer.headers }
}

it('says the same of an incident that nobody reported and of another force, and no reference', async () => {
  await api.report('WK-OURS')
  await api.report('WK-KENT', 'kent')
  const [none, theirs] = [await get('/incidents/WK-NONE', cookie), await get('/incidents/WK-KENT', cookie)]
  expect([none.status, none.title]).toEqual([404, 'There is nothing at this address'])
  expect(theirs.text.replaceAll('WK-KENT', 'WK-NONE').replaceAll(/data-now="[^"]*"|value="[\w-]{86}"/g, '')).toBe(
    none.text.replaceAll(/data-now="[^"]*"|value="[\w-]{86}"/g, ''),
  )
  expect((await get('/incidents/WK-OURS', cookie)).status).toBe(200)
})

it('shows a person a page at an address that is not there, and a program the answer of the API', async () => {
  const page = await get('/no-such-page', cookie)
  expect([page.status, page.title]).toEqual([404, 'There is nothing at this address'])
  const answer = await fetch(`${api.url}/no-such-page`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringContaining('application/problem+json')])
  const ofApi = await get('/v1/no-such-read', cookie)
  expect(ofApi.headers.get('content-type')).toContain('application/problem+json')
})

it('leads to the page of signing in and back, also for who asks for the head alone', async () => {
  for (const method of ['GET', 'HEAD']) {
    const { status, headers } = await get('/incidents/WK-1?x=1', {}, method)
    expect([status, headers.get('location')]).toEqual([303, '/sign-in?to=%2Fincidents%2FWK-1%3Fx%3D1'])
  }
  // A program with a key that is not known has no page to go to.
  expect((await get('/', { authorization: `Bearer ${keyOf('supervisor')}~expired` })).status).toBe(401)
})

it('says what a role may not see in words, with its name, and links to nothing that it may not see either', async () => {
  const admin = await api.signedIn('admin', ANN)
  const page = await get('/alerts', admin.cookie)
  expect([page.status, page.title]).toEqual([403, 'You may not see this'])
  expect(page.text).toContain('Your role is administrator')
  const links = [...page.text.matchAll(/<a [^>]*href="(\/[^"]*)"/g)].map(([, href = '']) => href)
  expect(links).toContain('/deliveries')
  for (const link of links) expect([link, (await get(link, admin.cookie)).status]).toEqual([link, 200])
  expect(page.text).not.toMatch(/this key|forbidden|\/v1\//i)
})

/** As when the record does. */
const failWith = (error: Error) =>
  Object.assign(api.sessions, {
    find: async () => {
      throw error
    },
  })

it.each(['/', '/sign-in'])('answers a fault of ours at %s with a page and the number of its line in the log', async (path) => {
  failWith(new Error('SECRET: a bug'))
  const page = await get(path, cookie)
  expect([page.status, page.title]).toEqual([500, 'Something is wrong on our side'])
  const number = /<code>([\w-]{36})<\/code>/.exec(page.text)?.[1] ?? 'none'
  expect(page.text).not.toContain('SECRET')
  expect(api.logged.filter((line) => line.includes('unexpected error') && line.includes(number))).toHaveLength(1)
})

it('says when the record is away, and when to come again', async () => {
  failWith(new RecordUnavailable('away'))
  const page = await get('/', cookie)
  expect([page.status, page.title, page.headers.get('retry-after')]).toEqual([503, 'The record cannot be reached', '2'])
})

it('has a head without a body, and the same headers', async () => {
  const [page, head] = [await get('/', cookie), await get('/', cookie, 'HEAD')]
  expect([head.status, head.text]).toEqual([200, ''])
  for (const name of ['content-security-policy', 'cache-control', 'content-type'])
    expect(head.headers.get(name)).toBe(page.headers.get(name))
})

describe('a page of another release', () => {
  const other = ASSETS.replace(/.{16}$/, 'A'.repeat(16))

  it('keeps its look, which is not kept by the browser', async () => {
    const answer = await get(`${other}/board.css`)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(answer.text).toContain('.places')
  })

  it('runs none of our scripts, and says that it must be loaded again', async () => {
    const answer = await get(`${other}/island/anything.js`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect(answer.text).toContain('Load this page again')
  })
})
