/** `POST /v1/find`: who may ask what, what is answered, and what stays unsaid. */
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { type Api, event, problemName, reported, said, startApi } from './harness.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
  for (const [reference, name] of [
    ['WK-20261120-0412', 'Example Person'],
    ['WK-20261120-0413', 'Other Person'],
    ['WK-20261120-0414', 'Third Person'],
  ] as const) {
    const report = reported(reference)
    await api.post('supervisor', {
      ...report,
      data: { ...report.data, persons: [{ role: 'victim', name, phone: '07700900001' }] },
    })
  }
  await api.post('supervisor', event('incident.closed', 'WK-20261120-0414'))
  await api.report('KT-1', 'kent')
})
afterAll(() => api.stop())
afterEach(() => {
  api.state.fails = null
  api.state.restricted.clear()
})

const find = (question: unknown, role: Role | null = 'supervisor', force?: string, contentType = 'application/json') =>
  api.send(
    '/v1/find',
    role,
    {
      ...{ method: 'POST', headers: { 'content-type': contentType } },
      body: typeof question === 'string' ? question : JSON.stringify(question),
    },
    force,
  )
const found = async (question: unknown, role?: Role, force?: string) => {
  const { items } = await said(await find(question, role, force))
  return items.map(({ incident }) => incident)
}

it('answers list items, each with the fields that it was found by', async () => {
  const answer = await said(await find({ reference: 'wk 20261120 412', name: 'PERSON, Mrs.', phone: ' \u200b' }))
  expect(answer).toMatchObject({ next: null, restricted: 0 })
  expect(answer.items).toHaveLength(1)
  expect(answer.items[0]).toMatchObject({
    ...{ incident: 'WK-20261120-0412', force: 'warwickshire', priority: 'P2', state: { closure: 'open' } },
    by: ['reference', 'name'],
  })
})

it('finds what matches all that is asked, in pages', async () => {
  expect(await found({ name: 'person' })).toEqual(['WK-20261120-0412', 'WK-20261120-0413', 'WK-20261120-0414'])
  expect(await found({ name: 'person', phone: '+44 7700 900001', reference: 'WK202611200413' })).toEqual(['WK-20261120-0413'])
  expect(await found({ name: 'person', phone: '07700 900009' })).toEqual([])
  const first = await said(await find({ name: 'person', limit: 1 }))
  expect([first.items.length, first.next]).toEqual([1, 'more'])
  expect((await find({ name: 'person', limit: 1, cursor: first.next })).status).toBe(200)
})

describe('by role', () => {
  const ALL: readonly Role[] = ['supervisor', 'force-incident-manager', 'duty-superintendent', 'hau', 'auditor']
  const OPEN: readonly Role[] = ['control-room', 'officer']
  it.each(ROLES)('%s', async (role) => {
    const answer = await find({ name: 'person' }, role)
    if (!ALL.includes(role) && !OPEN.includes(role)) return expect(answer.status).toBe(403)
    const { items } = await said(answer)
    return expect(items.map(({ incident }) => String(incident).slice(-1))).toEqual(
      ALL.includes(role) ? ['2', '3', '4'] : ['2', '3'],
    )
  })

  it('nobody without a key, and no other force', async () => {
    expect((await find({ name: 'person' }, null)).status).toBe(401)
    expect(await found({ reference: 'WK-20261120-0412' }, 'supervisor', 'kent')).toEqual([])
    expect(await found({ reference: 'KT-1' }, 'supervisor', 'kent')).toEqual(['KT-1'])
  })
})

it('tells of a restricted incident only that there is something', async () => {
  api.state.restricted.add('WK-20261120-0413')
  const answer = await said(await find({ name: 'person' }))
  expect(answer.items.map(({ incident }) => incident)).toEqual(['WK-20261120-0412', 'WK-20261120-0414'])
  expect(answer).toMatchObject({ restricted: 1 })
  expect(JSON.stringify(answer)).not.toContain('0413')
})

describe('a question with mistakes', () => {
  it.each([
    [{}, ['']],
    [{ name: ' ' }, ['']],
    [{ colour: 'red' }, ['/colour']],
    [{ name: 'Secretname', colour: 'red' }, ['/colour']],
    [{ name: 7 }, ['/name']],
    [{ name: null }, ['/name']],
    [{ name: `Mr${'x'.repeat(300)}` }, ['/name']],
    [{ name: 'J' }, ['/name']],
    [{ phone: 'Secretnumber' }, ['/phone']],
    [{ phone: '12', personRef: 'unknown' }, ['/personRef', '/phone']],
    [{ postcode: 'CV99' }, ['/postcode']],
    [{ postcode: 'Secretplace' }, ['/postcode']],
    [{ name: 'person', limit: 0 }, ['/limit']],
    [{ name: 'person', limit: '5' }, ['/limit']],
    [{ name: 'person', cursor: 'forged' }, ['/cursor']],
    ['[]', ['']],
    ['"Secretname"', ['']],
    ['{"name": "Secretname"', ['']],
    ['{"name": "Secretname", "name": "Secretname"}', ['/name']],
    ['{"__proto__": {"name": "Secretname"}}', ['']],
  ])('%j says where', async (question, pointers) => {
    const problem = await said(await find(question))
    expect([problemName(problem), problem.errors.map(({ pointer }) => pointer)]).toEqual(['invalid-query', pointers])
    expect(JSON.stringify(problem)).not.toContain('Secret')
  })

  it('is answered like any body that is too long, of another type or of another method', async () => {
    expect((await find({ address: 'x'.repeat(9_000) })).status).toBe(413)
    expect((await find({ name: 'person' }, 'supervisor', undefined, 'application/cloudevents+json')).status).toBe(415)
    expect((await find({ name: 'person' }, 'supervisor', undefined, 'text/plain')).status).toBe(415)
    expect((await api.get('/v1/find')).status).toBe(405)
  })
})

it('keeps nothing of a question, not in a log line and not among the refusals', async () => {
  await find({ name: 'Secretname', colour: 'Secretcolour' })
  await find({ phone: 'Secretnumber' })
  await find('{"name": "Secretname"')
  api.state.fails = new RecordUnavailable('away')
  expect((await find({ name: 'Secretname' })).status).toBe(503)
  api.state.fails = new Error('within')
  expect((await find({ name: 'Secretname' })).status).toBe(500)
  expect(api.logged.length).toBeGreaterThan(0)
  expect(api.logged.join()).not.toContain('Secret')
  expect(api.state.kept).toEqual([])
  expect(api.told.refused).toEqual([])
})
