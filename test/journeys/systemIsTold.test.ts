/** A system that subscribes is told what changes, over a receiver that is away and a server that is killed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccessItem } from '../../src/engine/access/ports.ts'
import type { SubscriptionItem } from '../../src/engine/subscriptions/ports.ts'
import { event } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { createPlace, FORCE, type Place, type Server } from '../support/server.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhookReceiver.ts'
import { IN_THE_COUNTRY, SECONDS } from './policy.ts'

let place: Place
let server: Server
let desk: WebhookReceiver
let folder: string
let file: string
beforeAll(async () => {
  desk = await startWebhookReceiver()
  folder = mkdtempSync(join(tmpdir(), 'reassess-delivery-'))
  file = join(folder, 'delivery.yaml')
  writeFileSync(
    file,
    `schema: reassess/delivery/v1
force: ${FORCE}
allow: ["${desk.host}"]
people: {}
webhooks:
  desk: { url: "${desk.url}", secret: ${desk.secret} }
subscriptions:
  - { id: desk-1, webhook: desk, incidents: true }
`,
  )
  place = await createPlace(SECONDS, { madeBefore: true })
  server = await place.start({ DELIVERY_FILE: file })
}, 120_000)
afterAll(async () => {
  await place.remove()
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

const subscription = async () =>
  (await server.get<{ items: SubscriptionItem[] }>('/v1/subscriptions')).items.find(({ id }) => id === 'desk-1')
const report = async (reference: string) =>
  expect((await server.post('control-room', event('incident.reported', reference, IN_THE_COUNTRY))).code).toBe(201)
const told = (reference: string) => desk.received.some(({ body }) => body.data.incident === reference)
const inOrder = () => {
  const positions = desk.received.map(({ body }) => Number.parseFloat(body.position))
  return positions.every((position, at) => at === 0 || position >= (positions[at - 1] ?? 0))
}

it('is sent what happens, and what happened while it was away and while nobody sent', async () => {
  await eventually('it has begun', async () => (await subscription())?.status === 'active')
  await report('WK-1')
  await eventually('the desk is told', async () => told('WK-1'))
  await desk.goesAway()
  await report('WK-2')
  await eventually('it fails', async () => (await subscription())?.status === 'failing')
  await server.kill9()
  await desk.comesBack()
  server = await place.start({ DELIVERY_FILE: file })
  await eventually('the desk is told of the rest', async () => told('WK-2'))
  await report('WK-3')
  await eventually('the desk is told at once', async () => told('WK-3'))
  expect(inOrder()).toBe(true)
  expect(desk.forged).toEqual([])
  expect(desk.received.every(({ id, body }) => id === `desk-1/${body.position}`)).toBe(true)
  expect(await subscription()).toMatchObject({ status: 'active', tries: 0 })
}, 120_000)

it('is in the access log, under each incident that it was sent', async () => {
  expect(await server.stop()).toBe(0)
  server = await place.start()
  const lines = await server.list<AccessItem>('/v1/access-log?incident=WK-2', 'auditor')
  expect(lines.filter(({ role }) => role === 'subscription')).toMatchObject([
    { key: 'desk-1', action: 'disclosure', from: 'desk', disclosed: expect.arrayContaining(['WK-2']) },
  ])
  // Without a delivery file nothing is sent, and the list says so.
  await eventually('it has stopped', async () => (await subscription())?.status === 'stopped')
}, 120_000)
