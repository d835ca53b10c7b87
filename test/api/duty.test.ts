import { createStore } from '../../src/store/store.ts'
import { wrongWith } from '../support/answers.ts'
import { dutyOf } from '../support/duty.ts'
import { useStore } from '../support/store.ts'
import { type Api, problemName, startApi } from './harness.ts'

const $ = useStore()
let api: Api
beforeEach(async () => {
  // The record's clock of the harness: 20 November 2026, 23:00, a Friday.
  api = await startApi({ duty: dutyOf($.store) })
  await $.database.query('truncate reassess.rota_overrides')
})
afterEach(() => api.stop())

const by = { id: 'sup-2', role: 'supervisor' }
/** What these tests read of an answer. */
interface Body {
  readonly type: string
  readonly detail: string
  readonly errors: readonly { readonly pointer: string }[]
  readonly from: string
  readonly to: string
  readonly items: readonly (Record<'zone' | 'role', string> & {
    readonly people: readonly { readonly person: string }[]
  } & Spans)[]
  readonly override: { readonly id: string; readonly by: object }
  readonly holes: readonly object[]
}
interface Spans {
  readonly spans: readonly object[]
  readonly holes: readonly object[]
}

const json = async (answer: Response) => ({ status: answer.status, body: (await answer.json()) as Body })
const get = async (path: string) => json(await api.get(path, 'control-room'))
const post = async (body: object, role: 'supervisor' | 'control-room' = 'supervisor') =>
  json(
    await api.send('/v1/rota/overrides', role, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'supervisor', by, ...body }),
    }),
  )
const onDuty = async (at: string, role = 'supervisor') => (await get(`/v1/on-duty?role=${role}&at=${at}`)).body.items[0]
const people = async (at: string, role?: string) => (await onDuty(at, role))?.people.map(({ person }) => person)

describe('GET /v1/on-duty', () => {
  it('tells who is on duty in a role, and by which shift', async () => {
    const answer = await get('/v1/on-duty?role=supervisor&at=2026-11-21T10:00:00Z')
    expect(wrongWith('DutyPage', answer.body)).toBeNull()
    const why = { by: 'pattern', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '07:00', to: '19:00' }
    expect(answer).toEqual({
      status: 200,
      body: {
        items: [
          {
            role: 'supervisor',
            at: '2026-11-21T10:00:00.000Z',
            people: [
              { person: 'sup-1', name: 'Sam', why },
              { person: 'sup-2', name: 'Sal', why },
            ],
            falls: null,
          },
        ],
        next: null,
      },
    })
  })

  it('tells of every role of the ladder and of the rota now, and where each falls that has nobody', async () => {
    const { body } = await get('/v1/on-duty')
    expect(body.items).toMatchObject([
      {
        role: 'supervisor',
        at: '2026-11-20T23:00:00.000Z',
        people: [],
        falls: { role: 'force-incident-manager', people: ['fim-1'] },
      },
      { role: 'force-incident-manager', people: [{ person: 'fim-1' }], falls: null },
      // No role above has anybody: everybody who has the role.
      { role: 'duty-superintendent', people: [], falls: { role: null, people: ['supt-1'] } },
      { role: 'hau', people: [], falls: { role: 'force-incident-manager', people: ['fim-1'] } },
    ])
  })

  it.each(['role=officer', 'role=chief', 'at=yesterday', 'at=2026-11-21T10:00', 'days=3'])('refuses %s', async (query) => {
    const { status, body } = await get(`/v1/on-duty?${query}`)
    expect([status, problemName(body)]).toEqual([422, 'invalid-query'])
  })
})

describe('GET /v1/rota', () => {
  it('tells the next two weeks, with the holes', async () => {
    const { status, body } = await get('/v1/rota?role=supervisor')
    expect([status, wrongWith('RotaPage', body)]).toEqual([200, null])
    expect([body.from, body.to]).toEqual(['2026-11-20T23:00:00.000Z', '2026-12-04T23:00:00.000Z'])
    const [supervisors] = body.items
    expect(supervisors?.zone).toBe('Europe/London')
    expect(supervisors?.people.map(({ person }) => person)).toEqual(['sup-1', 'sup-2', 'sup-3'])
    expect(supervisors?.holes).toHaveLength(15)
    expect(supervisors?.holes[0]).toEqual({ from: '2026-11-20T23:00:00.000Z', to: '2026-11-21T07:00:00.000Z' })
    expect(supervisors?.spans).toHaveLength(29)
  })

  it('tells it from an instant, for some days', async () => {
    const { body } = await get('/v1/rota?role=force-incident-manager&from=2026-10-24T12:00:00Z&days=3')
    expect(body.items[0]?.spans).toMatchObject([
      { from: '2026-10-24T12:00:00.000Z', to: '2026-10-27T12:00:00.000Z', people: [{ person: 'fim-1' }] },
    ])
    expect((await get('/v1/rota?days=32')).status).toBe(422)
  })
})

describe('POST /v1/rota/overrides', () => {
  it('answers with the override and who is on duty because of it, and counts at once', async () => {
    const asked = { from: '2026-11-21T12:00', to: '2026-11-21T15:00', people: ['sup-3'], instead: ['sup-1'], reason: 'Court' }
    const { status, body } = await post(asked)
    expect([status, wrongWith('OverrideRecorded', body)]).toEqual([201, null])
    const [from, to] = ['2026-11-21T12:00:00.000Z', '2026-11-21T15:00:00.000Z']
    const { id } = body.override
    expect(body).toEqual({
      override: {
        id: expect.stringMatching(/^override-\d+$/),
        ...{ role: 'supervisor', from, to, people: ['sup-3'], instead: ['sup-1'], by, reason: 'Court' },
        recordedAt: expect.any(String),
      },
      spans: [
        {
          ...{ from, to },
          people: [
            {
              person: 'sup-3',
              name: 'Sid',
              why: { by: 'override', id, from, to, instead: ['sup-1'], decidedBy: by, recordedAt: expect.any(String) },
            },
            { person: 'sup-2', name: 'Sal', why: expect.objectContaining({ by: 'pattern' }) },
          ],
        },
      ],
      holes: [],
    })
    expect(await people('2026-11-21T11:59:59Z')).toEqual(['sup-1', 'sup-2'])
    expect(await people('2026-11-21T12:00:00Z')).toEqual(['sup-3', 'sup-2'])
    expect(await people('2026-11-21T15:00:00Z')).toEqual(['sup-1', 'sup-2'])
  })

  it('is overridden by a later override', async () => {
    const time = { from: '2026-11-21T12:00:00+00:00', to: '2026-11-21T15:00:00Z' }
    await post({ ...time, people: ['sup-3'] })
    await post({ ...time, people: ['sup-1', 'sup-2'] })
    expect(await people('2026-11-21T13:00:00Z')).toEqual(['sup-1', 'sup-2'])
  })

  it('names the key where nobody is named', async () => {
    const { status, body } = await post({ from: '2026-11-21T12:00', to: '2026-11-21T15:00', people: ['sup-3'], by: undefined })
    expect([status, body.override]).toMatchObject([201, { by: { id: expect.stringMatching(/^key-/), role: 'supervisor' } }])
  })

  it('covers a role that the file gives no rota', async () => {
    const asked = { role: 'duty-superintendent', from: '2026-11-20T20:00', to: '2026-11-21T20:00', people: ['supt-1'] }
    expect((await post(asked)).status).toBe(201)
    expect(await people('2026-11-20T23:00:00Z', 'duty-superintendent')).toEqual(['supt-1'])
  })

  it('takes that somebody is away without a stand-in, and says when nobody is on duty', async () => {
    await post({ from: '2026-11-21T07:00', to: '2026-11-21T19:00', people: ['sup-1'] })
    const { status, body } = await post({ from: '2026-11-21T12:00', to: '2026-11-22T08:00', people: [], instead: ['sup-1'] })
    expect(status).toBe(201)
    expect(body.holes).toEqual([{ from: '2026-11-21T12:00:00.000Z', to: '2026-11-22T07:00:00.000Z' }])
    expect(await people('2026-11-22T07:30:00Z')).toEqual(['sup-2'])
  })

  const FINE = { from: '2026-11-21T12:00', to: '2026-11-21T15:00', people: ['sup-3'] }
  it.each<[string, object, string]>([
    ['nobody', { people: [] }, '/people'],
    ['a stranger', { people: ['sup-9'] }, '/people/0'],
    ['a name that every object has', { people: ['constructor'] }, '/people/0'],
    ['somebody of another role', { people: ['sup-3', 'fim-1'] }, '/people/1'],
    ['a stranger to be replaced', { instead: ['sup-9'] }, '/instead/0'],
    ['somebody twice', { people: ['sup-3', 'sup-3'] }, '/people'],
    ['an end before the beginning', { to: '2026-11-21T11:00' }, '/to'],
    ['a time that is over', { from: '2026-11-20T12:00', to: '2026-11-20T13:00' }, '/to'],
    ['a quarter of a year and a day', { to: '2027-02-22T12:00' }, '/to'],
    ['a day of no calendar', { from: '2026-11-31T12:00' }, '/from'],
    ['a role that has no alerts', { role: 'auditor' }, '/role'],
    ['an unknown field', { until: '2026-11-21T15:00' }, '/until'],
  ])('refuses %s, and keeps the refusal', async (_what, wrong, pointer) => {
    const { status, body } = await post({ ...FINE, ...wrong })
    expect([status, problemName(body), body.errors.map((one) => one.pointer)]).toEqual([422, 'invalid-event', [pointer]])
    expect(api.state.kept).toHaveLength(1)
    expect(await people('2026-11-21T13:00:00Z')).toEqual(['sup-1', 'sup-2'])
  })

  it('refuses a role that does not supervise', async () => {
    const { status, body } = await post(FINE, 'control-room')
    expect([status, body.detail]).toEqual([403, 'The role control-room does not change who is on duty: a supervisor does.'])
  })

  it('names the person who signed in, and nobody else', async () => {
    const person = { issuer: 'https://id.example', subject: 'sup-2', name: 'Sal' }
    const { page } = await api.signedIn('supervisor', person)
    const send = async (body: object) =>
      json(
        await api.send('/v1/rota/overrides', null, {
          method: 'POST',
          headers: { ...page, 'content-type': 'application/json' },
          body: JSON.stringify({ role: 'supervisor', ...FINE, ...body }),
        }),
      )
    expect((await send({})).body.override.by).toEqual({ id: 'Sal', role: 'supervisor' })
    const { status, body } = await send({ by })
    expect([status, problemName(body)]).toEqual([422, 'not-yourself'])
  })
})

it('another process learns of an override, and a process that starts has those from before', async () => {
  const other = await createStore({ connectionString: $.database.url })
  const there = dutyOf(other)
  await there.refresh()
  const before = there.planNow()
  await there.refresh()
  expect(there.planNow()).toBe(before)
  await post({ from: '2026-11-21T12:00', to: '2027-01-01T00:00', people: ['sup-3'] })
  await there.refresh()
  expect(there.planNow().rota.supervisor?.overrides).toMatchObject([{ people: ['sup-3'], to: '2027-01-01T00:00:00.000Z' }])
  await other.close()
})

it('nobody is on duty without a delivery file, or in another force, and the answer says so', async () => {
  const without = await startApi({ duty: null })
  for (const answer of [
    await without.get('/v1/on-duty'),
    await without.get('/v1/rota'),
    await api.get('/v1/on-duty', 'supervisor', 'kent'),
  ]) {
    const { status, body } = await json(answer)
    expect([status, problemName(body), body.detail]).toEqual([
      404,
      'no-delivery-file',
      expect.stringContaining('Alerts are on the board and the stream only.'),
    ])
  }
  await without.stop()
})
