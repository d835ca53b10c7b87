/** The role is asked before what was sent is read (contract §2): who may not act learns that, and not what is wrong with the body. */
import { type Api, problemName, startApi } from './harness.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

it.each([
  '/v1/handover',
  '/v1/handover/H-1/accept',
  '/v1/deliveries/replay',
  '/v1/deliveries/1/replay',
  '/v1/delivery/test',
  '/v1/rota/overrides',
  '/v1/subscriptions/desk-1/replay',
])('%s is 403 for an officer, whatever is sent', async (path) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await api.send(path, 'officer', { method: 'POST', headers, body: '{"unknown": 1}' })
  expect([answer.status, problemName((await answer.json()) as { type: string })]).toEqual([403, 'forbidden'])
})
