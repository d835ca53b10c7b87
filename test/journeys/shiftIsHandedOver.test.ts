/** A shift is handed over, the process is killed in the middle of it, and the night shift learns all the same what it has to take over. */
import type { HandoverHead, HandoverItem } from '../../src/engine/handover/ports.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { policyText } from '../support/policies.ts'
import { verifies } from './holds.ts'
import { useServer } from './served.ts'

const POLICY = policyText({
  id: 'a-shift',
  priorities: ['P1: { rank: 1, attendWithin: { urban: PT1S, rural: PT1S }, answerWithin: PT1H, repeatEvery: PT1H }'],
  escalation: ['supervisor', 'force-incident-manager', 'duty-superintendent'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }', 'handover: { acceptWithin: PT5S }'],
})
const MANY = 250
const $ = useServer(POLICY)

const post = (path: string, said: object) =>
  $.server.ask(path, 'supervisor', {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify(said),
  })
const overdue = (reference: string) => [
  event('incident.reported', reference),
  event('thrive.assessed', reference),
  event('incident.graded', reference, { priority: 'P1' }),
]
const references = Array.from({ length: MANY }, (_, place) => `WK-${place}`)
const told = async (reference: string): Promise<number> =>
  (await $.server.timeline(reference)).filter(({ type }) => type === 'shift.changed').length

it('each incident is told once, and what nobody accepts is an alert until the night shift has accepted it by name', async () => {
  for (let from = 0; from < MANY; from += 50)
    await $.server.postBatch('control-room', references.slice(from, from + 50).flatMap(overdue))
  await eventually('all are overdue', async () => {
    const open = await $.server.list('/v1/incidents?attention=demanded')
    return open.length === MANY
  })

  const said = { id: 'late', from: 'late', to: 'night', by: { id: 'sup-late', role: 'supervisor' } }
  const cut = post('/v1/handover', said).catch(() => null)
  await eventually('some have been told', async () => {
    const [head] = await $.server.list<HandoverHead>('/v1/handover')
    return head !== undefined && head.shiftChanged.recorded > 0
  })
  await $.server.kill9()
  await cut
  await $.startAgain()

  // Sent again, since its answer was lost.
  const again = await post('/v1/handover', said)
  expect(again.status).toBe(200)
  const { handover } = (await again.json()) as HandoverHead
  const head = async () => (await $.server.list<HandoverHead>('/v1/handover')).find((one) => one.handover === handover)
  await eventually('all have been told', async () => (await head())?.shiftChanged.recorded === MANY, head)
  expect(await $.server.list('/v1/handover')).toHaveLength(1)
  for (const reference of references) expect([reference, await told(reference)]).toEqual([reference, 1])

  const alerts = () => $.server.list<AlertItem>('/v1/alerts?kind=handover-unaccepted')
  const [alert] = await eventually('it is an alert', async () => ((await alerts()).length > 0 ? alerts() : null))
  expect(alert).toMatchObject({ handover, status: 'open', audience: 'supervisor', unaccepted: (await head())?.left })

  const items = await $.server.list<HandoverItem>(`/v1/handover/${handover}`)
  expect(new Set(items.map(({ incident }) => incident))).toEqual(new Set(references))
  const by = { id: 'sup-night', role: 'supervisor' }
  for (let from = 0; from < items.length; from += 500) {
    const ids = items.slice(from, from + 500).map(({ id }) => id)
    expect((await post(`/v1/handover/${handover}/accept`, { items: ids, by })).status).toBe(200)
  }
  await eventually('its alert has ended', async () => (await alerts()).every(({ status }) => status === 'resolved'))
  expect(await alerts()).toHaveLength(1)
  expect(await $.server.stop()).toBe(0)
  await verifies($.place)
}, 240_000)
