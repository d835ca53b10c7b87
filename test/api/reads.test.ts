import { ALERT_KINDS } from '../../machines/rules/catalogue/alerts.ts'
import { problemBody, Refused } from '../../src/api/problems.ts'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { type Api, event, problemName, said, startApi } from './harness.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
  await api.report('WK-1')
  await api.report('WK-2')
  await api.report('KT/1', 'kent')
})
afterAll(() => api.stop())
afterEach(() => {
  api.state.fails = null
})

describe("another force's incident", () => {
  it.each(['/v1/incidents/KT%2F1', '/v1/incidents/KT%2F1/timeline', '/v1/incidents/never-was'])(
    'is not there: %s',
    async (path) => {
      const answer = await api.get(path)
      expect([answer.status, problemName(await said(answer))]).toEqual([404, 'unknown-incident'])
    },
  )

  it('is there for its own force, and in no other list', async () => {
    expect((await api.get('/v1/incidents/KT%2F1', 'supervisor', 'kent')).status).toBe(200)
    const listed = await said(await api.get('/v1/incidents'))
    expect(listed.items.map(({ incident }) => incident)).toEqual(['WK-1', 'WK-2'])
  })

  it('takes no event, and its alert no acknowledgement', async () => {
    expect((await api.post('supervisor', event('log.noted', 'KT/1'))).status).toBe(404)
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"by":{"id":"s","role":"supervisor"}}',
    }
    expect((await api.send('/v1/alerts/KT%2F1-a1/acknowledge', 'supervisor', init)).status).toBe(404)
    expect((await api.send('/v1/alerts/KT%2F1-a1/acknowledge', 'supervisor', init, 'kent')).status).toBe(200)
  })
})

describe('a list', () => {
  it('goes on where its cursor says', async () => {
    const first = await said(await api.get('/v1/incidents?limit=1'))
    expect([first.items.length, first.next]).toEqual([1, 'more'])
    expect((await api.get(`/v1/incidents?limit=500&cursor=${first.next}`)).status).toBe(200)
  })

  it.each([
    ['limit=0', '/limit'],
    ['limit=501', '/limit'],
    ['limit=ten', '/limit'],
    ['limit=1&limit=2', '/limit'],
    ['attention=someday', '/attention'],
    ['state=over%00due', '/state'],
    ['state=overdo', '/state'],
    ['state=risk.overdue', '/state'],
    ['priority=P9', '/priority'],
    ['priority=', '/priority'],
    ['colour=red', '/colour'],
    ['cursor=forged', '/cursor'],
  ])('refuses ?%s and says where', async (query, pointer) => {
    const answer = await api.get(`/v1/incidents?${query}`)
    const problem = await said(answer)
    expect([answer.status, problemName(problem), problem.errors.map(({ pointer }) => pointer)]).toEqual([
      422,
      'invalid-query',
      [pointer],
    ])
  })

  it.each([
    ['status=closed', '/status', /open/],
    ['kind=attendance', '/kind', /attendance-warning/],
    ['audience=superviser', '/audience', /duty-superintendent/],
    ['incident=%0A', '/incident', /number of an incident/],
    ['mine=true', '/mine', /./],
  ])('of alerts refuses ?%s and says what is allowed', async (query, pointer, detail) => {
    const answer = await api.get(`/v1/alerts?${query}`)
    const { errors } = await said(answer)
    expect([answer.status, errors]).toEqual([422, [{ pointer, detail: expect.stringMatching(detail) }]])
  })

  it('of alerts is filtered by all that it was asked', async () => {
    expect((await api.get('/v1/alerts?status=open&kind=repeat-victim&audience=hau&incident=WK-1')).status).toBe(200)
    const filter = { status: 'open', kind: 'repeat-victim', audience: 'hau', incident: 'WK-1' }
    expect(api.state.alertsAsked).toEqual({ ...filter, openOnly: false })
    await api.get('/v1/alerts?incident=NEVER-WAS', 'control-room')
    expect(api.state.alertsAsked).toEqual({ incident: 'NEVER-WAS', openOnly: true })
    await api.get('/v1/incidents/WK-1/alerts')
    expect(api.state.alertsAsked).toEqual({ incident: 'WK-1', openOnly: false })
  })

  it('says which states and priorities there are', async () => {
    const details = async (query: string) => (await said(await api.get(`/v1/incidents?${query}`))).errors[0]?.detail
    expect(await details('state=overdo')).toMatch(/attendance: ungraded, waiting, waiting\.unassigned.*; risk: settled, demanded/)
    expect(await details('priority=P9')).toBe('must be a priority of a policy: P1, P2, P3')
    // A list that is too long for a sentence says how much of it is missing, and the problem where it is.
    const { detail, errors } = await said(await api.get('/v1/alerts?kind=nothing'))
    const [, listed = '', more = '0'] = /^must be one of (.*) and (\d+) more$/.exec(errors[0]?.detail ?? '') ?? []
    expect(listed.split(', ').length + Number(more)).toBe(ALERT_KINDS.length)
    expect(detail).toContain('/openapi.json')
    const long = problemBody(
      new Refused('invalid-query', 'x'.repeat(501), { errors: [{ pointer: '/a', detail: 'y'.repeat(501) }] }),
    )
    for (const cut of [long.detail, long.errors?.[0]?.detail])
      expect(cut).toMatch(/^.{450,} … \(cut here: \/openapi.json has all of it\)$/)
  })

  it('takes every filter of the contract', async () => {
    for (const query of ['attention=demanded&priority=P2&state=overdue.unassigned&limit=50', 'state=attendance.overdue'])
      expect((await api.get(`/v1/incidents?${query}`)).status).toBe(200)
    expect((await api.get('/v1/alerts?status=open')).status).toBe(200)
  })
})

it('gives the forms with the wording that the force has a licence for, and no other', async () => {
  const { items } = await said(await api.get('/v1/tools', 'officer'))
  expect(items).toMatchObject([
    {
      id: 'dara',
      name: 'DARA',
      version: 2,
      topics: [
        { key: 'fear', wording: 'How afraid are you?' },
        { key: 'harm', star: true },
      ],
    },
  ])
  expect(JSON.stringify(items).match(/wording/g)).toHaveLength(1)
})

it('gives the prompts of a scenario, of all, or of an unknown scenario', async () => {
  const scenarios = async (query: string) =>
    (await said(await api.get(`/v1/prompts${query}`, 'control-room'))).items.map(({ scenario }) => scenario)
  expect(await scenarios('')).toEqual(['firearms', 'stalking'])
  expect(await scenarios('?scenario=stalking')).toEqual(['stalking'])
  expect(await scenarios('?scenario=flood')).toEqual([])
  expect((await api.get('/v1/prompts?scenario=Fire%20arms')).status).toBe(422)
})

describe('an acknowledgement', () => {
  const acknowledge = (alert: string, body: string, contentType = 'application/json') =>
    api.send(`/v1/alerts/${alert}/acknowledge`, 'supervisor', { method: 'POST', headers: { 'content-type': contentType }, body })
  const by = JSON.stringify({ by: { id: 'sup-1', role: 'supervisor' } })

  it('says who has it', async () => {
    expect(await (await acknowledge('WK-1-a1', by)).json()).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: { id: 'sup-1', role: 'supervisor' },
    })
  })

  it.each([
    ['WK-1-a1', '{"by":"me"}', 'application/json', 422],
    ['WK-1-a1', '{"by":{"id":"sup-1","role":"supervisor"},"silence":true}', 'application/json', 422],
    ['WK-1-a1', by, 'text/plain', 415],
    ['WK-1-a9', by, 'application/json', 404],
    ['%00', by, 'application/json', 404],
  ])('of %s with %s as %s is refused and kept', async (alert, body, contentType, status) => {
    api.state.kept.length = 0
    expect((await acknowledge(alert, body, contentType)).status).toBe(status)
    expect(api.state.kept.map(({ body }) => String(body))).toEqual([body])
  })
})

it('shows the auditor what was refused, without the bytes', async () => {
  api.state.kept.length = 0
  await api.post('officer', event('incident.closed', 'WK-1'))
  const { items } = await said(await api.get('/v1/refusals', 'auditor'))
  expect(items).toEqual([
    expect.objectContaining({
      code: 'forbidden',
      role: 'officer',
      incident: 'WK-1',
      problem: expect.objectContaining({ status: 403 }),
    }),
  ])
})

it('names who reads refusals to somebody who may not', async () => {
  const answer = await api.get('/v1/refusals', 'hau')
  const readers = 'supervisor, force-incident-manager, duty-superintendent, auditor'
  expect([answer.status, await said(answer)]).toEqual([
    403,
    expect.objectContaining({ detail: `The role hau may not read refusals. Roles that may: ${readers}.` }),
  ])
})

it.each([
  ['GET', '/v1/events', 405, 'POST'],
  ['DELETE', '/v1/incidents/WK-1', 405, 'GET, HEAD'],
  ['GET', '/v1/nothing', 404, null],
  ['GET', '/v1/incidents/%E0%A4%A', 404, null],
  ['GET', '/v1/incidents/%00', 404, null],
])('answers %s %s with %i', async (method, path, status, allow) => {
  const answer = await api.send(path, 'supervisor', { method })
  expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow])
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
})

it('says that the record is away', async () => {
  api.state.fails = new RecordUnavailable('down')
  for (const path of ['/v1/incidents', '/v1/incidents/WK-1', '/v1/stream']) {
    const answer = await api.get(path)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  }
})
