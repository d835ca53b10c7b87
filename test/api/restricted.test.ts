/**
 * Every read route and a restricted incident: what each kind of reader is shown. A route that the OpenAPI document names and this
 * table does not fails the first test: say here what it shows of a restricted incident.
 */
import { readFileSync } from 'node:fs'
import { wrongWith } from '../support/answers.ts'
import { JANE, O, R, STRANGERS, useRestricted, WHY } from '../support/restrictedReaders.ts'
import { callerOf, FORCE, RESTRICTED, SECRET } from '../support/restrictedRecord.ts'
import { deliver } from '../support/toldRows.ts'
import { problemName } from './harness.ts'

const NOVEMBER = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z'

/** What a route shows: the incident itself or a part of it; lists that name it; what other incidents say of it; or nothing of any incident. */
interface Shows {
  /** Closed to all but readers. */
  readonly itself?: readonly string[]
  /** Open to all, who find there that it exists and never what it is. @see tells whether a reader finds more */
  readonly among?: readonly string[]
  /** Open to all, who do not find it named there. */
  readonly elsewhere?: readonly string[]
  /** Whether a reader finds more in it than others do: then the table is about something. */
  readonly tells?: boolean
}

const NOTHING: Shows = { among: [], tells: false }

const TABLE: Readonly<Record<string, Shows>> = {
  '/v1/incidents': { among: ['/v1/incidents', '/v1/incidents?state=open'] },
  '/v1/incidents/{ref}': { itself: [R], elsewhere: [O] },
  '/v1/incidents/{ref}/timeline': { itself: [`${R}/timeline`, `${R}/timeline?format=csv`], elsewhere: [`${O}/timeline`] },
  '/v1/incidents/{ref}/demands': { itself: [`${R}/demands`], elsewhere: [`${O}/demands`], tells: false },
  '/v1/incidents/{ref}/deadlines': { itself: [`${R}/deadlines`], elsewhere: [`${O}/deadlines`], tells: false },
  '/v1/incidents/{ref}/alerts': { itself: [`${R}/alerts`], elsewhere: [`${O}/alerts`], tells: false },
  '/v1/incidents/{ref}/assessments': { itself: [`${R}/assessments`], elsewhere: [`${O}/assessments`] },
  '/v1/incidents/{ref}/briefing': { itself: [`${R}/briefing`], elsewhere: [`${O}/briefing`] },
  '/v1/incidents/{ref}/detector': { itself: [`${R}/detector`], elsewhere: [`${O}/detector`], tells: false },
  // Who has its alerts is told to readers: with `mine`, see taking.test.ts.
  '/v1/alerts': {
    among: ['/v1/alerts', '/v1/alerts?order=waiting', '/v1/alerts?format=csv', `/v1/alerts?incident=${RESTRICTED}`],
    tells: false,
  },
  // Of an alert that names it: see taking.test.ts.
  '/v1/alerts/{id}/lines': NOTHING,
  '/v1/deliveries': {
    among: [
      '/v1/deliveries',
      '/v1/deliveries?format=csv',
      `/v1/deliveries?incident=${RESTRICTED}`,
      '/v1/deliveries?person=sup-SECRET',
    ],
  },
  '/v1/refusals': { among: ['/v1/refusals', '/v1/refusals?format=csv', `/v1/refusals?incident=${RESTRICTED}`] },
  // Their numbers are known once something was refused: see below.
  '/v1/refusals/{refusal}': NOTHING,
  '/v1/reassessments': { among: ['/v1/reassessments'] },
  // Of one that waits: see below.
  '/v1/reassessments/{ref}/{sequence}': NOTHING,
  '/v1/thrive-sample': { among: [`/v1/thrive-sample?seed=1&${NOVEMBER}`] },
  '/v1/thrive-agreement': { among: [`/v1/thrive-agreement?${NOVEMBER}`], tells: false },
  '/v1/registers/{name}': {
    among: [
      '/v1/registers/suspects-outstanding',
      '/v1/registers/suspects-outstanding?format=csv',
      '/v1/registers/suspects-outstanding?kind=suspect',
    ],
  },
  '/v1/daily-meeting': { among: ['/v1/daily-meeting?first=50&at=2026-11-21T08:00:00Z'] },
  '/v1/measures': { among: ['/v1/measures'], tells: false },
  // Counts over months, of no incident.
  '/v1/measures/{name}': { among: ['/v1/measures/breaches-reassessed'], tells: false },
  // Who read it, by reference; `/approvals` is tried with what waits.
  '/v1/access-log': NOTHING,
  '/v1/access-log/unusual': NOTHING,
  '/v1/approvals': { among: ['/v1/approvals'], tells: false },
  '/v1/handover': { among: ['/v1/handover'], tells: false },
  '/v1/handover/ahead': { among: ['/v1/handover/ahead'], tells: false },
  // Their lists: handoverRestricted.test.ts.
  '/v1/handover/{id}': NOTHING,
  'post /v1/handover': NOTHING,
  'post /v1/handover/{id}/accept': NOTHING,
  // What each reader writes themselves: drafts.test.ts.
  '/v1/drafts': NOTHING,
  '/v1/drafts/{form}': NOTHING,
  '/v1/drafts/{ref}/{form}': { itself: [`/v1/drafts/${RESTRICTED}/log.noted`], tells: false },
  // Who may read it is told of it as of every other: counts.test.ts.
  '/v1/counts': { among: ['/v1/counts'], tells: false },
  '/v1/me': { among: ['/v1/me'], tells: false },
  // Nobody is on duty because of an incident.
  '/v1/on-duty': { among: ['/v1/on-duty'], tells: false },
  '/v1/rota': { among: ['/v1/rota'], tells: false },
  'post /v1/find': NOTHING,
  '/v1/tools': { among: ['/v1/tools'], tells: false },
  '/v1/prompts': { among: ['/v1/prompts'], tells: false },
  // Two listeners: restrictedElsewhere.test.ts.
  '/v1/stream': NOTHING,
  '/v1/heartbeat': NOTHING,
  // How far each has been told; what is sent: workers/subscriptions.test.ts.
  '/v1/subscriptions': { among: ['/v1/subscriptions'], tells: false },
  '/healthz': NOTHING,
  '/readyz': NOTHING,
  '/metrics': NOTHING,
  '/openapi.json': NOTHING,
  '/asyncapi.json': NOTHING,
  '/docs': NOTHING,
}

/** What is posted; every other POST reads. */
const WRITES = [
  ...['post /v1/events', 'post /v1/alerts/{id}/acknowledge', 'post /v1/alerts/{id}/dismiss', 'post /v1/rota/overrides'],
  ...['post /v1/alerts/{id}/take', 'post /v1/alerts/{id}/release', 'post /v1/incidents/{ref}/alerts/take'],
  ...['post /v1/deliveries/replay', 'post /v1/deliveries/{id}/replay', 'post /v1/delivery/test', 'post /v1/delivery/notify'],
  'post /v1/subscriptions/{id}/replay',
  ...['put /v1/drafts/{form}', 'delete /v1/drafts/{form}'],
  ...['put /v1/drafts/{ref}/{form}', 'delete /v1/drafts/{ref}/{form}'],
]

const $ = useRestricted()
beforeAll(async () => {
  await $.post('/v1/events', callerOf('supervisor'), refusedEvent, 'application/cloudevents+json')
  const [alert] = (await $.store.alerts(FORCE, { incident: RESTRICTED, openOnly: false }, { limit: 1 })).items
  if (alert) await deliver($.database, alert, { person: 'sup-SECRET', status: 'dead', tried: 3 })
})

/** Refused for its data, with a text of the incident in it. */
const refusedEvent = {
  ...{ specversion: '1.0', id: 'refused-1', source: 'urn:test', type: 'uk.police.da.log.noted.v1', subject: RESTRICTED },
  time: '2026-11-20T20:50:00Z',
  data: { text: 'SECRET note' },
}

it('every read route says what it shows of a restricted incident', async () => {
  const { paths } = (await (await $.get('/openapi.json', JANE)).json()) as { paths: Record<string, Record<string, unknown>> }
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).flatMap((method) =>
      method === 'get' ? path : WRITES.includes(`${method} ${path}`) ? [] : `${method} ${path}`,
    ),
  )
  expect(routes.sort()).toEqual(Object.keys(TABLE).sort())
})

it('every route that the service answers is in the OpenAPI document, and so in this table', () => {
  const source = readFileSync(new URL('../../src/api/createApi.ts', import.meta.url), 'utf8')
  const answered = [...source.matchAll(/(?:read\(app, |route\(|logged\()'([^']+)'/g)].map(([, path = '']) =>
    path.replace(/:(\w+)/g, '{$1}'),
  )
  expect(answered.length).toBeGreaterThan(20)
  const written = WRITES.map((write) => write.replace('post ', ''))
  expect(answered.filter((path) => !(path in TABLE) && !written.includes(path) && !(`post ${path}` in TABLE))).toEqual([])
})

const listed = (of: keyof Shows) =>
  Object.entries(TABLE).flatMap(([route, shows]) =>
    ((shows[of] ?? []) as readonly string[]).map((path) => [path, { route, tells: shows.tells ?? true }] as const),
  )

describe.each(listed('itself'))('%s', (path, { tells }) => {
  it.each(Object.entries(STRANGERS))('is closed to %s', async (_who, caller) => {
    const answer = await $.get(path, caller, WHY)
    const body = await answer.text()
    expect([answer.status, problemName(JSON.parse(body))]).toEqual([403, 'restricted'])
    expect(body).not.toContain(SECRET)
  })

  it('is open to a reader who says why', async () => {
    const answer = await $.get(path, JANE, WHY)
    const body = await answer.text()
    expect([answer.status, body.includes(SECRET) || !tells]).toEqual([200, true])
  })

  it.each([
    ['nothing', {}],
    ['blanks', { 'x-reason': '%20%20%20' }],
    ['dots', { 'x-reason': '.....' }],
    ['too much', { 'x-reason': 'a'.repeat(501) }],
  ])('asks a reader who says %s why', async (_what, headers) => {
    const answer = await $.get(path, JANE, headers as Record<string, string>)
    expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([422, 'reason-required'])
  })
})

describe.each(listed('among'))('%s', (path, { tells }) => {
  it.each(Object.entries(STRANGERS))('tells %s nothing of it', async (_who, caller) => {
    const answer = await $.get(path, caller, WHY)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain(SECRET)
  })

  it('tells a reader', async () => {
    const answer = await $.get(path, JANE, WHY)
    const body = await answer.text()
    // Of incidents the list tells the risk, and nothing in words.
    const told = path.startsWith('/v1/incidents') ? 'strangulation' : path.startsWith('/v1/refusals') ? 'urn:test' : SECRET
    expect([answer.status, body.includes(told) || !tells]).toEqual([200, true])
  })
})

describe.each(listed('elsewhere'))('%s', (path, { tells }) => {
  it.each(Object.entries(STRANGERS))('does not name it to %s', async (_who, caller) => {
    const answer = await $.get(path, caller)
    // The words that the policy and the detector know are no secret.
    const body = (await answer.text()).replace(/"policy":\{[^}]*\}/, '')
    expect(answer.status).toBe(200)
    const secrets = [RESTRICTED, SECRET, ...(path.endsWith('/detector') ? [] : ['strangulation'])]
    for (const secret of secrets) expect([secret, body.includes(secret)]).toEqual([secret, false])
  })

  it('names it to a reader', async () => {
    const answer = await $.get(path, JANE)
    const body = await answer.text()
    expect([answer.status, body.includes(RESTRICTED) || !tells]).toEqual([200, true])
  })
})

it('keeps what was sent of it from others', async () => {
  const [kept] = await $.itemsOf(`/v1/refusals?incident=${RESTRICTED}`, JANE)
  const path = `/v1/refusals/${kept?.refusal}`
  for (const caller of Object.values(STRANGERS)) {
    const answer = await $.get(path, caller)
    expect([answer.status, (await answer.text()).includes(SECRET)]).toEqual([403, false])
  }
  expect((await $.get(path, JANE)).status).toBe(422)
  expect(await (await $.get(path, JANE, WHY)).text()).toContain(SECRET)
})

it('shows one reassessment of it to its readers alone', async () => {
  const [waits] = (await $.itemsOf('/v1/reassessments', JANE)).filter(({ incident }) => incident === RESTRICTED)
  const path = `/v1/reassessments/${RESTRICTED}/${waits?.sequence}`
  for (const caller of Object.values(STRANGERS))
    expect(await (await $.get(path, caller)).json()).toEqual({
      incident: RESTRICTED,
      sequence: waits?.sequence,
      restricted: true,
    })
  expect(await (await $.get(path, JANE)).text()).toContain('SECRET again')
})

it('answers as the OpenAPI document says', async () => {
  const caller = STRANGERS['a colleague']
  for (const [path, schema] of [
    ['/v1/incidents', 'IncidentPage'],
    [O, 'Incident'],
    [`${O}/timeline`, 'TimelinePage'],
    ['/v1/alerts', 'AlertPage'],
    ['/v1/deliveries', 'DeliveryPage'],
    ['/v1/refusals', 'RefusalPage'],
    ['/v1/reassessments', 'ReassessmentPage'],
    [`/v1/thrive-sample?seed=1&${NOVEMBER}`, 'ThriveSample'],
    ['/v1/registers/suspects-outstanding', 'Register'],
    ['/v1/daily-meeting?at=2026-11-21T08:00:00Z', 'DailyMeeting'],
  ] as const)
    expect([path, wrongWith(schema, await (await $.get(path, caller)).json())]).toEqual([path, null])
  expect(wrongWith('Incident', await (await $.get(R, JANE, WHY)).json())).toBeNull()
})
