/** Everything that a careless or a hostile sender may send: each gets its clear answer, nothing of it is half-applied, the refusal is kept, and the process lives. */
import { gzipSync } from 'node:zlib'
import type { RefusalItem } from '../../src/engine/reads.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { type Answer, event, MANY, ONE, problemOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { SECONDS } from './policy.ts'

let place: Place
let server: Server
let otherForce: string

beforeAll(async () => {
  place = await createPlace(SECONDS, { madeBefore: true })
  server = await place.start()
  const { code, stdout } = await place.run('keys', 'create', '--role', 'supervisor', '--force', 'west-mercia')
  expect(code).toBe(0)
  otherForce = stdout.trim()
  for (const name of ['incident.reported', 'thrive.assessed'] as const) expect(await post(name)).toMatchObject({ code: 201 })
  expect(await post('incident.graded', { priority: 'P3' })).toMatchObject({ code: 201 })
})
afterAll(() => place.remove())

const post = (name: Parameters<typeof event>[0], data = {}, envelope = {}) =>
  server.post('supervisor', event(name, 'WK-1', data, envelope))
const pointers = ({ body }: Answer) => body.errors?.map(({ pointer }) => pointer)
const text = (name: Parameters<typeof event>[0], from: string, to: string) =>
  JSON.stringify(event(name, 'WK-1')).replace(from, to)
const refusals = () => server.list<RefusalItem>('/v1/refusals', 'auditor')

/** Sends what must be refused, and looks at everything that it must have left alone. */
async function refused(send: () => Promise<Answer>, code: number, problem: string): Promise<Answer> {
  const [before, kept] = [await server.incident('WK-1'), await refusals()]
  const answer = await send()
  expect(answer).toMatchObject({ code, problem })
  expect(await server.incident('WK-1')).toEqual(before)
  const now = await refusals()
  expect(now).toHaveLength(kept.length + 1)
  const known = new Set(kept.map(({ refusal }) => refusal))
  expect(now.filter(({ refusal }) => !known.has(refusal))).toMatchObject([{ code: problem, problem: { status: code } }])
  return answer
}

describe('an event that is wrong', () => {
  it('has a type or a field that we do not know', async () => {
    expect(
      pointers(await refused(() => post('log.noted', {}, { type: 'uk.police.da.log.notd.v1' }), 422, 'invalid-event')),
    ).toEqual(['/type'])
    const typo = await refused(() => post('log.noted', { newInfomation: true }), 422, 'invalid-event')
    expect(pointers(typo)).toEqual(['/data/newInfomation'])
  })

  it('has wrong values, and hears of all of them at once', async () => {
    const wrong = await refused(
      () => post('unit.arrived', { unit: 7, victimSeen: 'yes', by: { id: '' } }, { time: 'yesterday' }),
      422,
      'invalid-event',
    )
    expect(pointers(wrong)).toEqual(['/time'])
    const data = await refused(() => post('unit.arrived', { unit: 7, victimSeen: 'yes', by: { id: '' } }), 422, 'invalid-event')
    expect(pointers(data)).toEqual(['/data/unit', '/data/victimSeen', '/data/by/id', '/data/by/role'])
    const grade = await refused(() => post('incident.graded', { priority: 'P9' }), 422, 'invalid-event')
    expect(pointers(grade)).toEqual(['/data/priority'])
  })

  it('says that it happened in the future; two minutes are the difference of two clocks', async () => {
    const ahead = (ms: number) => ({ time: new Date(Date.now() + ms).toISOString() })
    expect(pointers(await refused(() => post('log.noted', {}, ahead(150_000)), 422, 'invalid-event'))).toEqual(['/time'])
    expect(await post('log.noted', {}, ahead(90_000))).toMatchObject({ code: 201 })
  })

  it('holds what no store can keep: NUL and half a surrogate pair', async () => {
    for (const character of ['\\u0000', '\\ud800', 'x\\udc00']) {
      const raw = text('delay.noted', 'All units', character)
      const answer = await refused(() => server.postRaw('supervisor', raw), 422, 'invalid-event')
      expect(pointers(answer)).toEqual(['/data/reason'])
    }
    const id = await refused(
      () => server.postRaw('supervisor', text('delay.noted', '"id":"', '"id":"\\u0000')),
      422,
      'invalid-event',
    )
    expect(pointers(id)).toEqual(['/id'])
    const raw = Buffer.concat([Buffer.from('{"specversion":"'), Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('"}')])
    await refused(() => server.postRaw('supervisor', raw), 422, 'invalid-event')
  })
})

describe('a body that is no event', () => {
  it('is not JSON, is empty, is a list, or is nothing', async () => {
    for (const body of ['{"specversion": ', '', 'null', '[]', '"an event"', '7', '{}'])
      await refused(() => server.postRaw('supervisor', body), 422, 'invalid-event')
  })

  it('is nested deep', async () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
    await refused(() => server.postRaw('supervisor', deep(100_000)), 422, 'invalid-event')
    // A list of one event: that one is refused in its place.
    const many = await server.postRaw('supervisor', deep(100_000), MANY)
    expect(many).toMatchObject({ code: 200, body: { results: [{ code: 422 }] } })
    await refused(
      () => server.postRaw('supervisor', text('delay.noted', '"data":', `"extra":${deep(100)},"data":`)),
      422,
      'invalid-event',
    )
  })

  it('is ten megabytes', async () => {
    const large = text('delay.noted', 'All units', 'x'.repeat(10 * 1024 * 1024))
    await refused(() => server.postRaw('supervisor', large), 413, 'payload-too-large')
  })

  it('says that it is something else', async () => {
    const body = text('delay.noted', '', '')
    for (const contentType of [
      'application/json',
      'text/plain',
      'application/cloudevents+json; charset=utf-16',
      'application/x-www-form-urlencoded',
    ])
      await refused(() => server.postRaw('supervisor', body, contentType), 415, 'unsupported-media-type')
    const zipped = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${otherForce}`, 'content-type': ONE, 'content-encoding': 'gzip' },
      body: gzipSync(body),
    })
    expect(zipped.status).toBe(415)
  })

  it('would reach into every object', async () => {
    await refused(
      () => server.postRaw('supervisor', text('delay.noted', '"reason":', '"__proto__":{"polluted":true},"reason":')),
      422,
      'invalid-event',
    )
    expect((await server.ask('/v1/incidents')).status).toBe(200)
  })
})

describe('a sender who may not', () => {
  it('has no key, or none of ours; that is nobody, and nothing of it is kept', async () => {
    const kept = (await refusals()).length
    const body = JSON.stringify(event('delay.noted', 'WK-1'))
    expect(await server.postRaw(null, body)).toMatchObject({ code: 401, problem: 'unauthorized' })
    const guess = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: 'Bearer no-such-key' },
      body,
    })
    expect(guess.status).toBe(401)
    expect(await refusals()).toHaveLength(kept)
  })

  it('has the key of another force: the incident is not there for it, and no report can be made in our name', async () => {
    const as = (path: string, init: RequestInit = {}) =>
      fetch(server.url + path, { ...init, headers: { authorization: `Bearer ${otherForce}`, 'content-type': ONE } })
    const send = (body: unknown) => as('/v1/events', { method: 'POST', body: JSON.stringify(body) })
    const before = await server.incident('WK-1')
    const note = await send(event('delay.noted', 'WK-1'))
    expect([note.status, problemOf((await note.json()) as { type: string })]).toEqual([404, 'unknown-incident'])
    expect((await as('/v1/incidents/WK-1')).status).toBe(404)
    expect((await as('/v1/incidents/WK-1/timeline')).status).toBe(404)
    expect((await as('/v1/incidents')).status).toBe(200)
    expect(((await (await as('/v1/incidents')).json()) as { items: unknown[] }).items).toEqual([])
    expect((await send(event('incident.reported', 'WK-9'))).status).toBe(403)
    expect(await server.incident('WK-1')).toEqual(before)
    // Their refusals are theirs to read.
    expect((await refusals()).filter(({ code }) => code === 'unknown-incident')).toEqual([])
  })

  it('posts about an incident that nobody reported', async () => {
    await refused(() => server.post('supervisor', event('delay.noted', 'WK-404')), 404, 'unknown-incident')
    expect((await server.ask('/v1/incidents/WK-404')).status).toBe(404)
  })
})

describe('a report that is refused', () => {
  const alerts = async (status?: AlertItem['status']) =>
    (await server.list<AlertItem>('/v1/alerts')).filter(
      (alert) => alert.kind === 'report-refused' && alert.incident === 'WK-R' && (status ?? alert.status) === alert.status,
    )
  const report = (data: Parameters<typeof event>[2] = {}) => event('incident.reported', 'WK-R', data)

  it('is an alert, goes up the ladder, is read by a supervisor, and ends with the report', async () => {
    expect(await server.post('control-room', report({ channel: '' }))).toMatchObject({ code: 422, problem: 'invalid-event' })
    expect(await alerts('open')).toMatchObject([{ severity: 'critical', level: 1, audience: 'supervisor' }])
    expect(await server.post('officer', report())).toMatchObject({ code: 403 })
    const read = (await server.list<RefusalItem>('/v1/refusals', 'supervisor')).filter(({ incident }) => incident === 'WK-R')
    expect(read.map(({ code }) => code)).toEqual(['forbidden', 'invalid-event'])
    await eventually('it reaches the top', async () => (await alerts('open'))[0]?.audience === 'duty-superintendent', server.said)
    await eventually('it comes back', async () => ((await alerts('open'))[0]?.count ?? 0) > 1, server.said)
    expect(await alerts()).toHaveLength(1)

    const least = { location: null, narrative: '', persons: undefined, flags: undefined, colour: 'red' }
    const taken = await server.post('control-room', report(least))
    expect(taken).toMatchObject({ code: 201 })
    expect(taken.body.warnings?.map(({ code }) => code)).toEqual([
      ...['location-unknown', 'area-assumed', 'telephone-unknown', 'narrative-missing', 'unknown-field'],
    ])
    expect(await alerts()).toMatchObject([{ status: 'resolved' }])
  })

  it('is dismissed with a reason; no other alert is', async () => {
    await server.post('supervisor', event('log.noted', 'WK-D'))
    const dismiss = (id: string) =>
      server.ask(`/v1/alerts/${id}/dismiss`, 'supervisor', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ by: { id: 'sup-1', role: 'supervisor' }, reason: 'Entered under WK-1.' }),
      })
    const open = async (kind: AlertItem['kind'], incident: string) =>
      (await server.list<AlertItem>('/v1/alerts?status=open')).find((alert) => alert.kind === kind && alert.incident === incident)
    expect((await dismiss((await open('report-refused', 'WK-D'))?.id ?? '')).status).toBe(200)
    expect(await open('report-refused', 'WK-D')).toBeUndefined()
    await post('call.received')
    expect((await dismiss((await open('reassessment-demanded', 'WK-1'))?.id ?? '')).status).toBe(409)
  })
})

describe('an event that comes again, or too late', () => {
  it('has an id that was used for something else', async () => {
    const first = event('delay.noted', 'WK-1')
    expect(await server.post('supervisor', first)).toMatchObject({ code: 201 })
    expect(await server.post('supervisor', first)).toMatchObject({ code: 200, body: { status: 'duplicate' } })
    const other = { ...first, data: { ...(first.data as object), reason: 'Something else.' } }
    await refused(() => server.post('supervisor', other), 409, 'event-id-reused')
    await refused(() => server.post('supervisor', { ...first, subject: 'WK-2' }), 409, 'event-id-reused')
  })

  it('is a whole batch again: everything in it is known, what was wrong is wrong again', async () => {
    const batch = [
      event('incident.reported', 'WK-B'),
      event('delay.noted', 'WK-B'),
      event('unit.arrived', 'WK-B', { victimSeen: 'perhaps' }),
      event('thrive.assessed', 'WK-B'),
      { not: 'an event' },
    ]
    const codes = ({ body }: Answer) => body.results?.map((result) => [result.code, result.sequence])
    const first = await server.postBatch('supervisor', batch)
    expect(first.code).toBe(200)
    expect(codes(first)).toEqual([
      [201, 1],
      [201, 2],
      [422, undefined],
      [201, 3],
      [422, undefined],
    ])
    expect(first.body.results?.filter(({ code }) => code === 422).map(problemOf)).toEqual(['invalid-event', 'invalid-event'])
    const again = await server.postBatch('supervisor', batch)
    expect(codes(again)).toEqual([
      [200, 1],
      [200, 2],
      [422, undefined],
      [200, 3],
      [422, undefined],
    ])
    expect((await server.incident('WK-B')).version).toBe(3)
    expect((await refusals()).filter(({ incident }) => incident === 'WK-B')).toHaveLength(2)
  })

  it('is of the year 0, which no clock and no database of ours can hold: it fails in its place', async () => {
    const times = ['2026-11-20T20:00:00Z', '0000-01-01T00:00:00Z', '2026-11-20T20:01:00Z']
    const batch = times.map((time, n) => event('incident.reported', `YZ-${n}`, {}, { time }))
    const answer = await server.postBatch('supervisor', batch)
    expect([answer.code, answer.body.results?.map(({ code }) => code)]).toEqual([200, [201, 422, 201]])
    expect(answer.body.results?.[1]?.errors?.map(({ pointer }) => pointer)).toEqual(['/time'])
    expect((await refusals()).filter(({ incident }) => incident === 'YZ-1')).toHaveLength(1)
  })

  it('is a batch of too many, or of none', async () => {
    const many = Array.from({ length: 1_001 }, () => event('delay.noted', 'WK-1'))
    await refused(() => server.postBatch('supervisor', many), 413, 'payload-too-large')
    await refused(() => server.postBatch('supervisor', []), 422, 'invalid-event')
  })

  it('answers a demand that was answered', async () => {
    const opened = await post('call.received')
    const demand = opened.body.demands?.at(-1)?.id
    const answer = () =>
      post('risk.reassessed', {
        demand,
        decision: { priority: 'P3', rationale: 'She is safe with a neighbour.' },
        nextReviewAt: new Date(Date.now() + 3_600_000).toISOString(),
      })
    expect(await answer()).toMatchObject({ code: 201 })
    const again = await refused(answer, 409, 'not-accepted-now')
    expect(again.body.accepts).toContain('uk.police.da.risk.reassessed.v1')
    await refused(() => post('risk.reassessed', { demand: 'WK-1-d99' }), 422, 'invalid-event')
  })

  it('comes for a closed incident and is no news', async () => {
    for (const name of ['unit.arrived', 'suspect.dealt-with'] as const) expect(await post(name)).toMatchObject({ code: 201 })
    expect(await post('dash.submitted', { children: [] })).toMatchObject({ code: 201 })
    expect(await post('dash.reviewed')).toMatchObject({ code: 201 })
    expect(await post('incident.closed')).toMatchObject({ code: 201 })
    for (const name of ['delay.noted', 'unit.assigned', 'incident.closed', 'incident.graded', 'dash.submitted'] as const) {
      const answer = await refused(() => post(name), 409, 'not-accepted-now')
      expect(answer.body.accepts).toContain('uk.police.da.call.received.v1')
    }
    expect(await post('call.cut-off')).toMatchObject({ code: 201, body: { state: { closure: 'open', risk: 'demanded' } } })
  })
})

describe('after all of it', () => {
  it('the process lives, said nothing about a person, and the record proves itself', async () => {
    expect((await server.ask('/healthz', null)).status).toBe(200)
    expect(server.said()).not.toMatch(/Fictional Row|Example Person|former partner/)
    expect(
      server
        .said()
        .split('\n')
        .filter((line) => /"level":"(error|fatal)"/.test(line)),
    ).toEqual([])
    expect(await oneCauseOneAlert(server)).toBe(5)
    expect(await server.stop()).toBe(0)
    await verifies(place)
  })
})
