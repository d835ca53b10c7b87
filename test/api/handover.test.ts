/** A shift is handed over on a real PostgreSQL: the list, who is told, who accepts, and what nobody accepts. */
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { AccessTold } from '../../src/engine/access/line.ts'
import type { HandoverAccepted, HandoverHead, HandoverItem, HandoverRead } from '../../src/engine/handover/ports.ts'
import type { Listed } from '../../src/engine/reads.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { wrongWith } from '../support/answers.ts'
import { type Client, event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { policyWith } from '../support/incident.ts'
import { ALL_ROLES, type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
let served: ServedRecord
let api: Client
/** Who read what. */
const logged: AccessTold[] = []
beforeAll(async () => {
  const access = { write: async (line: AccessTold) => void logged.push(line) }
  served = await serveRecord($.store, policyWith(), ALL_ROLES, { access })
  api = served.api
})
afterAll(() => served.stop())

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

/** Reported so many minutes ago, and graded P2 two minutes later: overdue from an hour on. */
async function graded(reference: string, minutes: number): Promise<void> {
  const [reported, assessed, grade] = [minutesAgo(minutes), minutesAgo(minutes - 1), minutesAgo(minutes - 2)]
  await api.post('control-room', event('incident.reported', reference, { receivedAt: reported }, { time: reported }))
  await api.post('control-room', event('thrive.assessed', reference, {}, { time: assessed }))
  await api.post('control-room', event('incident.graded', reference, { priority: 'P2', approvedBy: undefined }, { time: grade }))
}

const LATE = { id: 'sup-late', role: 'supervisor' }
const NIGHT = { id: 'sup-night', role: 'supervisor' }

interface Said<Body> {
  readonly code: number
  readonly body: Body & { readonly type?: string; readonly errors?: readonly { readonly pointer: string }[] }
}
async function post<Body>(path: string, said: object, role: Role = 'supervisor'): Promise<Said<Body>> {
  const headers = { 'content-type': 'application/json' }
  const answer = await api.ask(path, role, { method: 'POST', headers, body: JSON.stringify(said) })
  return { code: answer.status, body: (await answer.json()) as Said<Body>['body'] }
}
const handOver = (said: object = {}, role?: Role) =>
  post<HandoverRead>('/v1/handover', { from: 'late', to: 'night', by: LATE, ...said }, role)
const accept = (handover: string, items: readonly string[], by: object = NIGHT, role?: Role) =>
  post<HandoverAccepted>(`/v1/handover/${handover}/accept`, { items, by }, role)
const read = (handover: string) => api.get<HandoverRead>(`/v1/handover/${handover}`)
const of = ({ items }: Pick<HandoverRead, 'items'>, incident: string) => items.filter((item) => item.incident === incident)
const said = ({ what, kind, status }: HandoverItem) => `${what} ${kind} ${status}`
const unaccepted = async (handover: string): Promise<readonly AlertItem[]> =>
  (await api.list<AlertItem>('/v1/alerts?kind=handover-unaccepted')).filter((alert) => alert.handover === handover)
const shifts = async (reference: string) =>
  (await api.timeline(reference)).filter(({ type }) => type === 'shift.changed').map(({ id }) => id)

it('lists what is open, taken, doubtful and due, worst first, and tells those that ask for attention of the change', async () => {
  await graded('OVERDUE', 70)
  await graded('QUIET', 5)
  const alert = await api.alertRaised('OVERDUE', 'attendance-overdue')
  await api.acknowledge(alert.id, 'sup-late')

  const { code, body } = await handOver({ note: 'Two units are off the road.' })
  expect(code).toBe(201)
  expect(wrongWith('Handover', body)).toBeNull()
  expect(body).toMatchObject({ from: 'late', to: 'night', by: LATE, note: 'Two units are off the road.', next: null })
  expect(of(body, 'OVERDUE').map(said)).toEqual(['open demanded left', 'taken attendance-overdue left', 'due victim-told left'])
  expect(of(body, 'OVERDUE')[0]).toMatchObject({ id: '1', level: 1, dueAt: expect.any(String) })
  expect(of(body, 'OVERDUE')[1]).toMatchObject({
    alert: alert.id,
    severity: alert.severity,
    has: { id: 'sup-late', role: 'sgt' },
  })
  expect(of(body, 'QUIET').map(said)).toContain('due attendance left')
  expect(body.left).toBe(body.items.length)

  expect(body.shiftChanged).toEqual({ incidents: 1, recorded: 1, refused: 0 })
  const { demands } = await api.incident('OVERDUE')
  const asked = demands.find(({ reason }) => reason === 'shift-change')
  expect(body).toMatchObject({ demands: [{ incident: 'OVERDUE', demand: asked?.id }], demandCount: 1 })
  expect(await shifts('OVERDUE')).toEqual([`${body.handover}/OVERDUE`])
  expect(await shifts('QUIET')).toEqual([])
})

describe('accepting', () => {
  it('takes each item once, by name, and the alert with it; again is harmless', async () => {
    await graded('TAKEN', 70)
    const alert = await api.alertRaised('TAKEN', 'attendance-overdue')
    await api.acknowledge(alert.id, 'sup-late')
    const { body } = await handOver()
    const [first, taken] = of(body, 'TAKEN') as [HandoverItem, HandoverItem]
    expect([first.what, taken.what]).toEqual(['open', 'taken'])

    const accepted = await accept(body.handover, [first.id, taken.id])
    expect(accepted.code).toBe(200)
    expect(wrongWith('AcceptedHandover', accepted.body)).toBeNull()
    expect(accepted.body.items).toMatchObject([
      { id: first.id, status: 'accepted', acceptedBy: NIGHT, acceptedAt: expect.any(String) },
      { id: taken.id, status: 'accepted', acceptedBy: NIGHT, has: { id: 'sup-late', role: 'sgt' } },
    ])
    expect(accepted.body.left).toBe(body.left - 2)
    const [now] = await api.list<AlertItem>('/v1/alerts?kind=attendance-overdue&incident=TAKEN')
    expect(now).toMatchObject({ status: 'acknowledged', acknowledgedBy: NIGHT })

    // Somebody else later, and the same again: it stays with the first.
    const again = await accept(body.handover, [first.id, first.id], { id: 'sup-third', role: 'supervisor' })
    expect([again.code, again.body.items]).toEqual([200, [accepted.body.items[0]]])
    expect(await read(body.handover)).toMatchObject({ left: body.left - 2 })
  })

  it('leaves an alert to whoever has taken it since', async () => {
    await graded('SINCE', 70)
    const alert = await api.alertRaised('SINCE', 'attendance-overdue')
    await api.acknowledge(alert.id, 'sup-late')
    const { body } = await handOver()
    await api.acknowledge(alert.id, 'fim-1')
    const [, taken] = of(body, 'SINCE') as [HandoverItem, HandoverItem]
    expect((await accept(body.handover, [taken.id])).body.items).toMatchObject([{ status: 'accepted', acceptedBy: NIGHT }])
    const [now] = await api.list<AlertItem>('/v1/alerts?kind=attendance-overdue&incident=SINCE')
    expect(now?.acknowledgedBy).toMatchObject({ id: 'fim-1' })
  })

  it('is not for whoever handed over, however they write their name', async () => {
    const { body } = await handOver()
    for (const id of ['sup-late', ' SUP\u2011late ']) {
      const own = await accept(body.handover, ['1'], { id, role: 'supervisor' })
      expect([own.code, own.body.errors]).toMatchObject([422, [{ pointer: '/by/id' }]])
    }
    expect((await read(body.handover)).items.every(({ status }) => status === 'left')).toBe(true)
  })

  it('refuses an item that the list does not have, and accepts none beside it', async () => {
    const { body } = await handOver()
    const refused = await accept(body.handover, ['1', '9999', 'first'])
    expect([refused.code, refused.body.errors]).toMatchObject([422, [{ pointer: '/items/1' }, { pointer: '/items/2' }]])
    expect((await read(body.handover)).left).toBe(body.left)
    expect((await accept(body.handover, [])).code).toBe(422)
    expect((await accept('no-such', ['1'])).code).toBe(404)
    expect((await accept('no\u0000such', ['1'])).code).toBe(404)
  })
})

describe('what nobody accepts', () => {
  /** Its turn may come after those of others that nobody has accepted. */
  async function looksAt(handover: string): Promise<void> {
    const lookedAt = async () =>
      (await $.database.query<{ at: Date }>(`select looked_at as at from reassess.handovers where id = '${handover}'`))[0]?.at
    const before = (await lookedAt())?.getTime()
    await eventually('it is looked at', async () => {
      await $.store.handoverRows.watch('supervisor')
      return (await lookedAt())?.getTime() !== before
    })
  }
  const isDue = (handover: string) => $.database.query(`update reassess.handovers set accept_by = now() where id = '${handover}'`)

  it('is one alert for a hand-over once its time is over, with how much it is, until all is accepted', async () => {
    await graded('UNACCEPTED', 70)
    const { body } = await handOver()
    const other = await handOver()
    await $.store.handoverRows.watch('supervisor')
    expect(await unaccepted(body.handover)).toEqual([])

    await isDue(body.handover)
    await Promise.all([1, 2, 3].map(() => $.store.handoverRows.watch('supervisor')))
    const raised = await unaccepted(body.handover)
    expect(raised).toMatchObject([
      { severity: 'high', audience: 'supervisor', level: 1, incident: '', status: 'open', unaccepted: body.left },
    ])
    expect(wrongWith('Alert', raised[0])).toBeNull()
    expect(await unaccepted(other.body.handover)).toEqual([])

    const [first, ...rest] = body.items.map(({ id }) => id)
    await accept(body.handover, rest)
    await $.store.handoverRows.watch('supervisor')
    expect(await unaccepted(body.handover)).toMatchObject([{ status: 'open' }])
    await accept(body.handover, [first ?? ''])
    await $.store.handoverRows.watch('supervisor')
    expect(await unaccepted(body.handover)).toMatchObject([{ status: 'resolved', resolvedAt: expect.any(String) }])
    expect(await read(body.handover)).toMatchObject({ left: 0, doneAt: expect.any(String) })
  })

  it('is nothing where there was nothing to hand over', async () => {
    const elsewhere = await served.supervisorOf('kent')
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const said = JSON.stringify({ from: 'late', to: 'night', by: LATE })
    const body = (await (await elsewhere.ask('/v1/handover', 'supervisor', { ...init, body: said })).json()) as HandoverRead
    expect(body).toMatchObject({ count: 0, left: 0, items: [], demands: [] })
    await isDue(body.handover)
    await $.store.handoverRows.watch('supervisor')
    expect(await elsewhere.list('/v1/alerts')).toEqual([])
    // Nor is another force's hand-over there.
    expect((await api.ask(`/v1/handover/${body.handover}`)).status).toBe(404)
    expect((await accept(body.handover, ['1'])).code).toBe(404)
  })

  it('needs nobody where its matter has ended: attended, the alert over, the deadline met', async () => {
    await graded('ENDED', 70)
    await graded('ATTENDED', 5)
    const alert = await api.alertRaised('ENDED', 'attendance-overdue')
    await api.acknowledge(alert.id, 'sup-late')
    const { body } = await handOver()
    for (const reference of ['ENDED', 'ATTENDED'])
      expect(await api.post('officer', event('unit.arrived', reference, { victimSeen: true }))).toMatchObject({ code: 201 })
    await looksAt(body.handover)
    const now = await read(body.handover)
    expect(of(now, 'ENDED').map(said)).toEqual([
      'open demanded settled',
      'taken attendance-overdue settled',
      'due victim-told settled',
    ])
    expect(of(now, 'ATTENDED').map(said)).toEqual(['due attendance settled'])
    // To accept it all the same changes nothing.
    const [first] = of(now, 'ENDED') as [HandoverItem]
    expect((await accept(body.handover, [first.id])).body.items).toMatchObject([{ status: 'settled' }])
  })

  it('needs somebody where a deadline of the list has passed', async () => {
    await graded('MISSED', 5)
    const { body } = await handOver()
    const due = of(body, 'MISSED')
    expect(due.map(said)).toEqual(['due attendance left'])
    // It passed, and what fired it took its clock away.
    const item = `handover = '${body.handover}' and number = ${due[0]?.id}`
    await $.database.query(`update reassess.handover_items set due_at = now() - interval '1 minute' where ${item}`)
    await $.database.query(
      `delete from reassess.timers t using reassess.cases c where c.id = t.case_id and c.reference = 'MISSED'`,
    )
    await looksAt(body.handover)
    expect(of(await read(body.handover), 'MISSED').map(said)).toEqual(['due attendance left'])
  })
})

it('is the same hand-over when it is sent again under its id, and another content is refused', async () => {
  const first = await handOver({ id: 'shift-7' })
  const [again, ...others] = await Promise.all([1, 2, 3].map(() => handOver({ id: 'shift-7' })))
  expect([again?.code, again?.body.handover]).toEqual([200, first.body.handover])
  for (const { body } of others) expect(body.handover).toBe(first.body.handover)
  const twice = await Promise.all([1, 2, 3].map(() => handOver({ id: 'shift-8' })))
  expect(new Set(twice.map(({ body }) => body.handover)).size).toBe(1)
  expect(twice.map(({ code }) => code).sort()).toEqual([200, 200, 201])
  const other = await handOver({ id: 'shift-7', to: 'early' })
  expect([other.code, other.body.type]).toEqual([409, expect.stringMatching(/event-id-reused$/)])
})

it('keeps its source to itself, so that no other event can stand where a change of shift will be recorded', async () => {
  await graded('WK-SOURCE', 70)
  const note = event('log.noted', 'WK-SOURCE', {}, { source: 'urn:reassess:handover', id: 'a-hand-over/WK-SOURCE' })
  const answer = await api.post('control-room', note)
  expect(answer).toMatchObject({ code: 422, problem: 'invalid-event', body: { errors: [{ pointer: '/source' }] } })
})

it('is logged as a read, with the incidents that its answers name', async () => {
  await graded('LOGGED', 70)
  logged.length = 0
  const { body } = await handOver()
  const [item] = of(body, 'LOGGED') as [HandoverItem]
  await accept(body.handover, [item.id])
  await read(body.handover)
  expect(logged.map(({ route, status }) => [route, status])).toEqual([
    ['/v1/handover', 201],
    ['/v1/handover/:id/accept', 200],
    ['/v1/handover/:id', 200],
  ])
  expect(logged.map(({ disclosed }) => disclosed.includes('LOGGED'))).toEqual([true, true, true])
  expect(logged[1]?.disclosed).toEqual(['LOGGED'])
})

it('lists hand-overs newest first, open or over, page by page', async () => {
  const { body: newest } = await handOver({ from: 'night', to: 'early' })
  const page = await api.get<Listed<HandoverHead>>('/v1/handover?limit=2')
  expect(page.items[0]).toMatchObject({ handover: newest.handover, from: 'night', to: 'early' })
  expect(wrongWith('HandoverPage', page)).toBeNull()
  const all = await api.list<HandoverHead>('/v1/handover')
  const places = all.map(({ at }) => at)
  expect(places).toEqual([...places].sort().reverse())
  const open = await api.list<HandoverHead>('/v1/handover?open=true')
  expect(open.every(({ left }) => left > 0)).toBe(true)
  const over = await api.list<HandoverHead>('/v1/handover?open=false')
  expect(open.length + over.length).toBe(all.length)
  expect((await api.ask('/v1/handover?open=maybe')).status).toBe(422)
  // So is the list of a single hand-over.
  const { items, next } = await api.get<HandoverRead>(`/v1/handover/${newest.handover}?limit=2`)
  expect(items.map(({ id }) => id)).toEqual(['1', '2'])
  const rest = await api.get<HandoverRead>(`/v1/handover/${newest.handover}?cursor=${next}`)
  expect([...items, ...rest.items]).toEqual(newest.items)
  expect((await api.ask(`/v1/handover/${newest.handover}?cursor=nonsense`)).status).toBe(422)
})

it.each([
  ['no shift', { from: undefined }],
  ['a blank', { to: ' \u200b' }],
  ['a field that it does not have', { items: [] }],
  ['a note that is too long', { note: 'x'.repeat(1_001) }],
  ['nobody', { by: undefined }],
])('refuses %s', async (_what, wrong) => {
  const { length } = await api.list('/v1/handover')
  expect((await handOver(wrong)).code).toBe(422)
  expect(await api.list('/v1/handover')).toHaveLength(length)
})
