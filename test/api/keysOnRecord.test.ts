/** Keys as the record knows them: a system that vouches for its own people, and a key that expires. */
import type { TimelineItem } from '../../src/engine/views/views.ts'
import { event, ONE } from '../support/client.ts'
import { policyWith } from '../support/incident.ts'
import { type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const FORCE = 'warwickshire'
let served: ServedRecord
beforeAll(async () => {
  const pinned = policyWith()
  const { id, version } = pinned.policy
  await $.store.pinPolicy({ id, version, hash: pinned.hash, canonical: '{}' })
  served = await serveRecord($.store, pinned)
  expect(await served.api.post('supervisor', event('incident.reported', 'WK-1'))).toMatchObject({ code: 201 })
})
afterAll(() => served.stop())

const ask = (key: string, path: string, init: RequestInit = {}) =>
  served.api.ask(path, null, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } })

it('says of a control-room system that it names its own people', async () => {
  const key = await $.store.create('control-room', FORCE, { vouches: true })
  const note = event('log.noted', 'WK-1', { by: { id: 'anybody', role: 'call-handler' } })
  const answer = await ask(key, '/v1/events', { method: 'POST', body: JSON.stringify(note), headers: { 'content-type': ONE } })
  expect(answer.status).toBe(201)
  const { items } = await served.api.get<{ items: TimelineItem[] }>('/v1/incidents/WK-1/timeline?limit=500')
  const line = items.find(({ type }) => type === 'log.noted')
  expect(line?.actor).toEqual({ key: expect.stringMatching(/^key-/), role: 'control-room', vouches: true })
})

it('takes no key from the instant at which it expires', async () => {
  const soon = new Date(Date.now() + 1_500).toISOString()
  const key = await $.store.create('supervisor', FORCE, { expiresAt: soon })
  const read = async () => ask(key, '/v1/incidents/WK-1')
  let answer = await read()
  expect(answer.status).toBe(200)
  while (answer.status === 200) answer = await read()
  expect(new Date().toISOString() >= soon).toBe(true)
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(`This key expired on ${soon}`) })
})
