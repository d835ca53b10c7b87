/** Every read is logged, answered or refused, before its last byte is out. */
import { get } from 'node:http'
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { AccessTold } from '../../src/engine/access/line.ts'
import { eventually } from '../support/eventually.ts'
import { type Api, event, keyOf, problemName, said, startApi } from './harness.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
  await api.report('WK-1')
  await api.report('WK-2')
  // Something refused, to be read.
  await api.post('officer', event('incident.graded', 'WK-1'))
})
afterAll(() => api.stop())
beforeEach(() => {
  api.read.length = 0
})

const WHY = { 'x-reason': 'for the meeting' }
const DAY = 'from=2026-11-20T00:00:00Z&to=2026-11-20T22:00:00Z'

/** Each read, with the references that it asks for and those that it tells of. A new route has its line here, or in `TELLS_OF_NOBODY`. */
const READS: Readonly<Record<string, readonly [path: string, asked: string[], disclosed: string[], role?: Role]>> = {
  '/v1/incidents': ['/v1/incidents', [], ['WK-1', 'WK-2']],
  '/v1/incidents/:ref': ['/v1/incidents/WK-1', ['WK-1'], ['WK-1']],
  '/v1/approvals': ['/v1/approvals', [], []],
  '/v1/handover': ['/v1/handover', [], []],
  '/v1/handover/ahead': ['/v1/handover/ahead', [], []],
  '/v1/handover/:id': ['/v1/handover/no-such', [], []],
  '/v1/incidents/:ref/timeline': ['/v1/incidents/WK-1/timeline', ['WK-1'], ['WK-1']],
  '/v1/incidents/:ref/demands': ['/v1/incidents/WK-1/demands', ['WK-1'], ['WK-1']],
  '/v1/incidents/:ref/deadlines': ['/v1/incidents/WK-1/deadlines', ['WK-1'], ['WK-1']],
  '/v1/incidents/:ref/alerts': ['/v1/incidents/WK-1/alerts', ['WK-1'], ['WK-1']],
  '/v1/incidents/:ref/assessments': ['/v1/incidents/WK-1/assessments', ['WK-1'], ['WK-1']],
  '/v1/incidents/:ref/briefing': ['/v1/incidents/WK-1/briefing', ['WK-1'], ['WK-1']],
  '/v1/incidents/:ref/detector': ['/v1/incidents/WK-1/detector', ['WK-1'], ['WK-1']],
  '/v1/alerts': ['/v1/alerts?incident=WK-1', ['WK-1'], ['WK-1', 'WK-2']],
  '/v1/deliveries': ['/v1/deliveries?incident=WK-1', ['WK-1'], []],
  '/v1/alerts/:id/lines': ['/v1/alerts/timers-stalled-1/lines', [], []],
  '/v1/refusals': ['/v1/refusals', [], ['WK-1']],
  '/v1/refusals/:refusal': ['/v1/refusals/1', [], []],
  '/v1/reassessments': ['/v1/reassessments', [], []],
  '/v1/reassessments/:ref/:sequence': ['/v1/reassessments/WK-1/2', ['WK-1'], []],
  '/v1/thrive-sample': [`/v1/thrive-sample?seed=a&${DAY}`, [], []],
  '/v1/thrive-agreement': [`/v1/thrive-agreement?${DAY}`, [], []],
  '/v1/daily-meeting': ['/v1/daily-meeting', [], []],
  '/v1/registers/:name': ['/v1/registers/suspects-outstanding', [], []],
  '/v1/measures/:name': ['/v1/measures/attendance-in-time', [], []],
  '/v1/drafts': ['/v1/drafts', [], []],
  '/v1/drafts/:form': ['/v1/drafts/incident.reported', [], []],
  '/v1/drafts/:ref/:form': ['/v1/drafts/WK-1/log.noted', ['WK-1'], []],
  '/v1/access-log': ['/v1/access-log?incident=WK-1', ['WK-1'], [], 'auditor'],
  '/v1/access-log/unusual': ['/v1/access-log/unusual', [], [], 'auditor'],
}
const STREAM = '/v1/stream'
/** What they answer is the same for everybody, or names no incident. */
const TELLS_OF_NOBODY = [
  ...[
    '/v1/counts',
    '/v1/heartbeat',
    '/v1/me',
    '/v1/subscriptions',
    '/v1/measures',
    '/v1/tools',
    '/v1/prompts',
    '/v1/on-duty',
    '/v1/rota',
  ],
]
const WRITES = [
  ...['/v1/find', '/v1/events', '/v1/alerts/:id/acknowledge', '/v1/alerts/:id/dismiss', '/v1/handover/:id/accept'],
  ...['/v1/alerts/:id/take', '/v1/alerts/:id/release', '/v1/incidents/:ref/alerts/take', '/v1/subscriptions/:id/replay'],
  ...['/v1/deliveries/replay', '/v1/deliveries/:id/replay', '/v1/delivery/test', '/v1/delivery/notify', '/v1/rota/overrides'],
]

it('has a line for each route', () => {
  const known = [...Object.keys(READS), STREAM, ...TELLS_OF_NOBODY, ...WRITES]
  expect(api.routes.filter((path) => path.startsWith('/v1')).sort()).toEqual(known.sort())
})

it.each(Object.entries(READS))(
  'logs %s once, with its references',
  async (route, [path, asked, disclosed, role = 'supervisor']) => {
    const answer = await api.get(path, role)
    const body = await said(answer)
    expect(api.read).toEqual([
      {
        ...{ force: 'warwickshire', key: `key-of-${role}`, role, action: 'consultation', route, asked, from: '127.0.0.1' },
        disclosed,
        status: answer.status,
        ...(answer.ok ? {} : { code: problemName(body) }),
        request: answer.headers.get('x-request-id'),
      },
    ])
  },
)

it.each(TELLS_OF_NOBODY)('does not log %s', async (path) => {
  await (await api.get(path)).text()
  expect(api.read).toEqual([])
})

it.each<[string, Role, number, string, string[]]>([
  ['/v1/incidents/WK-9', 'supervisor', 404, 'unknown-incident', ['WK-9']],
  ['/v1/incidents?limit=0', 'supervisor', 422, 'invalid-query', []],
  ['/v1/refusals', 'officer', 403, 'forbidden', []],
  ['/v1/access-log', 'supervisor', 403, 'forbidden', []],
  ['/v1/registers/no-such', 'supervisor', 404, 'not-found', []],
  // Nobody has such an incident: it may be anything.
  ['/v1/incidents/07700900123', 'supervisor', 404, 'unknown-incident', ['withheld']],
  ['/v1/incidents/Jones', 'supervisor', 404, 'unknown-incident', ['withheld']],
  ['/v1/incidents/Mrs%20Jones', 'supervisor', 404, 'unknown-incident', ['withheld']],
])('logs that %s was refused to %s', async (path, role, status, code, asked) => {
  await (await api.get(path, role)).text()
  expect(api.read).toEqual([expect.objectContaining({ status, code, asked, disclosed: [], role })])
})

it('keeps what looks personal out of a filter too', async () => {
  for (const asked of ['07700900123', 'jo@example.test', 'Jones', 'WK-1'])
    await (await api.get(`/v1/alerts?incident=${asked}`)).text()
  expect(api.read.map(({ asked }) => asked)).toEqual([['withheld'], ['withheld'], ['withheld'], ['WK-1']])
})

it('logs nobody who is not known', async () => {
  await (await api.get('/v1/incidents', null)).text()
  expect(api.read).toEqual([])
})

it('logs why, also percent-encoded, and no more of it than 500 characters', async () => {
  for (const reason of ['court file', 'for%20the%20caf%C3%A9', '100% sure', 'x'.repeat(600)])
    await (await api.send('/v1/incidents', 'supervisor', { headers: { 'x-reason': reason } })).text()
  expect(api.read.map(({ reason }) => reason)).toEqual(['court file', 'for the café', '100% sure', 'x'.repeat(500)])
})

describe('a table', () => {
  const CSV: readonly (readonly [path: string, role: Role])[] = [
    ['/v1/registers/suspects-outstanding?format=csv', 'supervisor'],
    ['/v1/measures/attendance-in-time?format=csv', 'supervisor'],
    ['/v1/alerts?format=csv', 'supervisor'],
    ['/v1/deliveries?format=csv', 'supervisor'],
    ['/v1/refusals?format=csv', 'supervisor'],
    ['/v1/incidents/WK-1/timeline?format=csv', 'supervisor'],
    ['/v1/access-log?format=csv', 'auditor'],
  ]
  it.each(CSV)('leaves only with a reason, and is a disclosure: %s', async (path, role) => {
    for (const headers of [{}, { 'x-reason': '..' }, { 'x-reason': '%20%20%20' }, { 'x-reason': 'x'.repeat(501) }]) {
      const refused = await api.send(path, role, { headers: headers as Record<string, string> })
      const problem = await said(refused)
      expect([refused.status, problemName(problem), problem.errors[0]?.pointer]).toEqual([
        422,
        'reason-required',
        '/headers/x-reason',
      ])
    }
    const answer = await api.send(path, role, { headers: WHY })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    await answer.text()
    expect(api.read.map(({ action, status }) => [action, status])).toEqual([
      ...Array.from({ length: 4 }, () => ['disclosure', 422]),
      ['disclosure', 200],
    ])
    expect(api.read.at(-1)?.reason).toBe('for the meeting')
  })
})

describe('the last byte', () => {
  /** Answers wait until a test lets them go. */
  function written() {
    const write = api.access.write
    let letGo = () => {}
    let isAsked = false
    const waits = new Promise<void>((resolve) => {
      letGo = resolve
    })
    api.access.write = async (line: AccessTold) => {
      isAsked = true
      await waits
      return write(line)
    }
    /** Its line is being written, and another request that came later has been answered. */
    const isWritten = async () => {
      await eventually('its line is being written', async () => isAsked)
      await api.get('/healthz')
    }
    return { isWritten, letGo, restore: () => Object.assign(api.access, { write }) }
  }

  it('waits for the line: nothing of a short answer is out before', async () => {
    const { isWritten, letGo, restore } = written()
    let isOut = false
    const answer = api
      .get('/v1/incidents/WK-1')
      .then((one) => one.text())
      .finally(() => {
        isOut = true
      })
    await isWritten()
    expect([isOut, api.read.length]).toEqual([false, 0])
    letGo()
    expect(JSON.parse(await answer)).toMatchObject({ incident: 'WK-1' })
    expect(api.read).toHaveLength(1)
    restore()
  })

  it('waits with the last piece of a long list', async () => {
    for (let place = 0; place < 120; place++) await api.report(`LONG-${place}`)
    const { isWritten, letGo, restore } = written()
    const pieces: string[] = []
    let isOver = false
    const over = new Promise<void>((resolve) => {
      get(`${api.url}/v1/incidents?limit=500`, { headers: { authorization: `Bearer ${keyOf('supervisor')}` } }, (answer) => {
        answer.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
        answer.on('end', () => {
          isOver = true
          resolve()
        })
      })
    })
    await eventually('a piece is out', async () => pieces.length > 0)
    await isWritten()
    expect(isOver).toBe(false)
    expect(() => JSON.parse(pieces.join(''))).toThrow()
    letGo()
    await over
    expect(JSON.parse(pieces.join('')).items).toHaveLength(122)
    expect(api.read.at(-1)?.disclosed).toHaveLength(122)
    restore()
  })
})

it('logs a reader who left before the end', async () => {
  const request = get(`${api.url}/v1/stream`, { headers: { authorization: `Bearer ${keyOf('supervisor')}` } }, (answer) => {
    answer.once('data', () => request.destroy())
  })
  request.on('error', () => {})
  await eventually('it is logged', async () => api.read.length === 2)
  expect(api.read[1]).toMatchObject({ cut: true, stream: { event: 'ended' } })
})

it('logs a stream when it opens, before anything is out, and when it ends', async () => {
  const opened = new AbortController()
  const answer = await api.send(STREAM, 'supervisor', { signal: opened.signal })
  expect(api.read.map(({ stream }) => stream)).toEqual([{ event: 'opened', first: '0.0', last: '0.0', items: 0 }])
  const reader = answer.body?.getReader()
  await reader?.read()
  const { items } = (await (await api.get('/v1/incidents')).json()) as { items: never[] }
  api.read.length = 0
  api.commit(
    { id: '1.0', force: 'warwickshire', event: 'incident', data: items[0] as never },
    { id: '2.0', force: 'warwickshire', event: 'incident', data: items[0] as never },
  )
  await reader?.read()
  opened.abort()
  await eventually('its end is logged', async () => api.read.length > 0)
  expect(api.read).toEqual([
    expect.objectContaining({ route: STREAM, cut: true, stream: { event: 'ended', first: '0.0', last: '2.0', items: 2 } }),
  ])
})
