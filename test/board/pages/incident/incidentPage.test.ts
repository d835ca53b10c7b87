/** The page of an incident over plain HTTP: each role finds what it may do, no link ends in a refusal, and all works without a script. */
import type { Role } from '../../../../machines/rules/vocabulary.ts'
import { PAGES } from '../../../../src/board/pages/index.ts'
import { event } from '../../../support/client.ts'
import { policyText } from '../../../support/policies.ts'
import { createPlace, type Place, type Server } from '../../../support/server.ts'
import { nextIn, seen } from '../../read.ts'
import { type Visitor, visitorOf } from '../../visitor.ts'

/** Late within seconds; nothing escalates while the test reads. */
const POLICY = policyText({
  id: 'incident-page',
  priorities: ['P2: { rank: 1, attendWithin: { urban: PT1H, rural: PT1H }, answerWithin: PT1H, repeatEvery: PT1H }'],
  escalation: ['supervisor', 'force-incident-manager'],
})
const READERS: readonly Role[] = [
  'supervisor',
  'force-incident-manager',
  'duty-superintendent',
  'control-room',
  'officer',
  'hau',
  'auditor',
]
const REF = 'WK/1'
const PAGE = '/incidents/WK%2F1'

let place: Place
let server: Server
const visitors = new Map<Role, Visitor>()
const as = (role: Role): Visitor => visitors.get(role) as Visitor

beforeAll(async () => {
  place = await createPlace(POLICY, { madeBefore: true })
  server = await place.start()
  await tell()
  for (const role of READERS) visitors.set(role, await visitorOf(place, server, role))
})
afterAll(() => place?.remove())

/** A night with a breach, news, a crime and referrals. */
async function tell(): Promise<void> {
  const ago = (minutes: number) => ({ time: new Date(Date.now() - minutes * 60_000).toISOString() })
  const child = { role: 'child', personRef: 'P-3', schoolRef: 'SCH-1' }
  const narrative = '<img src=x onerror="document.title=1"> He is outside.'
  const post = async (role: Role, name: Parameters<typeof event>[0], minutes: number, data = {}) => {
    const { code, body } = await server.post(role, event(name, REF, data, ago(minutes)))
    if (code >= 300) throw new Error(`${name}: ${JSON.stringify(body)}`)
  }
  await server.post(
    'control-room',
    event('incident.reported', 'WK-0', { persons: [{ role: 'victim', personRef: 'P-1' }] }, ago(600)),
  )
  await post('control-room', 'incident.reported', 130, { narrative, persons: [{ role: 'victim', personRef: 'P-1' }, child] })
  await post('control-room', 'thrive.assessed', 127)
  await post('control-room', 'incident.graded', 126, { priority: 'P2' })
  await post('control-room', 'unit.assigned', 120, { unit: 'B12' })
  await post('control-room', 'unit.diverted', 100, { unit: 'B12' })
  await post('control-room', 'call.received', 40, { caller: 'neighbour', text: 'Shouting heard again.' })
  await post('officer', 'crime.recorded', 20)
  await post('hau', 'referral.made', 10)
}

/** Where the page leads, without what other pages share. */
const linksIn = (html: string): readonly string[] => {
  const main = html.slice(html.indexOf('<main'))
  return [...new Set([...main.matchAll(/href="(\/[^"#]*)/g)].map(([, href = '']) => href.replaceAll('&amp;', '&')))]
}

/** Pages that are built; every other address is the contract's, of a page that is not there yet. */
const isBuilt = (address: string): boolean => {
  const path = address.split('?')[0] ?? ''
  return PAGES.some((page) => new RegExp(`^${page.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(path))
}
const ELSEWHERE = [
  /^\/incidents\/[^/]+\/record\/[a-z.-]+$/,
  /^\/incidents\/[^/]+\/reassess$/,
  /^\/(approvals|reassessments|find)$/,
]

describe.each(READERS)('for the %s', (role) => {
  it('has no link that ends in a refusal', async () => {
    const { status, html } = await as(role).get(PAGE)
    expect(status).toBe(200)
    const links = linksIn(html)
    expect(links.length).toBeGreaterThan(5)
    for (const link of links) {
      if (isBuilt(link)) expect([link, (await as(role).get(link)).status]).toEqual([link, 200])
      else expect([link, ELSEWHERE.some((known) => known.test(link))]).toEqual([link, true])
    }
  })

  it('offers only what the role may post and the lifecycle takes now', async () => {
    const { html } = await as(role).get(PAGE)
    const { accepts } = await server.get<{ accepts: readonly string[] }>(`/v1${PAGE}`)
    const { posts } = await server.get<{ posts: readonly string[] }>('/v1/me', role)
    for (const [, name = ''] of html.matchAll(/\/incidents\/[^"/]+\/record\/([a-z.-]+)"/g)) {
      expect(accepts).toContain(`uk.police.da.${name}.v1`)
      expect(posts).toContain(name)
    }
  })

  it('says nothing in the language of the API', async () => {
    const { html } = await as(role).get(PAGE)
    expect(seen(html).replaceAll('uk.police.da', 'API')).not.toMatch(
      /API|undefined|\[object|\bpost [a-z]+\.[a-z]|\b(unit|incident|risk|hau|dash)\.[a-z]{4,}|\d{4}-\d\d-\d\dT/,
    )
  })
})

it('asks the supervisor for the reassessment first, and the control room for a unit', async () => {
  const now = async (role: Role) => /class="now"[\s\S]*?<\/section>/.exec((await as(role).get(PAGE)).html)?.[0] ?? ''
  expect(await now('supervisor')).toMatch(/Reassess: .*asked for since[\s\S]*href="\/incidents\/WK%2F1\/reassess"/)
  expect(await now('control-room')).toContain('/record/unit.assigned')
  expect(await now('auditor')).not.toContain('<a ')
})

it('shows what a caller said as text, whatever it says', async () => {
  const { html } = await as('supervisor').get(PAGE)
  expect(html).toContain('&lt;img src=x onerror=&quot;document.title=1&quot;&gt; He is outside.')
  expect(html).not.toContain('<img')
})

it('takes an alert, takes it over, gives it back with a note, and says what was refused', async () => {
  const [alert] = (await server.incident('WK%2F1')).alerts.filter(({ kind }) => kind === 'attendance-overdue')
  const id = alert?.id ?? ''
  const shown = async () => (await server.incident('WK%2F1')).alerts.find((one) => one.id === id)
  const took = await as('supervisor').post(PAGE, { act: 'take', alert: id })
  expect([took.status, took.to]).toEqual([303, `${PAGE}?did=take#alerts`])
  expect((await as('supervisor').get(`${PAGE}?did=take`)).html).toContain('You have the alert.')
  expect(await shown()).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: 'sup-9' } })
  await as('hau').post(PAGE, { act: 'take', alert: id })
  const back = await as('supervisor').post(PAGE, { act: 'release', alert: id, note: 'Off at six.' })
  expect(back.status).toBe(303)
  expect(await shown()).toMatchObject({ status: 'open' })
  expect((await as('supervisor').get(`${PAGE}/timeline`)).html).toContain('Off at six.')

  const again = await as('supervisor').post(PAGE, { act: 'release', alert: id })
  expect(again.status).toBe(409)
  expect(again.html).toMatch(/govuk-error-summary[\s\S]*Nobody has this alert/)
  expect((await as('officer').post(PAGE, { act: 'take', alert: id })).status).toBe(403)

  expect((await as('supervisor').post(PAGE, { act: 'take-all' })).to).toBe(`${PAGE}?did=take-all#alerts`)
  expect((await server.incident('WK%2F1')).alerts.filter(({ status }) => status === 'open')).toEqual([])
})

it('says what was recorded, by the id of its event', async () => {
  const noted = event('log.noted', REF, { text: 'Rang back.' })
  await server.post('control-room', noted)
  expect((await as('supervisor').get(`${PAGE}?done=${noted.id}`)).html).toMatch(/data-kind="done"[\s\S]*Note added to the log/)
})

it('shows the record whole, in both orders, page by page and filtered', async () => {
  await server.post('control-room', event('incident.reported', 'WK-L'))
  const batch = Array.from({ length: 230 }, (_, n) => event('log.noted', 'WK-L', { text: `Note ${n}.` }))
  await server.postBatch('control-room', batch)
  const notes = ({ html }: { html: string }) => [...html.matchAll(/Note (\d+)\./g)].map(([, n]) => Number(n))
  const first = await as('officer').get('/incidents/WK-L/timeline?order=oldest&show=people')
  const next = nextIn(first.html) ?? ''
  const second = await as('officer').get(next)
  expect([...notes(first), ...notes(second)]).toEqual(batch.map((_, n) => n))
  expect(notes(await as('officer').get('/incidents/WK-L/timeline'))[0]).toBe(229)
  expect(notes(await as('officer').get('/incidents/WK-L/timeline?show=units'))).toEqual([])
  const page = await as('officer').get('/incidents/WK-L')
  expect(notes(page)[0]).toBe(229)
  expect(page.html).toContain('231 lines')
})

it('answers for an incident that is not there as the API does', async () => {
  const { status, html } = await as('supervisor').get('/incidents/WK-404')
  expect(status).toBe(404)
  expect(html).toContain('Your force has no incident or page here.')
})

describe('what is known at the top', () => {
  const shown = async (reference: string): Promise<string> => seen((await as('supervisor').get(`/incidents/${reference}`)).html)
  const by = { id: 'ch-7', role: 'call-handler' }

  it('is calm about nothing that is not assessed, and says how long somebody has waited', async () => {
    await server.post('control-room', event('incident.reported', 'WK-N'))
    expect(await shown('WK-N')).toContain('No reassessment is asked for yet, but the THRIVE and the grade are missing.')
    expect(await shown('WK-N')).toMatch(/Waiting for \d+ s ?, since first contact at/)
    await server.post('control-room', event('thrive.assessed', 'WK-N'))
    expect(await shown('WK-N')).toContain('No reassessment is asked for yet, but the grade is missing.')
    await server.post('control-room', event('incident.graded', 'WK-N', { priority: 'P2' }))
    expect(await shown('WK-N')).toContain('No reassessment is asked for.')
  })

  it('shows a position that is all that is known, what was not understood, and a late entry', async () => {
    const silent = { narrative: undefined, location: { lat: 52.41, lon: -1.51 }, colour: 'red' }
    await server.post('control-room', event('incident.reported', 'WK-S', silent))
    expect(await shown('WK-S')).toContain('52.41, -1.51 (latitude, longitude)')
    expect(await shown('WK-S')).toMatch(/Said and not understood Colour: "red/)
    await server.post('control-room', event('incident.reported', 'WK-M', { location: undefined }))
    expect(await shown('WK-M')).toContain('Not known: ask')
    expect(await shown('WK-M')).not.toContain('Entered at')
    const late = new Date(Date.now() - 75 * 60_000).toISOString()
    await server.post('control-room', { ...event('incident.reported', 'WK-P', { receivedAt: late }), time: late })
    expect(await shown('WK-P')).toMatch(/Entered at .*: the wait counts from .*, the THRIVE and the grade are due from the entry/)
  })

  it('shows the place and the people as they were corrected, and what they were', async () => {
    const persons = [{ role: 'victim', name: 'Ann Example' }]
    await server.post('control-room', event('incident.reported', 'WK-C', { location: { address: '4 Wrong Street' }, persons }))
    const right = { by, location: { address: '4 Right Street' }, persons: [{ role: 'suspect', name: 'Bob Example' }] }
    await server.post('control-room', event('incident.corrected', 'WK-C', right))
    const text = await shown('WK-C')
    expect(text).toContain('Where 4 Right Street')
    expect(text).toContain('Victim: Ann Example. Suspect: Bob Example')
    expect(text).toContain('Location address was 4 Wrong Street')
  })

  it('says of bail that a court was asked about what that means', async () => {
    await server.post('control-room', event('incident.reported', 'WK-B'))
    const arrestedAt = new Date(Date.now() - 60_000).toISOString()
    await server.post('officer', event('bail.granted', 'WK-B', { suspect: 'P-2', arrestedAt }))
    await server.post('officer', event('bail.extension-applied', 'WK-B', { suspect: 'P-2', appliedAt: new Date().toISOString() }))
    expect(await shown('WK-B')).toContain('in force until the court has decided')
  })
})
