/**
 * Every read route and a restricted incident: what each kind of reader is shown. A route that the OpenAPI document names and this
 * table does not fails the first test: say here what it shows of a restricted incident.
 */
import { readFileSync } from 'node:fs'
import { REGISTER_NAMES } from '../../machines/rules/catalogue/registers.ts'
import { wrongWith } from '../support/answers.ts'
import { listen } from '../support/listener.ts'
import {
  callerOf,
  FORCE,
  liveRestricted,
  OTHER,
  RESTRICTED,
  SECRET,
  type Served,
  serveRestricted,
} from '../support/restrictedRecord.ts'
import { useStore } from '../support/store.ts'
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

const R = `/v1/incidents/${RESTRICTED}`
const O = `/v1/incidents/${OTHER}`
const NOTHING: Shows = { among: [], tells: false }

const TABLE: Readonly<Record<string, Shows>> = {
  '/v1/incidents': { among: ['/v1/incidents', '/v1/incidents?state=open'] },
  '/v1/incidents/{ref}': { itself: [R], elsewhere: [O] },
  '/v1/incidents/{ref}/timeline': { itself: [`${R}/timeline`], elsewhere: [`${O}/timeline`] },
  '/v1/incidents/{ref}/demands': { itself: [`${R}/demands`], elsewhere: [`${O}/demands`], tells: false },
  '/v1/incidents/{ref}/deadlines': { itself: [`${R}/deadlines`], elsewhere: [`${O}/deadlines`], tells: false },
  '/v1/incidents/{ref}/alerts': { itself: [`${R}/alerts`], elsewhere: [`${O}/alerts`], tells: false },
  '/v1/incidents/{ref}/assessments': { itself: [`${R}/assessments`], elsewhere: [`${O}/assessments`] },
  '/v1/incidents/{ref}/briefing': { itself: [`${R}/briefing`], elsewhere: [`${O}/briefing`] },
  '/v1/incidents/{ref}/detector': { itself: [`${R}/detector`], elsewhere: [`${O}/detector`], tells: false },
  '/v1/alerts': { among: ['/v1/alerts', `/v1/alerts?incident=${RESTRICTED}`], tells: false },
  '/v1/refusals': { among: ['/v1/refusals', `/v1/refusals?incident=${RESTRICTED}`] },
  // Their numbers are known once something was refused: see below.
  '/v1/refusals/{refusal}': NOTHING,
  '/v1/reassessments': { among: ['/v1/reassessments'] },
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
  '/v1/me': { among: ['/v1/me'], tells: false },
  'post /v1/find': NOTHING,
  '/v1/tools': { among: ['/v1/tools'], tells: false },
  '/v1/prompts': { among: ['/v1/prompts'], tells: false },
  // Two listeners: see below.
  '/v1/stream': NOTHING,
  '/healthz': NOTHING,
  '/readyz': NOTHING,
  '/metrics': NOTHING,
  '/openapi.json': NOTHING,
  '/docs': NOTHING,
}

/** What is posted; every other POST reads. */
const WRITES = ['post /v1/events', 'post /v1/alerts/{id}/acknowledge', 'post /v1/alerts/{id}/dismiss']

const STRANGERS = {
  'a system': callerOf('supervisor'),
  'a colleague': callerOf('supervisor', 'joe'),
  'the top of the ladder': callerOf('duty-superintendent', 'supt'),
  'an auditor': callerOf('auditor', 'audrey'),
}
const JANE = callerOf('supervisor', 'Jane')
const WHY = { 'x-reason': 'Review of the risk' }

const $ = useStore()
let served: Served
const changed = new Set<() => void>()
beforeAll(async () => {
  await liveRestricted($.store)
  served = await serveRestricted($.store, { onChange: (onChange) => changed.add(onChange) })
  await served.post('/v1/events', callerOf('supervisor'), refusedEvent, 'application/cloudevents+json')
})
afterAll(() => served.stop())

/** Refused for its data, with a text of the incident in it. */
const refusedEvent = {
  ...{ specversion: '1.0', id: 'refused-1', source: 'urn:test', type: 'uk.police.da.log.noted.v1', subject: RESTRICTED },
  time: '2026-11-20T20:50:00Z',
  data: { text: 'SECRET note' },
}

it('every read route says what it shows of a restricted incident', async () => {
  const { paths } = (await (await served.get('/openapi.json', JANE)).json()) as { paths: Record<string, Record<string, unknown>> }
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
    const answer = await served.get(path, caller, WHY)
    const body = await answer.text()
    expect([answer.status, problemName(JSON.parse(body))]).toEqual([403, 'restricted'])
    expect(body).not.toContain(SECRET)
  })

  it('is open to a reader who says why', async () => {
    const answer = await served.get(path, JANE, WHY)
    const body = await answer.text()
    expect([answer.status, body.includes(SECRET) || !tells]).toEqual([200, true])
  })

  it.each([
    ['nothing', {}],
    ['blanks', { 'x-reason': '%20%20%20' }],
    ['dots', { 'x-reason': '.....' }],
    ['too much', { 'x-reason': 'a'.repeat(501) }],
  ])('asks a reader who says %s why', async (_what, headers) => {
    const answer = await served.get(path, JANE, headers as Record<string, string>)
    expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([422, 'reason-required'])
  })
})

describe.each(listed('among'))('%s', (path, { tells }) => {
  it.each(Object.entries(STRANGERS))('tells %s nothing of it', async (_who, caller) => {
    const answer = await served.get(path, caller, WHY)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain(SECRET)
  })

  it('tells a reader', async () => {
    const answer = await served.get(path, JANE, WHY)
    const body = await answer.text()
    // Of incidents the list tells the risk, and nothing in words.
    const told = path.startsWith('/v1/incidents') ? 'strangulation' : path.startsWith('/v1/refusals') ? 'urn:test' : SECRET
    expect([answer.status, body.includes(told) || !tells]).toEqual([200, true])
  })
})

describe.each(listed('elsewhere'))('%s', (path, { tells }) => {
  it.each(Object.entries(STRANGERS))('does not name it to %s', async (_who, caller) => {
    const answer = await served.get(path, caller)
    const body = await answer.text()
    expect(answer.status).toBe(200)
    // The words that the detector knows are no secret.
    const secrets = [RESTRICTED, SECRET, ...(path.endsWith('/detector') ? [] : ['strangulation'])]
    for (const secret of secrets) expect([secret, body.includes(secret)]).toEqual([secret, false])
  })

  it('names it to a reader', async () => {
    const answer = await served.get(path, JANE)
    const body = await answer.text()
    expect([answer.status, body.includes(RESTRICTED) || !tells]).toEqual([200, true])
  })
})

interface Items {
  readonly items: readonly Record<string, unknown>[]
}
const itemsOf = async (path: string, caller: string): Promise<Items['items']> =>
  ((await (await served.get(path, caller)).json()) as Items).items

it('shows in the list that it exists and what is asked of it', async () => {
  const [first] = await itemsOf('/v1/incidents', callerOf('control-room'))
  expect(first).toEqual({
    incident: RESTRICTED,
    force: FORCE,
    restricted: true,
    attention: ['demanded'],
    demands: [
      { id: `${RESTRICTED}-d2`, reason: 'new-information', level: 2, dueAt: '2026-11-20T21:00:00.000Z' },
      { id: `${RESTRICTED}-d3`, reason: 'further-call', level: 1, dueAt: '2026-11-20T21:00:00.000Z' },
    ],
    version: expect.any(Number),
  })
})

it('is not found by its grade or its state', async () => {
  for (const filter of ['priority=P2', 'state=attended', 'state=risk.demanded'])
    for (const caller of Object.values(STRANGERS))
      expect((await itemsOf(`/v1/incidents?${filter}`, caller)).map(({ incident }) => incident)).not.toContain(RESTRICTED)
  expect((await itemsOf('/v1/incidents?priority=P2', JANE)).map(({ incident }) => incident)).toContain(RESTRICTED)
})

it('is told in no register: only that something is owed, and when', async () => {
  for (const name of REGISTER_NAMES)
    for (const line of await itemsOf(`/v1/registers/${name}?limit=500`, STRANGERS['a colleague']))
      if (line.incident === RESTRICTED) expect(Object.keys(line).sort()).toEqual(['dueAt', 'incident', 'late', 'restricted'])
})

it('tells nothing in the cursors of a register, however short its pages are', async () => {
  const told: string[] = []
  for (let next: string | null | undefined = ''; next !== null && next !== undefined; ) {
    const cursor = next === '' ? '' : `&cursor=${next}`
    const path = `/v1/registers/referrals-and-schools?limit=1${cursor}`
    const page = (await (await served.get(path, STRANGERS['a colleague'])).json()) as Items & { next: string | null }
    expect(page.items.at(-1)?.restricted !== true || page.next === null).toBe(true)
    told.push(Buffer.from(page.next ?? '', 'base64url').toString())
    next = page.next
  }
  expect(told.length).toBeGreaterThan(0)
  expect(told.join()).not.toContain('SECRET')
})

it('counts in the other incident, and keeps its effect there', async () => {
  const risk = async (caller: string) => {
    const { risk, restrictedLinks } = (await (await served.get(O, caller)).json()) as {
      risk: { repeat: object }
      restrictedLinks?: number
    }
    return { ...risk.repeat, restrictedLinks }
  }
  expect(await risk(STRANGERS['a system'])).toEqual({
    ...{ count: 1, restricted: 1, incidents: [], highestRisk: null, by: [], escalation: false },
    restrictedLinks: 2,
  })
  expect(await risk(JANE)).toMatchObject({ count: 1, highestRisk: 'high', incidents: [{ incident: RESTRICTED }] })
  const [item] = (await itemsOf('/v1/incidents', STRANGERS['a system'])).filter(({ incident }) => incident === OTHER)
  expect(item).toMatchObject({ risk: { repeat: { count: 1, restricted: 1, incidents: [], highestRisk: null } } })
})

it('keeps what was sent of it from others', async () => {
  const [kept] = await itemsOf(`/v1/refusals?incident=${RESTRICTED}`, JANE)
  const path = `/v1/refusals/${kept?.refusal}`
  for (const caller of Object.values(STRANGERS)) {
    const answer = await served.get(path, caller)
    expect([answer.status, (await answer.text()).includes(SECRET)]).toEqual([403, false])
  }
  expect((await served.get(path, JANE)).status).toBe(422)
  expect(await (await served.get(path, JANE, WHY)).text()).toContain(SECRET)
})

it('answers as the OpenAPI document says', async () => {
  const caller = STRANGERS['a colleague']
  for (const [path, schema] of [
    ['/v1/incidents', 'IncidentPage'],
    [O, 'Incident'],
    [`${O}/timeline`, 'TimelinePage'],
    ['/v1/alerts', 'AlertPage'],
    ['/v1/refusals', 'RefusalPage'],
    ['/v1/reassessments', 'ReassessmentPage'],
    [`/v1/thrive-sample?seed=1&${NOVEMBER}`, 'ThriveSample'],
    ['/v1/registers/suspects-outstanding', 'Register'],
    ['/v1/daily-meeting?at=2026-11-21T08:00:00Z', 'DailyMeeting'],
  ] as const)
    expect([path, wrongWith(schema, await (await served.get(path, caller)).json())]).toEqual([path, null])
  expect(wrongWith('Incident', await (await served.get(R, JANE, WHY)).json())).toBeNull()
})

const eventAt = (name: string, id: string, data: object, subject = RESTRICTED) => ({
  ...{ specversion: '1.0', id, source: 'urn:test', type: `uk.police.da.${name}.v1`, subject },
  ...{ time: '2026-11-20T21:00:00Z', data },
})
const postEvent = async (caller: string, event: object) => {
  const answer = await served.post('/v1/events', caller, event, 'application/cloudevents+json')
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { type: string } }
}
const by = { id: 'ch-1', role: 'call-handler' }

describe("a system's key", () => {
  it('goes on posting, and is told references and codes', async () => {
    const { status, body } = await postEvent(
      callerOf('control-room'),
      eventAt('thrive.assessed', 'system-1', { assessor: by, threat: { level: 'high', rationale: 'SECRET' } }),
    )
    expect(status).toBe(201)
    expect(
      Object.keys(body)
        .filter((field) => !field.startsWith('ended'))
        .sort(),
    ).toEqual(['alerts', 'deadlines', 'demands', 'incident', 'sequence', 'state', 'status', 'warnings'].sort())
    const { warnings, alerts } = body as unknown as { warnings: { code: string; detail: string }[]; alerts: { kind: string }[] }
    expect(warnings.map(({ code }) => code)).toContain('harm-missing')
    expect(new Set(warnings.map(({ detail }) => detail)).size).toBe(1)
    expect(alerts.map(({ kind }) => kind)).toEqual(['thrive-inadequate'])
    expect(JSON.stringify(body)).not.toContain(SECRET)
    const again = await postEvent(
      callerOf('control-room'),
      eventAt('thrive.assessed', 'system-1', { assessor: by, threat: { level: 'high', rationale: 'SECRET' } }),
    )
    expect([again.status, again.body.status, again.body.warnings]).toEqual([200, 'duplicate', []])
  })

  it('is told by codes what is refused', async () => {
    const closing = await postEvent(
      callerOf('supervisor'),
      eventAt('incident.closed', 'system-2', { by: { id: 'sup-1', role: 'supervisor' }, rationale: 'Over.' }),
    )
    const { blockers } = closing.body as unknown as { blockers: { code: string; detail: string }[] }
    expect([closing.status, problemName(closing.body)]).toEqual([422, 'closure-blocked'])
    expect(blockers.map(({ code }) => code)).toContain('demand-open')
    expect(new Set([closing.body.detail, ...blockers.map(({ detail }) => detail)]).size).toBe(1)
    const jane = await postEvent(
      JANE,
      eventAt('incident.closed', 'jane-2', { by: { id: 'Jane', role: 'supervisor' }, rationale: 'Over.' }),
    )
    expect((jane.body as unknown as { blockers: { detail: string }[] }).blockers.map(({ detail }) => detail)).not.toEqual(
      blockers.map(({ detail }) => detail),
    )
  })

  it('is told the same inside a batch', async () => {
    const answer = await served.post(
      '/v1/events',
      callerOf('control-room'),
      [eventAt('unit.cleared', 'system-3', { unit: 'Z9', by }), eventAt('log.noted', 'system-4', { text: 'Quiet.', by }, OTHER)],
      'application/cloudevents-batch+json',
    )
    const { results } = (await answer.json()) as { results: { code: number; warnings: { code: string; detail: string }[] }[] }
    expect(results.map(({ code }) => code)).toEqual([201, 201])
    expect(results[0]?.warnings).toMatchObject([{ code: 'unit-not-assigned', detail: expect.stringMatching(/restricted/) }])
  })

  it('is told at a report that something restricted is of the same people, and not what', async () => {
    const report = (id: string) =>
      eventAt(
        'incident.reported',
        id,
        {
          ...{ force: FORCE, channel: '999', receivedAt: '2026-11-20T21:00:00Z', narrative: 'Shouting.' },
          location: { address: '9 Nowhere Row', area: 'urban' },
          persons: [{ role: 'victim', personRef: 'P-1', phone: '07700900001' }],
        },
        id,
      )
    const { body } = await postEvent(callerOf('control-room'), report('WK-NEW'))
    const told = body as unknown as { warnings: { code: string; detail: string }[]; alerts: { kind: string }[] }
    expect(told.warnings.map(({ code }) => code)).toContain('earlier-still-open')
    expect(told.alerts.map(({ kind }) => kind)).toEqual(['repeat-victim'])
    expect(JSON.stringify(body)).not.toContain(RESTRICTED)
    expect(JSON.stringify((await postEvent(callerOf('control-room', 'jane'), report('WK-NEW-2'))).body)).toContain(RESTRICTED)
  })
})

it('tells nobody by what is looked for who is in it, and where', async () => {
  const restricted = async (question: object, as = callerOf('officer', 'ollie')) => {
    const answer = await served.post('/v1/find', as, question)
    return ((await answer.json()) as { restricted: number }).restricted
  }
  for (const name of ['SECRET victim', 'Somebody Else'])
    expect([name, await restricted({ reference: RESTRICTED, name })]).toEqual([name, 1])
  for (const address of ['1 SECRET Row', '2 Other Street'])
    expect([address, await restricted({ reference: RESTRICTED, address })]).toEqual([address, 1])
})

it.each(['incident.restricted', 'incident.unrestricted'] as const)(
  'takes %s in the name of a reader from nobody else',
  async (name) => {
    const said = { by: { id: 'jane', role: 'supervisor' }, ...(name === 'incident.restricted' && { people: ['joe'] }) }
    const inHerName = eventAt(name, `in-her-name-${name}`, { ...said, reason: 'It is over.' })
    const withAKey = await postEvent(callerOf('supervisor'), inHerName)
    expect([withAKey.status, problemName(withAKey.body)]).toEqual([403, 'forbidden'])
    const afterwards = await postEvent(callerOf('supervisor', 'joe'), inHerName)
    expect([afterwards.status, problemName(afterwards.body)]).toEqual([422, 'not-yourself'])
    expect((await served.get(R, callerOf('supervisor', 'joe'), WHY)).status).toBe(403)
  },
)

describe('breaking the glass', () => {
  const glass = { 'x-break-glass': encodeURIComponent('Her child is missing – nobody else is here.') }
  const [JOE, FIM] = [callerOf('supervisor', 'joe'), callerOf('force-incident-manager', 'fim')]
  const alerts = async (caller = JOE) =>
    (await itemsOf('/v1/alerts?kind=break-glass', caller)) as unknown as { id: string; audience: string; status: string }[]
  const dismiss = async (id: string, caller: string, name: string) =>
    served.post(`/v1/alerts/${id}/dismiss`, caller, { by: { id: name, role: 'manager' }, reason: 'Looked into.' })

  it('is offered to who is on the ladder and signed in', async () => {
    const detail = async (caller: string) => ((await (await served.get(R, caller)).json()) as { detail: string }).detail
    expect(await detail(JOE)).toContain('X-Break-Glass')
    for (const caller of [
      callerOf('supervisor'),
      callerOf('auditor', 'audrey'),
      callerOf('hau', 'hal'),
      callerOf('control-room', 'cora'),
    ])
      expect([caller, (await detail(caller)).includes('X-Break-Glass')]).toEqual([caller, false])
  })

  it.each([
    ['a system', callerOf('supervisor')],
    ['an auditor', callerOf('auditor', 'audrey')],
    ['the harm assessment unit', callerOf('hau', 'hal')],
  ])('is refused to %s', async (_who, caller) => {
    const answer = await served.get(R, caller, glass)
    expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([403, 'restricted'])
    expect(await alerts()).toEqual([])
  })

  it.each(['', '%20', 'ab', '...'])('with the reason "%s" is asked for another', async (reason) => {
    const answer = await served.get(R, JOE, { 'x-break-glass': reason })
    expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([422, 'reason-required'])
    expect(await alerts()).toEqual([])
  })

  it('shows nothing where it cannot be recorded', async () => {
    served.failToRecord(true)
    const answer = await served.get(R, JOE, glass)
    served.failToRecord(false)
    expect(answer.status).toBe(503)
    expect(await answer.text()).not.toContain('strangulation')
    expect(await alerts()).toEqual([])
  })

  it('shows it, and tells the next rank once however many reads follow', async () => {
    for (const path of [R, `${R}/timeline`, `${R}/briefing`, R]) {
      const answer = await served.get(path, JOE, glass)
      expect([path, answer.status]).toEqual([path, 200])
    }
    expect(await alerts()).toMatchObject([{ audience: 'force-incident-manager', status: 'open' }])
    // Without the header it is closed again.
    expect((await served.get(R, JOE)).status).toBe(403)
    const lines = await served.get(`${R}/timeline?limit=500`, JANE, WHY)
    const broken = ((await lines.json()) as { items: { type: string; data: object; actor: object }[] }).items.filter(
      ({ type }) => type === 'glass.broken',
    )
    expect(broken).toMatchObject([
      {
        data: { by: { id: 'joe', role: 'supervisor' }, reason: 'Her child is missing – nobody else is here.' },
        actor: { role: 'supervisor' },
      },
    ])
  })

  it('ends by the dismissal of another person', async () => {
    const [alert] = await alerts()
    const own = await dismiss(alert?.id ?? '', JOE, 'joe')
    expect([own.status, problemName((await own.json()) as { type: string })]).toEqual([422, 'invalid-event'])
    const withAKey = await dismiss(alert?.id ?? '', callerOf('supervisor'), 'somebody')
    expect([withAKey.status, problemName((await withAKey.json()) as { type: string })]).toEqual([403, 'forbidden'])
    const others = await dismiss(alert?.id ?? '', FIM, 'fim')
    expect([others.status, ((await others.json()) as { status: string }).status]).toEqual([200, 'resolved'])
    const [demand] = await itemsOf(`/v1/alerts?incident=${RESTRICTED}&kind=reassessment-demanded&status=open`, JOE)
    expect((await dismiss(String(demand?.id), FIM, 'fim')).status).toBe(409)
  })
})

it('shows no listener of the stream what is not theirs, and each all of their own', async () => {
  const [jane, joe] = await Promise.all([JANE, STRANGERS['a colleague']].map(listenAs))
  await postEvent(JANE, eventAt('call.received', 'stream-1', { by, caller: 'neighbour', text: 'SECRET shouting' }))
  await $.store.numberChanges()
  for (const onChange of changed) onChange()
  const [hers, his] = await Promise.all(
    [jane, joe].map((listener) => listener?.hears('the call', ({ event }) => event === 'incident')),
  )
  expect(hers?.data).toMatchObject({
    incident: RESTRICTED,
    priority: 'P2',
    risk: { flags: expect.arrayContaining(['strangulation']) },
  })
  expect(his?.data).toMatchObject({ incident: RESTRICTED, restricted: true, attention: ['demanded'] })
  expect(Object.keys(his?.data ?? {}).sort()).toEqual(['attention', 'demands', 'force', 'incident', 'restricted', 'version'])
  // Alerts reach both.
  const told = (listener: typeof joe) =>
    listener?.heard.filter(({ event }) => event === 'alert').map(({ data }) => (data as { kind: string }).kind)
  expect(told(joe)).toEqual(told(jane))
  jane?.close()
  joe?.close()
})
const listenAs = async (who: string) => listen(`${served.url}/v1/stream`, await served.headersOf(who))

it('is open to everybody again once it is lifted, with all that was said of it elsewhere', async () => {
  await postEvent(
    JANE,
    eventAt('incident.unrestricted', 'lift-1', { by: { id: 'jane', role: 'supervisor' }, reason: 'A mistake.' }),
  )
  const answer = await served.get(R, callerOf('supervisor'))
  expect([answer.status, (await answer.text()).includes('strangulation')]).toEqual([200, true])
  for (const path of [O, `${O}/timeline`, `${O}/briefing`, `${O}/assessments`])
    expect([path, (await (await served.get(path, callerOf('supervisor'))).text()).includes(RESTRICTED)]).toEqual([path, true])
  expect(await (await served.get('/v1/incidents', callerOf('supervisor'))).text()).not.toContain('"restricted":true')
})
