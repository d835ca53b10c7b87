/** A person who signed in need not write who they are, and may not write that they are somebody else (decision 0052). */
import { EVENT_NAMES, type EventName } from '../../machines/rules/events.ts'
import { ROLES } from '../../machines/rules/vocabulary.ts'
import { actingFieldOf } from '../../machines/rules/whoActs.ts'
import { admit } from '../../src/api/events/admit.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { whyNot } from '../../src/api/roles.ts'
import { signedIn, withoutWhoActs } from '../support/signedIn.ts'
import { type Api, event, problemName, said, startApi } from './harness.ts'

type Headers = Readonly<Record<string, string>>

let api: Api
/** What Carol's page sends, as a supervisor and as an officer. */
let carol: Headers
let officer: Headers
beforeAll(async () => {
  api = await startApi()
  const { person } = signedIn('Carol', 'supervisor')
  carol = (await api.signedIn('supervisor', person)).page
  officer = (await api.signedIn('officer', person)).page
})
afterAll(() => api.stop())

const key = (more = '') => ({ authorization: `Bearer supervisor~warwickshire${more}` })
const CARLA = { id: 'Carla', role: 'supervisor' }

const send = (path: string, who: Headers, body: unknown, type = 'application/json') =>
  api.send(path, null, { method: 'POST', headers: { ...who, 'content-type': type }, body: JSON.stringify(body) })
const post = (who: Headers, body: unknown) => send('/v1/events', who, body, 'application/cloudevents+json')
const problemOf = async (answer: Response) => {
  const body = await said(answer)
  return { status: answer.status, name: problemName(body), pointers: (body.errors ?? []).map(({ pointer }) => pointer) }
}

/** Where the only thing is that is wrong with it. */
const refusedAt = (pointer: string) =>
  expect.objectContaining({ code: 'invalid-event', facts: { errors: [expect.objectContaining({ pointer })] } })

describe.each(EVENT_NAMES.filter((name) => actingFieldOf(name) !== null))('%s', (name) => {
  const role = ROLES.find((one) => whyNot(one, name) === null) ?? 'admin'
  const example = exampleEvent(name)
  const blank = { ...example, data: withoutWhoActs(name, example.data as object) }
  const field = String(actingFieldOf(name))

  it('has whoever acts filled in from the session, before its schema is read', () => {
    const person = signedIn('Carol', role)
    expect(admit(blank, person, LIMITS)).toMatchObject({
      data: { [field]: { id: 'Carol', role } },
      actor: { key: 'session-of-carol', role, person: person.person },
      filledIn: true,
    })
  })

  it('keeps what the session’s person wrote', () => {
    const arrived = admit(example, signedIn('Carol', role), LIMITS)
    expect(arrived.data).toEqual(admit(example, { key: 'key-1', role, force: 'warwickshire' }, LIMITS).data)
    expect(arrived).not.toHaveProperty('filledIn')
  })

  it('with a key says who acts, as ever', () => {
    const system = { key: 'key-1', role, force: 'warwickshire' }
    expect(admit(example, system, LIMITS)).toMatchObject({ actor: { key: 'key-1', role } })
    expect(admit(example, system, LIMITS).actor).toEqual({ key: 'key-1', role })
    const isOptional = name.startsWith('unit.')
    if (isOptional) expect(admit(blank, system, LIMITS).data).not.toHaveProperty(field)
    else expect(() => admit(blank, system, LIMITS)).toThrow(refusedAt(`/data/${field}`))
  })
})

it('is filled in only where nothing is said: half a name is a mistake, and so is null', async () => {
  await api.report('WK-half')
  for (const by of [null, {}, { id: 'Carol' }, { id: '', role: 'supervisor' }]) {
    const answer = await problemOf(await post(carol, event('log.noted', 'WK-half', { data: { text: 'Seen.', by } })))
    expect(answer).toMatchObject({ status: 422, name: 'invalid-event' })
  }
  expect((await post(carol, event('log.noted', 'WK-half', { data: { text: 'Seen.' } }))).status).toBe(201)
  expect(api.state.recorded.at(-1)).toMatchObject({ data: { by: { id: 'Carol', role: 'supervisor' } }, filledIn: true })
})

it('says in the line and in what is kept of a refusal who signed in, or that the key vouches', async () => {
  await api.report('WK-line')
  const note = (id: string) => event('log.noted' satisfies EventName, 'WK-line', { id })
  await post(key('~vouches'), note('v1'))
  expect(api.state.recorded.at(-1)?.actor).toEqual({ key: 'key-of-supervisor', role: 'supervisor', vouches: true })
  await post(carol, { ...note('v2'), data: { by: CARLA } })
  expect(api.state.kept.at(-1)?.actor).toMatchObject({ person: { name: 'Carol' } })
})

it('answers what the record says of it as 422, with the pointer', async () => {
  await api.report('WK-422')
  api.refuse('not-hers', { code: 'not-yourself', detail: 'No.', errors: [{ pointer: '/data/by/id', detail: 'no' }] })
  const answer = await problemOf(await post(carol, event('log.noted', 'WK-422', { id: 'not-hers' })))
  expect(answer).toEqual({ status: 422, name: 'not-yourself', pointers: ['/data/by/id'] })
})

describe.each([
  ['acknowledging', 'WK-ack-a1/acknowledge', {}],
  ['taking', 'WK-ack-a1/take', { note: 'Ringing her.' }],
  ['dismissing', 'refused-1/dismiss', { reason: 'On paper already.' }],
])('%s an alert', (_, path, more) => {
  const act = (who: Headers, by?: object) => send(`/v1/alerts/${path}`, who, { ...more, ...(by && { by }) })
  beforeAll(() => api.report('WK-ack'))

  it('is done by whoever signed in', async () => {
    for (const by of [undefined, { id: 'CAROL', role: 'sergeant' }]) {
      const answer = await act(carol, by)
      expect(answer.status).toBe(200)
      expect(JSON.stringify(await answer.json())).toContain(JSON.stringify(by ?? { id: 'Carol', role: 'supervisor' }))
    }
  })

  it('is done by nobody else, nor in another role', async () => {
    expect(await problemOf(await act(carol, CARLA))).toEqual({ status: 422, name: 'not-yourself', pointers: ['/by/id'] })
    const raised = { id: 'Carol', role: 'duty-superintendent' }
    expect(await problemOf(await act(carol, raised))).toEqual({ status: 422, name: 'not-yourself', pointers: ['/by/role'] })
  })

  it('is done with a key by whom it names, and by nobody who is not named', async () => {
    expect((await act(key(), CARLA)).status).toBe(200)
    expect(await problemOf(await act(key()))).toMatchObject({ name: 'invalid-event', pointers: ['/by'] })
  })

  it('is refused for the role before anybody asks whose name it is', async () => {
    expect(await problemOf(await act(officer, CARLA))).toMatchObject({ status: 403 })
  })
})

it('tells whoever holds a key that it has expired, however often, and guesses are counted as ever', async () => {
  for (let n = 0; n < 30; n++) {
    const answer = await api.send('/v1/incidents', null, { headers: { authorization: 'Bearer hau~kent~expired' } })
    expect(answer.status).toBe(401)
    expect((await said(answer)).detail).toContain('This key expired on 2026-11-01T00:00:00.000Z')
  }
  const guess = () => api.send('/v1/incidents', null, { headers: { authorization: 'Bearer nobody' } })
  const codes: number[] = []
  for (let n = 0; n < 30; n++) codes.push((await guess()).status)
  expect(new Set(codes)).toEqual(new Set([401, 429]))
})

it('is in the API’s description: the problem, what may be left out, and who entered a line', async () => {
  const document = JSON.stringify(await (await api.get('/openapi.json', null)).json())
  const { paths, components } = JSON.parse(document)
  expect(paths['/v1/events'].post.responses[422].description).toContain('not-yourself')
  expect(paths['/v1/alerts/{id}/acknowledge'].post.responses[422].description).toContain('not-yourself')
  expect(components.schemas['dash.reviewed.data'].properties.reviewer.description).toContain('may leave it out')
  expect(components.schemas['dash.reviewed.data'].required).toContain('reviewer')
  expect(document).toContain('"enteredBy"')
})
