import type { Role } from '../../machines/rules/vocabulary.ts'
import { wrongWith } from '../support/answers.ts'
import { signedIn } from '../support/signedIn.ts'
import { type Api, problemName, said, startApi } from './harness.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.stop())

const replay = (id: string, body: unknown, as: Role = 'supervisor', type = 'application/json') =>
  api.send(`/v1/subscriptions/${id}/replay`, as, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

it('lists how far each has been told, to those who look after systems', async () => {
  const answer = await (await api.get('/v1/subscriptions', 'admin')).json()
  expect(answer).toMatchObject({
    items: [{ id: 'desk-1', status: 'active', position: '0.9999', pending: 0, tries: 0 }],
    next: null,
  })
  expect(wrongWith('Subscriptions', answer)).toBeNull()
  expect((await api.get('/v1/subscriptions', 'hau')).status).toBe(403)
  expect((await api.get('/v1/subscriptions?limit=5', 'admin')).status).toBe(422)
})

describe('a replay', () => {
  it('sets a position that the record has reached, and says how much is to be sent', async () => {
    const answer = await replay('desk-1', { from: '0.0' })
    expect([answer.status, await answer.json()]).toEqual([200, { id: 'desk-1', from: '0.0', pending: 0 }])
    expect(api.told.replayed).toEqual(['key-of-supervisor'])
    expect(api.state.kept).toEqual([])
  })

  it('is known by the person who signed in', async () => {
    const { page } = await api.signedIn('admin', signedIn('Carol', 'admin').person)
    const headers = { ...page, 'content-type': 'application/json' }
    const body = JSON.stringify({ from: '0.0' })
    const answer = await api.send('/v1/subscriptions/desk-1/replay', null, { method: 'POST', headers, body })
    expect([answer.status, api.told.replayed]).toEqual([200, ['Carol']])
    const another = JSON.stringify({ from: '0.0', by: { id: 'Ann', role: 'admin' } })
    const refused = await api.send('/v1/subscriptions/desk-1/replay', null, { method: 'POST', headers, body: another })
    expect([refused.status, problemName(await said(refused))]).toEqual([422, 'not-yourself'])
    await replay('desk-1', { from: '0.0', by: { id: 'sup-1', role: 'supervisor' } })
    expect(api.told.replayed).toEqual(['Carol', 'sup-1'])
  })

  it.each([
    ['ahead of the record', { from: '9999999999999999.1' }, '/from', 'is ahead of the record'],
    ['not a position', { from: 'yesterday' }, '/from', 'must be a position of the stream'],
    ['a number', { from: 5 }, '/from', 'must be'],
    ['left out', {}, '/from', ''],
    ['beside what is not known', { from: '0.0', to: '1.1' }, '/to', ''],
  ])('is refused where the position is %s, says why, and is kept', async (_, body, pointer, detail) => {
    const answer = await replay('desk-1', body)
    const problem = await said(answer)
    expect([answer.status, problemName(problem), problem.errors[0]?.pointer]).toEqual([422, 'invalid-event', pointer])
    expect(problem.errors[0]?.detail).toContain(detail)
    expect(api.state.kept.map(({ code }) => code)).toEqual(['invalid-event'])
    expect(api.told.replayed).toEqual([])
  })

  it.each<[string, string, unknown, Role, number, string]>([
    ['nobody has', 'desk-9', { from: '0.0' }, 'supervisor', 404, 'not-found'],
    ['the delivery file has no more', 'old-1', { from: '0.0' }, 'supervisor', 409, 'not-accepted-now'],
    ['another role may not touch', 'desk-1', { from: '0.0' }, 'auditor', 403, 'forbidden'],
    ['is told in no JSON', 'desk-1', '{', 'supervisor', 422, 'invalid-event'],
  ])('of a subscription that %s is refused', async (_, id, body, role, status, name) => {
    const answer = await replay(id, body, role)
    expect([answer.status, problemName(await said(answer))]).toEqual([status, name])
  })

  it('takes JSON only', async () => {
    expect((await replay('desk-1', { from: '0.0' }, 'supervisor', 'text/plain')).status).toBe(415)
  })
})
