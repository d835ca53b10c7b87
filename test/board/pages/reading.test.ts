/** What needs a reason: the form asks first, and breaking the glass says what it does before it is done. */
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { AlertItem } from '../../../src/engine/views/views.ts'
import { useServer } from '../../journeys/served.ts'
import { createBrowser, type Seen } from '../../support/browse.ts'
import { event, ONE } from '../../support/client.ts'
import { CLIENT, startProvider, type TestProvider } from '../../support/oidcProvider.ts'
import { policyText } from '../../support/policies.ts'
import { FORCE } from '../../support/server.ts'
import { seen } from '../read.ts'

const POLICY = policyText({
  id: 'restricted',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  escalation: ['supervisor', 'force-incident-manager'],
})
const BRIEFING = '/incidents/COLLEAGUE/briefing'

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.stop())
const $ = useServer(POLICY, () => ({
  AUTH_MODE: 'oidc',
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: CLIENT.clientId,
  OIDC_CLIENT_SECRET: CLIENT.clientSecret,
}))

interface Person {
  /** Posts an event. */
  record(posted: object): Promise<Seen>
  get(path: string): Promise<Seen>
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Seen>
}

async function person(name: string, role: Role): Promise<Person> {
  const { url } = $.server
  provider.origin = url
  provider.account = { sub: `u-${name}`, claims: { preferred_username: name, groups: [role], org: FORCE } }
  const browser = createBrowser()
  await browser.go(`${url}/sign-in/start?to=/docs`)
  const token = async () => (JSON.parse((await browser.go(`${url}/v1/me`)).text) as { csrf: string }).csrf
  return {
    record: async (posted) => {
      const headers = { 'content-type': ONE, 'x-csrf-token': await token() }
      return browser.go(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(posted) })
    },
    get: (path) => browser.go(url + path),
    post: async (path, fields) =>
      browser.go(url + path, {
        ...{ method: 'POST', headers: { origin: url } },
        body: new URLSearchParams({ csrf: await token(), ...fields }),
      }),
  }
}

let [jane, joe, hal] = [] as unknown as [Person, Person, Person]
beforeAll(async () => {
  await $.server.post('control-room', event('incident.reported', 'COLLEAGUE', { narrative: 'A colleague hit her.' }))
  const restricted = event('incident.restricted', 'COLLEAGUE', { by: undefined, people: ['jane'], reason: 'A colleague.' })
  const fay = await person('Fay', 'force-incident-manager')
  expect(await fay.record(restricted)).toMatchObject({ status: 201 })
  jane = await person('Jane', 'officer')
  joe = await person('Joe', 'supervisor')
  hal = await person('Hal', 'hau')
})
const alerts = () => $.server.list<AlertItem>('/v1/alerts?kind=break-glass')

it('asks a reader why, and then shows it', async () => {
  const asked = await jane.get(BRIEFING)
  expect(asked.status).toBe(422)
  expect(seen(asked.text)).toContain('the access log keeps your reason')
  expect(asked.text).toContain('name="reason"')
  expect(asked.text).not.toMatch(/A colleague hit her|<title>Error/)
  const short = await jane.post(BRIEFING, { reason: 'a' })
  expect(short.status).toBe(422)
  expect(short.text).toContain('href="#reason"')
  const read = await jane.post(BRIEFING, { reason: 'On the way there – now' })
  expect([read.status, seen(read.text)]).toEqual([200, expect.stringContaining('A colleague hit her.')])
  expect(await alerts()).toEqual([])
})

it('tells who is on the ladder what opening it does, and opens it only by the form that says so', async () => {
  const asked = await joe.get(BRIEFING)
  expect(asked.status).toBe(403)
  expect(seen(asked.text)).toContain('an alert tells the rank above you')
  // A reason for reading does not break the glass.
  const unasked = await joe.post(BRIEFING, { reason: 'I want to know' })
  expect(unasked.status).toBe(403)
  expect(unasked.text).not.toContain('A colleague hit her.')
  expect(await alerts()).toEqual([])
  const opened = await joe.post(BRIEFING, { reason: 'Her child is missing', header: 'x-break-glass' })
  expect([opened.status, seen(opened.text)]).toEqual([200, expect.stringContaining('A colleague hit her.')])
  expect(await alerts()).toMatchObject([{ status: 'open', audience: 'force-incident-manager' }])
})

it('shows nobody else a form, nor a word of it', async () => {
  const { status, text } = await hal.get(BRIEFING)
  expect(status).toBe(403)
  expect(text).not.toMatch(/name="reason"|A colleague hit her/)
})
