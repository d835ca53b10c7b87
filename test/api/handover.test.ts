/** A shift is handed over on a real PostgreSQL: the list, who is told, who accepts, and what nobody accepts. */
import type { Role } from '../../machines/rules/vocabulary.ts'
import type { HandoverAccepted, HandoverHead, HandoverItem, HandoverRead } from '../../src/engine/handover/ports.ts'
import type { Listed } from '../../src/engine/reads.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { wrongWith } from '../support/answers.ts'
import { type Client, event } from '../support/client.ts'
import { policyWith } from '../support/incident.ts'
import { ALL_ROLES, type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
let served: ServedRecord
let api: Client
beforeAll(async () => {
  served = await serveRecord($.store, policyWith(), ALL_ROLES)
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
  expect(of(body, 'OVERDUE').map(said)).toEqual([
    'open demanded left',
    'taken attendance-overdue left',
    expect.stringMatching(/^due /),
  ])
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
